"""Properties of figures: they add up along every axis and agree with a plain count; naming changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.analysis import AXES, CATEGORIES, CountingRule, Snapshot, Where, counting_rule, figures
from tests.analysis.records import harm, snapshot_of

RULES = ("snhr-2019", "unborn-as-child", "unborn-apart", "unborn-not-counted", "sdg-16-1-2")
PARTS = {
    "civilian": ("child", "woman", "man", "adult-unknown-sex", "unknown-age"),
    "child": ("boy", "girl", "child-unknown-sex"),
}
FEW = settings(max_examples=20, deadline=None)


@st.composite
def _harms(draw: st.DrawFn) -> list[dict[str, Any]]:
    incidents = [
        {
            "incident_id": f"i{n}",
            "incident_kind": draw(st.sampled_from(["attack", "attack", "aggregate"])),
            "place": draw(st.sampled_from(["idlib", "hama", "maara", "maara-market", "jabala", None])),
            "parties": draw(st.sampled_from([[], ["russian"], ["isis"], ["russian", "syrian-regime"]])),
            "attribution_level": draw(st.sampled_from(["claimed", "believed", "established"])),
            "state": draw(st.sampled_from(["accepted", "accepted", "draft"])),
            "certainty": draw(st.sampled_from(["confirmed", "likely", "contested"])),
            "incident_first": date(2019, 4, 26) + timedelta(first),
            "incident_last": date(2019, 4, 26) + timedelta(first + draw(st.sampled_from([0, 0, 40]))),
        }
        for n, first in enumerate(draw(st.lists(st.integers(0, 90), min_size=1, max_size=4)))
    ]
    rows = []
    for n in range(draw(st.integers(0, 12))):
        facts: dict[str, Any] = dict(draw(st.sampled_from(incidents)))
        facts["kind"] = draw(st.sampled_from(["killed", "killed", "injured"]))
        facts["minimum"] = draw(st.integers(0, 6))
        facts["maximum"] = draw(st.one_of(st.none(), st.integers(facts["minimum"], 9)))
        facts["status"] = draw(st.sampled_from(["civilian", "civilian", "combatant", "unknown"]))
        facts["sex"] = draw(st.sampled_from(["male", "female", "unknown"]))
        facts["age_group"] = draw(
            st.sampled_from(["unborn", "infant", "child", "adult", "elderly", "unknown"])
        )
        facts["unborn_as"] = draw(st.sampled_from(["child", "beside", None]))
        rows.append(harm(f"h{n:02}", **facts))
    return rows


@contextmanager
def _opened(harms: Sequence[dict[str, Any]]) -> Iterator[Snapshot]:
    folder = Path(tempfile.mkdtemp(prefix="tawthiq-figures-"))
    try:
        snapshot = snapshot_of(folder / "s", harms)
        yield snapshot
        snapshot.close()
    finally:
        shutil.rmtree(folder)


def _total(snapshot: Snapshot, rule: CountingRule, **asked: Any) -> tuple[int, int | None, int]:
    rows = figures(snapshot, rule=rule, measure=asked.pop("measure", "killed"), **asked).rows
    highest = [row.maximum for row in rows]
    most = None if None in highest else sum(high for high in highest if high is not None)
    return sum(row.minimum for row in rows), most, sum(row.records for row in rows)


@FEW
@given(_harms(), st.sampled_from(RULES))
def test_figures_add_up_along_every_axis(harms: list[dict[str, Any]], name: str) -> None:
    rule = counting_rule(name)
    with _opened(harms) as snapshot:
        whole = _total(snapshot, rule)
        for axis in (a for a, facts in AXES.items() if "harms" in facts.relations):
            assert _total(snapshot, rule, by=[axis]) == whole, axis
        assert _total(snapshot, rule, by=["party", "month", "sex"]) == whole


@FEW
@given(_harms(), st.sampled_from(RULES))
def test_categories_add_up_to_the_one_that_they_divide(harms: list[dict[str, Any]], name: str) -> None:
    rule = counting_rule(name)
    with _opened(harms) as snapshot:
        found = {
            of: _total(snapshot, rule, of=of)[0]
            for of in CATEGORIES
            if of not in ("combatant", "unknown-status")
        }
    unborn = found["unborn"] + found["unborn-beside"]
    as_children = found["child"] - sum(found[part] for part in PARTS["child"])
    assert 0 <= as_children <= unborn
    assert found["civilian"] == sum(found[part] for part in PARTS["civilian"]) + unborn - as_children
    assert found["women-and-children"] == found["child"] + found["woman"]


@FEW
@given(_harms(), st.sampled_from(RULES))
def test_figures_agree_with_a_plain_count(harms: list[dict[str, Any]], name: str) -> None:
    rule = counting_rule(name)
    counted = [
        row
        for row in harms
        if row["state"] in rule.states
        and row["certainty"] in rule.certainties
        and row["status"] in rule.statuses
        if row["age_group"] != "unborn" or rule.unborn_counts_as_civilian()
        if row["kind"] == "killed" and row["status"] == "civilian"
    ]
    deadly = {
        i
        for i in {row["incident_id"] for row in counted}
        if rule.is_massacre(
            kind=next(row["incident_kind"] for row in counted if row["incident_id"] == i),
            civilians_killed_minimum=sum(row["minimum"] for row in counted if row["incident_id"] == i),
        )
    }
    children = [
        row
        for row in counted
        if row["age_group"] in ("infant", "child")
        or (row["age_group"] == "unborn" and rule.unborn_counts_as_child(row["unborn_as"]))
    ]
    massacre = Where(incident_class="massacre")
    with _opened(harms) as snapshot:
        assert _total(snapshot, rule)[0] == sum(row["minimum"] for row in counted)
        assert _total(snapshot, rule, of="child")[0] == sum(row["minimum"] for row in children)
        assert _total(snapshot, rule, measure="incidents", where=massacre)[0] == len(deadly)
        assert _total(snapshot, rule, of="child", where=massacre)[0] == sum(
            row["minimum"] for row in children if row["incident_id"] in deadly
        )


@FEW
@given(_harms(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(harms: list[dict[str, Any]], chance: Any) -> None:
    shuffled = list(harms)
    chance.shuffle(shuffled)
    with _opened(harms) as one, _opened(shuffled) as other:
        assert one.id == other.id


@FEW
@given(st.integers(1, 9), st.one_of(st.none(), st.integers(0, 5)), st.data())
def test_naming_people_of_a_group_never_changes_the_total(
    minimum: int, more: int | None, data: st.DataObject
) -> None:
    group = harm(
        "group", minimum=minimum, maximum=None if more is None else minimum + more, age_group="unknown"
    )
    named = [
        harm(f"p{n}", within="group", age_group=data.draw(st.sampled_from(["child", "adult"])))
        for n in range(data.draw(st.integers(0, minimum)))
    ]
    rule = counting_rule("snhr-2019")
    with _opened([group]) as before, _opened([group, *named]) as after:
        assert _total(before, rule)[:2] == _total(after, rule)[:2]
        ofs = ("child", "adult-unknown-sex", "unknown-age")
        assert sum(_total(after, rule, of=of)[0] for of in ofs) == minimum


@FEW
@given(
    _harms(), st.sampled_from(list(CATEGORIES)), st.sampled_from(["party", "governorate", "week", "status"])
)
def test_the_minimum_is_never_above_the_maximum(harms: list[dict[str, Any]], of: str, axis: str) -> None:
    with _opened(harms) as snapshot:
        for row in figures(
            snapshot, measure="killed", of=of, by=[axis], rule=counting_rule("sdg-16-1-2")
        ).rows:
            assert row.maximum is None or row.minimum <= row.maximum
            assert row.records > 0


@pytest.mark.parametrize("named", [5, 6])
def test_naming_more_than_the_group_held_counts_them_all(tmp_path: Path, named: int) -> None:
    people = [harm(f"p{n}", within="group") for n in range(named)]
    snapshot = snapshot_of(tmp_path / "s", [harm("group", minimum=5, maximum=5), *people])
    assert _total(snapshot, counting_rule("snhr-2019")) == (named, named, named)
