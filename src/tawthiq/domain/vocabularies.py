"""Vocabularies with errors: a code is one of the vocabulary's, or the sentence says which is meant."""

import difflib
from collections.abc import Mapping
from functools import cache

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.scripts import fold
from tawthiq.vocab import Term, Vocabulary, names
from tawthiq.vocab import vocabulary as _vocabulary


def vocabulary(name: str) -> Vocabulary:
    """Return a vocabulary by its id; InvalidValue when there is none."""
    if name not in names():
        raise InvalidValue(f"There is no vocabulary “{name}”. There are: {', '.join(names())}.")
    return _vocabulary(name)


@cache
def _codes_by_spelling(name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for term in vocabulary(name).values():
        for spelling in term.spellings:
            found.setdefault(fold(spelling), term.code)
    return found


def find(name: str, text: str) -> str | None:
    """Return the code that a code, label or spelling of either language stands for, or None."""
    return _codes_by_spelling(name).get(fold(text))


def near(name: str, text: str, *, at_most: int = 3) -> tuple[str, ...]:
    """Return the codes whose spellings come nearest to a text, best first."""
    spellings = _codes_by_spelling(name)
    close = difflib.get_close_matches(fold(text[:80]), spellings, n=at_most * 3, cutoff=0.6)
    return tuple(dict.fromkeys(spellings[spelling] for spelling in close))[:at_most]


def require(name: str, code: str) -> Term:
    """Return the term of an exact code; InvalidValue names the near ones, or all of a short vocabulary."""
    terms = vocabulary(name)
    if code in terms:
        return terms[code]
    raise InvalidValue(unknown_code_sentence(name, code))


def unknown_code_sentence(name: str, code: str) -> str:
    """Say that a code is not of the vocabulary and which may be meant; the text itself is never repeated."""
    terms = vocabulary(name)
    meant = near(name, code)
    if meant:
        return f"This is no {terms.en} of the vocabulary. Did you mean {' or '.join(meant)}?"
    listed = ", ".join(terms) if len(terms) <= 15 else f"{', '.join(list(terms)[:12])}, …"
    return f"This is no {terms.en} of the vocabulary. Choose one of: {listed}."


def require_or_find(name: str, text: str) -> Term:
    """Return the term that a code, label or spelling stands for; InvalidValue names the near ones."""
    code = find(name, text)
    return require(name, text if code is None else code)


def label(name: str, code: str, language: str) -> str:
    """Return the label of a code in `en` or `ar`."""
    term = require(name, code)
    return term.ar if language == "ar" else term.en
