"""What people judged corrects the weights of the pairs they did not see; without judgements nothing moves."""

from datetime import UTC, datetime

import numpy as np
import pytest

from tawthiq.linkage import Judgement, RowKey, Verdict, judge, withdraw
from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.results import clusters_table, overlap_table, pairs_table
from tawthiq.linkage.summary import summary_page
from tests.linkage.people import FAMILY, FATHER, GIVEN, crowd, people_list

NOW = datetime(2021, 5, 1, tzinfo=UTC)
PAIRS = 14


def lists() -> list[PeopleList]:
    """Two lists that agree on the first and last word of some names and on nothing between."""
    one, two = crowd(400), []
    for n in range(PAIRS):
        ends = (f"{GIVEN[n]} {FATHER[n]}", f"{FAMILY[n % 12]} الغريب{'ابتثجحخدذرزسش'[n % 12]}")
        common = {"sex": "m", "age": str(20 + n), "date": f"2013-04-{n + 1:02d}"}
        one.append({"id": f"x{n}", "name": f"{GIVEN[n]} {FATHER[n]} {ends[1]}", **common})
        two.append({"id": f"x{n}", "name": f"{GIVEN[n]} {FATHER[(n + 5) % 16]} {ends[1]}", **common})
    return [people_list("one", one), people_list("two", two)]


def judged(count: int, verdict: Verdict) -> tuple[Judgement, ...]:
    log: tuple[Judgement, ...] = ()
    for n in range(count):
        log = judge(
            log, RowKey("one", f"x{n}"), RowKey("two", f"x{n}"), verdict=verdict, by="r", at=NOW, why="w"
        )
    return log


def chance(linked: Linked, row: str) -> float:
    table = pairs_table(linked)
    found = zip(*(table[c].to_pylist() for c in ("left_id", "right_id", "probability")), strict=True)
    return next((p for left, right, p in found if left == right == row), 0.0)


def state(linked: Linked) -> list[object]:
    """Everything that a run gives."""
    tables = [f(linked).to_pydict() for f in (pairs_table, clusters_table, overlap_table)]
    return [*tables, summary_page(linked), linked.scored.weight.tobytes(), linked.probability.tobytes()]


@pytest.mark.parametrize(("verdict", "raised"), [(Verdict.SAME, True), (Verdict.NOT_SAME, False)])
def test_judgements_move_the_pairs_of_the_same_kind_that_nobody_judged(
    verdict: Verdict, raised: bool
) -> None:
    unjudged = f"x{PAIRS - 1}"
    before = chance(link(lists(), model="victims"), unjudged)
    after = chance(link(lists(), model="victims", judgements=judged(PAIRS - 2, verdict)), unjudged)
    assert 0 < before < 1
    assert (after > before) is raised and after != before


def test_more_judgements_of_one_kind_teach_more() -> None:
    few, many = (
        chance(link(lists(), model="victims", judgements=judged(n, Verdict.NOT_SAME)), f"x{PAIRS - 1}")
        for n in (2, 12)
    )
    assert many < few


def test_undoing_every_judgement_gives_back_the_first_state_byte_for_byte() -> None:
    log = judged(6, Verdict.SAME)
    for number in range(1, 7):
        log = withdraw(log, number, by="r", at=NOW, why="w")
    first = state(link(lists(), model="victims"))
    assert state(link(lists(), model="victims", judgements=judged(6, Verdict.SAME))) != first
    assert state(link(lists(), model="victims", judgements=log)) == first


def test_what_judgements_teach_does_not_depend_on_their_order() -> None:
    pairs = [(RowKey("one", f"x{n}"), RowKey("two", f"x{n}")) for n in range(6)]
    logs: list[tuple[Judgement, ...]] = [(), ()]
    for n, order in enumerate((pairs, pairs[::-1])):
        for one, two in order:
            logs[n] = judge(logs[n], one, two, verdict=Verdict.SAME, by="r", at=NOW, why="w")
    first, second = (link(lists(), model="victims", judgements=log) for log in logs)
    assert np.array_equal(first.probability, second.probability)


def test_a_pair_judged_the_same_is_listed_though_no_comparison_would_have_made_it() -> None:
    far = (RowKey("one", "c1"), RowKey("two", "x0"))
    log = judge((), *far, verdict=Verdict.SAME, by="r", at=NOW, why="his mother said so")
    table = pairs_table(link(lists(), model="victims", judgements=log))
    rows = zip(*(table[c].to_pylist() for c in ("left_id", "right_id", "decision")), strict=True)
    assert ("c1", "x0", "accepted") in set(rows)
