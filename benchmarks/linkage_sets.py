"""The public linkage sets with truth: FEBRL 3 and 4, fake_1000, historical figures; read alike for every method."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet


@dataclass(frozen=True, slots=True)
class TestSet:
    """A set: its lists, the role of each column, further columns, and who each row is."""

    name: str
    tables: tuple[pa.Table, ...]
    roles: dict[str, str]
    others: tuple[str, ...]
    entity: Callable[[str], str]

    def true_pairs(self) -> int:
        """Count the pairs of rows that are one person: between lists, or within the only one."""
        ids = [[self.entity(i) for i in t[self.roles["id"]].to_pylist()] for t in self.tables]
        if len(ids) == 2:
            one, two = Counter(ids[0]), Counter(ids[1])
            return sum(n * two[e] for e, n in one.items())
        return sum(n * (n - 1) // 2 for n in Counter(ids[0]).values())

    def quality(self, pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
        """Return precision, recall and F1 of the pairs of row ids."""
        found = {(min(p), max(p)) for p in pairs}
        right = sum(self.entity(a) == self.entity(b) for a, b in found)
        precision, recall = right / max(1, len(found)), right / self.true_pairs()
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def read_set(name: str, folder: Path) -> TestSet:
    """Read one of SETS from the folder."""
    return SETS[name](folder)


def pairs_of(groups: Iterable[list[str]]) -> list[tuple[str, str]]:
    """Return every pair within the groups."""
    return [pair for group in groups for pair in combinations(sorted(group), 2)]


def _csv(path: Path) -> pa.Table:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = [[c.strip() for c in row] for row in csv.reader(file) if row]
    return pa.table({h: pa.array([r[n] or None for r in rows], pa.string()) for n, h in enumerate(header)})


def _febrl(name: str, *files: str) -> Callable[[Path], TestSet]:
    roles = {
        "id": "rec_id",
        "given": "given_name",
        "family": "surname",
        "birth": "date_of_birth",
        "number": "soc_sec_id",
    }
    others = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
    return lambda folder: TestSet(
        name, tuple(_csv(folder / f) for f in files), roles, others, lambda i: i.split("-")[1]
    )


def _labelled(name: str, table: pa.Table, others: tuple[str, ...], **roles: str) -> TestSet:
    entity = dict(zip(table[roles["id"]].to_pylist(), table["cluster"].to_pylist(), strict=True))
    return TestSet(name, (table,), roles, others, entity.__getitem__)


def _fake(folder: Path) -> TestSet:
    table = _csv(folder / "fake_1000.csv")
    return _labelled(
        "fake_1000",
        table,
        ("city", "email"),
        id="unique_id",
        given="first_name",
        family="surname",
        birth="dob",
    )


def _historical(folder: Path) -> TestSet:
    table = pyarrow.parquet.read_table(folder / "historical_figures_with_errors_50k.parquet")
    others = ("birth_place", "postcode_fake", "occupation")
    return _labelled(
        "historical 50k",
        table,
        others,
        id="unique_id",
        given="first_name",
        family="surname",
        birth="dob",
        sex="gender",
    )


SETS: dict[str, Callable[[Path], TestSet]] = {
    "febrl3": _febrl("FEBRL 3", "dataset3.csv"),
    "febrl4": _febrl("FEBRL 4", "dataset4a.csv", "dataset4b.csv"),
    "fake_1000": _fake,
    "historical_50k": _historical,
}
