"""Places named in prose: 'Kafranbel city in Idlib governorate's southern suburbs', 'قرية كفر حلب بريف حلب الغربي'.

A place someone came from, an aircraft took off from, or a name of a mosque or school is not where an attack fell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from tawthiq.domain.scripts import fold
from tawthiq.reading.datelines import of_the_press
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.places_arabic import arabic_places
from tawthiq.reading.places_english import english_places
from tawthiq.reading.prose import Prose, Span

_ORIGIN = re.compile(
    r"(?:(?<!way )(?<!road )(?<!route )(?<!highway )\bfrom(?: the)?(?: (?:city|town|village)s? of)?|natives? of|displaced from|residents? of|originally from|fled|took off from|(?:stationed|based|positioned|deployed|positions|launchers?|batter(?:y|ies)) (?:in|at)|towards|(?:in|at) (?:an? |the |one )?hospitals? in|buried in|moved to|"
    r"taken to|transferred to|people of|born in|headquarters in|hometown of)[ ](?:(?!on[ ]|in[ ]|attack|raid|strike|shelling|bombing|bombardment|massacre)[a-z]+[ ]){0,2}$"
)

_GOV_GAP = 110


def places_in(prose: Prose, within: Span, language: str, known: Known, skip: list[Span]) -> list[PlaceSaid]:
    """Find the places of a sentence in order of the text, origins and named sites left out, governorates filled in."""
    found = arabic_places(prose, within, known) if language == "ar" else english_places(prose, within, known)
    skip = [*skip, *of_the_press(prose.folded, within)]
    kept: list[PlaceSaid] = []
    for place in sorted(found, key=lambda p: (not p.sure, p.span.start, -p.span.end)):
        if not any(place.span.touches(s) for s in skip) and not any(place.span.touches(k.span) for k in kept):
            kept.append(place)
    here = _without_origins(prose, kept, language)
    if all(p.kind == "neighborhood" for p in here) and _AT_HOME.search(
        prose.folded, within.start, within.end
    ):
        here = kept
    if language == "ar" and not here and word_table(language, "taking").has(prose.folded, within):
        here = [replace(p, sure=p.sure and not _is_native(prose, p)) for p in kept]
    straight = [p for p in here if not _is_bearing(prose, p)]
    if any(p.sure or not governorate_hits(prose, p.span, language) for p in straight):
        here = straight
    elif language == "ar":
        here = [replace(p, sure=False) if _is_bearing(prose, p) else p for p in here]
    if not here:
        here = [p for p in kept if _PEOPLE_OF.search(prose.folded, max(p.span.start - 20, 0), p.span.start)]
    kept = here if any(p.sure for p in here) or not _says_the_village(prose, within) else kept
    located = [_located(prose, p, within, language, known) for p in sorted(kept, key=lambda p: p.span.start)]
    return _with_neighbours(located)


_AT_HOME = re.compile(
    r"\b(?:his|her|their)[ ](?:\w+[ ])?(?:homes?|houses?)\b|\b(?:in|from|near|outside|of)[ ]the[ ](?:same[ ])?(?:village|town|city|camp)\b"
)
"""Words that say that people were struck or taken where they came from: 'in a raid on their homes in the village'."""
_PART_OF = re.compile(
    r",?[ ](?:(?:which[ ]is[ ]|that[ ]is[ ])?administratively[ ](?:a[ ])?(?:part[ ]of|belong\w*[ ]to|affiliated[ ](?:to|with))|(?:in|of|on|near|outside)(?:[ ](?:the[ ])?(?:\w+[ ]){0,2}?(?:suburbs?|countryside|outskirts|vicinity)[ ]of)?)[ ](?:the[ ])?(?:[a-z]+ern[ ])?(?:\w+[ ]of[ ])?"
)
"""How a larger place is joined to the one just named: 'Basuta village in the suburbs of Afrin city'."""


def _without_origins(prose: Prose, kept: list[PlaceSaid], language: str) -> list[PlaceSaid]:
    """Leave out where people came from, and the larger places that only say where that lies."""
    here: list[PlaceSaid] = []
    origin: PlaceSaid | None = None
    for place in sorted(kept, key=lambda p: p.span.start):
        nested = (
            language == "en"
            and origin is not None
            and _PART_OF.fullmatch(prose.folded, origin.span.end, place.span.start) is not None
        )
        if nested or _is_origin(prose, place, language):
            origin = place
        else:
            here.append(place)
    return here


_PEOPLE_OF = re.compile(r"(?:residents|people|inhabitants|reports|sources)[ ](?:of|from)[ ](?:the[ ])?$")
"""Whose words place the attack where nothing else does: 'Residents of X said that …'."""


def _with_neighbours(found: list[PlaceSaid]) -> list[PlaceSaid]:
    """Give 'Jindires, Afrin' one governorate: that of the place named right after it."""
    given = list(found)
    for n in range(len(given) - 2, -1, -1):
        near = 0 <= given[n + 1].span.start - given[n].span.end <= 3
        if near and given[n].governorate is None:
            given[n] = replace(given[n], governorate=given[n + 1].governorate)
    return given


_BEARING = re.compile(
    r"(?:\d[ ]?km|kilomet(?:er|re)s?|miles?)[ ](?:to the )?(?:\w+[ -]?){0,2}(?:of|from)[ ](?:the )?$|(?<!in the )(?<!on the )(?<!to the )(?<![\w-])(?:north|south)?-?(?:north|south|east|west)(?:ern)?[ ]of[ ](?:the )?$|administratively[ ](?:a[ ])?(?:part[ ]of|belong\w*[ ]to|affiliated[ ](?:to|with)|follow\w*)[ ](?:the[ ])?(?:\w+[ ]of[ ])?$|"
    r"(?<!\w)(?:التابع(?:ه|ة|ين|تين)?[ ](?:اداريا[ ])?ل|[وفبل]?(?:ال)?ريف[ ])(?:ل?(?:مدينه|بلده|ناحيه|منطقه|قريه)[ ])?\"?$"
)


def _is_bearing(prose: Prose, place: PlaceSaid) -> bool:
    """Say whether a place is named only to say where another lies: '55 km northeast of X city', 'administratively a part of X'."""
    return _BEARING.search(prose.folded, max(place.span.start - 45, 0), place.span.start) is not None


_NATIVE = re.compile(r"(?<!\w)(?:ابنا|ابن|ابنه|اهالي|مواليد|سكان)[ ](?:(?:مدينه|بلده|قريه|ناحيه)[ ])?$")


def _is_native(prose: Prose, place: PlaceSaid) -> bool:
    """Say whether a place is only where those arrested come from: 'من أبناء مدينة X'."""
    return _NATIVE.search(prose.folded, max(place.span.start - 24, 0), place.span.start) is not None


def _says_the_village(prose: Prose, within: Span) -> bool:
    """Say whether a sentence goes back to a place already named: 'on the outskirts of the village'."""
    return (
        re.search(
            r"\b(?:of|in|near) the (?:village|town|city|camp)\b|(?<!\w)(?:محيط|في|اطراف|قرب|داخل|وسط|علي|مدخل|مشارف) (?:هذه )?ال(?:قريه|بلده|مدينه|مخيم)(?!\w)",
            prose.folded[within.start : within.end],
        )
        is not None
    )


def _is_origin(prose: Prose, place: PlaceSaid, language: str) -> bool:
    before = prose.folded[max(place.span.start - 45, 0) : place.span.start]
    if language == "ar":
        return (
            re.search(
                r"(?:(?<!\w)(?<!الشمالي )(?<!الجنوبي )(?<!الشرقي )(?<!الغربي )(?<!الشماليه )(?<!الجنوبيه )(?<!الشرقيه )(?<!الغربيه )(?<!القسم )(?<!الاوسط )(?<!القرب )(?<!مقربه )(?<!قريبا )من(?! (?:محيط|وسط|اطراف))|(?:من|علي)[ ](?:تفجير|قصف|استهداف|هجوم|انفجار|مجزره)|المتمركزه (?:في|ب)|المتمركزين في|المتواجده في|نازحين من|نازحون من|ابنا|ابن|ابنه|مواليد|اهالي|الي|باتجاه|من مطار)[ ](?:\w+[ ])?$",
                before,
            )
            is not None
        )
    return _ORIGIN.search(before) is not None


@cache
def _side_pattern(language: str) -> re.Pattern[str]:
    sides = pattern_of(language, "sides")
    if language == "ar":
        return re.compile(rf"ريف[ ](?:محافظه[ ])?(?:\w+[ ]){{0,2}}?(?P<side>{sides})(?!\w)")
    return re.compile(
        rf"(?<!\w)(?P<side>{sides})[ ](?:rural[ ])?(?:suburbs?|countryside|rural|outskirts)(?!\w)|(?<!\w)(?P<side2>{sides})[ ](?={pattern_of(language, 'governorates')})"
    )


def _located(prose: Prose, place: PlaceSaid, within: Span, language: str, known: Known) -> PlaceSaid:
    """Give a place the governorate said with it, else its own if it is a capital, else what the gazetteer knows."""
    window = Span(place.span.start, min(place.span.end + _GOV_GAP, within.end))
    hits = [h for h in governorate_hits(prose, window, language) if h.span.start >= place.span.start]
    governorate = next((h.code for h in hits if not _city_of(prose, h.span)), None) or (
        hits[0].code if hits else None
    )
    if governorate is None:
        every = governorate_hits(prose, within, language)
        governorate = every[0].code if len({h.code for h in every}) == 1 else None
    if governorate is None and fold(place.name) in known:
        governorate = known[fold(place.name)][1] or None
    side = _side_pattern(language).search(prose.folded, window.start, window.end)
    said = None
    if side is not None:
        word = side.group("side") or side.groupdict().get("side2") or ""
        said = word_table(language, "sides").codes.get(re.sub(r"\s+", " ", word), word) + " suburbs"
    return PlaceSaid(place.name, place.kind, place.span, governorate, said, place.sure)


def _city_of(prose: Prose, span: Span) -> bool:
    return prose.folded.startswith(" city", span.end)
