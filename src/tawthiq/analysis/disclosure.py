"""Withhold small numbers of a public table, and enough others that no published total gives them away.

Primary suppression withholds every number from 1 to below the threshold, totals too. Complementary suppression then
withholds more until, in every line of the table with its total, none is withheld or at least two are, and none of
them follows from all that is published by adding and subtracting (checked by solving the equations). What ranges can
be inferred is not bounded: a reader who knows that counts are never negative still learns an upper bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from tawthiq.domain.errors import InvalidValue

TOTAL: Final = "*"
"""The label of a total along an axis; the grand total has it on every axis."""

_PRIME: Final = 2**61 - 1

Keys = tuple[str, ...]
_Line = tuple[Keys, ...]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A table with its totals that may be published: None stands where a number is withheld, which is not zero."""

    cells: Mapping[Keys, int | None]
    primary: frozenset[Keys]
    complementary: frozenset[Keys]


def suppressed(cells: Mapping[Keys, int], *, threshold: int = 3) -> Disclosed:
    """Give the table with its totals, small numbers withheld; cells are keyed by one label per axis.

    A combination that is not there is zero, and is published as such. Deterministic: the smallest number that will
    do is withheld, of equal ones the first by label.
    """
    _check(cells, threshold)
    table = with_totals(cells)
    lines = _lines(table)
    primary = frozenset(keys for keys, number in table.items() if 0 < number < threshold)
    hidden = set(primary)
    while (more := _more(table, lines, hidden, threshold)) is not None:
        hidden.add(more)
    shown = {keys: None if keys in hidden else number for keys, number in table.items()}
    return Disclosed(shown, primary, frozenset(hidden) - primary)


def with_totals(cells: Mapping[Keys, int]) -> dict[Keys, int]:
    """Add the totals along every set of axes, labelled `TOTAL` there."""
    table: dict[Keys, int] = {}
    for keys, number in sorted(cells.items()):
        for many in range(len(keys) + 1):
            for axes in combinations(range(len(keys)), many):
                summed = tuple(TOTAL if axis in axes else label for axis, label in enumerate(keys))
                table[summed] = table.get(summed, 0) + number
    return table


def _check(cells: Mapping[Keys, int], threshold: int) -> None:
    if threshold < 2:
        raise InvalidValue(
            f"The threshold {threshold} would withhold nothing. Give 2 or more, usually 3 to 5."
        )
    if any(number < 0 for number in cells.values()):
        raise InvalidValue("A count below zero cannot be published. Count again.")
    if len({len(keys) for keys in cells}) > 1 or () in cells:
        raise InvalidValue("The cells of the table need one label for each axis, as many in every cell.")
    if any(TOTAL in keys for keys in cells):
        raise InvalidValue(
            f"'{TOTAL}' stands for a total and cannot be the label of a cell. Give cells without totals."
        )


def _lines(table: Mapping[Keys, int]) -> list[_Line]:
    """Give each published equation: the members of a line, then their total, which is the last."""
    members: dict[tuple[int, Keys], list[Keys]] = {}
    for keys in sorted(table):
        for axis, label in enumerate(keys):
            if label != TOTAL:
                total = (*keys[:axis], TOTAL, *keys[axis + 1 :])
                members.setdefault((axis, total), []).append(keys)
    return [(*line, total) for (_, total), line in members.items()]


def _more(
    table: Mapping[Keys, int], lines: Sequence[_Line], hidden: set[Keys], threshold: int
) -> Keys | None:
    """Give one more cell to withhold, or None when nothing can be worked out."""
    for line in lines:
        if _is_open(table, line, hidden, threshold) and (cell := _smallest(table, line, hidden)):
            return cell
    known = _determined(lines, hidden)
    touched = [line for line in lines if not hidden.isdisjoint(line)] if known else []
    for line in sorted(touched, key=lambda line: known.isdisjoint(line)):  # first the lines of what is known
        if cell := _smallest(table, line, hidden):
            return cell
    return None


def _is_open(table: Mapping[Keys, int], line: _Line, hidden: set[Keys], threshold: int) -> bool:
    withheld = [keys for keys in line if keys in hidden]
    if len(withheld) < 2:
        return len(withheld) == 1
    return line[-1] not in hidden and sum(table[keys] for keys in withheld) < threshold


def _smallest(table: Mapping[Keys, int], line: _Line, hidden: set[Keys]) -> Keys | None:
    """Give the smallest number of the line that is not yet withheld: a member before a total, a zero last of all."""
    shown = [keys for keys in line if keys not in hidden]
    return min(shown, key=lambda keys: (table[keys] == 0, keys == line[-1], table[keys], keys), default=None)


def _determined(lines: Sequence[_Line], hidden: set[Keys]) -> set[Keys]:
    """Give the withheld cells that the equations fix, by eliminating the others in arithmetic modulo a prime."""
    order = {keys: n for n, keys in enumerate(sorted(hidden))}
    pivots: dict[int, dict[int, int]] = {}
    for line in lines:
        row = {order[keys]: (_PRIME - 1 if keys == line[-1] else 1) for keys in line if keys in order}
        for column in sorted(set(row) | set(pivots)):
            if row.get(column) and column in pivots:
                row = _less(row, pivots[column], row[column])
        if row:
            lead = min(row)
            row = {column: value * pow(row[lead], -1, _PRIME) % _PRIME for column, value in row.items()}
            for column, other in pivots.items():
                if other.get(lead):
                    pivots[column] = _less(other, row, other[lead])
            pivots[lead] = row
    names = sorted(hidden)
    return {names[column] for column, row in pivots.items() if len(row) == 1}


def _less(row: Mapping[int, int], other: Mapping[int, int], times: int) -> dict[int, int]:
    """Give a row less a multiple of another, without the columns that vanish."""
    columns = row.keys() | other.keys()
    left = {column: (row.get(column, 0) - times * other.get(column, 0)) % _PRIME for column in columns}
    return {column: value for column, value in left.items() if value}
