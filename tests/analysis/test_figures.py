"""Figures answer what is asked, by the rule that is named, and say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tawthiq.analysis import (
    AXES,
    CATEGORIES,
    MEASURES,
    CountingRule,
    FigureTable,
    Period,
    Snapshot,
    Where,
    counting_rule,
    explain,
    figures,
)
from tawthiq.domain.errors import InvalidValue, NotFound
from tests.analysis.records import harm, snapshot_of

RULE = counting_rule("snhr-2019")


def counts(snapshot: Snapshot, **asked: Any) -> dict[tuple[str, ...], int]:
    given: dict[str, Any] = {"measure": "killed", "rule": RULE, **asked}
    table = figures(snapshot, **given)
    return {tuple(row.keys.values()): row.minimum for row in table.rows}


def one(snapshot: Snapshot, **asked: Any) -> int:
    return counts(snapshot, **asked)[()]


def rule(**changed: Any) -> CountingRule:
    return replace(RULE, **changed)


def test_a_total_without_records_is_zero_and_one_row(tmp_path: Path) -> None:
    table = figures(snapshot_of(tmp_path / "s", []), measure="killed", rule=RULE)
    assert [(row.minimum, row.maximum, row.records) for row in table.rows] == [(0, 0, 0)]


def test_json_has_the_agreed_shape(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a", minimum=3, maximum=4), harm("b")])
    table = figures(snapshot, measure="killed", of="civilian", by=["party", "governorate"], rule=RULE)
    assert table.to_json() == {
        "rows": [
            {"party": "syrian-regime", "governorate": "Idlib", "minimum": 4, "maximum": 5, "records": 2}
        ],
        "rule": "snhr-2019/1",
        "snapshot": snapshot.id,
    }


def test_a_part_without_upper_bound_leaves_the_sum_without_one(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a"), harm("b", minimum=2, maximum=None)])
    row = figures(snapshot, measure="killed", rule=RULE).rows[0]
    assert (row.minimum, row.maximum) == (3, None)


def test_every_measure_can_be_broken_down_by_every_axis_that_it_has(tmp_path: Path) -> None:
    strike = {"strike_id": "s1", "incident_id": "i1", "order": 1, "platform": "helicopter"}
    strike |= {"munition": "barrel-bomb", "target": "homes", "facility_id": "f1"}
    damage = {"damage_id": "d1", "incident_id": "i1", "facility_id": "f1", "grade": "severe"}
    facility = {"facility_id": "f1", "kind": "school", "place_path": []}
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a")], strikes=[strike], damages=[damage], facilities=[facility]
    )
    killed = replace(RULE, statuses=frozenset({"civilian", "combatant", "unknown"}))
    for name, measure in MEASURES.items():
        for axis in AXES:
            if measure.relation in AXES[axis].relations:
                found = sum(counts(snapshot, measure=name, by=[axis], rule=killed).values())
                expected = {"share": 0}.get(name, 1 if measure.kind in (None, "killed") else 0)
                assert found == expected, (name, axis)


def test_categories_follow_age_sex_and_status(tmp_path: Path) -> None:
    people = [
        harm("boy", age_group="child", sex="male"),
        harm("girl", age_group="infant", sex="female"),
        harm("child", age_group="child"),
        harm("woman", sex="female"),
        harm("old", sex="female", age_group="elderly"),
        harm("man", sex="male", occupation="media"),
        harm("adult"),
        harm("who", age_group="unknown", sex="female"),
        harm("fighter", status="combatant", sex="male"),
        harm("unclear", status="unknown"),
    ]
    snapshot = snapshot_of(tmp_path / "s", people)
    everybody = rule(statuses=frozenset({"civilian", "combatant", "unknown"}))
    expected = {
        "person": 10, "civilian": 8, "child": 3, "boy": 1, "girl": 1, "child-unknown-sex": 1, "infant": 1,
        "woman": 2, "man": 1, "adult-unknown-sex": 1, "unknown-age": 1, "women-and-children": 5, "combatant": 1,
        "unknown-status": 1, "media": 1,
    }  # fmt: skip
    found = {of: one(snapshot, of=of, rule=everybody) for of in CATEGORIES}
    assert found == {of: expected.get(of, 0) for of in CATEGORIES}


def test_age_in_years_decides_by_the_age_of_majority_of_the_rule(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a", age_years=17), harm("b", age_years=16, age_group="child")]
    )
    assert one(snapshot, of="child") == 2
    assert one(snapshot, of="child", rule=rule(age_of_majority=17)) == 1
    assert counts(snapshot, by=["age_group"], rule=rule(age_of_majority=17)) == {("adult",): 1, ("child",): 1}


@pytest.mark.parametrize(
    ("unborn", "civilians", "children", "shown", "beside"),
    [("as-reported", 3, 1, 2, 1), ("child", 3, 3, 3, 0), ("apart", 3, 0, 3, 0), ("none", 0, 0, 0, 0)],
)
def test_the_rule_decides_how_an_unborn_counts(
    tmp_path: Path, unborn: Any, civilians: int, children: int, shown: int, beside: int
) -> None:
    named = [
        harm(str(n), age_group="unborn", unborn_as=how) for n, how in enumerate(["child", "beside", None])
    ]
    snapshot = snapshot_of(tmp_path / "s", named)
    found = [
        one(snapshot, of=of, rule=rule(unborn=unborn))
        for of in ("civilian", "child", "unborn", "unborn-beside")
    ]
    assert found == [civilians, children, shown, beside]
    assert one(snapshot, of="boy", rule=rule(unborn=unborn)) == 0


def test_a_massacre_is_an_attack_with_enough_civilians_killed_for_certain(tmp_path: Path) -> None:
    attacks = [
        harm("five", incident_id="five", minimum=5),
        harm("four", incident_id="four", minimum=4, maximum=9),
        harm("sum", incident_id="sum", incident_kind="aggregate", minimum=50),
        harm("fighters", incident_id="fighters", minimum=6, status="combatant"),
        harm("wounded", incident_id="wounded", minimum=6, kind="injured"),
        harm("doubted", incident_id="doubted", minimum=6, certainty="contested"),
    ]
    snapshot = snapshot_of(tmp_path / "s", attacks)
    where = Where(incident_class="massacre")
    assert counts(snapshot, measure="incidents", where=where, by=["incident"]) == {("INC-five",): 1}
    assert one(snapshot, where=where) == 5
    assert one(snapshot, measure="incidents", where=where, rule=rule(massacre_threshold=4)) == 2
    assert one(snapshot, measure="incidents", where=where, rule=counting_rule("snhr-2014")) == 0


def test_a_massacre_stays_one_when_only_part_of_it_is_asked_for(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a", minimum=4), harm("b", age_group="child", munition="shell")]
    )
    assert one(snapshot, of="child", where=Where(incident_class="massacre", munition="shell")) == 1


def test_an_unborn_that_the_rule_leaves_out_can_unmake_a_massacre(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a", minimum=4), harm("b", age_group="unborn", unborn_as="beside")]
    )
    where = Where(incident_class="massacre")
    assert one(snapshot, measure="incidents", where=where) == 1
    assert one(snapshot, measure="incidents", where=where, rule=counting_rule("unborn-not-counted")) == 0


def test_joint_attacks_count_as_the_rule_says(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a", parties=["russian", "syrian-regime"]), harm("b"), harm("c", parties=[])]
    )
    assert counts(snapshot, by=["party"]) == {
        ("syrian-russian-alliance",): 1,
        ("syrian-regime",): 1,
        ("unknown",): 1,
    }
    each = figures(snapshot, measure="killed", by=["party"], rule=rule(joint="each"))
    assert {row.keys["party"]: row.minimum for row in each.rows} == {
        "syrian-regime": 2,
        "russian": 1,
        "unknown": 1,
    }
    assert each.overlaps
    assert "overlaps" in each.to_json()
    assert not figures(snapshot, measure="killed", rule=rule(joint="each")).overlaps
    assert one(snapshot, rule=rule(joint="each"), where=Where(party="russian")) == 1
    assert counts(snapshot, by=["party"], rule=rule(joint="none")) == {("syrian-regime",): 1, ("unknown",): 2}


def test_an_alliance_named_alone_is_each_of_its_members(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a", parties=["syrian-russian-alliance"])])
    assert counts(snapshot, by=["party"], rule=rule(joint="each")) == {("syrian-regime",): 1, ("russian",): 1}


def test_an_attribution_too_weak_for_the_rule_names_no_party(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a", attribution_level="claimed"), harm("b")])
    assert counts(snapshot, by=["party"]) == {("syrian-regime",): 1, ("unknown",): 1}
    assert one(snapshot, where=Where(party="syrian-regime")) == 1


def test_only_the_states_and_certainties_of_the_rule_count(tmp_path: Path) -> None:
    doubted = [
        harm("a"),
        harm("b", state="draft"),
        harm("c", certainty="possible"),
        harm("d", harm_certainty="possible"),
    ]
    snapshot = snapshot_of(tmp_path / "s", doubted)
    assert one(snapshot) == 1
    wider = rule(states=frozenset({"accepted", "draft"}), certainties=frozenset({"confirmed", "possible"}))
    assert counts(snapshot, by=["certainty"], rule=wider) == {("confirmed",): 2, ("possible",): 2}


def test_the_rule_decides_which_date_and_place_count(tmp_path: Path) -> None:
    late = harm(
        "a", place="maara", death_edtf="2019-08-01", death_first=date(2019, 8, 1), death_last=date(2019, 8, 1)
    )
    late |= {"death_place_path": ["sy", "hama", "jabala-hama"], "origin_place_path": ["sy", "idlib"]}
    snapshot = snapshot_of(tmp_path / "s", [late, harm("b", place="maara-market")])
    by = ["governorate", "month"]
    assert counts(snapshot, by=by) == {("Idlib", "2019-07"): 2}
    assert counts(snapshot, by=by, rule=rule(deciding_date="death")) == {
        ("Idlib", "2019-07"): 1,
        ("Idlib", "2019-08"): 1,
    }
    died = rule(deciding_place="death")
    assert counts(snapshot, by=["community"], rule=died) == {("Ma'aret al Numan",): 1, ("Jabala",): 1}
    assert one(snapshot, where=Where(place="hama"), rule=died) == 1
    assert counts(snapshot, by=["governorate"], rule=rule(deciding_place="origin")) == {
        ("Idlib",): 1,
        ("unknown",): 1,
    }


def test_deaths_from_torture_stand_inside_or_apart(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a", torture=True), harm("b")])
    apart = rule(torture_included=False)
    assert (one(snapshot), one(snapshot, of="died-of-torture")) == (2, 1)
    assert (one(snapshot, rule=apart), one(snapshot, of="died-of-torture", rule=apart)) == (1, 1)


def test_the_share_is_a_whole_percent_of_civilians(tmp_path: Path) -> None:
    dead = [
        harm("c", age_group="child", minimum=85),
        harm("w", sex="female", minimum=58),
        harm("m", minimum=128),
    ]
    table = figures(snapshot_of(tmp_path / "s", dead), measure="share", rule=RULE)
    assert [(row.minimum, row.records) for row in table.rows] == [(53, 3)]
    assert table.question.of == "women-and-children"
    assert "percent" in table.wording["en"]


def test_there_is_no_share_where_nobody_was_killed(tmp_path: Path) -> None:
    assert figures(snapshot_of(tmp_path / "s", []), measure="share", rule=RULE).rows == ()


def test_a_place_takes_its_subtree_along_by_name_code_or_id(tmp_path: Path) -> None:
    dead = [
        harm("a", place="maara-market"),
        harm("b", place="maara"),
        harm("c", place="hama"),
        harm("d", place=None),
    ]
    snapshot = snapshot_of(tmp_path / "s", dead)
    for name in ("Ma'aret al Numan", "Maarrat an-Numan", "معرة النعمان", "maara", "SY0702", "Syria"):
        assert one(snapshot, where=Where(place=name)) == (3 if name == "Syria" else 2), name
    assert one(snapshot, where=Where(governorate="Idlib")) == 2
    assert one(snapshot, where=Where(governorate=("Idlib", "Hama"))) == 3
    assert one(snapshot, where=Where(zone=("maara", "SY05"))) == 3
    assert one(snapshot, measure="incidents", where=Where(place="maara-market")) == 0


def test_a_name_of_two_places_is_refused_with_both(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a")])
    with pytest.raises(InvalidValue, match=r"fits 2 places: .*governorate in Syria \(SY07\).*\(C3871\)"):
        one(snapshot, where=Where(place="Idlib"))
    assert one(snapshot, where=Where(community="Idlib")) == 0


def test_a_place_that_is_not_there_is_answered_with_its_neighbours(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no governorate “Idlip”. Near to it: Idlib, governorate in Syria"):
        one(snapshot_of(tmp_path / "s", [harm("a")]), where=Where(governorate="Idlip"))


def test_two_places_of_one_name_stay_two_rows(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a", place="jabala"), harm("b", place="jabala-hama", minimum=2)]
    )
    assert counts(snapshot, by=["community"]) == {("Jabala (C4002)",): 2, ("Jabala (C4001)",): 1}


def test_place_names_come_in_arabic_too(tmp_path: Path) -> None:
    assert counts(snapshot_of(tmp_path / "s", [harm("a")]), by=["governorate"], language="ar") == {
        ("إدلب",): 1
    }


def test_a_range_of_days_is_inside_a_period_certainly_or_possibly(tmp_path: Path) -> None:
    spans = [
        harm("a", incident_first=date(2019, 7, 1), incident_last=date(2019, 7, 31)),
        harm("b"),
        harm("c", incident_first=None, incident_last=None),
    ]
    snapshot = snapshot_of(tmp_path / "s", spans)
    first, last = date(2019, 7, 5), date(2019, 7, 6)
    assert one(snapshot, period=Period(first, last)) == 1
    assert one(snapshot, period=Period(first, last, "possibly")) == 3
    assert one(snapshot, period=Period(first)) == 1
    assert one(snapshot, period=Period(date(2019, 6, 30), date(2019, 7, 31))) == 2
    assert counts(snapshot, by=["day"]) == {("2019-07-05",): 1, ("unknown",): 2}
    assert counts(snapshot, by=["month"]) == {("2019-07",): 2, ("unknown",): 1}
    assert counts(snapshot, by=["week", "year"]) == {
        ("2019-W27", "2019"): 1,
        ("unknown", "2019"): 1,
        ("unknown", "unknown"): 1,
    }


def test_rows_stand_in_order_of_time_or_size(tmp_path: Path) -> None:
    dead = [
        harm("a", place="hama", minimum=3),
        harm("b", minimum=2, parties=["russian"]),
        harm("c", minimum=2),
    ]
    snapshot = snapshot_of(tmp_path / "s", dead)
    assert list(counts(snapshot, by=["governorate", "party"])) == [
        ("Idlib", "russian"), ("Idlib", "syrian-regime"), ("Hama", "syrian-regime"),
    ]  # fmt: skip


def test_explain_names_the_records_of_every_cell(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a"), harm("b", place="hama"), harm("c"), harm("g", minimum=0, maximum=0)]
    )
    table = explain(snapshot, figures(snapshot, measure="killed", by=["governorate"], rule=RULE))
    assert {row.keys["governorate"]: row.record_ids for row in table.rows} == {
        "Idlib": ("a", "c"),
        "Hama": ("b",),
    }
    assert all(len(row.record_ids or ()) == row.records for row in table.rows)


def test_explain_of_nothing_is_no_records(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [])
    assert explain(snapshot, figures(snapshot, measure="killed", rule=RULE)).rows[0].record_ids == ()


def test_strikes_and_damages_count_with_their_incident(tmp_path: Path) -> None:
    strikes = [
        {
            "strike_id": f"s{n}",
            "incident_id": i,
            "order": n,
            "platform": p,
            "munition": "missile",
            "target": "market",
        }
        for n, (i, p) in enumerate([("i1", "fixed-wing"), ("i1", "helicopter"), ("i2", "helicopter")])
    ]
    snapshot = snapshot_of(
        tmp_path / "s", [harm("a"), harm("b", incident_id="i2", state="draft")], strikes=strikes
    )
    assert one(snapshot, measure="strikes") == 2
    assert counts(snapshot, measure="strikes", by=["platform"]) == {("fixed-wing",): 1, ("helicopter",): 1}
    table = figures(snapshot, measure="incidents", by=["platform"], rule=RULE)
    assert table.overlaps
    assert [row.minimum for row in table.rows] == [1, 1]
    assert one(snapshot, measure="incidents", where=Where(platform="helicopter")) == 1


def test_a_facility_hit_by_no_strike_is_still_of_its_incident(tmp_path: Path) -> None:
    attack = harm("a", facility_kinds=["school", "market"])
    snapshot = snapshot_of(tmp_path / "s", [attack, harm("b", incident_id="i2")])
    assert counts(snapshot, by=["facility_kind"]) == {("school",): 1, ("market",): 1, ("none",): 1}
    assert one(snapshot, where=Where(facility_kind=("school", "market"))) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"measure": "deaths"}, "There is no measure “deaths”. There are: killed"),
        ({"of": "toddler"}, "There is no category “toddler”"),
        ({"by": ["colour"]}, "cannot be broken down by “colour”"),
        ({"measure": "incidents", "by": ["sex"]}, "Incidents cannot be broken down by sex"),
        ({"measure": "incidents", "of": "child"}, "Incidents are not people"),
        ({"by": ["party", "party"]}, "name one twice"),
        ({"measure": "share", "of": "combatant"}, "counts only civilian"),
        ({"measure": "share", "of": "person"}, "A share is of civilians"),
        ({"of": "combatant"}, "Choose a rule whose statuses hold 'combatant'"),
        ({"where": Where(incident_class="slaughter")}, "There is: massacre"),
        ({"where": Where(party="rusian")}, "Did you mean russian"),
        ({"where": Where(munition="barel-bomb")}, "barrel-bomb"),
        ({"where": Where(certainty=())}, "empty list"),
        ({"measure": "incidents", "where": Where(cause="cbrn")}, "Incidents have no cause"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    tmp_path: Path, asked: dict[str, Any], sentence: str
) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a")])
    with pytest.raises(InvalidValue, match=sentence):
        one(snapshot, **asked)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidValue, match="Swap the two"):
        Period(date(2019, 7, 2), date(2019, 7, 1))


def test_values_are_never_read_as_sql(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a", parties=["x' OR '1'='1"])])
    assert counts(snapshot, by=["party"]) == {("x' OR '1'='1",): 1}
    assert one(snapshot, where=Where(party="x' OR '1'='1")) == 1
    with pytest.raises(NotFound):
        one(snapshot, where=Where(incident="' OR 1=1 --"))


def test_the_same_question_twice_gives_the_same_table(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a"), harm("b", place="hama")])

    def ask() -> FigureTable:
        return figures(snapshot, measure="killed", by=["governorate"], rule=RULE)

    assert ask() == ask()
