"""The text against the records: each figure that a snapshot can count is compared with what it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tawthiq.reading.checks.reported import checked, finding, noun
from tawthiq.reading.figures import Figure
from tawthiq.reading.findings import Outcome, gathered
from tawthiq.reading.prose import Prose

Counted = Callable[[Figure], int | None]
"""Counts a figure in the records; None where the records cannot answer for it."""


def _is_article(prose: Prose, figure: Figure) -> bool:
    """Say whether a one in words stands for “a”: “not one massacre but many” counts nothing."""
    return figure.value == 1 and not any(sign.isdigit() for sign in prose.text(figure.span))


def check_records(prose: Prose, found: Sequence[Figure], counted: Counted) -> Outcome:
    """Compare the figures about the whole report's period with the records."""
    outcomes = []
    for figure in found:
        if figure.derived or figure.context.scope or figure.context.place or figure.context.unsure:
            continue
        if _is_article(prose, figure):
            continue
        right = counted(figure)
        if right is None:
            continue
        fault = None
        if right != figure.value:
            fault = finding(
                prose, "records", "fault", figure.span, f"{figure.value} {noun(figure.category)}", str(right),
                f"{figure.value} {noun(figure.category)} are said; the records make {right}.",
            )  # fmt: skip
        outcomes.append(checked(prose, "records", figure.span, f"{figure.value} = records", fault))
    return gathered(outcomes)
