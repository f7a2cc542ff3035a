"""Tally a breakdown over columns of small codes in memory: one pass over numbers, no row ever built.

A table as counted (`counted.py`) never changes. So each axis is fetched from DuckDB once, as codes and the values they
stand for, and so is which rows a condition picks; a breakdown is then a bincount. Nearly every record stands for one
person: only those that stand for another number, or for no known one, are weighed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.analysis.cells import Cells, Key
from tawthiq.analysis.snapshot import Snapshot

Ints = npt.NDArray[np.integer[Any]]

DENSE: Final = 1 << 21
"""Above so many possible cells only those that occur are numbered."""

KEPT: Final = 16
"""How many selections of rows a snapshot keeps; each is at most four bytes a row."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """Where in a selection a record stands for other than one, and by how much."""

    at: Ints
    more: Ints


@dataclass(frozen=True, slots=True)
class _Selection:
    """The rows that a condition picks: a slice of the table where they lie together, else their numbers."""

    rows: slice | Ints
    count: int
    minimum: _Weights
    maximum: _Weights
    open: Ints


def tallied(
    snapshot: Snapshot, table: str, keys: Sequence[str], asked: Sequence[str], values: Mapping[str, Any]
) -> Cells:
    """Count the rows of `table` that fit all conditions `asked`, for each combination of the columns `keys`."""
    picked = _selection(snapshot, table, asked, values)
    columns = [_column(snapshot, table, key) for key in keys]
    codes = _combined([column.codes[picked.rows] for column in columns], columns, picked.count)
    size = int(np.prod([len(column.values) for column in columns], dtype=np.float64)) if columns else 1
    present: Ints | None = None
    if size > DENSE:
        present, codes = np.unique(codes, return_inverse=True)
        size = len(present)
    records = np.bincount(codes, minlength=size)
    unknown = np.bincount(codes[picked.open], minlength=size) > 0
    sums = [
        records + np.bincount(codes[w.at], weights=w.more, minlength=size).astype(np.int64)
        for w in (picked.minimum, picked.maximum)
    ]
    filled = np.flatnonzero(records) if keys else np.arange(1)
    numbers = filled if present is None else present[filled]
    return Cells(
        keys=tuple(_unravelled(numbers, columns)),
        minimum=sums[0][filled], maximum=sums[1][filled], unbounded=unknown[filled], records=records[filled],
    )  # fmt: skip


def _combined(codes: Sequence[Ints], columns: Sequence[Key], count: int) -> Ints:
    """Give each row the number of its cell: codes as digits, each axis with as many as it has values."""
    if not codes:
        return np.zeros(count, np.int8)
    number = codes[0]
    for following, column in zip(codes[1:], columns[1:], strict=True):
        number = np.multiply(number, len(column.values), dtype=np.intp)
        number += following
    return number


def _unravelled(numbers: Ints, columns: Sequence[Key]) -> list[Key]:
    keys = []
    for column in reversed(columns):
        keys.append(Key(numbers % len(column.values), column.values))
        numbers = numbers // len(column.values)
    return keys[::-1]


def _column(snapshot: Snapshot, table: str, name: str) -> Key:
    """Give a column as codes, and the values that they stand for; None is a value."""
    memo = f"column {table} {name}"
    with snapshot.lock:
        if memo not in snapshot.memo:
            fetched = snapshot.arrow(f"SELECT {name} FROM {table}")[name].combine_chunks()
            snapshot.memo[memo] = _encoded(fetched)
    found: Key = snapshot.memo[memo]
    return found


def _encoded(column: pa.Array) -> Key:
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    values = [*column.dictionary.to_pylist(), None]
    codes = pc.fill_null(column.indices, len(values) - 1) if column.null_count else column.indices
    smallest = np.min_scalar_type(len(values))
    return Key(codes.to_numpy(zero_copy_only=False).astype(smallest), values)


def _selection(snapshot: Snapshot, table: str, asked: Sequence[str], values: Mapping[str, Any]) -> _Selection:
    memo = ("selection", table, tuple(asked), repr(sorted(values.items())))
    with snapshot.lock:
        kept: dict[Any, _Selection] = snapshot.memo.setdefault("selections", {})
        found = kept.pop(memo, None) or _selected(snapshot, table, asked, values)
        kept[memo] = found
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
    return found


def _selected(snapshot: Snapshot, table: str, asked: Sequence[str], values: Mapping[str, Any]) -> _Selection:
    condition = " AND ".join(asked) or "true"
    rows = snapshot.arrow(
        f"SELECT rowid::INTEGER AS place, minimum, maximum FROM {table} WHERE {condition} ORDER BY place",
        values,
    )
    at = rows["place"].to_numpy()
    together = len(at) > 0 and at[-1] - at[0] + 1 == len(at)
    nothing = pc.fill_null(rows["maximum"], 1).to_numpy()
    return _Selection(
        rows=slice(int(at[0]), int(at[-1]) + 1) if together else at,
        count=len(at),
        minimum=_weights(rows["minimum"].to_numpy()),
        maximum=_weights(nothing),
        open=np.flatnonzero(pc.is_null(rows["maximum"]).to_numpy()),
    )


def _weights(numbers: Ints) -> _Weights:
    at = np.flatnonzero(numbers != 1)
    return _Weights(at, numbers[at].astype(np.int64) - 1)
