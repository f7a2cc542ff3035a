"""Proofreading of a report: every count, date, share and citation found, every check done named, every fault shown.

A finding that is not one costs trust, so a check is done only where the text says clearly what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from tawthiq.reading.checks.casualties import check_casualties
from tawthiq.reading.checks.dates import (
    Period,
    check_dates,
    check_period,
    dated,
    main_period,
    narrated,
    periods,
)  # fmt: skip
from tawthiq.reading.checks.law import check_law
from tawthiq.reading.checks.massacres import check_accounts, check_massacres, check_units
from tawthiq.reading.checks.same import check_same
from tawthiq.reading.checks.shares import check_rates, check_shares
from tawthiq.reading.checks.statuses import check_statuses
from tawthiq.reading.checks.sums import check_parts, check_sums, check_unborn
from tawthiq.reading.checks.tables import check_tables
from tawthiq.reading.counted import Count
from tawthiq.reading.distributions import distributions, read_sentences
from tawthiq.reading.figures import Figure, context_of, list_figures, table_figures, text_figures
from tawthiq.reading.findings import Check, Finding, Outcome, gathered
from tawthiq.reading.labels import Context
from tawthiq.reading.layout import Document, read_document
from tawthiq.reading.lexicon import language_of
from tawthiq.reading.moments import Moment
from tawthiq.reading.parted import Distribution, Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """A report read: its language, what it counts, what it splits, when, and every figure with its address."""

    document: Document
    language: str
    sentences: tuple[Sentence, ...]
    lists: tuple[Distribution, ...]
    moments: tuple[Moment, ...]
    period: Period | None
    told: tuple[tuple[Sentence, Moment], ...]
    figures: tuple[Figure, ...]

    @property
    def recognised(self) -> int:
        """Give how many numbers were read as counts of people or things, parts and table cells among them."""
        spans = {
            c.span.start for s in self.sentences for h in s.counts for c in _every(h) if c.value is not None
        }
        spans |= {i.count.span.start for d in self.lists for i in d.items}
        return len(spans | {f.span.start for f in self.figures if f.origin == "table"})


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of a proofreading."""

    reading: Reading
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Give the findings that are faults; a warning is none."""
        return tuple(f for f in self.findings if f.severity == "fault")

    def as_json(self) -> dict[str, Any]:
        """Give the outcome as programs read it."""
        done = [{"kind": c.kind, "line": c.line, "what": c.what, "held": c.held} for c in self.checks]
        return {
            "checks": len(self.checks),
            "language": self.reading.language,
            "figures": self.reading.recognised,
            "findings": [f.as_json() for f in self.findings],
            "done": done,
        }


def read_report(text: str) -> Reading:
    """Read a report's numbers without judging them."""
    document = read_document(text)
    language = language_of(document.prose)
    read = read_sentences(document, language)
    lists = distributions(document, read, language)
    found = dated(document, language)
    period = main_period(periods(document, found, language), read)
    contexts = _contexts(document, read, found, period, language)
    figures = chain(
        list_figures(document, lists, contexts),
        text_figures(document, read, contexts, lists, language),
        *(table_figures(document, t, language) for t in document.tables),
    )
    told = narrated(document, read, found, language)
    return Reading(
        document, language, tuple(read), tuple(lists), tuple(found), period, tuple(told), tuple(figures)
    )


def _contexts(
    document: Document,
    read: Sequence[Sentence],
    found: Sequence[Moment],
    period: Period | None,
    language: str,
) -> dict[int, Context]:
    """Say for every sentence what it is about; a sentence without a date takes the day its paragraph told of."""
    contexts: dict[int, Context] = {}
    block, day = -1, ""
    by_start = sorted(found, key=lambda m: m.span.start)
    position = 0
    for sentence in read:
        if sentence.block != block:
            block, day = sentence.block, ""
        inside: list[Moment] = []
        while position < len(by_start) and by_start[position].span.start < sentence.span.end:
            if by_start[position].span.start >= sentence.span.start:
                inside.append(by_start[position])
            position += 1
        context = context_of(document, sentence.span, language, inside, period, day)
        contexts[sentence.span.start] = context
        if len(context.scope) == 10:
            day = context.scope
    return contexts


def proofread(text: str) -> Proof:
    """Check a report's text against itself, the calendar and the law."""
    return checked_reading(read_report(text))


def checked_reading(reading: Reading, extra: Sequence[Outcome] = ()) -> Proof:
    """Run every check on a report already read; `extra` are checks against the records or another version."""
    document, language, prose = reading.document, reading.language, reading.document.prose
    read, lists = reading.sentences, reading.lists
    tops = _item_counts(reading)
    outcome = gathered(
        [
            check_sums(prose, lists),
            check_parts(prose, read, tops),
            check_unborn(prose, read),
            check_casualties(document, language),
            check_statuses(document, read, language),
            check_tables(document, language),
            check_same(prose, reading.figures),
            check_shares(prose, read, lists, language),
            check_rates(prose, read, lists, reading.period, language),
            check_dates(document, reading.moments),
            check_period(document, reading.told, reading.moments, reading.period),
            check_massacres(document, read, lists, language),
            check_accounts(document, read),
            check_units(document, read, language),
            check_law(document),
            *extra,
        ]
    )
    return Proof(reading, outcome.checks, outcome.findings)


def _item_counts(reading: Reading) -> list[Count]:
    """Give the counts of list items that no sentence of its own gives."""
    seen = {c.span.start for s in reading.sentences for c in s.counts}
    return [i.count for d in reading.lists for i in d.items if i.count.span.start not in seen]


def _every(count: Count) -> list[Count]:
    return [count, *(c for p in count.parts for c in _every(p))]
