"""Casualties are the killed and the injured together: '900 casualties (400 killed and 500 injured)'."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from tawthiq.reading.checks.reported import checked, finding
from tawthiq.reading.findings import Finding, Outcome, gathered
from tawthiq.reading.layout import Document
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import Quantity, quantities

_WORDS = {
    "en": (r"casualties", r"killed|deaths?|dead|fatalities", r"injured|injur(?:y|ies)|wounded"),
    "fr": (r"victimes", r"morts?|tue(?:e?s)?|deces", r"blesse(?:e?s)?"),
    "de": (r"opfer", r"getotete?|tote", r"verletzte?|verwundete?"),
    "ar": (
        r"ضحيه|ضحايا",
        r"قتيلا?|قتلي|قتلوا|قتل|حاله? وفاه|شهيدا?",
        r"جريحا?|جرحي|اصابه|اصيبوا|مصابا?|جرحوا",
    ),
}  # fmt: skip
_BETWEEN = {
    language: re.compile(rf"(?:[ ][^\d.;:()]{{0,40}}?)??[ ](?:{whole})(?!\w)[^\d;()]{{0,70}}(?:[(:,–-]|davon|dont|of whom|منهم|بينهم)[^\d;]{{0,30}}")
    for language, (whole, _, _) in _WORDS.items()
}  # fmt: skip
_KILLED = {
    language: re.compile(rf"(?:[ ][^\d.;:()]{{0,25}}?)??[ ](?:{killed})(?!\w)[^\d.;:()]{{0,25}}")
    for language, (_, killed, _) in _WORDS.items()
}
_INJURED = {
    language: re.compile(rf"(?:[ ][^\d.;:()]{{0,25}}?)??[ ](?:{injured})(?!\w)")
    for language, (_, _, injured) in _WORDS.items()
}


def check_casualties(document: Document, language: str) -> Outcome:
    """Check every number of casualties followed by how many were killed and how many injured."""
    prose = document.prose
    outcomes: list[Outcome] = []
    whole, _, injured = (re.compile(w) for w in _WORDS[language])
    for block in document.blocks:
        span = block.span
        if block.kind == "row" or not whole.search(prose.folded, span.start, span.end):
            continue
        if injured.search(prose.folded, span.start, span.end):
            outcomes += _checked(prose, span, language)
    return gathered(outcomes)


def _checked(prose: Prose, span: Span, language: str) -> Iterator[Outcome]:
    found = [q for q in quantities(prose.folded, span, language) if q.exact]
    for whole, killed, injured in zip(found, found[1:], found[2:], strict=False):
        if _is_split(prose, whole, killed, injured, language):
            total = (killed.value or 0) + (injured.value or 0)
            what = f"{whole.value} casualties = {killed.value} + {injured.value}"
            fault = None if total == whole.value else _fault(prose, whole, killed, injured, total)
            yield checked(prose, "sum", whole.span, what, fault)


def _is_split(prose: Prose, whole: Quantity, killed: Quantity, injured: Quantity, language: str) -> bool:
    """Say whether three numbers in a row are the casualties, the killed among them and the injured among them."""
    if not max(killed.value or 0, injured.value or 0) < (whole.value or 0):
        return False
    return all(
        pattern[language].fullmatch(prose.folded, a.span.end, b.span.start)
        for pattern, (a, b) in zip(
            (_BETWEEN, _KILLED), itertools.pairwise((whole, killed, injured)), strict=True
        )
    ) and bool(_INJURED[language].match(prose.folded, injured.span.end))


def _fault(prose: Prose, whole: Quantity, killed: Quantity, injured: Quantity, total: int) -> Finding:
    return finding(
        prose, "sum", "fault", whole.span, f"{whole.value} casualties", str(total),
        f"{whole.value} casualties are said, but {killed.value} killed and {injured.value} injured make {total}.",
        killed.span,
    )  # fmt: skip
