"""Where an Arabic bulletin's attack fell, weighed: names beside a governorate, after a label or a preposition, or with their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tawthiq.reading.datelines import of_the_press
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.places_arabic import arabic_name, arabic_places, arabic_words
from tawthiq.reading.prose import Prose, Span

LABELLED, OF_KIND, BESIDE, CITY, ALONE = 10, 3, 4, 5, 1
ORIGIN, QUARTER = -5, -2


def arabic_scenes(prose: Prose, within: Span, known: Known) -> Iterator[tuple[PlaceSaid, int]]:
    """Give the possible scenes of a piece of Arabic text, each with what speaks for it."""
    for place in arabic_places(prose, within, known):
        quarter = place.kind in ("neighborhood", "area")
        score = OF_KIND + (QUARTER if quarter else 0) + _against(prose, place.span, within)
        governorate = next((h.code for h in governorate_hits(prose, place.span, "ar")), None)
        if place.sure and score > 0:
            yield _with(place, governorate or _beside(prose, place.span, within)), score
    yield from _labelled(prose, within)
    yield from _before_region(prose, within)
    press = of_the_press(prose.folded, within)
    yield from ((p, n) for p, n in _alone(prose, within) if not any(p.span.touches(s) for s in press))


def _with(place: PlaceSaid, governorate: str | None) -> PlaceSaid:
    return PlaceSaid(place.name, place.kind, place.span, governorate, place.side, place.sure)


def _against(prose: Prose, span: Span, within: Span) -> int:
    before = prose.folded[max(span.start - 40, within.start) : span.start]
    kind = re.compile(r"(?:مدينه|بلده|قريه|مخيم)[ ]$").sub("", before)
    return ORIGIN if re.search(r"(?<!\w)(?:من|ابن|ابنا|اهالي|معسكر|مطار)[ ](?:\w+[ ])?$", kind) else 0


@cache
def _region() -> re.Pattern[str]:
    """Match what ties a name to a governorate: 'بريف إدلب', 'شمال إدلب', '(إدلب)', '، محافظة حلب', 'بحلب'."""
    governorate = pattern_of("ar", "governorates")
    side = r"(?:شمال|جنوب|شرق|غرب|وسط)ي?(?:[ ](?:شرق|غرب)ي?)?"
    lead = rf"(?:(?:في|ب)[ ]?)?(?:(?:ال)?(?:ريف|محافظه|ضواحي|{side})[ ]){{0,3}}"
    return re.compile(rf"[ ]?[,(|/-]?[ ]?(?:{lead})(?P<g>(?:ال)?{governorate})(?!\w)")


@cache
def _region_after_name() -> re.Pattern[str]:
    governorate = pattern_of("ar", "governorates")
    side = r"(?:شمال|جنوب|شرق|غرب|وسط)ي?(?:[ ](?:شرق|غرب)ي?)?"
    words = rf"(?:في[ ]|ب)?(?:(?:ال)?(?:ريف|محافظه|ضواحي|{side})[ ])"
    lead = rf"(?:[ ]?[,(|/-][ ]?(?:{words}{{1,3}})?|[ ](?:{words}{{1,3}}|ب))"
    return re.compile(rf"(?<=\w){lead}(?P<g>(?:ال)?{governorate})(?!\w)")


def _beside(prose: Prose, span: Span, within: Span) -> str | None:
    match = _region().match(prose.folded, span.end, within.end)
    if match is None:
        return None
    return next((h.code for h in governorate_hits(prose, Span(match.start(), match.end()), "ar")), None)


_STOPS = re.compile(
    r"(?:في|علي|عند|من|الي|نحو|قرب|محيط|داخل|بين|محور|مدينه|بلده|قريه|مخيم|باديه|حي|ناحيه|مزرعه|منطقه|اطراف|وسط|ضواحي|مشفي|مدرسه|سوق)"
)


def _before_region(prose: Prose, within: Span) -> Iterator[tuple[PlaceSaid, int]]:
    """Find 'خان شيخون، ريف إدلب': the name that stands right before words of region."""
    for match in _region_after_name().finditer(prose.folded, within.start, within.end):
        span = _name_before(prose, match.start(), within)
        if span is None:
            continue
        code = next(
            (h.code for h in governorate_hits(prose, Span(match.end("g") - 12, match.end("g")), "ar")), None
        ) or next((h.code for h in governorate_hits(prose, Span(match.start(), match.end()), "ar")), None)
        score = BESIDE + _against(prose, span, within)
        if score > 0:
            yield PlaceSaid(prose.text(span), "", span, code), score


def _name_before(prose: Prose, end: int, within: Span) -> Span | None:
    """Take the last word before a position, and the one before it where a name of two needs it."""
    words = list(re.finditer(r"\w+", prose.folded[max(end - 40, within.start) : end]))
    base = max(end - 40, within.start)
    if not words or base + words[-1].end() != end or base + words[-1].start() == base > within.start:
        return None
    last = words[-1]
    start = base + last.start()
    if (
        len(words) > 1
        and prose.folded[base + words[-2].end() : start] == " "
        and _joins(words[-2].group(), last.group())
    ):
        start = base + words[-2].start()
    word = prose.folded[start:end]
    particle = re.match(r"[بل](?=ال)|لل(?=\w{3})", word)
    if particle and len(words) > 1:
        start += len(particle.group())
    first = prose.folded[start:end].split()[0]
    if (
        first in arabic_words("not_names") | arabic_words("name_stops")
        or first.isdigit()
        or len(prose.folded[start:end]) < 3
    ):
        return None
    if (
        governorate_hits(prose, Span(start, end), "ar")
        and _STOPS.fullmatch(first) is None
        and " " not in prose.folded[start:end]
    ):
        return None
    said = Span(start, end)
    return None if any(word_table("ar", t).has(prose.folded, said) for t in _NO_NAMES) else said


_NO_NAMES = (
    "people",
    "singular",
    "dual",
    "targets",
    "things",
    "months",
    "munitions",
    "platforms",
    "parties",
    "harms",
)
"""Tables whose words are no name of a place."""


def _joins(first: str, last: str) -> bool:
    """Say whether two words make one name: 'معرة مصرين', 'خان العسل'; not 'في بنش', 'بلدة كنسبا'."""
    head = re.sub(r"^[وفبل](?=\w{3})", "", first)
    return _STOPS.fullmatch(first) is None and (
        head in arabic_words("name_heads") or first in arabic_words("name_heads")
    )


_LABEL = re.compile(
    r"(?<!\w)(?:ال)?(?:مكان|موقع|بلده|قريه|مدينه|منطقه)(?:[ ](?:ال)?(?:وفاه|حادثه|حادث|استهداف|قصف|مقتل|واقعه|هجوم))?[ ]?:[ ]?(?:(?:مدينه|بلده|قريه|مخيم)[ ])?"
)


def _labelled(prose: Prose, within: Span) -> Iterator[tuple[PlaceSaid, int]]:
    for match in _LABEL.finditer(prose.folded, within.start, within.end):
        span = arabic_name(prose, match.end(), within.end)
        if span is not None:
            yield PlaceSaid(prose.text(span), "", span, _beside(prose, span, within)), LABELLED


def _alone(prose: Prose, within: Span) -> Iterator[tuple[PlaceSaid, int]]:
    """Read a governorate's name as its city: surely after 'مدينة', weakly after a preposition."""
    for hit in governorate_hits(prose, within, "ar"):
        before = prose.folded[max(hit.span.start - 14, within.start) : hit.span.start]
        if hit.code == "Damascus Suburbs" or re.search(r"ريف|محافظ|شمال|جنوب|شرق|غرب|ضواحي", before):
            continue
        city = re.search(r"مدينه[ ](?:ال)?$", before)
        if city or re.search(r"(?:^|(?<!\w)(?:في|علي|وسط|داخل|ب)[ ]?)(?:ال)?$", before):
            start = hit.span.start - (
                2 if prose.folded.startswith("ال", hit.span.start - 2) and hit.span.start >= 2 else 0
            )
            span = Span(max(start, within.start), hit.span.end)
            yield (
                PlaceSaid(prose.text(span), "city" if city else "", span, hit.code, sure=bool(city)),
                CITY if city else ALONE,
            )
