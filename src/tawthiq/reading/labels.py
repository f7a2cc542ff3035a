"""What a count is about: the party, governorate, place, site or month that stands with it; nothing is inferred."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.abroad import party_abroad
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span

AXES = ("party", "governorate", "site", "month", "category", "other")
"""Along what a total can be split, the surest reading of a label first."""

_SITE = re.compile(
    r"(?:the[ ])?(?:first|second|third|fourth|fifth|sixth|\d{1,2}(?:st|nd|rd|th)?)[ ](?:site|location|attack|raid|strike|incident)|"
    r"(?:ال)?(?:موقع|هجوم|غاره)[ ](?:ال)?(?:اول|ثاني|ثالث|رابع|خامس)|(?:le |la )?(?:premier|deuxieme|troisieme|quatrieme)[ ]site|"
    r"(?:der |die )?(?:erste|zweite|dritte|vierte)[rn]?[ ](?:ort|stelle)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a label: along which axis, which value."""

    axis: str
    key: str


_ORGANISATION = re.compile(
    r"(?:network|observatory|reseau|observatoire|netzwerk|beobachtungsstelle|شبكه|مرصد|منظمه|مركز)[ ](?:ال)?$"
)
"""Stands before the country of an organisation, which is no party: 'المرصد السوري'."""


def party_hits(prose: Prose, within: Span, language: str) -> list[Hit]:
    """Find the parties named, leaving out who controlled the place."""
    control = [h.span for h in word_table(language, "control").hits(prose.folded, within)]
    named = word_table(language, "parties").hits(prose.folded, within)
    found = [
        h for h in named if not _ORGANISATION.search(prose.folded, max(h.span.start - 24, 0), h.span.start)
    ]
    return [
        Hit(party_abroad(prose.folded, h.code), h.span)
        for h in found
        if h.code == "unknown" or not any(0 <= h.span.start - c.end <= 60 for c in control)
    ]


def governorate_hits(prose: Prose, within: Span, language: str) -> list[Hit]:
    """Find the governorates named, as governorate or as their capital."""
    return list(word_table(language, "governorates").hits(prose.folded, within))


def labels(prose: Prose, within: Span, language: str) -> list[Label]:
    """Give every reading of a label, the surest first."""
    found: list[Label] = []
    parties = {h.code for h in party_hits(prose, within, language)}
    governorates = {h.code for h in governorate_hits(prose, within, language)}
    if len(parties) == 1:
        found.append(Label("party", next(iter(parties))))
    if len(governorates) == 1:
        found.append(Label("governorate", next(iter(governorates))))
    site = _SITE.search(prose.folded, within.start, within.end)
    if site is not None:
        found.append(Label("site", site.group()))
    months = [h.code for h in word_table(language, "months").hits(prose.folded, within)]
    if len(months) == 1 and not found:
        found.append(Label("month", months[0]))
    for table in ("people", "things"):
        codes = {h.code for h in word_table(language, table).hits(prose.folded, within)}
        if len(codes) == 1 and not found:
            found.append(Label("category", next(iter(codes))))
    return [*found, Label("other", re.sub(r"\W+", " ", prose.folded[within.start : within.end]).strip())]


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence says its counts are about; `unsure` where it names several of a kind."""

    party: str = ""
    governorate: str = ""
    place: str = ""
    kind: str = ""
    scope: str = ""
    unsure: bool = False


def sole(codes: Sequence[str]) -> tuple[str, bool]:
    """Give the one code named, or nothing and True where several are."""
    distinct = list(dict.fromkeys(codes))
    return (distinct[0], False) if len(distinct) == 1 else ("", len(distinct) > 1)
