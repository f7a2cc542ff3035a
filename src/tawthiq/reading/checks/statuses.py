"""Persons killed are civilians and combatants: '90 persons: 60 civilians (9 of them children) and 30 armed men'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tawthiq.reading.checks.reported import checked, exact, finding
from tawthiq.reading.counted import Count
from tawthiq.reading.findings import Finding, Outcome, Severity, gathered
from tawthiq.reading.layout import Document
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.parted import Sentence
from tawthiq.reading.prose import Prose, Span

NEAR = 0.15
"""By what share of the persons civilians and combatants may miss them, to be still all of them."""


def check_statuses(document: Document, read: Sequence[Sentence], language: str) -> Outcome:
    """Check every paragraph that counts persons first, then one number of civilians and one of combatants."""
    by_block: dict[int, list[Count]] = {}
    for sentence in read:
        by_block.setdefault(sentence.block, []).extend(_people(sentence.counts))
    return gathered(
        [outcome for counts in by_block.values() for outcome in _split(document.prose, counts, language)]
    )


def _people(counts: Sequence[Count]) -> list[Count]:
    """Give the persons, civilians and combatants counted, heads and parts, in the order of the text."""
    every = [c for head in counts for c in (head, *head.parts, *(p for q in head.parts for p in q.parts))]
    kept = [c for c in every if c.category in ("person", "civilian", "combatant") and not c.grown]
    return sorted(kept, key=lambda c: c.span.start)


def _split(prose: Prose, counts: Sequence[Count], language: str) -> Iterator[Outcome]:
    persons = next((c for c in counts if c.category == "person"), None)
    civilians = [c for c in counts if c.category == "civilian"]
    combatants = [c for c in counts if c.category == "combatant"]
    if persons is None or counts[0] is not persons or len(civilians) != 1 or len(combatants) != 1:
        return
    total, some, others = exact(persons), exact(civilians[0]), exact(combatants[0])
    if total is None or some is None or others is None:
        return
    if max(some, others) > total or {persons.harm, civilians[0].harm, combatants[0].harm} - {
        "",
        "killed",
    }:
        return
    made = some + others
    first = min(civilians[0], combatants[0], key=lambda c: c.span.start)
    said = word_table(language, "include").has(prose.folded, Span(persons.span.end, first.span.start))
    if made < total and (said or total - made > total * NEAR):
        return
    what = f"{total} persons = {some} civilians + {others} combatants"
    fault = None if made == total else _fault(prose, persons, first, (total, some, others))
    yield checked(prose, "sum", persons.span, what, fault)


def _fault(prose: Prose, persons: Count, first: Count, figures: tuple[int, int, int]) -> Finding:
    total, civilians, combatants = figures
    made = civilians + combatants
    severity: Severity = "fault" if made > total else "warning"
    return finding(
        prose, "sum", severity, persons.span, f"{total} persons", str(made),
        f"{total} persons are said, but {civilians} civilians and {combatants} combatants make {made}.", first.span,
    )  # fmt: skip
