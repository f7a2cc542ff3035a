"""Link lists of people, or one list with itself: prepare, block, score, decide, group. The order of rows
changes nothing."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from tawthiq.linkage.blocking import Block, Blocked, add_blocks
from tawthiq.linkage.clusters import LARGEST_RESCORED, cluster, components
from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.decisions import Thresholds, best_for_both, estimate_prior, probabilities, vetoed
from tawthiq.linkage.engine import Scored, score
from tawthiq.linkage.judgements import Judgement, standing
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.people import open_people
from tawthiq.linkage.plans import Plan, choose_plan
from tawthiq.linkage.prepare import Prepared, prepare
from tawthiq.linkage.told import Told, resolve
from tawthiq.linkage.training import train

CLEAN_LIMIT = 0.005  # a list with fewer doubled rows than this is clean
FLOOR_BITS = 6.0  # pairs weaker than this cannot matter in lists of more than some thousand people
FLOOR_BELOW = 12.0  # on shorter lists, so many bits below what would make a pair as likely as not
WITHIN_FLOOR = -60.0
BANNED_BITS = -8.0  # what a veto counts for when groups are weighed against each other
MEMORY = "2500MB"
DEFAULT_THRESHOLDS = Thresholds()
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Linked:
    """The outcome of a linkage: the people, the pairs with probability and decision, each row's group."""

    prepared: Prepared
    kind: str
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
    asked: tuple[int, ...]  # for each list in the order of work, its place in the order it was given


def link(
    lists: Sequence[PeopleList],
    *,
    model: str = "auto",
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    judgements: Sequence[Judgement] = (),
    spill: str = "",
    progress: Progress = lambda text: None,
) -> Linked:
    """Link two or more lists, or deduplicate a single one; the model is "victims", "learnt" or "auto".

    What does not fit into memory goes to the folder `spill`; without one, nothing is ever written.
    Standing judgements decide their pairs; pairs judged the same share a group, pairs judged apart never do.
    """
    asked = (
        (0,)
        if len(lists) == 1
        else tuple(sorted(range(len(lists)), key=lambda n: (content_key(lists[n]), lists[n].name)))
    )
    prepared = prepare([lists[n] for n in asked], model)
    progress(f"{prepared.people.num_rows:,} rows read, {prepared.unnamed:,} without a name")
    con = _open(prepared, spill)
    plan = choose_plan(prepared)
    comparisons = train(con, "people", plan.comparisons, plan.training) if plan.training else plan.comparisons
    clean = len(lists) > 1 and all(_is_clean(con, n) for n in range(len(lists)))
    blocked = add_blocks(con, "people", plan.blocks, within=not clean)
    progress(f"{plan.kind} model, {sum(blocked.comparisons):,} comparisons to make")
    floor = min(FLOOR_BITS, math.log2(5 * max(1, prepared.people.num_rows)) - FLOOR_BELOW)
    scored = score(con, "people", comparisons, blocks=len(plan.blocks), between_lists=clean, floor=floor)
    progress(f"{len(scored.weight):,} pairs above the floor")
    told = resolve(prepared, standing(judgements))
    linked = _decide(prepared, plan, comparisons, blocked, scored, clean, thresholds, asked, told)
    if clean:
        return linked
    within = _score_within(con, linked)
    progress(f"{len(within.weight):,} pairs within groups compared with each other")
    return _decide(
        prepared, plan, comparisons, blocked, merged(scored, within), clean, thresholds, asked, told
    )


def _open(prepared: Prepared, spill: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"SET preserve_insertion_order = false; SET memory_limit = '{MEMORY}'")
    con.execute("SET temp_directory = $1", [spill])
    open_people(con, prepared)
    return con


def _score_within(con: duckdb.DuckDBPyConnection, linked: Linked) -> Scored:
    """Compare the rows of each connected group with one another, also those that no block brought together."""
    hopeful = linked.probability >= linked.thresholds.accept
    rows = linked.prepared.people.num_rows
    group = components(rows, linked.scored.left[hopeful], linked.scored.right[hopeful])
    sizes = np.bincount(group, minlength=rows)[group]
    kept = np.flatnonzero((sizes > 2) & (sizes <= LARGEST_RESCORED))
    con.register("grouped", pa.table({"uid": kept, "component": group[kept]}))
    drop = ", ".join(f"block_{n}" for n in range(len(linked.blocked.comparisons)))
    con.execute(
        f"CREATE OR REPLACE TABLE together AS SELECT * EXCLUDE ({drop}, component), component AS block_0"
        " FROM people JOIN grouped USING (uid)"
    )
    return score(con, "together", linked.comparisons, blocks=1, between_lists=False, floor=WITHIN_FLOOR)


def merged(one: Scored, two: Scored) -> Scored:
    """Put two scorings together; a pair scored twice counts once."""
    left, right = np.concatenate([one.left, two.left]), np.concatenate([one.right, two.right])
    _, first = np.unique(left.astype(np.int64) << 32 | right.astype(np.int64), return_index=True)
    return Scored(
        left[first], right[first], np.concatenate([one.weight, two.weight])[first],
        {n: np.concatenate([v, two.levels[n]])[first] for n, v in one.levels.items()},
        {n: np.concatenate([v, two.parts[n]])[first] for n, v in one.parts.items()},
    )  # fmt: skip


def _decide(
    prepared: Prepared,
    plan: Plan,
    comparisons: tuple[Comparison, ...],
    blocked: Blocked,
    scored: Scored,
    clean: bool,
    thresholds: Thresholds,
    asked: tuple[int, ...],
    told: Told,
) -> Linked:
    own_list = prepared.people["list"].to_numpy()
    sizes = np.bincount(own_list)
    total = float(sizes.sum())
    pairs = (total**2 - float((sizes**2).sum())) / 2 if clean else total * (total - 1) / 2
    prior = estimate_prior(scored.weight, max(pairs, 1.0), start=total / 10)
    chance = probabilities(scored, prior, rival_lists=own_list if clean else None)
    banned = vetoed(scored, comparisons)
    links: list[tuple[int, int, float]]
    if clean:
        allowed = (chance >= thresholds.accept) & ~banned & ~told.settled(scored.left, scored.right)
        best = best_for_both(scored, chance, allowed, own_list, told.same)
        links = [
            (a, b, 1.0) for a, b in zip(scored.left[best].tolist(), scored.right[best].tolist(), strict=True)
        ]
    else:
        bits = scored.weight + prior_bits(prior) - prior_bits(thresholds.accept)
        bits = np.where(banned, np.minimum(bits, BANNED_BITS), bits)
        links = list(zip(scored.left.tolist(), scored.right.tolist(), bits.tolist(), strict=True))
    exclusive = dict(enumerate(own_list.tolist())) if clean else None
    groups = np.array(
        cluster(len(own_list), links, apart=told.apart, together=told.same, exclusive=exclusive)
    )
    accepted = groups[scored.left] == groups[scored.right]
    judged_apart = told.marks(told.apart, scored.left, scored.right)
    unsure = told.marks(told.unsure, scored.left, scored.right)
    review = ~accepted & ~judged_apart & ((chance >= thresholds.review) | unsure)
    return Linked(
        prepared,
        plan.kind,
        comparisons,
        blocked,
        scored,
        chance,
        accepted,
        review,
        groups,
        prior,
        clean,
        thresholds,
        asked,
    )


def content_key(people: PeopleList) -> str:
    """Return a key of a list's rows that does not depend on their order: lists are worked on in the order of it."""
    rows = sorted(str(row) for row in people.rows.select(sorted(people.rows.column_names)).to_pylist())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


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
