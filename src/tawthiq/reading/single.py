"""One person counted without a number, and what an age said beside changes: a son of 22 is no child."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tawthiq.reading.prose import Prose, Span

ADULT: Final = 18
"""Years from which a person is no child."""


@dataclass(frozen=True, slots=True)
class Single:
    """One person, or two in an Arabic dual, as said."""

    category: str
    number: int
    span: Span
    named: bool = False


_AR_YOUNG = re.compile(
    r"(?:[ ](?!و(?:ابن|بنت|زوج|شقيق|طفل|والد|اخ|ام|حفيد))\w+){0,3}[ ,(]{1,2}(?:(?:في[ ]|ابنه?[ ])ال(?:ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حاديه)(?:[ ]عشره?)?(?!\w)|(?:1[0-7]|[1-9])[ ](?:سنه|سنوات|عاما|اعوام))"
)
_AGE_SAID = re.compile(
    r"(?:[ ][A-Z][\w'-]+){0,3}(?:,[ ](?:aged[ ])?|[ ]\(|[ ]of[ ]|[ ]aged[ ])(?P<age>\d{1,2})(?=[,).; ])"
)


_YEARS_OLD = re.compile(
    r"(?<![\w-])(?P<age>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[ -]year[s]?[ -]old[ ](?:[\w-]+[ ]){0,1}?(?=[\w-]+$)"
)


def _young_by_age(prose: Prose, single: Single) -> str:
    """Give the kind of child that an age before the noun makes of a person: 'his three-year-old sister'; else nothing."""
    said = _YEARS_OLD.search(prose.folded[single.span.start : single.span.end])
    if said is None or (said.group("age").isdigit() and int(said.group("age")) >= ADULT):
        return ""
    return {"woman": "girl", "man": "boy", "boy": "boy", "girl": "girl"}.get(single.category, "child")


_MARRIED = re.compile(
    r",?[ ](?:and[ ])?(?:his[ ](?:\w+[ ])?(?:wife|fianc)|her[ ](?:\w+[ ])?(?:husband|fianc))"
)
"""A son who has a wife is no child: 'a grandmother, her son, his wife and their four children'."""
_AR_GROWN = re.compile(
    r"[ ](?:ال)?(?:شابان|شابين|شابتان|شابتين|شاب|شابه|شبان|شباب|بالغان|بالغين|بالغ|بالغه)(?!\w)"
)
"""Sons and grandsons who are said to be young men: 'وولداه الشابان'."""


def _ends(prose: Prose, single: Single) -> int:
    grown = _AR_GROWN.match(prose.folded, single.span.end)
    return grown.end() if grown else single.span.end


def of_their_age(prose: Prose, single: Single, language: str) -> Single:
    """Take a son or daughter of full age for a grown person: 'our son Waddah, 22,'."""
    if (
        language == "ar"
        and single.category in ("boy", "girl", "child")
        and _AR_GROWN.match(prose.folded, single.span.end)
    ):
        grown = {"boy": "man", "girl": "woman"}.get(single.category, "person")
        return Single(grown, single.number, Span(single.span.start, _ends(prose, single)))
    if (
        language == "ar"
        and single.category in ("person", "woman", "man")
        and _AR_YOUNG.match(prose.folded, single.span.end)
    ):
        return Single("girl" if single.category == "woman" else "child", single.number, single.span)
    if language == "en" and (young := _young_by_age(prose, single)):
        return Single(young, single.number, single.span)
    if language != "en" or single.category not in ("boy", "girl", "child"):
        return single
    if single.category in ("boy", "girl") and _MARRIED.match(prose.folded, single.span.end):
        return Single("man" if single.category == "boy" else "woman", single.number, single.span)
    said = _AGE_SAID.match(prose.plain, single.span.end)
    if (
        said is None
        or int(said.group("age")) < ADULT
        or re.match(r"[ ](?:month|day|week)", prose.plain[said.end() :])
    ):
        return single
    return Single("woman" if single.category == "girl" else "person", single.number, single.span)
