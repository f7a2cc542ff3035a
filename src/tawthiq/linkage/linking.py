"""Link lists of people, or one list with itself: prepare, block, score, decide, group. The order of rows
changes nothing."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.linkage.blocking import Blocked, make_candidates
from tawthiq.linkage.clusters import LARGEST_RESCORED, cluster, components
from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.decisions import Thresholds, best_for_both, estimate_prior, probabilities, vetoed
from tawthiq.linkage.engines import DIRECT, Engine
from tawthiq.linkage.judgements import Judgement, standing
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.people import FEW_ROWS, open_people
from tawthiq.linkage.places import Gazetteer
from tawthiq.linkage.plans import Plan, choose_plan
from tawthiq.linkage.prepare import NO_PLACES, Prepared, prepare
from tawthiq.linkage.scored import Scored
from tawthiq.linkage.teaching import reweighed, teach
from tawthiq.linkage.told import Told, resolve

CLEAN_LIMIT = 0.005  # a list with fewer doubled rows than this is clean
FLOOR_BITS = 6.0  # pairs weaker than this cannot matter in lists of more than some thousand people
FLOOR_BELOW = 12.0  # on shorter lists, so many bits below what would make a pair as likely as not
WITHIN_FLOOR = -60.0
EVERY_PAIR = -1e9
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
    engine: Engine = DIRECT,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    judgements: Sequence[Judgement] = (),
    places: Gazetteer = NO_PLACES,
    spill: str = "",
    progress: Progress = lambda text: None,
) -> Linked:
    """Link two or more lists, or deduplicate a single one; the model is "victims", "learnt" or "auto".

    The engine trains and scores: DIRECT, or SPLINK of `splink_engine`, which gives the same and takes longer.
    `places` says which community, subdistrict and governorate a place lies in; without it places compare as text.
    What does not fit into memory goes to the folder `spill`; without one, nothing is ever written.
    Standing judgements decide their pairs and correct the weights of all; pairs judged the same share a group, pairs
    judged apart never do.
    """
    asked = _in_order(lists)
    prepared = prepare([lists[n] for n in asked], model, places)
    progress(f"{prepared.people.num_rows:,} rows read, {prepared.unnamed:,} without a name")
    plan = choose_plan(prepared)
    con = _open(prepared, plan, spill)
    comparisons = plan.comparisons
    if plan.training:
        comparisons = engine.train(con, "people", comparisons, plan.training)
    clean = len(lists) > 1 and all(_is_clean(con, n) for n in range(len(lists)))
    everyone = plan.kind == "learnt"  # its weights come from all columns alike: rows without a name take part
    blocked = make_candidates(con, "people", plan.blocks, within=not clean, everyone=everyone)
    progress(f"{plan.kind} model, {sum(blocked.comparisons):,} comparisons to make")
    floor = min(FLOOR_BITS, math.log2(5 * max(1, prepared.people.num_rows)) - FLOOR_BELOW)
    scored = engine.score(con, "people", comparisons, candidates="candidates", floor=floor)
    progress(f"{len(scored.weight):,} pairs above the floor")
    judged = resolve(prepared, standing(judgements))
    case = _Case(prepared, plan.kind, engine, blocked, clean, thresholds, asked, judged)
    comparisons, scored = _taught(con, case, comparisons, scored)
    if not clean:
        within = reweighed(_score_within(con, case, comparisons, scored), comparisons)
        progress(f"{len(within.weight):,} pairs within groups compared with each other")
        scored = merged(scored, within)
    return _decide(case, comparisons, scored)


def _in_order(lists: Sequence[PeopleList]) -> tuple[int, ...]:
    """Return the lists' numbers in an order of their contents, so that the order in which they are given changes nothing."""
    if len(lists) == 1:
        return (0,)
    return tuple(sorted(range(len(lists)), key=lambda n: (content_key(lists[n]), lists[n].name)))


@dataclass(frozen=True, slots=True)
class _Case:
    """What is settled before pairs are decided."""

    prepared: Prepared
    kind: str
    engine: Engine
    blocked: Blocked
    clean: bool
    thresholds: Thresholds
    asked: tuple[int, ...]
    told: Told

    @property
    def own_list(self) -> np.ndarray:
        return np.asarray(self.prepared.people["list"].to_numpy())

    def chances(self, scored: Scored) -> tuple[float, np.ndarray]:
        """Return the share of true pairs among all, and each pair's probability."""
        sizes = np.bincount(self.own_list)
        total = float(sizes.sum())
        pairs = (total**2 - float((sizes**2).sum())) / 2 if self.clean else total * (total - 1) / 2
        prior = estimate_prior(scored.weight, max(pairs, 1.0), start=total / 10)
        return prior, probabilities(scored, prior, rival_lists=self.own_list if self.clean else None)


def _taught(
    con: duckdb.DuckDBPyConnection, case: _Case, comparisons: tuple[Comparison, ...], scored: Scored
) -> tuple[tuple[Comparison, ...], Scored]:
    """Score the judged pairs, also those that no block brought together, and let the decided ones correct the weights."""
    pairs = case.told.pairs()
    if not pairs:
        return comparisons, scored
    con.register("judged", pa.table({"l": [a for a, _ in pairs], "r": [b for _, b in pairs]}))
    judged = case.engine.score(con, "people", comparisons, candidates="judged", floor=EVERY_PAIR)
    prior, _ = case.chances(scored)
    same, apart = (
        case.told.marks(said, judged.left, judged.right) for said in (case.told.same, case.told.apart)
    )
    comparisons = teach(comparisons, judged.only(same | apart), same[same | apart], prior)
    return comparisons, reweighed(merged(scored, judged), comparisons)


def _open(prepared: Prepared, plan: Plan, spill: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"SET preserve_insertion_order = false; SET memory_limit = '{MEMORY}'")
    con.execute("SET temp_directory = $1", [spill])
    open_people(con, prepared, plan.comparisons)
    return con


def _score_within(
    con: duckdb.DuckDBPyConnection, case: _Case, comparisons: tuple[Comparison, ...], scored: Scored
) -> Scored:
    """Compare the rows of each connected group with one another, also those that no block brought together."""
    hopeful = case.chances(scored)[1] >= case.thresholds.accept
    rows = case.prepared.people.num_rows
    group = components(rows, scored.left[hopeful], scored.right[hopeful])
    sizes = np.bincount(group, minlength=rows)[group]
    kept = np.flatnonzero((sizes > 2) & (sizes <= LARGEST_RESCORED))
    con.register("grouped", pa.table({"uid": kept, "component": group[kept]}))
    pairs = (
        "(SELECT a.uid AS l, b.uid AS r FROM grouped a JOIN grouped b USING (component) WHERE a.uid < b.uid)"
    )
    return case.engine.score(con, "people", comparisons, candidates=pairs, floor=WITHIN_FLOOR)


def merged(one: Scored, two: Scored) -> Scored:
    """Put two scorings together; a pair scored twice counts once."""
    left, right = np.concatenate([one.left, two.left]), np.concatenate([one.right, two.right])
    _, first = np.unique(left.astype(np.int64) << 32 | right.astype(np.int64), return_index=True)
    return Scored(
        left[first], right[first], np.concatenate([one.weight, two.weight])[first],
        {n: np.concatenate([v, two.levels[n]])[first] for n, v in one.levels.items()},
        {n: np.concatenate([v, two.parts[n]])[first] for n, v in one.parts.items()},
    )  # fmt: skip


def _decide(case: _Case, comparisons: tuple[Comparison, ...], scored: Scored) -> Linked:
    prior, chance = case.chances(scored)
    banned = vetoed(scored, comparisons)
    told, own_list = case.told, case.own_list
    if case.clean:
        allowed = (chance >= case.thresholds.accept) & ~banned & ~told.settled(scored.left, scored.right)
        links = best_for_both(scored, chance, allowed, own_list, told.same)
        bits = np.ones(int(links.sum()))
    else:
        links = np.ones(len(chance), dtype=bool)
        bits = scored.weight + prior_bits(prior) - prior_bits(case.thresholds.accept)
        bits = np.where(banned, np.minimum(bits, BANNED_BITS), bits)
    groups = cluster(
        len(own_list), scored.left[links], scored.right[links], bits,
        apart=told.apart, together=told.same, exclusive=own_list if case.clean else None,
    )  # fmt: skip
    accepted = groups[scored.left] == groups[scored.right]
    judged_apart = told.marks(told.apart, scored.left, scored.right)
    unsure = told.marks(told.unsure, scored.left, scored.right)
    review = ~accepted & ~judged_apart & ((chance >= case.thresholds.review) | unsure)
    return Linked(
        case.prepared, case.kind, comparisons, case.blocked, scored, chance, accepted, review, groups, prior, case.clean,
        case.thresholds, case.asked,
    )  # fmt: skip


def content_key(people: PeopleList) -> str:
    """Return a key of a list's rows that does not depend on their order: lists are worked on in the order of it."""
    names = sorted(people.rows.column_names)
    cells = [pc.fill_null(people.rows[name], "\x00") for name in names]
    rows = pc.binary_join_element_wise(*cells, "\x1f").to_pylist()
    return hashlib.sha256("\n".join([*names, *sorted(rows)]).encode()).hexdigest()


def prior_bits(prior: float) -> float:
    """Return the prior's log odds in bits."""
    return math.log2(prior / (1 - prior))


def _is_clean(con: duckdb.DuckDBPyConnection, number: int) -> bool:
    row = con.execute(
        "SELECT coalesce(sum(n - 1), 0), (SELECT count(*) FROM people WHERE list = $1 AND skeleton IS NOT NULL) FROM"
        " (SELECT count(*) n FROM people WHERE list = $1 AND skeleton IS NOT NULL AND words > 2"
        f" AND (band IS NOT NULL OR words > 3 OR (SELECT count(*) FROM people) < {FEW_ROWS}) GROUP BY skeleton, band)",
        [number],
    ).fetchone()
    return row is not None and row[0] <= CLEAN_LIMIT * max(row[1], 1)


__all__ = ["Linked", "Progress", "link", "prior_bits"]
