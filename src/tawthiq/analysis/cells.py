"""Cells of a breakdown as columns: labelled, put in the order of reading, and given as an Arrow table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """One axis of some rows: for each row a number, and what the numbers stand for."""

    codes: Ints
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a breakdown: a key for each axis, the sums, and whether the maximum has no bound."""

    keys: tuple[Key, ...]
    minimum: Ints
    maximum: Ints
    unbounded: Flags
    records: Ints

    def taken(self, order: Ints) -> Cells:
        """Give the cells in another order."""
        return Cells(
            tuple(Key(key.codes[order], key.values) for key in self.keys),
            self.minimum[order], self.maximum[order], self.unbounded[order], self.records[order],
        )  # fmt: skip


def cells_of(rows: Sequence[tuple[Any, ...]], axes: int) -> Cells:
    """Make cells of rows: the values of each axis, then minimum, maximum or None, and number of records."""
    columns = list(zip(*rows, strict=True)) or [()] * (axes + 3)
    minimum, maximum, records = columns[axes:]
    return Cells(
        tuple(_key(column) for column in columns[:axes]),
        np.array(minimum, np.int64), np.array([m or 0 for m in maximum], np.int64),
        np.array([m is None for m in maximum], bool), np.array(records, np.int64),
    )  # fmt: skip


def _key(column: Sequence[Any]) -> Key:
    numbers = {value: n for n, value in enumerate(dict.fromkeys(column))}
    return Key(np.array([numbers[value] for value in column], np.int64), list(numbers))


@dataclass(frozen=True, slots=True)
class Labels:
    """The label of each value of an axis, its rank among them, and whether the axis is read in order of time."""

    texts: Sequence[str]
    ranks: Ints
    unknown: Flags
    dated: bool


def occurring(key: Key) -> Key:
    """Give a key with no other values than those that occur in it."""
    present = np.flatnonzero(np.bincount(key.codes, minlength=len(key.values)))
    numbers = np.zeros(len(key.values), np.int64)
    numbers[present] = np.arange(len(present))
    return Key(numbers[key.codes], [key.values[n] for n in present.tolist()])


def labels_of(texts: Sequence[str], *, dated: bool) -> Labels:
    """Rank the labels of an axis."""
    ranks = (
        np.unique(np.array(texts, dtype=object), return_inverse=True)[1] if texts else np.zeros(0, np.int64)
    )
    return Labels(texts, ranks, np.array([text == UNKNOWN for text in texts], bool), dated)


def reading_order(cells: Cells, labels: Sequence[Labels]) -> Ints:
    """Order cells for reading: dates by time, unknown last; all else by size of the group, first axis first."""
    order: list[npt.NDArray[Any]] = []
    group = np.zeros(len(cells.records), np.int64)
    for n, (key, shown) in enumerate(zip(cells.keys, labels, strict=True)):
        rank = shown.ranks[key.codes]
        group = np.unique(group * (len(shown.texts) + 1) + rank, return_inverse=True)[1]
        last = n + 1 == len(cells.keys)
        size = cells.minimum if last else np.bincount(group, weights=cells.minimum)[group]
        order += [shown.unknown[key.codes] if shown.dated else -size, rank]
    return np.lexsort(order[::-1]) if order else np.arange(len(cells.records))


def arrow_table(cells: Cells, names: Sequence[str], labels: Sequence[Labels]) -> pa.Table:
    """Give cells as an Arrow table: a column of labels for each axis, then minimum, maximum, records."""
    columns: dict[str, Any] = {
        name: pa.DictionaryArray.from_arrays(
            pa.array(key.codes.astype(np.int32)), pa.array(shown.texts, pa.string())
        )
        for name, key, shown in zip(names, cells.keys, labels, strict=True)
    }
    columns["minimum"] = pa.array(cells.minimum, pa.int64())
    columns["maximum"] = pa.array(cells.maximum, pa.int64(), mask=cells.unbounded)
    return pa.table(columns | {"records": pa.array(cells.records, pa.int64())})
