"""A total and what splits it, as values, and which total before a list is the one that it splits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from tawthiq.reading.counted import WHOLES, Count
from tawthiq.reading.labels import Label
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.prose import Prose, Span


@dataclass(slots=True)
class Item:
    """One line of a list: its label, its count, and the list below it."""

    label: Label
    count: Count
    below: Distribution | None = None


@dataclass(slots=True)
class Distribution:
    """A total and the items that split it; `partial` where the list says that it is not all."""

    whole: Count
    sentence: Span
    block: int
    axis: str = ""
    items: list[Item] = field(default_factory=list)
    partial: bool = False
    close_only: bool = False
    parent: Item | None = None
    shape: tuple[str, str, int] | None = None
    others: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the counts read from it, and the block it stands in."""

    span: Span
    block: int
    counts: tuple[Count, ...]


@cache
def distribution_marks(language: str) -> re.Pattern[str]:
    return word_table(language, "distributed").pattern


def whole_for(here: Sequence[Sentence], before: Sequence[Sentence], number: int) -> Count | None:
    """Find the total a list splits: the last one of its block, else of the three blocks before."""
    for sentence in reversed([*before[-8:], *here]):
        if number - sentence.block > 3:
            return None
        heads = [
            c
            for c in sentence.counts
            if c.value is not None and c.category not in {*NO_WHOLE, ""} and not (c.of_them or c.grown)
        ]
        killed = [c for c in heads if c.category in WHOLES and c.harm in ("killed", "")]
        if killed or heads:
            return (killed or heads)[0 if len(killed or heads) == 1 else -1 if not killed else 0]
    return None


def other_wholes(here: Sequence[Sentence], before: Sequence[Sentence], number: int) -> tuple[Count, ...]:
    near = [s for s in (*before[-8:], *here) if number - s.block <= 3]
    return tuple(
        c
        for s in near
        for c in s.counts
        if c.value is not None and not c.grown and c.category and c.category not in NO_WHOLE
    )


NO_WHOLE = frozenset({"site", "meter", "hour", "year", "month", "day", "money", "account", "family"})


def is_partial(prose: Prose, span: Span, language: str) -> bool:
    return word_table(language, "partial").has(prose.folded, span)
