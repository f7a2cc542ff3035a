"""Where a bulletin's attack fell, weighed: every name that may be a place scores by the words around it; a tie says nothing.

Used where no sentence tells the attack by itself. A name without any sign of a place is none, a person's or an
organisation's name is none, and a governorate alone is the scene only where nothing smaller is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tawthiq.domain.scripts import fold
from tawthiq.reading.datelines import of_the_press
from tawthiq.reading.labels import governorate_hits, party_hits
from tawthiq.reading.lexicon import Hit, pattern_of
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.places_english import NAME, cleaned
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.scenes_arabic import arabic_scenes


@dataclass(frozen=True, slots=True)
class Scene:
    """A place that may be where it happened, and how much speaks for it."""

    place: PlaceSaid
    score: int


LABELLED, BESIDE, OF_KIND, PREPOSED, HEADING, LISTED, OF_A_REGION = 6, 4, 3, 2, 2, 2, 3
"""What speaks for a name: a label, its governorate right after it, its kind, a preposition, the head of the text, the list."""
ORIGIN, BEARING, SITE, QUARTER = -4, -3, -3, -1
"""What speaks against it: people or shots came from there, it only says where another lies, it names a building."""
CITY = 5
"""'the city of X' where X is also a governorate."""
ALONE = 1
"""A governorate named alone, after a preposition."""


def scenes(prose: Prose, within: Span, language: str, known: Known, skip: Sequence[Span]) -> list[Scene]:
    """Give the possible scenes of a piece of text in order, each with what speaks for it."""
    if language == "ar":
        return [Scene(place, score) for place, score in arabic_scenes(prose, within, known)]
    governorates = list(governorate_hits(prose, within, language))
    taken = [
        *skip,
        *of_the_press(prose.folded, within),
        *(h.span for h in party_hits(prose, within, language)),
    ]
    found: list[Scene] = []
    for match in _NAMES.finditer(prose.plain, within.start, within.end):
        found += _named(prose, match, within, governorates, taken, known)
    for region in governorates:
        if not any(region.span.touches(s.place.span) for s in found):
            found += _governorate_alone(prose, region, within)
    return found


def best_scene(found: Sequence[Scene]) -> PlaceSaid | None:
    """Choose the place that most speaks for; two names with equal weight say nothing unless one is named first and again."""
    if not found:
        return None
    weights: dict[str, int] = {}
    first: dict[str, Scene] = {}
    for scene in sorted(found, key=lambda s: -s.score):
        key = _key(scene.place.name)
        weights[key] = max(weights.get(key, 0), scene.score) + (key in weights)
        first.setdefault(key, scene)
    best = max(weights, key=lambda k: (weights[k], -first[k].place.span.start))
    return first[best].place if weights[best] > 0 else None


def _key(name: str) -> str:
    return re.sub(r"^(al|el)[ -]|[\W_]", "", fold(name))


_NAMES = re.compile(rf"(?<![\w'-]){NAME}")
_TITLE_BEFORE = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|sheikh|hajj|named|called|names?|colleagues?|lieutenant|captain|general|colonel|major|son|daughter|brother|sister|minister|president|reporter|spokesman|spokeswoman|old|baby|little|family of)\.?[ :]{1,2}$"
)
_PERSON_AFTER = re.compile(
    r"(?:,[ ]|[ ]\()(?:aged[ ])?(?:\d{1,2}|[fm],[ ]\d{1,2})(?:[,);. ]|$)(?!(?:january|february|march|april|may|june|july|august|september|october|november|december))|[ ](?:family|clan|household|boys|girls|brothers|sisters)(?!\w)"
)
_ORGANISATION = re.compile(
    r"(?:Observatory|Network|Amnesty|Airwars|UNICEF|UNRWA|OCHA|UN|MSF|Reuters|AFP|AP|SANA|Crescent|Cross|Radio|Agency|Post|Activists?|Human|Rights|Council|Ministry|Parliament|Committee|Centre|Center|Civil|Helmets?|Organi[sz]ation|Union|University|Foundation|Institute|News|TV|Media|Security|Convention|Statute|Commission|Directorate|Department|Administration|Authority|Mosque|Hospital|Defen[cs]e)(?![\w-])"
)
_RANGE = re.compile(r"(?:Jabal|Jebel|Mount|Sahl|Wadi)[ ]")
"""Mountains, plains and valleys: a region, in which the place lies."""
_SITE = re.compile(
    r"[ ](?:\w+[ ])?(?:mosque|hospital|school|prison|airbase|airport|air base|street|square|church|roundabout|highway|checkpoint|barracks|base|clinic|river|maternity|home|military|thursday|friday|monday|sunday|saturday|tuesday|wednesday)(?!\w)"
)
_QUARTER = re.compile(r"[ ](?:district|neighbou?rhood|quarter|suburb)(?!\w)")
_KIND = re.compile(
    r"[ ](?:idps?[ ]|refugee[ ])?(?:city|town|village|camp|hamlet|township|settlement|oasis)(?!\w)"
)
_KIND_OF = re.compile(
    r"\b(?:city|town|village|camp|hamlet|township|oasis|settlement|outskirts|people|residents)[ ](?:of[ ])?$"
)
_LABEL = re.compile(
    r"\b(?:place|location|located|where|scene|town|village|area|city|site)(?:[ ](?:of[ ])?(?:death|incident|event|attack|the \w+))?[ ]?[:=][ ]?$|(?:^|[.;|,] ?)loc\.?:? $"
)
_PREPOSED = re.compile(
    r"\b(?:in|at|near|on|over|outside|inside|into|around|across|above|upon|onto|hit|struck|strikes?|bombed|shelled|pounded|targeted|stormed|entered|reached|leaving|raided|by|toward|towards|to|strafed|attacked|rocked|shook)[ ](?:the[ ](?:\w+[ ])?|nearby[ ])?$"
)
_OF = re.compile(r"\bof[ ](?:the[ ])?$")
_OF_SOMEBODY = re.compile(
    r"\b(?:death|killing|murder|funeral|family|body|bodies|name|house|home|life|lives|loss|son|daughter|wife|ministry|member|members|number|head|leader|commander|type|province|governorate)[ ]of[ ](?:the[ ])?$"
)
_ORIGIN = re.compile(
    r",[ ]of[ ]$|\b(?:from|displaced from|native of|natives of|born in|dug in near|fled|fired from|launched from|released in|based in|court in|taken to|to (?:the |a )?hospital in|buried in|published in)[ ](?:the[ ])?(?:[a-z]+[ ](?:of|near|in)[ ])?$"
)
_BEARING = re.compile(
    r"\b(?:north|south|east|west)(?:ern)?(?:-(?:east|west))?[ ]of[ ](?:the[ ])?$|\bkm[ ]from[ ]$"
)
_HEAD_AFTER = re.compile(r"[ ]?[,:(|]|[ ]-{1,2}[ ]|\.[ ]")
_BETWEEN = re.compile(
    r"(?:[ ](?:cave|camp|dam|lake|valley|farms?|crossing|junction|turn-off|market|bridge|road|plain|mill|silos?))?(?:[ ]\([^()]{2,30}\))?'?s?[ ,(|/-]*(?:(?:in|of|the|and|on|a|city|town|village|province|governorate|countryside|rural|suburbs?|outskirts|oasis|district|far|edge|just|part|area|subdistrict|"
    r"(?:north|south|east|west)(?:ern)?(?:[- ]?(?:east|west)(?:ern)?)?|central|syria|qalamoun|(?:jabal|jebel|sahl)(?:[ ](?:al|el|az|ez)[ -]?\w+)?|near|dam|the[ ]capital)(?!\w)[ ,(|'s-]*){0,7}"
)


def _named(
    prose: Prose,
    match: re.Match[str],
    within: Span,
    governorates: Sequence[Hit],
    taken: Sequence[Span],
    known: Known,
) -> list[Scene]:
    name = cleaned(match.group())
    at = match.group().find(name)
    if len(name) < 3 or at < 0 or _ORGANISATION.search(name) or _RANGE.match(name) or re.search(r"\d", name):
        return []
    span = Span(match.start() + at, match.start() + at + len(name))
    if any(span.touches(t) for t in taken):
        return []
    region = next((h for h in governorates if h.span.touches(span)), None)
    if region is not None and (region.span.covers(span) or region.span.start == span.start):
        return []
    before = prose.folded[max(span.start - 34, within.start) : span.start]
    after = prose.folded[span.end : min(span.end + 60, within.end)]
    if _TITLE_BEFORE.search(before) or _PERSON_AFTER.match(after) or _person_noun().search(before):
        return []
    beside = _beside(prose, span, governorates)
    score = _score(before, after, beside, span.start == within.start)
    score += LISTED if fold(name) in known and score > 0 else 0
    said = PlaceSaid(name, "", span, beside.code if beside is not None else None, sure=score > PREPOSED)
    return [Scene(said, score)] if score > 0 else []


@cache
def _person_noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern_of('en', 'one')})[, ]{{1,2}}$")


def _beside(prose: Prose, span: Span, governorates: Sequence[Hit]) -> Hit | None:
    """Find the governorate that stands right after a name, but for words of region."""
    ahead = next((h for h in governorates if h.span.start >= span.end), None)
    if ahead is None or ahead.span.start - span.end > 60:
        return None
    return ahead if _BETWEEN.fullmatch(prose.folded, span.end, ahead.span.start) else None


def _score(before: str, after: str, beside: Hit | None, heads: bool) -> int:
    if _LABEL.search(before):
        return LABELLED + BESIDE
    score = BESIDE if beside is not None else 0
    score += OF_KIND if _KIND.match(after) or _KIND_OF.search(before) else 0
    score += (
        PREPOSED
        if _PREPOSED.search(before)
        else 1
        if _OF.search(before) and not _OF_SOMEBODY.search(before)
        else 0
    )
    score += HEADING if heads and _HEAD_AFTER.match(after) else 0
    score += ORIGIN if _ORIGIN.search(before) else BEARING if _BEARING.search(before) else 0
    score += SITE if _SITE.match(after) else QUARTER if _QUARTER.match(after) else 0
    return score


_CITY_AFTER = re.compile(r"(?:'s)?[ ]city(?!\w)")
_CITY_BEFORE = re.compile(r"\bcity[ ]of[ ]$")
_REGION_AFTER = re.compile(r"(?:'s)?[ ](?:province|governorate|countryside|suburb|rural|[a-z]+ern[ ])")
_REGION_BEFORE = re.compile(
    r"(?:province|countryside|governorate|suburbs|rural|north|south|east|west|ern)[ ](?:of[ ])?$"
)


def _governorate_alone(prose: Prose, region: Hit, within: Span) -> list[Scene]:
    """Read a governorate's name as its city: surely after 'city of', weakly after a preposition."""
    before = prose.folded[max(region.span.start - 30, within.start) : region.span.start]
    after = prose.folded[region.span.end : region.span.end + 16]
    if region.code == "Damascus Suburbs" or _REGION_AFTER.match(after) or _REGION_BEFORE.search(before):
        return []
    city = _CITY_AFTER.match(after) or _CITY_BEFORE.search(before)
    bearing = _BEARING.search(before) or _ORIGIN.search(before)
    if bearing or not (city or re.search(r"\b(?:in|on|over|at|of)[ ]$", before) or before == ""):
        return []
    said = PlaceSaid(
        prose.text(region.span), "city" if city else "", region.span, region.code, sure=bool(city)
    )
    return [Scene(said, CITY if city else ALONE)]
