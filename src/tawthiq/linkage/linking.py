"""Link lists of people, or one list with itself: prepare, block, score, decide, group. The order of rows changes nothing."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from tawthiq.linkage.blocking import VICTIM_BLOCKS, Block, Blocked, add_blocks
from tawthiq.linkage.clusters import cluster, components
from tawthiq.linkage.comparisons import VICTIM_COMPARISONS, Comparison
from tawthiq.linkage.decisions import Thresholds, best_for_both, estimate_prior, probabilities, vetoed
from tawthiq.linkage.engine import Scored, score
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.prepare import Prepared, prepare

CLEAN_LIMIT = 0.005  # a list with fewer doubled rows than this is clean
FLOOR_BITS = 6.0  # pairs weaker than this cannot matter in lists of more than some hundred people
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Linked:
    """The outcome of a linkage: the people, the pairs with probability and decision, each row's group."""

    prepared: Prepared
    comparisons: tuple[Comparison, ...]
    blocked: Blocked
    scored: Scored
    probability: np.ndarray
    accepted: np.ndarray
    review: np.ndarray
    groups: np.ndarray
    prior: float
    one_to_one: bool
    thresholds: Thresholds


def link(
    lists: Sequence[PeopleList], *, thresholds: Thresholds = Thresholds(), progress: Progress = lambda text: None
) -> Linked:
    """Link two or more lists, or deduplicate a single one."""
    prepared = prepare(lists)
    progress(f"{prepared.people.num_rows:,} rows read, {prepared.unnamed:,} without a name")
    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = false; SET memory_limit = '3GB'")
    people = prepared.people
    con.register("people_arrow", people)
    con.execute("CREATE TABLE people AS SELECT * FROM people_arrow ORDER BY uid")
    clean = len(lists) > 1 and all(_is_clean(con, n) for n in range(len(lists)))
    blocked = add_blocks(con, "people", VICTIM_BLOCKS, within=not clean)
    progress(f"{sum(blocked.comparisons):,} comparisons to make")
    scored = score(
        con, "people", VICTIM_COMPARISONS, prepared.rarities, blocks=len(VICTIM_BLOCKS), between_lists=clean, floor=FLOOR_BITS
    )
    progress(f"{len(scored.weight):,} pairs above the floor")
    return _decide(prepared, blocked, scored, clean, thresholds)


def _decide(prepared: Prepared, blocked: Blocked, scored: Scored, clean: bool, thresholds: Thresholds) -> Linked:
    groups_of_rows = prepared.people["list"].to_numpy()
    if clean:
        scored = only(scored, groups_of_rows[scored.left] != groups_of_rows[scored.right])
    sizes = np.bincount(groups_of_rows)
    total = float(sizes.sum())
    pairs = (total**2 - float((sizes**2).sum())) / 2 if clean else total * (total - 1) / 2
    prior = estimate_prior(scored.weight, max(pairs, 1.0), start=total / 10)
    chance = probabilities(scored, prior, one_to_one=clean)
    allowed = (chance >= thresholds.accept) & ~vetoed(scored, VICTIM_COMPARISONS)
    if clean:
        accepted = best_for_both(scored, chance, allowed, groups_of_rows)
        grouped = components(len(groups_of_rows), scored.left[accepted], scored.right[accepted])
    else:
        bits = np.where(vetoed(scored, VICTIM_COMPARISONS), np.minimum(scored.weight, -prior_bits(prior) - 8), scored.weight)
        links = zip(scored.left.tolist(), scored.right.tolist(), (bits + prior_bits(prior)).tolist(), strict=True)
        grouped = np.array(cluster(len(groups_of_rows), links))
        accepted = grouped[scored.left] == grouped[scored.right]
    review = ~accepted & (chance >= thresholds.review)
    return Linked(
        prepared, VICTIM_COMPARISONS, blocked, scored, chance, accepted, review, grouped, prior, clean, thresholds
    )


def prior_bits(prior: float) -> float:
    """Return the prior's log odds in bits."""
    return math.log2(prior / (1 - prior))


def only(scored: Scored, keep: np.ndarray) -> Scored:
    """Keep the marked pairs."""
    return Scored(
        scored.left[keep], scored.right[keep], scored.weight[keep],
        {n: v[keep] for n, v in scored.levels.items()}, {n: v[keep] for n, v in scored.parts.items()},
    )  # fmt: skip


def _is_clean(con: duckdb.DuckDBPyConnection, number: int) -> bool:
    row = con.execute(
        "SELECT coalesce(sum(n - 1), 0), (SELECT count(*) FROM people WHERE list = $1 AND skeleton IS NOT NULL) FROM"
        " (SELECT count(*) n FROM people WHERE list = $1 AND skeleton IS NOT NULL AND words > 2 AND band IS NOT NULL"
        " GROUP BY skeleton, band)",
        [number],
    ).fetchone()
    return row is not None and row[0] <= CLEAN_LIMIT * max(row[1], 1)


__all__ = ["Block", "Linked", "Progress", "link", "only", "prior_bits"]
