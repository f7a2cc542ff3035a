"""Several places struck in one attack without victims: 'the villages of A, B and C in X governorate', each an incident of its own."""

from __future__ import annotations

import re

from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.place_names import PlaceSaid
from tawthiq.reading.places_english import NAME, cleaned
from tawthiq.reading.prose import Prose, Span

_LIST = re.compile(
    rf"\b(?P<kind>[Vv]illages|[Tt]owns|[Cc]ities)[ ](?:of[ ])?(?P<names>{NAME}(?:,[ ]{NAME}){{0,9}},?[ ](?:and|&)[ ]{NAME})(?![ ](?:governorates|provinces|suburbs|countryside))"
)
_JOINT = re.compile(r",[ ]|,?[ ](?:and|&)[ ]")
_KINDS = {"villages": "village", "towns": "town", "cities": "city"}
_NEAR = 120
"""How many characters after a list its governorate may stand."""


def listed_places(prose: Prose, within: Span) -> list[PlaceSaid]:
    """Give the places of every list of villages, towns or cities in a piece of English text, with the governorate after it."""
    found: list[PlaceSaid] = []
    for match in _LIST.finditer(prose.plain, within.start, within.end):
        window = Span(match.end(), min(match.end() + _NEAR, within.end))
        region = next(iter(governorate_hits(prose, window, "en")), None)
        start = match.start("names")
        for piece in _JOINT.split(match.group("names")):
            at = prose.plain.index(piece, start)
            start = at + len(piece)
            name = cleaned(piece)
            if name:
                end = at + len(piece)
                found.append(
                    PlaceSaid(
                        name,
                        _KINDS[match.group("kind").lower()],
                        Span(end - len(name), end),
                        region.code if region else None,
                        sure=True,
                    )
                )
    return found
