"""A total and what splits it, as values, and which total before a list is the one that it splits."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

from tawthiq.reading.counted import PEOPLE, WHOLES, Count
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
    """A total and the items that split it; `partial` where the list says that it is not all.

    `close_only` where nothing says that the items are all; `others` are totals it may split instead; `unsure` where none fits.
    """

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
    unsure: bool = False


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
    """Find the total a list splits: the last one of its block, else of the three blocks before.

    There is none where one sort of thing is counted twice: 'two cases of release and one arrest'.
    """
    for sentence in reversed([*before[-8:], *here]):
        if number - sentence.block > 3:
            return None
        heads = [
            c
            for c in sentence.counts
            if c.value is not None and c.category not in {*NO_WHOLE, ""} and not (c.of_them or c.grown)
        ]
        killed = [c for c in heads if c.category in WHOLES and c.harm in ("killed", "")]
        things = [c.category for c in heads if c.category not in PEOPLE]
        if len(things) == len(heads) > len(set(things)):
            return None
        if killed or heads:
            return (killed or heads)[0 if len(killed or heads) == 1 else -1 if not killed else 0]
    return None


def other_wholes(
    here: Sequence[Sentence],
    before: Sequence[Sentence],
    number: int,
    split: Sequence[Count],
    named: Collection[str],
) -> tuple[Count, ...]:
    """Give the totals a list may split that names none itself: those near, and totals split before of what it names.

    Where it names what it splits ('the massacres by governorate:'), only totals of that are meant.
    """
    near = [s for s in (*before[-8:], *here) if number - s.block <= 3]
    close = [
        c
        for s in near
        for c in s.counts
        if c.value is not None and not c.grown and c.category and c.category not in NO_WHOLE
    ]
    meant = [c for c in (*(s for s in split if s not in close), *close) if c.category in named]
    return tuple(meant or [*(s for s in split if s not in close), *close])


def named_categories(prose: Prose, span: Span, language: str) -> frozenset[str]:
    """Say what a sentence names that can be counted; whoever names people may mean any of them."""
    people = word_table(language, "people").has(prose.folded, span)
    things = {h.code for h in word_table(language, "things").hits(prose.folded, span)} - NO_WHOLE
    return frozenset(things | (WHOLES - {""} if people else set()))


NO_WHOLE = frozenset({"site", "meter", "hour", "year", "month", "day", "money", "account", "family"})


_ALONG = re.compile(
    r"\b(?:nach|suivant|selon|d'apres|par|by|according to|per|across)\b|(?<!\w)(?:حسب|بحسب|وفق|وفقا)(?!\w)"
)


def says_along(prose: Prose, span: Span) -> bool:
    """Say whether a heading of a list says along what it splits: 'the massacres by governorate:'."""
    return _ALONG.search(prose.folded, span.start, span.end) is not None


_PARTIES = re.compile(
    r"(?:[ ][\w-]+){0,2}[ ](?:part(?:y|ies)|perpetrators?|actors|konfliktparteien|parteien)(?!\w)"
)
"""After 'main': the parties are the main ones, and no part of the list is left out."""


def is_partial(prose: Prose, span: Span, language: str) -> bool:
    """Say whether a sentence says that the list it announces is not all: 'most notably', 'among others'."""
    return any(
        not _PARTIES.match(prose.folded, hit.span.end, span.end)
        for hit in word_table(language, "partial").hits(prose.folded, span)
    )
