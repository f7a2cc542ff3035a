"""Linkage end to end: traps of real lists, order of rows and lists, judgements."""

import random
from datetime import UTC, datetime

import pytest

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.linkage import RowKey, Verdict, conflicts, judge, standing, withdraw
from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.lists import as_people
from tawthiq.linkage.results import circular_lists, clusters_table, overlap_counts, pairs_table
from tawthiq.linkage.summary import summary_page
from tests.linkage.people import crowd, people_list

NOW = datetime(2021, 5, 1, tzinfo=UTC)


def accepted(linked: Linked) -> set[frozenset[str]]:
    table = pairs_table(linked)
    rows = zip(
        table["left_id"].to_pylist(),
        table["right_id"].to_pylist(),
        table["decision"].to_pylist(),
        strict=True,
    )
    return {frozenset((left, right)) for left, right, decision in rows if decision == "accepted"}


def dedupe(rows: list[dict[str, str]], **options: object) -> Linked:
    return link([people_list("list", [*crowd(400), *rows])], **options)  # type: ignore[arg-type]  # passed through


def test_father_and_son_of_one_name_stay_two_persons() -> None:
    linked = dedupe(
        [
            {
                "id": "father",
                "name": "صبحي مروان الزعفراني",
                "birth": "1951-03-02",
                "sex": "m",
                "place": "الحي القديم",
            },
            {
                "id": "son",
                "name": "صبحي مروان الزعفراني",
                "birth": "1979-10-21",
                "sex": "m",
                "place": "الحي القديم",
            },
        ]
    )
    assert frozenset(("father", "son")) not in accepted(linked)


def test_twins_stay_two_persons() -> None:
    base = {"birth": "2010-06-07", "sex": "m", "date": "2019-08-03", "place": "تل الريح"}
    linked = dedupe(
        [
            {"id": "one", "name": "رامي شفيق توفيق الزعفراني", **base},
            {"id": "two", "name": "باسل شفيق توفيق الزعفراني", **base},
        ]
    )
    assert frozenset(("one", "two")) not in accepted(linked)


def test_a_whole_family_killed_on_one_day_stays_so_many_persons() -> None:
    given = ["محمد", "محمود", "احمد", "حمد", "سعيد", "سعاد", "حسن", "حسين", "مريم", "مرام"]
    rows = [
        {
            "id": f"f{n}",
            "name": f"{name} شفيق توفيق الزعفراني",
            "age": str(3 + n),
            "date": "2019-08-03",
            "place": "تل الريح",
        }
        for n, name in enumerate(given)
    ]
    assert not [pair for pair in accepted(dedupe(rows)) if all(i.startswith("f") for i in pair)]


@pytest.mark.parametrize("name", ["مجهول الهوية", "Unidentified", "طفل رضيع", "UNB8", ""])
def test_five_hundred_unidentified_of_one_hospital_are_five_hundred_rows(name: str) -> None:
    rows = [
        {"id": f"u{n}", "name": name, "age": "30", "sex": "m", "date": "2019-08-03", "place": "مشفى الريح"}
        for n in range(500)
    ]
    linked = dedupe(rows)
    assert linked.prepared.unnamed == 500
    assert not any(i.startswith("u") for pair in accepted(linked) for i in pair)


def test_one_person_on_three_lists_with_three_spellings_is_one_person() -> None:
    first = people_list(
        "first", [*crowd(300), {"id": "x1", "name": "عبد الرحمن شفيق توفيق الزعفراني", "birth": "1984-02-17"}]
    )
    second = people_list(
        "second",
        [
            *crowd(300, prefix="d", start=900),
            {"id": "x2", "name": "عبدالرحمن شفيق الزعفراني", "birth": "1984-02-17"},
        ],
    )
    third = people_list(
        "third",
        [
            {"id": "x3", "name": "Abdul Rahman Shafiq Tawfiq al-Zaafarani", "birth": "1984-02-17"},
            {"id": "x4", "name": "Rami Karim Nahri", "birth": "1950-01-02"},
        ],
    )
    linked = link([first, second, third])
    table = clusters_table(linked)
    groups = dict(zip(table["id"].to_pylist(), table["cluster_id"].to_pylist(), strict=True))
    assert groups["x1"] == groups["x2"] == groups["x3"] != groups["x4"]
    assert overlap_counts(linked)[("first", "second", "third")] == 1


def test_a_list_that_repeats_another_is_shown_as_its_copy() -> None:
    rows = crowd(300)
    noisy = [{**row, "id": f"n{row['id']}", "name": row["name"].replace("ة", "ه")} for row in rows[:200]]
    linked = link([people_list("origin", rows), people_list("copy", noisy)])
    (found,) = circular_lists(linked)
    assert (found.copy, found.origin) == ("copy", "origin")
    assert "copy" in summary_page(linked)


def test_the_order_of_rows_and_of_lists_changes_nothing() -> None:
    one, two = crowd(250), [{**r, "id": f"t{r['id']}"} for r in crowd(120, start=100)]
    straight = link([people_list("one", one), people_list("two", two)])
    rng = random.Random(7)
    one, two = rng.sample(one, len(one)), rng.sample(two, len(two))
    shuffled = link([people_list("one", one), people_list("two", two)])
    turned = link([people_list("two", two), people_list("one", one)])
    assert pairs_table(straight).equals(pairs_table(shuffled))
    assert accepted(straight) == accepted(turned)
    assert clusters_table(straight).equals(clusters_table(turned))


def test_every_accepted_pair_is_explained_in_both_languages() -> None:
    rows = crowd(200)
    linked = link(
        [people_list("one", rows), people_list("two", [{**r, "id": f"t{r['id']}"} for r in rows[:80]])]
    )
    english, arabic = pairs_table(linked), pairs_table(linked, language="ar")
    assert (
        english["explanation"][0]
        .as_py()
        .startswith("The names are the same word by word. The dates of birth are the same (")
    )
    assert arabic["explanation"][0].as_py().startswith("الاسمان متطابقان كلمةً كلمة. تاريخ الميلاد واحد (")


def judged(*, verdict: Verdict) -> tuple[Linked, Linked, Linked]:
    rows = crowd(200)
    lists = [people_list("one", rows), people_list("two", [{**r, "id": f"t{r['id']}"} for r in rows[:80]])]
    log = judge(
        (),
        RowKey("one", "c5"),
        RowKey("two", "tc5"),
        verdict=verdict,
        by="reviewer",
        at=NOW,
        why="seen the photographs",
    )
    undone = withdraw(log, 1, by="reviewer", at=NOW, why="wrong pair")
    return link(lists), link(lists, judgements=log), link(lists, judgements=undone)


def test_a_judgement_decides_its_pair_and_undoing_it_gives_back_the_first_state() -> None:
    before, told, after = judged(verdict=Verdict.NOT_SAME)
    assert frozenset(("c5", "tc5")) in accepted(before)
    assert frozenset(("c5", "tc5")) not in accepted(told)
    assert pairs_table(before).equals(pairs_table(after))
    assert clusters_table(before).equals(clusters_table(after))


def test_an_unsure_judgement_leaves_the_pair_for_review() -> None:
    _, told, _ = judged(verdict=Verdict.UNSURE)
    table = pairs_table(told)
    decisions = dict(zip(table["left_id"].to_pylist(), table["decision"].to_pylist(), strict=True))
    assert decisions["c5"] == "review"


def test_the_last_judgement_that_stands_decides() -> None:
    one, two = RowKey("a", "1"), RowKey("b", "2")
    log = judge((), two, one, verdict=Verdict.SAME, by="r", at=NOW, why="same mother")
    log = judge(log, one, two, verdict=Verdict.NOT_SAME, by="r", at=NOW, why="two graves")
    assert standing(log) == {(one, two): Verdict.NOT_SAME}
    assert standing(withdraw(log, 2, by="r", at=NOW, why="one grave")) == {(one, two): Verdict.SAME}
    with pytest.raises(NotFound, match="No standing judgement has the number 9"):
        withdraw(log, 9, by="r", at=NOW, why="?")


def test_judgements_that_contradict_each_other_are_named() -> None:
    a, b, c = RowKey("x", "1"), RowKey("x", "2"), RowKey("x", "3")
    log = judge((), a, b, verdict=Verdict.SAME, by="r", at=NOW, why="w")
    log = judge(log, b, c, verdict=Verdict.SAME, by="r", at=NOW, why="w")
    log = judge(log, a, c, verdict=Verdict.NOT_SAME, by="r", at=NOW, why="w")
    assert conflicts(standing(log)) == ((a, c),)


def test_a_judgement_without_a_reason_is_refused() -> None:
    with pytest.raises(InvalidValue, match="who made it and why"):
        judge((), RowKey("a", "1"), RowKey("b", "2"), verdict=Verdict.SAME, by="r", at=NOW, why=" ")


def test_a_list_without_names_is_refused() -> None:
    rows = people_list("list", crowd(3)).rows
    with pytest.raises(InvalidValue, match="no column of names"):
        as_people("list", rows, {"id": "id", "birth": "birth"})


def test_blank_and_repeated_ids_are_told_apart_by_their_row() -> None:
    rows = [{"id": i, "name": "رامي شفيق"} for i in ("a", "", "b", "b")]
    assert people_list("list", rows).rows["id"].to_pylist() == ["a", "(row 2)", "b(row 3)", "b(row 4)"]


def test_a_list_without_rows_has_nobody_twice() -> None:
    linked = link([people_list("list", crowd(1))])
    assert len(linked.groups) == 1
    empty = as_people("empty", people_list("list", crowd(1)).rows.slice(0, 0), {"id": "id", "name": "name"})
    assert len(link([empty]).groups) == 0 == pairs_table(link([empty])).num_rows
    assert summary_page(link([empty])).startswith("<!doctype html>")


def test_lists_of_names_alone_are_not_taken_for_clean_when_one_repeats_a_name() -> None:
    names = ["سليم نعيم الزعفراني", "سليم نعيم الزعفرانى", "وسيم راغب الساحلي"]
    one, two = (
        people_list(n, [{"id": f"{n}{i}", "name": name} for i, name in enumerate(names)]) for n in "ab"
    )
    linked = link([one, two])
    assert not linked.one_to_one
    assert {frozenset(("a0", "b0")), frozenset(("a0", "a1")), frozenset(("a2", "b2"))} <= accepted(linked)


def test_a_column_that_never_varies_teaches_nothing_and_breaks_nothing() -> None:
    rows = [{"id": str(n), "name": "A1 street"} for n in range(3)]
    assert len(link([people_list("list", rows)], model="learnt").groups) == 3


@pytest.mark.parametrize(("age", "found"), [("36", True), ("37", True), ("38", True), ("52", False)])
def test_a_rare_short_name_is_found_although_its_age_is_a_little_off(age: str, found: bool) -> None:
    official = [{"id": r["id"], "name": r["name"], "age": str(20 + n % 50)} for n, r in enumerate(crowd(400))]
    known = {"id": "official", "name": "شاهين غسان منير العنقودي", "age": "36"}
    told = [{"id": "told", "name": "شاهين العنقودي", "age": age}]
    linked = link([people_list("one", [*official, known]), people_list("two", told)], model="victims")
    assert (frozenset(("official", "told")) in accepted(linked)) == found
