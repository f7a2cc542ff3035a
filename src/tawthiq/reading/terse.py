"""Fact lines: a day or a place that stands as a sentence of its own belongs to the sentence after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import moments
from tawthiq.reading.prose import Prose, Span, sentences

LONGEST_LINE = 70
"""A longer sentence without an attack tells of something else."""

FORM = 3
"""From so many labels on a paragraph is a form filled in, and one sentence."""
_LABELS = re.compile(
    r"(?:^|[.;|/,]\s*)(?:incident|date|day|time|place|location|governorate|party|perpetrator|responsible|weapon|means|killed|dead|deaths|victims|injured|wounded|type)[ ]?:"
    r"|(?:^|[.;|/,]\s*)(?:ال)?(?:حادثه|تاريخ|وقت|مكان|موقع|محافظه|جهه|سلاح|قتلي|ضحايا|جرحي|مصابون)[ ]?:"
)
_PLACE_LINE = {
    "en": re.compile(r"(?:(?:Location|Place|Where|Site):[ ])?(?:[A-Za-z][a-z]{1,3}[- ])?[A-Z][\w'-]+(?:[ ][A-Z][\w'-]+){0,3}(?:,[ ][A-Z][\w' -]+){0,3}\.?"),
    "ar": re.compile(r"(?:(?:المكان|الموقع):[ ]?)?(?:مدينة|بلدة|قرية|مخيم)[ ]\w+(?:[ ]\w+){0,2}(?:[,،][ ]\w+(?:[ ]\w+){0,2}){0,2}\.?"),
}  # fmt: skip


def whole_sentences(prose: Prose, within: Span, language: str) -> Iterator[Span]:
    """Give the sentences of a paragraph, each with the fact lines that stand before it."""
    if len(_LABELS.findall(prose.folded, within.start, within.end)) >= FORM:
        yield within
        return
    start: int | None = None
    for sentence in sentences(prose, within):
        if _is_fact_line(prose, sentence, language):
            start = sentence.start if start is None else start
            last = sentence
            continue
        yield Span(sentence.start if start is None else start, sentence.end)
        start = None
    if start is not None:
        yield Span(start, last.end)


def _is_fact_line(prose: Prose, sentence: Span, language: str) -> bool:
    if sentence.end - sentence.start > LONGEST_LINE:
        return False
    if any(word_table(language, t).has(prose.folded, sentence) for t in ("attack", "taking", "harms")):
        return False
    if _PLACE_LINE[language].fullmatch(prose.plain, sentence.start, sentence.end):
        return True
    days = [m for m in moments(prose.folded, sentence, language) if m.day is not None]
    return len(days) == 1
