"""Dates: the weekday fits, the day exists, and what is narrated lies inside the period the report states."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tawthiq.reading.checks.reported import checked, finding
from tawthiq.reading.findings import Finding, Outcome, gathered
from tawthiq.reading.layout import Document
from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.moments import Moment, inside, moments, with_years
from tawthiq.reading.parted import Sentence
from tawthiq.reading.prose import Prose, Span

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted, as said at a span."""

    first: dt.date
    last: dt.date
    span: Span

    @property
    def days(self) -> int:
        """Give the number of days, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def scope(self) -> str:
        """Name the period for comparison."""
        return f"{self.first}/{self.last}"


def dated(document: Document, language: str) -> list[Moment]:
    """Find every date of a document, years filled in from context."""
    found = [m for b in document.blocks for m in moments(document.prose.folded, b.span, language)]
    return with_years(found)


def check_dates(document: Document, found: Sequence[Moment]) -> Outcome:
    """Check that days exist and that weekdays fit them; a year taken from context is never blamed."""
    return gathered(
        [_day_check(document.prose, m) for m in found if m.day is not None and m.month is not None]
    )


def _day_check(prose: Prose, moment: Moment) -> Outcome:
    if moment.impossible and moment.year_said:
        return checked(prose, "impossible-date", moment.span, str(moment.iso()), finding(
            prose, "impossible-date", "fault", moment.span, prose.text(moment.span), "a day of the calendar",
            f"There is no day {moment.day} in month {moment.month} of {moment.year}.",
        ))  # fmt: skip
    date = moment.date
    if date is None or moment.weekday is None or not moment.year_said:
        return Outcome()
    fits = date.isoweekday() == moment.weekday
    fault = None if fits else _wrong_weekday(prose, moment, date)
    return checked(prose, "weekday", moment.span, f"{date} is a {DAYS[date.isoweekday() - 1]}", fault)


def _wrong_weekday(prose: Prose, moment: Moment, date: dt.date) -> Finding:
    said, right = DAYS[(moment.weekday or 1) - 1], DAYS[date.isoweekday() - 1]
    return finding(
        prose, "weekday", "fault", moment.span, prose.text(moment.span), f"{right} {date}",
        f"{date} was a {right}, not a {said}: either the weekday or the date is wrong.",
    )  # fmt: skip


def periods(document: Document, found: Sequence[Moment], language: str) -> list[Period]:
    """Find the periods said: 'between A and B', 'from A until B', 'since A … up until B'."""
    joint = re.compile(
        rf"[ \n,]{{0,3}}(?:(?:{pattern_of(language, 'period_to')})(?!\w)|-|حتي|و)[ \n]{{0,2}}(?:the |le |dem |den |يوم )?$"
    )
    begin = re.compile(
        rf"(?<!\w)(?:{pattern_of(language, 'period_between')}|since)[ \n]{{1,2}}(?:the |le |dem |den |يوم )?$"
    )
    spans: list[Period] = []
    days = [m for m in found if m.month is not None and m.day is not None]
    for a, b in itertools.pairwise(days):
        between = document.prose.folded[a.span.end : b.span.start]
        if a.year is not None and b.year is not None and not a.year_said and b.year_said:
            a = replace(
                a, year=b.year if (a.month or 0, a.day or 0) <= (b.month or 0, b.day or 0) else b.year - 1
            )
        first, last = a.date, b.date
        if first is None or last is None or first > last or len(between) > 30:
            continue
        before = document.prose.folded[max(a.span.start - 60, 0) : a.span.start]
        if joint.fullmatch(between) and begin.search(before):
            spans.append(Period(first, last, Span(a.span.start, b.span.end)))
    return spans


def main_period(found: Sequence[Period], read: Sequence[Sentence]) -> Period | None:
    """Choose the period the report is about: said most often, first with a count of people where tied."""
    if not found:
        return None
    tally = Counter(p.scope for p in found)
    deadly = sorted(s.span.start for s in read if any(c.harm == "killed" for c in s.counts))
    ends = {s.span.start: s.span.end for s in read}
    counted = {p.scope for p in found if _holds(deadly, ends, p.span)}
    return max(found, key=lambda p: (p.scope in counted, tally[p.scope], p.days, -p.span.start))


def _holds(starts: Sequence[int], ends: Mapping[int, int], span: Span) -> bool:
    """Say whether one of the sentences that count the dead holds a span."""
    n = bisect_right(starts, span.start)
    return n > 0 and span.end <= ends[starts[n - 1]]


_OPENING = {
    "en": r"(?:on|at|in)[ ](?:the[ ](?:\w+[ ]of|\w+)[ ,]*)?$|^$|(?:early|late)?[ ]?(?:on|in)[ ](?:the[ ])?(?:\w+[ ]){0,2}(?:of[ ])?$",
    "ar": r"(?:في|يوم|بتاريخ|فجر|مساء|صباح|ليله|ظهر|عصر)?[ ]?(?:يوم[ ])?$",
    "fr": r"(?:le|dans la nuit du|au matin du)?[ ]?$",
    "de": r"(?:am|in der nacht (?:zum|vom|auf)|am (?:morgen|abend) des)?[ ]?$",
}


def narrated(
    document: Document, read: Sequence[Sentence], found: Sequence[Moment], language: str
) -> list[tuple[Sentence, Moment]]:
    """Find the sentences that open a paragraph with a full date and tell of people killed then."""
    tells: list[tuple[Sentence, Moment]] = []
    for sentence in read:
        block = document.blocks[sentence.block]
        opens = [
            m
            for m in inside(found, sentence.span)
            if m.date is not None and m.span.start - block.span.start <= 40
        ]
        if not opens or sentence.span.start != block.span.start:
            continue
        lead = document.prose.folded[block.span.start : opens[0].span.start]
        deadly = any(c.harm == "killed" and c.value for c in sentence.counts)
        attacked = word_table(language, "attack").has(document.prose.folded, sentence.span)
        if deadly and attacked and re.fullmatch(_OPENING[language], lead):
            tells.append((sentence, opens[0]))
    return tells


def check_period(
    document: Document,
    told: Sequence[tuple[Sentence, Moment]],
    found: Sequence[Moment],
    period: Period | None,
) -> Outcome:
    """Check that narrated attacks lie in the period; a part of the report that tells only of other times is left alone."""
    if period is None:
        return Outcome()
    sections = {
        document.blocks[s.block].section for s, m in told if m.date and period.first <= m.date <= period.last
    }
    covering = not sections and _covers(document, period)
    outcomes = []
    for sentence, moment in told:
        date = moment.date
        near = date is not None and covering and _days_off(date, period) <= NEAR_PERIOD
        if date is None or not (near or document.blocks[sentence.block].section in sections):
            continue
        fault = None
        if not period.first <= date <= period.last:
            fault = _outside(document.prose, moment.span, date, period)
        outcomes.append(
            checked(document.prose, "outside-period", moment.span, f"{date} in {period.scope}", fault)
        )
    captions = [
        m
        for b in document.blocks
        if b.kind == "caption"
        for m in inside(found, b.span)
        if b.span.end - m.span.end < 4
    ]
    outcomes += [_caption_check(document, m, period) for m in captions if m.date is not None]
    return gathered(outcomes)


NEAR_PERIOD = 120
"""Where no attack told lies in the period, one this many days off is taken for a slip and not for history."""
_COVERS = re.compile(r"\bcover(?:s|ing|ed)?\b|\breporting period\b|يغطي|يشمل|couvr|umfasst|berichtszeitraum")


def _covers(document: Document, period: Period) -> bool:
    """Say whether the report states the period as the one it covers, in its title or in so many words."""
    start = period.span.start
    if document.blocks and document.blocks[0].span.covers(period.span):
        return True
    return _COVERS.search(document.prose.folded, max(start - 60, 0), start) is not None


def _days_off(date: dt.date, period: Period) -> int:
    return max((period.first - date).days, (date - period.last).days, 0)


def _outside(prose: Prose, span: Span, date: dt.date, period: Period) -> Finding:
    return finding(
        prose, "outside-period", "fault", span, str(date), f"from {period.first} to {period.last}",
        f"{date} lies outside the period the report states, {period.first} to {period.last}.", period.span,
    )  # fmt: skip


def _caption_check(document: Document, moment: Moment, period: Period) -> Outcome:
    date = moment.date
    fault = None
    if date is not None and moment.year_said and not period.first <= date <= period.last:
        fault = _outside(document.prose, moment.span, date, period)
    return checked(document.prose, "outside-period", moment.span, f"{date} in {period.scope}", fault)
