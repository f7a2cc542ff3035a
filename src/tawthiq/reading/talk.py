"""Talk of an attack that tells none: it is denied, remembered, demanded to end, condemned, tried in court, or long past.

A word that governs (`[talk]`) reaches from where it stands to the next turn of the sentence ('but', 'while', ';'); one
that judges what was said (`[talk_after]`) reaches back to the turn before. A sentence is only talk where every word of
attack or harm lies within such a reach.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tawthiq.reading.layout import Document
from tawthiq.reading.lexicon import Hit, pattern_of, word_table
from tawthiq.reading.moments import Moment, moments
from tawthiq.reading.prose import Prose, Span, sentences

LOOKING_BACK = frozenset({"remembered", "tried"})
"""Kinds of talk whose text goes on to tell of what happened long before."""
UNLESS_TOLD = frozenset({"condemned"})
"""Kinds of talk that may tell the attack all the same, with its day, its place and its dead."""


_TURN = {
    "en": re.compile(
        r";|,?[ ](?:but|while|although|though|however|whereas|even as|yet|before)[ ]|(?<!years)(?<!year)(?<!months)(?<!decade)(?<!month)[ ]after[ ]"
    ),
    "ar": re.compile(
        r";|(?<!\w)(?:و?لكن|فيما|بينما|في حين|غير ان|الا ان|ورغم ذلك)(?!\w)|(?<!سنوات )(?<!اعوام )(?<!عام )(?<!سنه )(?<!\w)(?:بعد ان|عقب|بعد مقتل|بعد قصف)(?!\w)"
    ),
}
"""Words after which a sentence may tell what those before only spoke of."""
_NEEDS = {
    "en": re.compile(
        r"[^.;]{0,50}?\b(?:claim|report|accusation|allegation|charge|news|responsib|suggestion|assertion|that|finding|version|role|having)"
    ),
    "ar": re.compile(
        r"[^.;]{0,40}?(?:اتهام|مزاعم|انبا|ادعا|تقارير|ما (?:تم|ورد|نشر|قيل)|تحميل|مسووليه|خبر|ان )"
    ),
}
"""What is denied, for verbs that also reject other things: 'rejected claims that …'."""
_NO_TALK = {
    "en": re.compile(
        r"(?:den(?:y|ied|ies|ying) (?:access|entry|treatment|medical|food|him|her|them|permission|bail)|anniversary of (?:the |his |its )?(?:\w+ )?(?:revolution|uprising|conflict|founding|independence|war|ceasefire|popular movement|birth)|"
        r"court(?:yard| yard|house|s? building| complex)|warn(?:ed|s) (?:residents|people|locals|civilians))"
    ),
    "ar": re.compile(
        r"مذكره اعتقال قانونيه|(?:ال)?(?:ذكري (?:ال)?(?:\w+ )?(?:ل)?(?:ال)?(?:ثور|لثور|انطلاق|لانطلاق|استقلال|تاسيس|عيد|حراك)|محكمه (?:ال)?(?:شرعي|ميداني))"
    ),
}
_BEFORE_NO_TALK = re.compile(
    r"(?:صادره عن|بدون|دون|عبر|اي) $|\b(?:sharia|islamic|field|religious|military field|sharia'a)[ ]$"
)


def talk_in(prose: Prose, within: Span, language: str) -> str:
    """Say what kind of talk a sentence is: denied, remembered, demanded, condemned, tried, past or downed; else nothing."""
    if language not in _TURN:
        return ""
    reaches = list(_reaches(prose, within, language))
    past = _past(prose, within, language)
    if not reaches and past is None:
        return ""
    signs = [s for s in _signs(prose, within, language) if not any(r.hit.span.touches(s) for r in reaches)]
    if past is not None and all(past.touches(s) for s in signs):
        return "past"
    if reaches and reaches[0].hit.code == "remembered":
        signs = [s for s in signs if word_table(language, "attack").has(prose.folded, s)]
    if any(not any(r.span.covers(s) for r in reaches) for s in signs):
        return ""
    return reaches[0].hit.code if reaches else ""


def looks_back_from(
    document: Document, language: str, days: Mapping[int, Moment], dateline: dt.date | None
) -> dt.date | None:
    """Give the day of a text that opens with a remembrance or a trial: what it tells of earlier days is no news.

    Without a day it is the last day of the calendar, so that everything the text tells is earlier; None for other texts.
    """
    for block in document.blocks[:2]:
        first = next(sentences(document.prose, block.span), None)
        if first is None or talk_in(document.prose, first, language) not in LOOKING_BACK:
            continue
        said = [m for m in moments(document.prose.folded, first, language) if m.day is not None]
        dates = [days.get(m.span.start, m).date for m in said]
        return max((d for d in dates if d is not None), default=dateline or dt.date.max)
    return None


@dataclass(frozen=True, slots=True)
class _Reach:
    hit: Hit
    span: Span


def _reaches(prose: Prose, within: Span, language: str) -> Iterator[_Reach]:
    """Give each governing word with the piece of the sentence that it governs."""
    folded = prose.folded
    for hit in word_table(language, "talk").hits(folded, within):
        if _is_no_talk(folded, hit, language):
            continue
        kind, _, needs = hit.code.partition(" ")
        if needs and not _NEEDS[language].match(folded, hit.span.end, within.end):
            continue
        turn = _TURN[language].search(folded, hit.span.end, within.end)
        end = turn.start() if turn else within.end
        if kind == "remembered":
            end = min(end, _phrase_end(folded, hit.span.end, end, language))
        yield _Reach(Hit(kind, hit.span), Span(hit.span.start, end))
    for hit in word_table(language, "talk_after").hits(folded, within):
        turns = list(_TURN[language].finditer(folded, within.start, hit.span.start))
        start = turns[-1].end() if turns else within.start
        yield _Reach(hit, Span(start, max(_reach_after(folded, hit, within, language), hit.span.end)))


def _reach_after(folded: str, hit: Hit, within: Span, language: str) -> int:
    turn = _TURN[language].search(folded, hit.span.end, within.end)
    return turn.start() if turn else within.end


def _is_no_talk(folded: str, hit: Hit, language: str) -> bool:
    if language == "ar" and folded.startswith("الطالب", hit.span.start - 2):
        return True
    if _NO_TALK[language].match(folded, hit.span.start):
        return True
    return (
        hit.code == "tried"
        and _BEFORE_NO_TALK.search(folded, max(hit.span.start - 18, 0), hit.span.start) is not None
    )


_PHRASE_END = {
    "en": re.compile(
        r",[ ](?!(?:in|on|at|of|by|for|to|and|or|with|which|when|where|who|whom|whose|during|that|including|among|a|an|killing|wounding|leaving|one|two|three|four|five|\d+)[ \d])"
    ),
    "ar": re.compile(r",[ ]?(?!(?:في|التي|الذي|الذين|حيث|بينهم|من|و|\d))"),
}
"""The comma after which a sentence that began with a day of remembrance goes on: 'On the anniversary of …, artillery shelled …'."""


def _phrase_end(folded: str, start: int, end: int, language: str) -> int:
    comma = _PHRASE_END[language].search(folded, start, end)
    return comma.start() if comma else end


def _signs(prose: Prose, within: Span, language: str) -> Iterator[Span]:
    yield from (h.span for h in word_table(language, "attack").hits(prose.folded, within))
    if language == "ar":
        yield from (h.span for h in word_table(language, "taking").hits(prose.folded, within))
    harms = word_table(language, "harms").hits(prose.folded, within)
    yield from (h.span for h in harms if h.code in ("killed", "injured", "arrested"))


@cache
def _past_pattern(language: str) -> re.Pattern[str]:
    """Match ground taken, or people who left, with the attacks before it: 'took control of X after months of shelling'."""
    lead = {
        "en": r"\b(?:after|following|amid|despite|because of|due to|in the wake of)[ ]",
        "ar": r"(?<!\w)(?:بعد|عقب|اثر|وسط|رغم|بسبب|جرا)[ ]",
    }
    return re.compile(
        rf"(?<!\w)(?:{pattern_of(language, 'after_attacks')})(?!\w)[^;]*?{lead[language]}(?P<past>[^;]*)"
    )


def _past(prose: Prose, within: Span, language: str) -> Span | None:
    match = _past_pattern(language).search(prose.folded, within.start, within.end)
    return None if match is None else Span(*match.span("past"))
