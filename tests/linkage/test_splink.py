"""The direct engine's numbers are Splink's: same pairs, levels, weights, probabilities and learnt shares, on lists of
both models, Arabic and Latin script, deduplicated and linked.

Where both do the same arithmetic they may differ by rounding only (WEIGHT_BITS, CHANCE). What is learnt from random pairs
(u) differs by the samples that each draws; EM starts for both from the shipped shares and ends within its own limit of
convergence of the same point (EM_SHARE).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import numpy as np
import pytest

from benchmarks.linkage_lists import Lists, first_kind, second_kind
from tawthiq.linkage.blocking import make_candidates
from tawthiq.linkage.comparisons import Comparison, Level
from tawthiq.linkage.judgements import Judgement, RowKey, Verdict, judge
from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.lists import PeopleList, as_people
from tawthiq.linkage.people import open_people
from tawthiq.linkage.plans import Plan, choose_plan
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.scored import Scored
from tawthiq.linkage.training import LEAST, SAMPLE_PAIRS, train
from tests.linkage.people import crowd, english_list, misspelt_crowd, people_list

splink_engine = pytest.importorskip(
    "tawthiq.linkage.splink_engine", reason="Splink is not installed: it comes with the extra linkage"
)
pytestmark = pytest.mark.filterwarnings("ignore")

WEIGHT_BITS = 1e-4
CHANCE = 1e-6
EM_SHARE = 0.01
GROUPED_ALIKE = 0.98  # of accepted pairs, where each engine learnt from samples of its own
Make = Callable[[int], list[PeopleList]]


def official(seed: int) -> list[PeopleList]:
    """Two Arabic lists of 2,000 and 600 rows with birth dates."""
    return _generated(first_kind(seed, left=2000, right=600, shared=400))


def ages_only(seed: int) -> list[PeopleList]:
    """Two Arabic lists of families, 1,500 and 500 rows, with ages and short names."""
    return _generated(second_kind(seed, left=1500, right=500, shared=300, ages=True, length=2))


def across_scripts(seed: int) -> list[PeopleList]:
    """An Arabic list of 1,500 rows and one in Latin letters of 500."""
    return _generated(second_kind(seed, left=1500, right=500, shared=300, latin=True))


def one_arabic(seed: int) -> list[PeopleList]:
    """One Arabic list with 150 of 500 people on it twice, misspelt."""
    return [people_list("list", [*crowd(500), *misspelt_crowd(150, seed=seed)])]


def one_english(seed: int) -> list[PeopleList]:
    """One English list of about 2,500 rows, weights to be learnt."""
    return [english_list("list", 2000, seed=seed, doubled=0.25)]


def two_english(seed: int) -> list[PeopleList]:
    """Two English lists of some hundred rows, the second a part of the first with faults."""
    whole = english_list("one", 600, seed=seed, doubled=0.9)
    again = [i.endswith("-again") for i in whole.rows["id"].to_pylist()]
    return [
        PeopleList("one", whole.rows.filter([not a for a in again]), whole.others),
        PeopleList("two", whole.rows.filter(again), whole.others),
    ]


def _generated(made: Lists) -> list[PeopleList]:
    tables = {"left": made.left, "right": made.right}
    return [as_people(n, t, {c: c for c in t.column_names}) for n, t in tables.items()]


VICTIMS: tuple[Make, ...] = (official, ages_only, across_scripts, one_arabic)
LEARNT: tuple[Make, ...] = (one_english, two_english)


def assert_same_scores(one: Scored, two: Scored, comparisons: Sequence[Comparison]) -> None:
    assert one.left.tolist() == two.left.tolist() and one.right.tolist() == two.right.tolist()
    for comparison in comparisons:
        assert one.levels[comparison.name].tolist() == two.levels[comparison.name].tolist()
        assert np.allclose(one.parts[comparison.name], two.parts[comparison.name], atol=WEIGHT_BITS)
    assert np.allclose(one.weight, two.weight, atol=WEIGHT_BITS)


@pytest.mark.parametrize("make", VICTIMS)
def test_linking_with_splink_gives_the_same_pairs_levels_weights_probabilities_and_groups(make: Make) -> None:
    lists = make(7)
    one, two = link(lists), link(lists, engine=splink_engine.SPLINK)
    assert one.kind == two.kind == "victims"
    assert one.accepted.sum() >= 100
    assert_same_scores(one.scored, two.scored, one.comparisons)
    assert math.isclose(one.prior, two.prior, rel_tol=1e-4)
    assert np.allclose(one.probability, two.probability, atol=CHANCE, rtol=1e-4)
    assert one.groups.tolist() == two.groups.tolist()
    assert one.accepted.tolist() == two.accepted.tolist() and one.review.tolist() == two.review.tolist()


def opened(lists: list[PeopleList]) -> tuple[duckdb.DuckDBPyConnection, Plan]:
    prepared = prepare(lists)
    plan = choose_plan(prepared)
    con = duckdb.connect()
    open_people(con, prepared, plan.comparisons)
    return con, plan


@pytest.mark.parametrize("make", LEARNT)
def test_splinks_em_learns_the_same_shares_of_true_pairs(make: Make) -> None:
    """Both get the same u, so that what EM makes of the same blocks is compared and nothing else."""
    con, plan = opened(make(11))
    assert plan.kind == "learnt" and len(plan.training) >= 2
    ours = train(con, "people", plan.comparisons, plan.training)
    given = with_u(plan.comparisons, ours)
    linker = splink_engine.training_linker(con, "people", given)
    splink_engine.learn_true_shares(linker, con, "people", plan.training)
    theirs = splink_engine.learnt_shares(linker, given)
    compared = 0
    for one, two in zip(ours, theirs, strict=True):
        for a, b in zip(one.levels, two.levels, strict=True):
            if a.m > LEAST:  # a level met nowhere in training is rare to us and as shipped to Splink
                assert abs(a.m - b.m) <= EM_SHARE, (a.code, a.m, b.m)
                compared += 1
    assert compared >= 2 * len(ours)


def with_u(comparisons: Sequence[Comparison], learnt: Sequence[Comparison]) -> tuple[Comparison, ...]:
    return tuple(
        replace(c, levels=tuple(replace(v, u=w.u) for v, w in zip(c.levels, d.levels, strict=True)))
        for c, d in zip(comparisons, learnt, strict=True)
    )


@pytest.mark.parametrize("make", LEARNT)
def test_splink_finds_the_same_shares_of_random_pairs_as_far_as_samples_can(make: Make) -> None:
    con, plan = opened(make(12))
    ours = train(con, "people", plan.comparisons, plan.training)
    theirs = splink_engine.SPLINK.train(con, "people", plan.comparisons, plan.training)
    for one, two in zip(ours, theirs, strict=True):
        for a, b in zip(one.levels, two.levels, strict=True):
            spread = math.sqrt(max(b.u, 1 / SAMPLE_PAIRS) * (1 - b.u) / SAMPLE_PAIRS)
            assert abs(a.u - b.u) <= 5 * spread or (a.u == untrained(plan, a).u), (a.code, a.u, b.u)


def untrained(plan: Plan, level: Level) -> Level:
    """Return the level as it was before training; one never met by chance keeps its u."""
    return next(v for c in plan.comparisons for v in c.levels if v.code == level.code)


@pytest.mark.parametrize("make", LEARNT)
def test_lists_that_teach_themselves_are_grouped_alike_by_splink(make: Make) -> None:
    one, two = link(make(13)), link(make(13), engine=splink_engine.SPLINK)
    assert one.kind == two.kind == "learnt"
    both = pairs(one) & pairs(two)
    assert len(both) >= 100
    assert len(both) >= GROUPED_ALIKE * max(len(pairs(one)), len(pairs(two)))


def pairs(linked: Linked) -> set[tuple[int, int]]:
    return {
        *zip(
            linked.scored.left[linked.accepted].tolist(),
            linked.scored.right[linked.accepted].tolist(),
            strict=True,
        )
    }


def test_judgements_teach_with_splink_as_they_do_directly() -> None:
    lists = one_arabic(5)
    said: tuple[Judgement, ...] = ()
    for n, verdict in enumerate((Verdict.SAME, Verdict.NOT_SAME, Verdict.SAME), 1):
        one, two = RowKey("list", f"c{n}"), RowKey("list", f"t{n}")
        at = datetime(2021, 5, n, tzinfo=UTC)
        said = judge(said, one, two, verdict=verdict, by="amal", at=at, why="seen")
    ours, theirs = link(lists, judgements=said), link(lists, judgements=said, engine=splink_engine.SPLINK)
    assert any(level.taught for c in ours.comparisons for level in c.levels)
    assert_same_scores(ours.scored, theirs.scored, ours.comparisons)
    assert ours.groups.tolist() == theirs.groups.tolist()


def test_splink_gives_the_same_result_twice_and_for_any_order_of_rows() -> None:
    first = english_list("list", 500, seed=3, doubled=0.5)
    turned = PeopleList("list", first.rows.take(list(range(first.rows.num_rows))[::-1]), first.others)
    one, two = (link([p], engine=splink_engine.SPLINK) for p in (first, turned))
    assert one.groups.tolist() == two.groups.tolist()
    assert one.probability.tolist() == two.probability.tolist()


def test_splink_compares_no_pairs_where_nobody_could_be_another() -> None:
    rows = [crowd(1, start=n)[0] for n in (0, 25, 61)]
    linked = link([people_list("list", rows)], engine=splink_engine.SPLINK)
    assert sum(linked.blocked.comparisons) == 0
    assert len(linked.scored.left) == 0 and len(set(linked.groups.tolist())) == 3


def test_by_blocks_as_on_spark_splink_gives_the_pairs_that_were_counted() -> None:
    con, plan = opened(one_arabic(9))
    make_candidates(con, "people", plan.blocks, within=True, everyone=False)
    counted = con.execute("SELECT l, r FROM candidates ORDER BY l, r").fetchall()
    name = splink_engine.add_block_columns(con, "people", len(plan.blocks))
    rules = " OR ".join(f"({rule})" for rule in splink_engine.block_rules(plan.blocks))
    met = con.execute(
        f"SELECT l.uid, r.uid FROM {name} l JOIN {name} r ON l.uid < r.uid AND ({rules}) ORDER BY 1, 2"
    )
    assert counted == met.fetchall()
