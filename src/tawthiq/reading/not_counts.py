"""Numbers that count nobody: dates, times, shares, articles of law, ages, years."""

from __future__ import annotations

import re

from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import Moment, clocks, moments
from tawthiq.reading.prose import Prose, Span


def skipped(prose: Prose, within: Span, language: str) -> list[Span]:
    """Give the spans whose numbers are no counts: dates, times, shares, articles of law."""
    spans = [
        m.span
        for m in moments(prose.folded, within, language)
        if m.weekday is None or m.day or _is_day(prose, m)
    ]
    spans += [c.span for c in clocks(prose.folded, within, language)]
    for match in _NOT_COUNTS.finditer(prose.folded, within.start, within.end):
        if match.group("year") is None or not _counts_something(prose, match.end(), language):
            spans.append(Span(match.start(), match.end()))
    return spans


_DAY_BEFORE = re.compile(r"(?<!\w)(?:ال)?(?:يوم|مسا|صباح|فجر|ليل|ليله|امس|ظهر|عصر)[ ]$")


def _is_day(prose: Prose, moment: Moment) -> bool:
    """Say whether an Arabic weekday that is also a number is the day: 'اليوم الاثنين'."""
    return _DAY_BEFORE.search(prose.folded, max(moment.span.start - 10, 0), moment.span.start) is not None


def _counts_something(prose: Prose, end: int, language: str) -> bool:
    """Say whether a number that looks like a year stands right before what it counts: '1997 civilians'."""
    ahead = Span(end, min(end + 30, len(prose.folded)))
    hits = [h for t in ("people", "things") for h in word_table(language, t).hits(prose.folded, ahead)]
    return any(not prose.folded[end : h.span.start].strip() for h in hits)


_NOT_COUNTS = re.compile(
    r"(?<!\w)اثنا(?![ ]عشر)(?!\w)|(?:^|(?<=[:;.,][ ]))\(\d{1,2}\)(?=[ ])|\d{1,3}(?:[.,]\d{1,2})?[ ]{0,2}%|(?:\d{1,3}(?:[.,]\d{1,2})?|(?<![a-z])[a-z]{1,20}(?:-[a-z]{1,12})?)[ ](?:percent|per cent|pour cent|prozent)(?!\w)|\d{1,3}(?:[.,]\d{1,2})?[ ](?:في الميه|بالميه|في المايه|بالمايه)|"
    r"\d{1,2}[ ]?\([ ]?\d[ ]?\)(?:[ ]?\([ ]?\w{1,6}[ ]?\))*|(?<![a-z])(?:articles?|rules?|resolutions?|chapters?|art\.|artikel|regel|resolution|ماده|قرار|قاعده)[ ](?:no\.? )?\d+(?:[ ](?:and|et|und|و)[ ]?\d+)?|"
    r"(?<!\w)(?:aged?|age of)[ ]\d{1,3}(?!\d)|(?<![\w-])(?:\d{1,3}|[a-z]{3,9}(?:-[a-z]{3,5})?)[- ](?:years?|months?|days?)[- ]olds?|(?<![\w.,])(?P<year>(?:19|20)\d\d)(?![\w,.]?\d)"
)
