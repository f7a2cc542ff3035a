"""Breakdowns of a million harms: ours, the same query written by hand in DuckDB SQL, and pandas at its best.

All are warm: ours has applied the rule, the Parquet files are in the page cache, pandas holds categoricals in memory.
The last peer is pandas with the rule applied beforehand as well; it shows how much of the lead is that. Every one-way
breakdown and a spread of two-way ones are asked; `python -m benchmarks.figures DIR` checks that all answers agree.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from benchmarks.generate import opened, written
from benchmarks.measure import Measured, Prepared, Row, at_least, at_most, measure_each
from tawthiq.analysis import counting_rule, figures

HARMS: Final = 1_000_000
ONE_WAY: Final = (
    "party", "governorate", "district", "subdistrict", "community", "sex", "age_group", "status", "occupation", "cause",
    "munition", "platform", "certainty", "attribution_level", "day", "week", "month", "year",
)  # fmt: skip
TWO_WAY: Final = tuple(
    pair for pair in combinations(("party", "governorate", "sex", "age_group", "munition", "month"), 2)
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


def pandas_by_rule(folder: Path) -> list[Prepared]:
    """Ask the same of pandas, which holds the harms in memory as categoricals: documented best, groupby observed."""
    frame = _frame(folder, f"SELECT {', '.join(_RAW)} FROM read_parquet(?)")

    def asked(by: tuple[str, ...]) -> Prepared:
        return lambda: _grouped(_ruled(frame, by), list(by))

    return [asked(by) for by in BREAKDOWNS]


def pandas_after_rule(folder: Path) -> list[Prepared]:
    """Ask the same of pandas with all of the rule but kind and status applied beforehand: a bound, not a peer."""
    keys = ", ".join(f"{by_hand(axis)} AS {axis}" for axis in ONE_WAY if axis != "status")
    rest = _RULE.replace("kind = 'killed' AND status = 'civilian' AND ", "")
    counted = (
        f"SELECT {keys}, kind, status, remaining_minimum, remaining_maximum FROM read_parquet(?) WHERE {rest}"
    )
    frame = _frame(folder, counted)

    def asked(by: tuple[str, ...]) -> Prepared:
        return lambda: _grouped(
            frame[(frame["kind"] == "killed") & (frame["status"] == "civilian")], list(by)
        )

    return [asked(by) for by in BREAKDOWNS]


_RAW: Final = (
    "kind", "status", "state", "certainty", "harm_certainty", "basis", "party", "attribution_level", "governorate_id",
    "district_id", "subdistrict_id", "community_id", "sex", "age_group", "age_years", "unborn_as", "occupation",
    "cause", "munition", "platform", "incident_first", "incident_last", "remaining_minimum", "remaining_maximum",
)  # fmt: skip
_NUMPY_UNITS: Final = {"day": "D", "week": "D", "month": "M", "year": "Y"}


def _frame(folder: Path, sql: str) -> Any:
    relation: Any = duckdb.sql(sql, params=[str(folder / "harms.parquet")])
    frame: Any = relation.to_arrow_table().to_pandas(date_as_object=False)
    for column in frame.columns:
        if frame[column].dtype == object or str(frame[column].dtype) in ("str", "string"):
            frame[column] = frame[column].astype("category")
    return frame


def _ruled(frame: Any, by: tuple[str, ...]) -> Any:
    """Apply the rule and make the keys that the breakdown needs, of the rows that count and no others."""
    sure = ["confirmed", "likely"]
    counts = (frame["kind"] == "killed") & (frame["status"] == "civilian") & (frame["state"] == "accepted")
    counts &= frame["certainty"].isin(sure) & (
        frame["harm_certainty"].isna() | frame["harm_certainty"].isin(sure)
    )
    counts &= frame["basis"].isin(["recorded", "reconstructed"]) & ~(frame["remaining_maximum"] <= 0)
    needed = ["remaining_minimum", "remaining_maximum"]
    for axis in by:
        needed += _NEEDED.get(axis, [f"{axis}_id" if f"{axis}_id" in frame.columns else axis])
    kept = frame.loc[counts, needed]
    return kept.assign(**{axis: _pandas_key(kept, axis) for axis in by})


_NEEDED: Final = {
    "party": ["party", "attribution_level"],
    "age_group": ["age_group", "age_years", "unborn_as"],
    **{unit: ["incident_first", "incident_last"] for unit in _NUMPY_UNITS},
}


def _pandas_key(kept: Any, axis: str) -> Any:
    if axis in _NUMPY_UNITS:
        first, last = (
            kept[f"incident_{side}"].to_numpy().astype(f"datetime64[{_NUMPY_UNITS[axis]}]").astype("int64")
            for side in ("first", "last")
        )
        if axis == "week":  # numpy's own weeks begin on Thursday
            first, last = (first + 3) // 7, (last + 3) // 7
        return np.where(first == last, first, -1)
    if axis == "party":
        level = kept["attribution_level"]
        return kept["party"].where(
            level.isna() | level.isin(["believed", "established", "admitted"]), "unknown"
        )
    if axis == "age_group":
        group, years = kept["age_group"], kept["age_years"]
        codes = group.cat.add_categories(["unborn-beside"])
        aged = years.notna() & ~group.isin(["unborn", "infant"])
        codes = codes.mask(aged & (years < 18), "child").mask(
            aged & (years >= 18) & (group != "elderly"), "adult"
        )
        return codes.mask((group == "unborn") & (kept["unborn_as"] == "beside"), "unborn-beside")
    return kept[f"{axis}_id"] if f"{axis}_id" in kept.columns else kept[axis]


def _grouped(counted: Any, by: list[str]) -> Any:
    cells = counted[[*by, "remaining_minimum", "remaining_maximum"]].groupby(
        by, observed=True, sort=False, dropna=False
    )
    table = cells.agg(
        minimum=("remaining_minimum", "sum"), maximum=("remaining_maximum", "sum"),
        stated=("remaining_maximum", "count"), records=("remaining_minimum", "size"),
    )  # fmt: skip
    return table.assign(maximum=table["maximum"].where(table["stated"] == table["records"]))


PEERS: Final = (
    ("hand-written DuckDB SQL", plain_duckdb, at_most, 1.5),
    ("pandas, categoricals in memory", pandas_by_rule, at_least, 10.0),
    ("pandas, rule applied beforehand", pandas_after_rule, at_least, 1.0),
)


def run() -> list[Row]:
    """Measure every breakdown with each engine and give the median and the worst of them."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="tawthiq-bench-") as folder:
        snapshot = written(HARMS, Path(folder) / "snapshot")
        mine = measure_each(ours, snapshot, repeats=5, warm=1)
        for peer, engine, make, times in PEERS:
            theirs = measure_each(engine, snapshot, repeats=3, warm=1)
            for which, n in _typical_and_worst(mine, theirs).items():
                task = f"1M harms by {' × '.join(BREAKDOWNS[n])} ({which} of {len(BREAKDOWNS)})"
                row: Row = make(task, peer, mine[n], theirs[n], times=times)
                rows.append(row)
    return rows


def _typical_and_worst(mine: list[Measured], theirs: list[Measured]) -> dict[str, int]:
    order = sorted(range(len(mine)), key=lambda n: mine[n].seconds / theirs[n].seconds)
    return {"median": order[len(order) // 2], "worst": order[-1]}


def check_same(folder: Path) -> None:
    """Make sure that all give the same number of cells and the same totals for every breakdown."""
    engines: tuple[Callable[[Path], list[Prepared]], ...] = (
        ours,
        plain_duckdb,
        pandas_by_rule,
        pandas_after_rule,
    )
    for by, mine, plain, *pandas in zip(BREAKDOWNS, *(engine(folder) for engine in engines), strict=True):
        totals = [
            (len(rows := mine().rows), sum(row.minimum for row in rows), sum(row.records for row in rows))
        ]
        totals += [(len(rows := plain()), sum(row[-3] for row in rows), sum(row[-1] for row in rows))]
        totals += [(len(t := panda()), int(t["minimum"].sum()), int(t["records"].sum())) for panda in pandas]
        if len(set(totals)) > 1:
            raise RuntimeError(f"The engines disagree on {' × '.join(by)}: {totals}.")


if __name__ == "__main__":
    check_same(written(HARMS, Path(sys.argv[1])))
    print(f"All engines agree on {len(BREAKDOWNS)} breakdowns.")
