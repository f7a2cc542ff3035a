"""Vocabularies and counting rules as versioned data in English and Arabic; reads only its own files."""

from tawthiq.vocab.terms import Language, Term, Vocabulary, names, vocabulary
from tawthiq.vocab.texts import calendar_words, refusal_texts, rule_names, rule_text

__all__ = [
    "Language", "Term", "Vocabulary", "calendar_words", "names", "refusal_texts", "rule_names", "rule_text",
    "vocabulary",
]  # fmt: skip
