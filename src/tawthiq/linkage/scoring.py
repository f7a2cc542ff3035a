"""Score candidate pairs from the tables of comparisons, in one query; returns weights, never decisions.

The model and its numbers are Splink's (Fellegi and Sunter, with term frequencies); the query is written here because
Splink parses and rewrites some hundred of them for every run, which takes longer than comparing 5,000 rows. A test
holds both to the same weights.
"""

import math
import re
from collections.abc import Sequence

import duckdb

from tawthiq.linkage.comparisons import Comparison, Level
from tawthiq.linkage.scored import Scored, scored_columns

_SIDED = re.compile(r"\b(\w+)_([lr])\b")


def score(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    *,
    candidates: str,
    floor: float,
) -> Scored:
    """Compare the candidate pairs (columns l, r) and return those above the floor (in bits), ordered by their rows."""
    gammas = ", ".join(f"{gamma(c)} AS gamma_{c.name}" for c in comparisons)
    parts = ", ".join(f"{_part(c)} AS part_{c.name}" for c in comparisons)
    total = " + ".join(f"part_{c.name}" for c in comparisons)
    kept = ", ".join(f"gamma_{c.name}, part_{c.name}::FLOAT AS part_{c.name}" for c in comparisons)
    rarities = [
        f"tf_{level.rarity}_{side}"
        for c in comparisons
        for level in c.levels
        if level.rarity
        for side in "lr"
    ]
    carried = "".join(f", {name}" for name in dict.fromkeys(rarities))
    rows = con.execute(
        f"WITH levels AS (SELECT l, r, {gammas}{carried} FROM ({_sides(table, comparisons, candidates)})),"
        f" weighed AS (SELECT *, {parts} FROM levels)"
        f" SELECT l, r, round({total}, 6)::DOUBLE AS w, {kept} FROM weighed WHERE {total} >= {floor!r}"
    ).fetchnumpy()
    return scored_columns(rows, comparisons)


def count_levels(
    con: duckdb.DuckDBPyConnection, table: str, comparisons: Sequence[Comparison], candidates: str
) -> list[tuple[int, ...]]:
    """Return each combination of levels met among candidate pairs, the number of its pairs last."""
    gammas = ", ".join(f"{gamma(c)} AS gamma_{c.name}" for c in comparisons)
    return con.execute(
        f"SELECT {', '.join(f'gamma_{c.name}' for c in comparisons)}, count(*)"
        f" FROM (SELECT {gammas} FROM ({_sides(table, comparisons, candidates)})) GROUP BY ALL ORDER BY ALL"
    ).fetchall()


def gamma(comparison: Comparison) -> str:
    """Write the number of the first level that holds: -1 for unknown, 0 for the last level."""
    cases = [f"WHEN {comparison.unknown} THEN -1"]
    cases += [
        f"WHEN {level.sql} THEN {len(comparison.levels) - 1 - at}"
        for at, level in enumerate(comparison.levels)
        if level.sql != "ELSE"
    ]
    return f"(CASE {' '.join(cases)} ELSE 0 END)::TINYINT"


def _part(comparison: Comparison) -> str:
    cases = [
        f"WHEN {len(comparison.levels) - 1 - at} THEN {_bits(level)}"
        for at, level in enumerate(comparison.levels)
    ]
    return f"(CASE gamma_{comparison.name} {' '.join(cases)} ELSE 0.0 END)"


def _bits(level: Level) -> str:
    """Write a level's weight: log2(m / u), or log2(m / rarity) where a rarity is known."""
    plain = repr(math.log2(level.m / level.u))
    if level.rarity is None:
        return plain
    left, right = (f"tf_{level.rarity}_{side}" for side in "lr")
    return f"coalesce({math.log2(level.m)!r} - log2(greatest({left}, {right})), {plain})"


def _sides(table: str, comparisons: Sequence[Comparison], candidates: str) -> str:
    """Put the two rows of each pair side by side, with the columns that the comparisons read."""
    conditions = " ".join(sql for c in comparisons for sql in (c.unknown, *(level.sql for level in c.levels)))
    read = {column for column, _ in _SIDED.findall(conditions)}
    read |= {f"tf_{level.rarity}" for c in comparisons for level in c.levels if level.rarity}
    columns = ", ".join(f"{side}.{c} AS {c}_{side}" for c in sorted(read) for side in "lr")
    return (
        f"SELECT pair.l, pair.r, {columns} FROM {candidates} pair"
        f" JOIN {table} l ON l.uid = pair.l JOIN {table} r ON r.uid = pair.r"
    )
