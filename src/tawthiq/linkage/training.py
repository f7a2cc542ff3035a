"""Learn the weights of comparisons from the lists themselves by EM; deterministic for the same rows.

As Splink does it: shares among random pairs from a sample of pairs, shares among true pairs by expectation maximisation
over the pairs of a block, for those comparisons that the block does not settle; the median over the blocks.
"""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import numpy as np

from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.scoring import count_levels

SAMPLE_PAIRS = 40_000
TRAINING_PAIRS = 400_000
LEAST = 1e-5  # a level never seen in training is rare, not impossible
START_PRIOR = 1e-4
ROUNDS, CONVERGED = 50, 1e-4


def train(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    blocks: Sequence[Sequence[str]],
) -> tuple[Comparison, ...]:
    """Return the comparisons with shares m and u learnt from the table; levels that could not be learnt keep theirs."""
    known = _with_random_shares(con, table, comparisons)
    learnt: dict[str, list[np.ndarray]] = {c.name: [] for c in comparisons}
    for columns in blocks:
        free = [c for c in known if not set(columns) & set(c.columns or (c.name,))]
        counts = count_levels(con, table, free, f"({_pairs_of_block(table, columns)})") if free else []
        if counts:
            for comparison, m in zip(free, _shares_of_true(free, counts), strict=True):
                learnt[comparison.name].append(m)
    return tuple(_with_true_shares(c, learnt[c.name]) for c in known)


def _with_random_shares(
    con: duckdb.DuckDBPyConnection, table: str, comparisons: Sequence[Comparison]
) -> tuple[Comparison, ...]:
    """Set u from pairs taken at random: rows and their order mixed by a hash, so that no seed is needed."""
    rows = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    size = int(rows[0]) if rows else 0
    steps = max(1, min(SAMPLE_PAIRS // max(1, size), (size - 1) // 2))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE mixed AS SELECT uid, row_number() OVER (ORDER BY hash(uid), uid) AS n FROM {table}"
        f" QUALIFY n <= {SAMPLE_PAIRS}"
    )
    sample = (
        f"(SELECT least(a.uid, b.uid) AS l, greatest(a.uid, b.uid) AS r FROM mixed a, range(1, {steps + 1}) AS step(s)"
        " JOIN mixed b ON b.n = (a.n + s - 1) % (SELECT count(*) FROM mixed) + 1 WHERE a.uid <> b.uid)"
    )
    counts = count_levels(con, table, comparisons, sample)
    return tuple(
        replace(c, levels=tuple(replace(v, u=u) for v, u in zip(c.levels, _seen(c, n, counts), strict=True)))
        for n, c in enumerate(comparisons)
    )


def _seen(comparison: Comparison, at: int, counts: Sequence[tuple[int, ...]]) -> list[float]:
    """Return the share of each level, strongest first; levels never seen keep a trace, none are learnt from nothing."""
    found = np.zeros(len(comparison.levels))
    for row in counts:
        if row[at] >= 0:
            found[len(found) - 1 - row[at]] += row[-1]
    if not found.sum():
        return [level.u for level in comparison.levels]
    return [
        max(LEAST, float(n / found.sum())) if n else level.u
        for n, level in zip(found, comparison.levels, strict=True)
    ]


def _pairs_of_block(table: str, columns: Sequence[str]) -> str:
    """Write the pairs that agree on the columns; the largest blocks are left out where there are too many pairs."""
    stated = " AND ".join(f"{c} IS NOT NULL" for c in columns)
    keyed = f"SELECT uid, hash({', '.join(columns)}) AS k FROM {table} WHERE {stated}"
    return (
        f"WITH keyed AS MATERIALIZED ({keyed}),"
        " sized AS (SELECT k, count(*) AS n FROM keyed GROUP BY k HAVING n > 1),"
        f" kept AS (SELECT k FROM sized QUALIFY sum(n * (n - 1) // 2) OVER (ORDER BY n, k) <= {TRAINING_PAIRS})"
        " SELECT a.uid AS l, b.uid AS r FROM keyed a JOIN kept USING (k) JOIN keyed b USING (k) WHERE a.uid < b.uid"
    )


def _shares_of_true(comparisons: Sequence[Comparison], counts: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
    """Return m of each comparison's levels, weakest first, by EM over the combinations of levels met; u stays."""
    table = np.array(counts)
    weight, gammas = table[:, -1].astype(float), table[:, :-1]
    ms = [np.array([level.m for level in reversed(c.levels)]) for c in comparisons]
    us = [np.array([level.u for level in reversed(c.levels)]) for c in comparisons]
    prior = START_PRIOR
    for _ in range(ROUNDS):
        odds = np.full(len(table), prior / (1 - prior))
        for n, (m, u) in enumerate(zip(ms, us, strict=True)):
            odds *= np.where(gammas[:, n] >= 0, (m / u)[gammas[:, n]], 1.0)
        true = weight * odds / (1 + odds)
        prior = min(max(float(true.sum() / weight.sum()), 1e-9), 1 - 1e-9)
        new = [_maximised(m, gammas[:, n], true) for n, m in enumerate(ms)]
        change = max(float(np.abs(a - b).max()) for a, b in zip(ms, new, strict=True))
        ms = new
        if change < CONVERGED:
            break
    return ms


def _maximised(before: np.ndarray, gamma: np.ndarray, true: np.ndarray) -> np.ndarray:
    known = gamma >= 0
    found = np.bincount(gamma[known], true[known], len(before))
    return np.asarray(np.maximum(found / found.sum(), 1e-9)) if found.sum() > 0 else before


def _with_true_shares(comparison: Comparison, learnt: Sequence[np.ndarray]) -> Comparison:
    if not learnt:
        return comparison
    shares = np.median(learnt, axis=0)[::-1].tolist()
    return replace(
        comparison,
        levels=tuple(replace(v, m=max(LEAST, m)) for v, m in zip(comparison.levels, shares, strict=True)),
    )
