"""People's judgements on pairs: append-only, the last one that stands decides, taking one back gives the
state before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tawthiq.domain.errors import InvalidValue, NotFound


class Verdict(StrEnum):
    """What a person says of two rows."""

    SAME = "same"
    NOT_SAME = "not-same"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, order=True)
class RowKey:
    """A row of a list: the list's name and the row's id there."""

    list_name: str
    row_id: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement or the withdrawal of an earlier one: who, when, why. Entries are never changed or removed."""

    number: int
    left: RowKey
    right: RowKey
    verdict: Verdict | None
    by: str
    at: datetime
    why: str
    withdraws: int | None = None

    def __post_init__(self) -> None:
        if self.left >= self.right:
            raise InvalidValue(
                "A judgement names two different rows, the smaller key first. Use `judge` to make one."
            )
        if (self.verdict is None) == (self.withdraws is None):
            raise InvalidValue("A judgement either gives a verdict or withdraws an earlier judgement.")
        if self.at.tzinfo is None:
            raise InvalidValue("A judgement's time has no zone. Give an aware time, such as UTC.")
        if not self.by.strip() or not self.why.strip():
            raise InvalidValue("A judgement needs who made it and why.")


def judge(
    log: Sequence[Judgement], one: RowKey, two: RowKey, *, verdict: Verdict, by: str, at: datetime, why: str
) -> tuple[Judgement, ...]:
    """Return the log with one more judgement at its end."""
    left, right = sorted((one, two))
    return (*log, Judgement(len(log) + 1, left, right, verdict, by, at, why))


def withdraw(
    log: Sequence[Judgement], number: int, *, by: str, at: datetime, why: str
) -> tuple[Judgement, ...]:
    """Return the log with a withdrawal at its end; what stood before the judgement stands again."""
    taken_back = {entry.withdraws for entry in log}
    earlier = next(
        (e for e in log if e.number == number and e.verdict is not None and number not in taken_back), None
    )
    if earlier is None:
        raise NotFound(
            f"No standing judgement has the number {number}. Withdraw one that was made and not taken back."
        )
    return (*log, Judgement(len(log) + 1, earlier.left, earlier.right, None, by, at, why, withdraws=number))


def standing(log: Iterable[Judgement]) -> dict[tuple[RowKey, RowKey], Verdict]:
    """Replay the log: for each pair the last verdict not withdrawn, in the order of the pairs' keys."""
    entries = sorted(log, key=lambda e: e.number)
    withdrawn = {e.withdraws for e in entries}
    last = {
        (e.left, e.right): e.verdict for e in entries if e.verdict is not None and e.number not in withdrawn
    }
    return dict(sorted((pair, verdict) for pair, verdict in last.items() if verdict is not None))


def groups(pairs: Iterable[tuple[RowKey, RowKey]]) -> dict[RowKey, RowKey]:
    """Return for each row of a pair the smallest row that a chain of the pairs ties it to; itself included."""
    parent: dict[RowKey, RowKey] = {}

    def root(key: RowKey) -> RowKey:
        while key in parent:
            key = parent[key]
        return key

    rows: set[RowKey] = set()
    for one, two in pairs:
        rows |= {one, two}
        first, second = sorted((root(one), root(two)))
        if first != second:
            parent[second] = first
    return {row: root(row) for row in sorted(rows)}


def conflicts(verdicts: dict[tuple[RowKey, RowKey], Verdict]) -> tuple[tuple[RowKey, RowKey], ...]:
    """Return pairs judged not the same that a chain of pairs judged the same would make one person."""
    group = groups(pair for pair, verdict in verdicts.items() if verdict is Verdict.SAME)
    return tuple(
        (one, two)
        for (one, two), verdict in verdicts.items()
        if verdict is Verdict.NOT_SAME and group.get(one, one) == group.get(two, two)
    )
