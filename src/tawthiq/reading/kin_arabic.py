"""Whom an Arabic number counts, where they stand before it or are kin after it: 'أطفالها الثلاثة', 'مدنيين اثنين'."""

from __future__ import annotations

import re

from tawthiq.reading.lexicon import word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import Quantity


def arabic_people(prose: Prose, quantity: Quantity, category: str, said: Span) -> tuple[str, int, int]:
    """Give whom an Arabic number counts where they stand before it or are kin after it, and where the words begin and end."""
    start, end = said.start, said.end
    if kin := _kin_before(prose, quantity):
        category, end = kin, quantity.span.end
    if after := _AR_KIN_AFTER.match(prose.folded, quantity.span.end):
        category, end = next((k for k, v in after.groupdict().items() if v), "person"), after.end()
    if not category and quantity.value in (1, 2) and (two := _two_said_before(prose, quantity)):
        category, start = two
    return category, start, end


_AR_KIN_BEFORE = re.compile(
    r"(?<!\w)[وفبل]?(?:(?P<child>اطفال|اولاد)|(?P<boy>ابناي|ابنا)|(?P<girl>بنات)|(?P<woman>شقيقات|نسا)|(?P<man>اشقاي|اشقا|اخوت|اخو))(?:ه|ها|هما|هم)[ ](?:ال)?$"
)


_AR_KIN_AFTER = re.compile(
    r"[ ]من[ ](?:(?P<child>اطفال|اولاد)|(?P<boy>ابناي)|(?P<girl>بنات)|(?P<woman>شقيقات)|(?:اقارب|اقربا|اقرباي|افراد عايلت|افراد اسرت|اشقاي|اشقا|ابنا عمومت|ذوي|رفاق|اصدقاي|جيران))(?:ه|ها|هما|هم)(?!\w)"
)
"""The kin of whom some are counted: 'ثلاثة من أطفالها', 'واثنين من أقاربه'."""


def _kin_before(prose: Prose, quantity: Quantity) -> str:
    """Give the kin whose number follows them: 'أطفالها الثلاثة'."""
    start = quantity.span.start
    match = _AR_KIN_BEFORE.search(prose.folded, max(start - 24, 0), start)
    return next((k for k, v in match.groupdict().items() if v), "") if match else ""


_AR_WORD_BEFORE = re.compile(r"(?<!\w)[وفبل]{0,2}(?:ال)?(?P<w>\w+)[ ]$")


def _two_said_before(prose: Prose, quantity: Quantity) -> tuple[str, int] | None:
    """Give the people whose 'one' or 'two' follows them, and where they stand: 'شخص واحد', 'مدنيين اثنين'."""
    start = quantity.span.start
    start -= prose.folded.startswith("واحد", start - 1)
    for match in _AR_WORD_BEFORE.finditer(prose.folded, max(start - 16, 0), start):
        word, tables = match.group("w"), ("people", "singular") if quantity.value == 1 else ("people",)
        category = next((c for t in tables if (c := word_table("ar", t).codes.get(word))), None)
        if category is not None and not prose.folded[quantity.span.end : quantity.span.end + 4].startswith(
            " عشر"
        ):
            return category, match.start("w")
    return None
