"""The harm said of each count: killed, injured, arrested, missing; just after it, before it, or after its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.counted import PEOPLE, Count, count_end
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.singles_arabic import TOLD_OF

_BREAKS = {
    "en": r"\band\b|,|;|\bas well as\b|\bwhile\b|\bwith\b|\bbut\b",
    "ar": r",|;|(?<!\w)و",
    "fr": r"\bet\b|,|;|\bainsi que\b",
    "de": r"\bund\b|,|;|\bsowie\b",
}


_NOT_BEFORE = {
    "en": re.compile(r"\b(?:no|neither|nor|without|nobody was|no one was|none were|not)[ ](?:[a-z]+[ ])?$"),
    "ar": re.compile(r"(?<!\w)(?:دون|بدون|بلا|لا)[ ](?:\w+[ ])?(?:اي[ ])?(?:ال)?$"),
}
_NOBODY_AFTER = re.compile(r"[ ](?:nobody|no[ ]one|no-one|none)(?!\w)")


_AND_DIED = re.compile(
    r"[^.;,]{0,50}?[ ]and[ ](?:later[ ]|both[ ]|all[ ]|then[ ])?(?:died|succumbed|bled to death|perished)(?!\w)"
)
"""Those hit who died of it: 'were struck by shrapnel and died on the way'."""


def harm_hits(folded: str, within: Span, language: str) -> list[Hit]:
    """Find the words of harm, without those that are denied: 'no victims', 'neither death nor injury', 'killed nobody'."""
    hits = list(word_table(language, "harms").hits(folded, within))
    before = _NOT_BEFORE.get(language)
    if before is None:
        return hits
    if language == "en":
        hits = [
            Hit("killed", h.span) if h.code == "injured" and _AND_DIED.match(folded, h.span.end) else h
            for h in hits
        ]
    return [
        h
        for h in hits
        if not before.search(folded, max(h.span.start - 24, within.start), h.span.start)
        and not _NOBODY_AFTER.match(folded, h.span.end)
    ]


def with_harms(prose: Prose, found: Sequence[Count], within: Span, language: str) -> list[Count]:
    """Give each count the harm said of it: just after it ('13 were killed'), else the last one said before it."""
    hits = harm_hits(prose.folded, within, language)
    given: list[Count] = []
    for n, count in enumerate(found):
        limit = found[n + 1].span.start if n + 1 < len(found) else within.end
        floor = found[n - 1].span.end if n else within.start
        inside = [h for h in hits if count.span.touches(h.span) and h.code != "displaced"]
        before = [h for h in hits if h.span.end <= count.span.start and not _is_of_a_name(prose, h)]
        near = [
            h
            for h in before
            if h.span.start >= floor and ";" not in prose.folded[h.span.end : count.span.start]
        ]
        adjacent = (
            near[-1]
            if near and len(prose.folded[near[-1].span.end : count.span.start].split()) <= 3
            else None
        )
        if adjacent is not None and re.search(
            _BREAKS[language], prose.folded[adjacent.span.end : count.span.start]
        ):
            adjacent = None
        after = _just_after(prose, count, hits, limit, language)
        chosen = adjacent or after or (inside[0] if inside else None) or (near[-1] if near else None)
        if chosen is None and given and prose.folded.find(";", given[-1].span.end, count.span.start) < 0:
            given.append(count.harmed(given[-1].harm))
        else:
            given.append(count.harmed(chosen.code if chosen else _last_said(prose, before, count)))
    if language == "ar":
        given = _told_after(prose, given, hits)
    if language == "en":
        given = [c.harmed("") if is_pool(prose, c) else c for c in given]
    return listed_together(prose, given)


_WHO_WERE = re.compile(r"\bwho[ ](?:were|was|had been|have been|has been)[ ](?:\w+[ ])?$")


def _is_relative(prose: Prose, hit: Hit) -> bool:
    """Say whether a displacement only says who people were: 'four civilians, who were displaced from X, were killed'."""
    return hit.code == "displaced" and (
        _WHO_WERE.search(prose.folded, max(hit.span.start - 24, 0), hit.span.start) is not None
    )


_NAMED_SO = re.compile(
    r"[A-Z][a-z]+[ ](?:[A-Z][a-z]+[ ]){0,2}(?:[Ss]chool|[Ss]quare|[Ss]treet|[Mm]osque|[Hh]ospital|[Rr]oundabout|[Nn]eighbou?rhood|[Bb]ridge)"
)


def _is_of_a_name(prose: Prose, hit: Hit) -> bool:
    """Say whether a word of harm is part of a name: 'the Martyrs Primary School'."""
    return _NAMED_SO.match(prose.plain, hit.span.start) is not None


def _last_said(prose: Prose, before: Sequence[Hit], count: Count) -> str:
    """Give the harm said last before a count, where no semicolon ends what it was said of."""
    if not before or ";" in prose.folded[before[-1].span.end : count.span.start]:
        return ""
    return before[-1].code


_POOL = re.compile(r"(?:^|[.;\n]|[.;\n][ ])of[ ](?:the[ ]|some[ ]|about[ ]|around[ ])?$")


def is_pool(prose: Prose, count: Count) -> bool:
    """Say whether a count is those of whom some were harmed: 'Of 28 people sheltering there, 23 perished'."""
    ahead = prose.folded[count.span.end : count.span.end + 8]
    return (
        _POOL.search(prose.folded, max(count.span.start - 14, 0), count.span.start) is not None
        and "," in prose.folded[count.span.end : count.span.end + 60]
        and not re.match(r"[ ](?:kill|dead|died|vict|wound|inju)", ahead)
        and count.category not in ("",)
        and not re.search(
            r"dead|kill|victim|death|wound|injur", prose.folded[count.span.start : count.span.end]
        )
    )


_PLURAL_VERB = re.compile(r"(?:قتل|قض|قضي|استشهد|توف|توفي|مات|لق|اصيب|جرح|اعتقل|اختطف)(?:وا|ا|ت|تا)")


def _told_after(prose: Prose, given: list[Count], hits: Sequence[Hit]) -> list[Count]:
    """Give people named before their verb its harm: 'طفلان شقيقان، …، قتلا', 'أب وأم وثلاثة أطفال قضوا'."""
    verb = next((h for h in hits if _PLURAL_VERB.fullmatch(prose.folded, h.span.start, h.span.end)), None)
    if verb is None:
        return given
    before = [c for c in given if c.span.end <= verb.span.start]
    if not before or any(c.harm for c in before):
        return given
    return [c.harmed(verb.code) if c in before and c.category in PEOPLE else c for c in given]


_BETWEEN_COMMAS = re.compile(
    r"(?:,[ ](?!and[ ])[^,;:.()]{2,60},|[ ]-[ ][^-;:.]{2,60}[ ]-|[ ]\([^()]{2,60}\))[ ](?:who[ ])?(?:were|was|have been|had been|has been)[ ]"
)
"""Words put between a count and what happened to it: 'Nine civilians, all from one family, were killed'."""


_ONE_OF_THEM = re.compile(
    r",[ ](?:(?:one|two|three|four|five|\d+|some|most)[ ]of[ ](?:them|whom)|including|among[ ]them)[ ](?:a[ ]|an[ ])?[\w -]{3,40},[ ](?:who[ ])?(?:were|was|have been|had been)[ ]"
)
"""Who some of them were, between a count and what happened to it: 'five people, one of them a woman, were wounded'."""


_LOST = re.compile(r"lost[ ](?:two|three|four|five|six|seven|both|all)[ ]")
"""Said of those lost, not of who lost them: 'A father lost three sons'."""


def _just_after(prose: Prose, count: Count, hits: Sequence[Hit], limit: int, language: str) -> Hit | None:
    """Find the harm said right after a count, with nothing but words about the same people between."""
    if language == "en":
        beyond = (h for h in hits if limit <= h.span.start < count.span.end + 80)
        for hit in beyond:
            if _ONE_OF_THEM.fullmatch(prose.folded, count.span.end, hit.span.start):
                return hit
    near = (
        h
        for h in hits
        if count.span.end <= h.span.start < min(limit, count.span.end + 80) and not _is_relative(prose, h)
    )
    after = next(near, None)
    if after is None or (_LOST.match(prose.folded, after.span.start) and language == "en"):
        return None
    between = prose.folded[count.span.end : after.span.start]
    if language == "en" and _BETWEEN_COMMAS.fullmatch(between):
        return after
    return None if len(between) >= 34 or re.search(_BREAKS[language], between) else after


_NAME_BETWEEN = re.compile(
    r"^,?[ ](?:[A-Z][\w'-]+|al|el|bin)(?:[ -](?:[A-Z][\w'-]+|al|el|bin)){0,4}(?:,[ ]\d{1,2})?(?=,?[ ]and[ ])"
)
"""The name of the one just counted: 'A schoolteacher, Amina al Warraqi, and her daughter'."""


def listed_together(prose: Prose, given: list[Count]) -> list[Count]:
    """Give 'a man, his wife and their children were killed' one harm: what is said at the end holds for the list."""
    for n in range(len(given) - 2, -1, -1):
        between = _NAME_BETWEEN.sub("", prose.plain[given[n].span.end : given[n + 1].span.start]).lower()
        if (
            not given[n].harm
            and given[n + 1].harm
            and re.fullmatch(
                r"(?:,?[ ]aged[ ][^;.]{1,24}?,?)?(?:[ ]\(\d{1,2}\))?(?:[ ](?:of[ ](?:\w+[ ])?(?:months|days|weeks)|(?:who[ ](?:was|were)[ ])?[a-z]{3,}ing[ ][^;.,]{2,50}?(?=[ ]and[ ])))?(?:[ ](?:from|of)[ ](?:one|the same|a single)[ ]family)?[ ,]*(?:and|و|et|und)?[ ]*(?:their|his|her)?[ ]*",
                between,
            )
        ):
            given[n] = given[n].harmed(given[n + 1].harm)
    return given


_SUFFERED = re.compile(
    r"(?:\b(?:was|were|been|who|carrying|all|both|confirmed|found|pronounced|reported|left|shot and)|[,-])[ ]$"
)


_AR_FROM = re.compile(
    r",?[ ]من[ ](?:ابنا|اهالي|سكان|نازحي|مواليد)[ ][^.;]{3,90}?,[ ](?=و?ف?(?:قتل|قضي|استشهد|توفي|اصيب|مات))"
)
"""Where somebody came from, between him and his fate: 'مدني من أبناء مدينة …، قتل'."""


def harmed_later(prose: Prose, count: Count, limit: int, within: Span, language: str) -> Count:
    """Find the harm said after the parts: 'Nine people, five of them children, were killed', 'A man, from X, was shot dead'."""
    if count.harm or count.category not in PEOPLE:
        return count
    end = count_end(count)
    hits = [
        h
        for h in harm_hits(prose.folded, within, language)
        if h.span.start >= end and not _is_relative(prose, h)
    ]
    hit = next((h for h in hits if h.span.start <= end + 30), None)
    if hit is None and language == "en" and count.span.start - within.start < 40:
        hit = next((h for h in hits if h.span.end <= min(limit, end + 280)), None)
        before = prose.folded[max(hit.span.start - 16, end) : hit.span.start] if hit is not None else ""
        hit = hit if _SUFFERED.search(before) else None
    if hit is None and language == "ar":
        told = _AR_FROM.match(prose.folded, end, within.end) or (
            TOLD_OF.match(prose.folded, end, within.end) if count.value == 1 else None
        )
        hit = next((h for h in hits if told is not None and 0 <= h.span.start - told.end() <= 2), None)
    if hit is None:
        return count
    return replace(
        count, harm=hit.code, parts=tuple(replace(p, harm=p.harm or hit.code) for p in count.parts)
    )
