"""How a lead is split on a page: its text in units, each put to a part; a part is one run of units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.leads import LeadView

MOST_UNITS = 300
_SENTENCES = re.compile(r".+?(?:[.!?؟۔](?=\s)|\n|$)", re.DOTALL)
_PARAGRAPHS = re.compile(r".+?(?:\n\s*\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or paragraph of the text, and the part that the drafts suggest for it (“1”, “2” … or nothing)."""

    first: int
    last: int
    text: str
    suggested: str


def units_of(view: LeadView) -> tuple[Unit, ...]:
    """Cut a lead's text into sentences, or into paragraphs where it is long."""
    start, end = view.span or (0, len(view.text))
    cut = _cut(_SENTENCES, view.text, start, end)
    if len(cut) > MOST_UNITS:
        cut = _cut(_PARAGRAPHS, view.text, start, end)
    told = _drafts_spans(view)
    return tuple(Unit(a, b, view.text[a:b].strip(), _suggested(a, b, told)) for a, b in cut[:MOST_UNITS])


def spans_in(chosen: Mapping[Unit, str]) -> list[tuple[int, int]]:
    """Return the span of each part, from the parts chosen for the units in their order."""
    spans: dict[str, tuple[int, int]] = {}
    before = ""
    for unit, part in chosen.items():
        if part and part in spans and before != part:
            raise InvalidValue(
                _(
                    "Part %(n)s is told in two places with another part between. Put it together, or make it two parts."
                )
                % {"n": part[:3]}
            )
        if part:
            spans[part] = (spans.get(part, (unit.first, 0))[0], unit.last)
        before = part
    return list(spans.values())


def _cut(by: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = [(m.start(), m.end()) for m in by.finditer(text, start, end)]
    return [(a, b) for a, b in found if text[a:b].strip()]


def _drafts_spans(view: LeadView) -> list[tuple[int, int]]:
    """Return from where to where each draft reads, in the order of the text."""
    spans = [[f.span for f in draft.fields if f.span is not None] for draft in view.drafts]
    return sorted((min(s[0] for s in one), max(s[1] for s in one)) for one in spans if one)


def _suggested(first: int, last: int, told: list[tuple[int, int]]) -> str:
    if len(told) < 2:
        return ""
    return next((str(n) for n, (a, b) in enumerate(told, start=1) if a < last and first < b), "")
