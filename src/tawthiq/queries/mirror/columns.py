"""One kind of record as columns of numbers: loaded at once, then overwritten row by row as the ledger moves on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from math import asinh, pi, radians, tan
from typing import Any

import numpy as np
import numpy.typing as npt

from tawthiq.records.record import Record
from tawthiq.records.search.keys import key_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]

CHUNK = 20_000
RESORT_AFTER = 5_000
NOTHING = -1
UNKNOWN = -9

WORLD = 1 << 30
"""The width of the map in the finest units: web mercator at zoom 30 with one unit to a tile."""


class Codes(dict[Hashable, int]):
    """Numbers for codes, given in the order in which they are met."""

    def __missing__(self, code: Hashable) -> int:
        self[code] = len(self)
        return self[code]

    def find(self, code: Hashable) -> int:
        """Return the number of a code that some record has; another number, which none has, otherwise."""
        return self.get(code, UNKNOWN)

    def known(self, codes: Iterable[Hashable]) -> list[int]:
        """Return the numbers of those codes that any record has."""
        return [self[code] for code in codes if code in self]


@lru_cache(maxsize=50_000)
def day_number(day: date | str | None) -> int:
    """Return a day, as either database gives it, as a number; 0 for none."""
    if day is None:
        return 0
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


@lru_cache(maxsize=50_000)
def second_number(moment: datetime | str) -> int:
    """Return a moment, as either database gives it (SQLite: UTC, unsaid), as whole seconds."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment[:26] + "+00:00")
    return int(moment.timestamp())


def x_of(longitude: Decimal | float | None) -> int:
    """Return a longitude as a place on the map; -1 for none."""
    if longitude is None:
        return NOTHING
    return min(WORLD - 1, int((float(longitude) + 180) / 360 * WORLD))


def y_of(latitude: Decimal | float | None) -> int:
    """Return a latitude as a place on the map (web mercator, from the north); -1 for none."""
    if latitude is None:
        return NOTHING
    held = max(-85.05, min(85.05, float(latitude)))
    return int((1 - asinh(tan(radians(held))) / pi) / 2 * WORLD)


def key_or_nothing(record_id: str | None) -> int:
    """Return the key of an id; -1 for none."""
    return NOTHING if record_id is None else key_of(record_id)


Coder = Callable[[Sequence[Any]], Numbers]
"""What turns a column of values into numbers."""


_NO_NUMBERS: Numbers = np.empty(0, np.int64)


def _looked_up(keys: Numbers, sorted_keys: Numbers, rows: Numbers) -> Numbers:
    if not len(sorted_keys):
        return np.full(len(keys), NOTHING, np.int64)
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[at] == keys, rows[at], NOTHING)


def each(coder: Callable[[Any], int]) -> Coder:
    """Return what numbers a column value by value."""
    return lambda values: np.fromiter(map(coder, values), np.int64, len(values))


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the record's attribute, how its value becomes a number, and in how many bits."""

    name: str
    attribute: str
    kind: str = "code"
    dtype: type[np.generic] = np.int32


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that were written at once, and how many there were before: what lies beyond is new."""

    before: int
    rows: Numbers


@dataclass(slots=True)
class Table:
    """The rows of one kind; `keys` of their ids lead to rows, and `ids` are kept where records are looked up."""

    model: type[Record]
    fields: tuple[Field, ...]
    keeps_ids: bool = False
    count: int = 0
    changes: int = 0
    log: list[Written] = field(default_factory=list)
    """What was written since everything was loaded, in order; what is worked out from rows goes on from there."""
    held: dict[str, Column] = field(default_factory=dict)
    _sorted_keys: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    _sorted_rows: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    _added: dict[int, int] = field(default_factory=dict)
    _added_sorted: tuple[Numbers, Numbers] = field(default_factory=lambda: (_NO_NUMBERS, _NO_NUMBERS))

    def __getitem__(self, name: str) -> Column:
        return self.held[name][: self.count]

    def rows_of(self, keys: Numbers) -> Numbers:
        """Return the row of each key, -1 where there is none."""
        rows = _looked_up(keys, self._sorted_keys, self._sorted_rows)
        if self._added:
            missing = np.flatnonzero(rows < 0)
            rows[missing] = _looked_up(keys[missing], *self._recent())
        return rows

    def _recent(self) -> tuple[Numbers, Numbers]:
        """Return the keys added since the last sorting, sorted, with their rows."""
        if len(self._added_sorted[0]) != len(self._added):
            keys = np.fromiter(self._added.keys(), np.int64, len(self._added))
            rows = np.fromiter(self._added.values(), np.int64, len(self._added))
            order = np.argsort(keys)
            self._added_sorted = keys[order], rows[order]
        return self._added_sorted

    def put(self, records: Iterable[tuple[Any, ...]], coders: Mapping[str, Coder]) -> None:
        """Write records (id, then the attributes of the fields) into their rows, adding rows for new ones."""
        waiting = iter(records)
        while chunk := list(islice(waiting, CHUNK)):
            ids, *columns = zip(*chunk, strict=True)
            keys = np.fromiter(map(key_of, ids), np.int64, len(ids))
            before = self.count
            rows = self._rows_for(keys)
            self.log.append(Written(before, rows))
            self._write("key", rows, keys, np.int64)
            if self.keeps_ids:
                self._write("id", rows, np.array(ids, "S26"), np.dtype("S26"))
            for one, values in zip(self.fields, columns, strict=True):
                self._write(one.name, rows, coders[one.kind](values), one.dtype)
        if len(self._added) > RESORT_AFTER:
            self._sort()

    def _rows_for(self, keys: Numbers) -> Numbers:
        rows = self.rows_of(keys) if self.count else np.full(len(keys), NOTHING, np.int64)
        new = rows < 0
        rows[new] = np.arange(self.count, self.count + int(new.sum()))
        self._added.update(zip(keys[new].tolist(), rows[new].tolist(), strict=True))
        self.count += int(new.sum())
        return rows

    def _write(self, name: str, rows: Numbers, values: Column, dtype: Any) -> None:
        column = self.held.get(name)
        if column is None or len(column) < self.count:
            larger = np.zeros(max(1024, self.count + self.count // 4), dtype)
            if column is not None:
                larger[: len(column)] = column
            self.held[name] = column = larger
        column[rows] = values

    def _sort(self) -> None:
        order = np.argsort(self["key"], kind="stable")
        self._sorted_keys, self._sorted_rows, self._added = self["key"][order], order, {}

    def finish(self) -> None:
        """Make columns even where there is no record, and keys quick to look up."""
        for one in self.fields:
            self._write(one.name, np.empty(0, np.int64), np.empty(0, np.int64), one.dtype)
        self._write("key", np.empty(0, np.int64), np.empty(0, np.int64), np.int64)
        if self.keeps_ids:
            self._write("id", np.empty(0, np.int64), np.empty(0, "S26"), np.dtype("S26"))
        self._sort()
        self.log = []

    def attributes(self) -> Sequence[str]:
        """Return the attributes of the model that `put` takes, after its id."""
        return [one.attribute for one in self.fields]
