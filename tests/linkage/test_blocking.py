"""Blocks that go across: pairs of a short name and a longer one are made and counted, pairs of two longer ones are not."""

import duckdb
import pytest

from tawthiq.linkage.blocking import VICTIM_BLOCKS, Blocked, make_candidates
from tawthiq.linkage.comparisons import VICTIM_COMPARISONS
from tawthiq.linkage.linking import link
from tawthiq.linkage.people import open_people
from tawthiq.linkage.prepare import prepare
from tests.linkage.people import people_list

ACROSS = tuple(b for b in VICTIM_BLOCKS if b.across)
LONG = [
    {"id": "long 1", "name": "نضال سليم راغب القمري", "age": "31"},
    {"id": "long 2", "name": "نضال كريم راغب النهري", "age": "44"},
    {"id": "long 3", "name": "نضال حامد سليم عادل الحجري", "age": "28"},
]
SHORT = [
    {"id": "short 1", "name": "نضال راغب", "age": "31"},
    {"id": "short 2", "name": "نضال عادل", "age": "28"},
]
MET = {("long 1", "short 1"), ("long 2", "short 1"), ("long 3", "short 2")}


def met(*lists: list[dict[str, str]], within: bool) -> tuple[set[tuple[str, str]], Blocked]:
    prepared = prepare([people_list(f"list {n}", rows) for n, rows in enumerate(lists)], "victims")
    con = duckdb.connect()
    open_people(con, prepared, VICTIM_COMPARISONS)
    blocked = make_candidates(con, "people", ACROSS, within=within, everyone=False)
    ids = prepared.people["id"].to_pylist()
    pairs = con.execute("SELECT l, r FROM candidates").fetchall()
    return {(min(ids[a], ids[b]), max(ids[a], ids[b])) for a, b in pairs}, blocked


def test_a_short_name_meets_longer_ones_by_any_of_their_middle_words() -> None:
    pairs, blocked = met(LONG, SHORT, within=False)
    assert pairs == MET
    assert sum(blocked.comparisons) == len(MET)


def test_pairs_of_one_list_are_made_where_it_may_hold_somebody_twice() -> None:
    pairs, blocked = met([*LONG, *SHORT], within=True)
    assert pairs == MET
    assert sum(blocked.comparisons) == len(MET)


def test_rows_of_one_list_do_not_meet_each_other_on_clean_lists() -> None:
    pairs, blocked = met([*LONG, SHORT[0]], [LONG[0], SHORT[1]], within=False)
    assert pairs == {("long 1", "short 1"), ("long 3", "short 2")}
    assert sum(blocked.comparisons) == len(pairs)


@pytest.mark.parametrize("short", ["باسل القمري", "باسل غسان", "باسل منير", "باسل توفيق"])
def test_a_rare_short_name_is_found_in_the_longer_one_whichever_word_it_kept(short: str) -> None:
    one = people_list("one", [{"id": "a", "name": "باسل غسان منير توفيق القمري", "age": "36"}, *LONG])
    two = people_list("two", [{"id": "b", "name": short, "age": "36"}, *SHORT])
    linked = link([one, two], model="victims")
    ids = linked.prepared.people["id"].to_pylist()
    scored = {
        frozenset((ids[a], ids[b])) for a, b in zip(linked.scored.left, linked.scored.right, strict=True)
    }
    assert frozenset(("a", "b")) in scored
