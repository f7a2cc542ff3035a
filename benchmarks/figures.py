"""Breakdowns of a million harms: ours, the same query written by hand in DuckDB SQL, and pandas at its best.

All three are warm: the Parquet files are in the page cache, and pandas holds the rule already applied in a frame of
categoricals. `make bench` asks every one-way breakdown and a spread of two-way ones.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import duckdb

from benchmarks.generate import opened, written
from benchmarks.measure import Measured, Prepared, Row, at_least, at_most, measure_each
from tawthiq.analysis import counting_rule, figures

HARMS: Final = 1_000_000
ONE_WAY: Final = (
    "party", "governorate", "district", "subdistrict", "community", "sex", "age_group", "status", "occupation", "cause",
    "munition", "platform", "certainty", "attribution_level", "day", "week", "month", "year",
)  # fmt: skip
TWO_WAY: Final = tuple(
    pair
    for pair in combinations(
        ("party", "governorate", "district", "sex", "age_group", "munition", "month", "year"), 2
    )
    if pair not in {("month", "year")}
)
BREAKDOWNS: Final = (*((axis,) for axis in ONE_WAY), *TWO_WAY)

_RULE: Final = """kind = 'killed' AND status = 'civilian' AND state IN ('accepted')
    AND certainty IN ('confirmed', 'likely') AND coalesce(harm_certainty, certainty) IN ('confirmed', 'likely')
    AND basis IN ('recorded', 'reconstructed') AND (remaining_maximum IS NULL OR remaining_maximum > 0)"""
_PARTY: Final = """CASE WHEN attribution_level NOT IN ('believed', 'established', 'admitted') THEN 'unknown'
    ELSE party END"""
_AGE: Final = """CASE WHEN age_group = 'unborn' AND unborn_as = 'beside' THEN 'unborn-beside'
    WHEN age_group IN ('unborn', 'infant') OR age_years IS NULL THEN age_group WHEN age_years < 18 THEN 'child'
    WHEN age_group = 'elderly' THEN 'elderly' ELSE 'adult' END"""
_MAX: Final = "CASE WHEN count(remaining_maximum) = count(*) THEN sum(remaining_maximum) END"


def by_hand(axis: str) -> str:
    """Write the key of an axis as a person would in SQL over the Parquet file."""
    if axis in ("day", "week", "month", "year"):
        start, end = (f"date_trunc('{axis}', incident_{side})" for side in ("first", "last"))
        return f"CASE WHEN {start} = {end} THEN {start} END"
    if axis in ("governorate", "district", "subdistrict", "community"):
        return f"{axis}_id"
    return {"party": _PARTY, "age_group": _AGE}.get(axis, axis)


def ours(folder: Path) -> list[Prepared]:
    """Ask each breakdown of `tawthiq.analysis`."""
    snapshot, rule = opened(HARMS, folder), counting_rule("snhr-2019")

    def asked(by: tuple[str, ...]) -> Prepared:
        return lambda: figures(snapshot, measure="killed", by=by, rule=rule)

    return [asked(by) for by in BREAKDOWNS]


def plain_duckdb(folder: Path) -> list[Prepared]:
    """Ask the same of DuckDB by hand, over the same Parquet file."""
    connection = duckdb.connect()
    connection.read_parquet(str(folder / "harms.parquet")).create_view("harms")

    def asked(by: tuple[str, ...]) -> Prepared:
        keys = ", ".join(map(by_hand, by))
        numbers = ", ".join(str(n + 1) for n in range(len(by)))
        sql = f"SELECT {keys}, sum(remaining_minimum), {_MAX}, count(*) FROM harms WHERE {_RULE} GROUP BY {numbers}"
        return lambda: connection.execute(sql).fetchall()

    return [asked(by) for by in BREAKDOWNS]


def pandas_at_its_best(folder: Path) -> list[Prepared]:
    """Ask the same of pandas: categoricals, the rule applied beforehand, groupby observed and unsorted."""
    keys = ", ".join(f"{by_hand(axis)} AS {axis}" for axis in ONE_WAY if axis != "status")
    rest = _RULE.replace("kind = 'killed' AND status = 'civilian' AND ", "")
    table = duckdb.execute(
        f"SELECT {keys}, kind, status, remaining_minimum, remaining_maximum FROM read_parquet(?) WHERE {rest}",
        [str(folder / "harms.parquet")],
    ).to_arrow_table()
    frame: Any = table.to_pandas()
    for column in frame.columns:
        if not column.startswith("remaining"):
            frame[column] = frame[column].astype("category")

    def asked(by: tuple[str, ...]) -> Prepared:
        return lambda: _grouped(frame, list(by))

    return [asked(by) for by in BREAKDOWNS]


def _grouped(frame: Any, by: list[str]) -> Any:
    counted = (frame["kind"] == "killed") & (frame["status"] == "civilian")
    cells = frame.loc[counted, [*by, "remaining_minimum", "remaining_maximum"]].groupby(
        by, observed=True, sort=False, dropna=False
    )
    table = cells.agg(
        minimum=("remaining_minimum", "sum"), maximum=("remaining_maximum", "sum"),
        stated=("remaining_maximum", "count"), records=("remaining_minimum", "size"),
    )  # fmt: skip
    return table.assign(maximum=table["maximum"].where(table["stated"] == table["records"]))


def run() -> list[Row]:
    """Measure every breakdown with each engine and give the median and the worst of them."""
    with tempfile.TemporaryDirectory(prefix="tawthiq-bench-") as folder:
        snapshot = written(HARMS, Path(folder) / "snapshot")
        mine, plain, panda = (
            measure_each(engine, snapshot) for engine in (ours, plain_duckdb, pandas_at_its_best)
        )
    many = len(BREAKDOWNS)
    rows = []
    for peer, theirs, make, times in (
        ("hand-written DuckDB SQL", plain, at_most, 1.5),
        ("pandas, categoricals", panda, at_least, 10.0),
    ):
        for which, n in _typical_and_worst(mine, theirs).items():
            task = f"figures, 1 million harms, {which} of {many} breakdowns: {' × '.join(BREAKDOWNS[n])}"
            row: Row = make(task, peer, mine[n], theirs[n], times=times)
            rows.append(row)
    return rows


def _typical_and_worst(mine: list[Measured], theirs: list[Measured]) -> dict[str, int]:
    order = sorted(range(len(mine)), key=lambda n: mine[n].seconds / theirs[n].seconds)
    return {"median": order[len(order) // 2], "worst": order[-1]}


def check_same(folder: Path) -> None:
    """Make sure that all three give the same number of cells and the same total for every breakdown."""
    engines: tuple[Callable[[Path], list[Prepared]], ...] = (ours, plain_duckdb, pandas_at_its_best)
    for by, mine, plain, panda in zip(BREAKDOWNS, *(engine(folder) for engine in engines), strict=True):
        totals = [
            (len(rows := mine().rows), sum(row.minimum for row in rows)),
            (len(rows := plain()), sum(row[-3] for row in rows)),
            (len(frame := panda()), int(frame["minimum"].sum())),
        ]
        if len(set(totals)) > 1:
            raise RuntimeError(f"The engines disagree on {' × '.join(by)}: {totals}.")
