"""A public snapshot holds what is allowed by name, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tawthiq.analysis import TABLES, Snapshot, counting_rule, figures, public_snapshot
from tawthiq.analysis.public import ALLOWED
from tawthiq.domain.errors import InvalidValue
from tests.analysis.records import TAKEN_AT, harm, incident_of, snapshot_of

RULE = counting_rule("snhr-2019")


def public_of(tmp_path: Path, harms: list[dict[str, Any]], also: Any = None, **others: Any) -> Snapshot:
    snapshot = snapshot_of(tmp_path / "all", harms, **others)
    public_snapshot(snapshot, tmp_path / "public", taken_at=TAKEN_AT + timedelta(1), rule=RULE, also=also)
    return Snapshot.open(tmp_path / "public", threads=1)


def test_every_column_that_may_not_be_empty_is_allowed() -> None:
    for table, columns in TABLES.items():
        assert {column.name for column in columns if not column.maybe} <= ALLOWED[table], table
        assert {column.name for column in columns} >= ALLOWED[table], table


def test_names_stand_only_where_they_may(tmp_path: Path) -> None:
    secret = {
        "name": "Invented Name",
        "name_ar": "اسم مخترع",
        "family": "Invented",
        "as_reported": "Invented",
    }
    public = public_of(tmp_path, [harm("a", **secret), harm("b", **secret, may_name=True)])
    assert public.table("harms", ["name"])["name"].to_pylist() == [None, "Invented Name"]
    for column in ("family", "as_reported", "group_label", "person_id"):
        assert public.table("harms", [column])[column].null_count == 2
    assert b"Invented" not in (tmp_path / "public" / "incidents.parquet").read_bytes()


def test_only_what_the_rule_counts_leaves_and_all_that_belongs_to_it(tmp_path: Path) -> None:
    harms = [
        harm("a"),
        harm("b", incident_id="i2", state="draft"),
        harm("c", incident_id="i3", certainty="contested"),
    ]
    blame = [
        {"attribution_id": f"t{n}", "incident_id": f"i{n}", "party": "isis", "level": "claimed"}
        for n in (1, 2, 3)
    ]
    public = public_of(tmp_path, harms, attributions=blame)
    assert public.table("harms")["harm_id"].to_pylist() == ["a"]
    assert public.table("incidents")["incident_id"].to_pylist() == ["i1"]
    assert public.table("attributions")["attribution_id"].to_pylist() == ["t1"]
    assert figures(public, measure="killed", rule=RULE).rows[0].minimum == 1


def test_statements_and_evidence_leave_only_when_they_may(tmp_path: Path) -> None:
    said = [
        {
            "statement_id": f"s{n}",
            "alias": "A",
            "source_kind": "witness",
            "channel": "messenger",
            "may_quote": may,
        }
        for n, may in enumerate((True, False))
    ]
    items = [
        {"item_id": f"e{n}", "kind": "video", "sha256": "0" * 64, "may_publish": may}
        for n, may in enumerate((True, False))
    ]
    public = public_of(tmp_path, [harm("a")], statements=said, evidence=items)
    assert public.table("statements")["statement_id"].to_pylist() == ["s0"]
    assert public.table("evidence")["item_id"].to_pylist() == ["e0"]


def test_narratives_are_withheld_until_allowed_for_this_release(tmp_path: Path) -> None:
    told = incident_of(harm("a"), narrative_en="Invented story", site="the house of an invented family")
    public = public_of(tmp_path, [harm("a")], incidents=[told])
    assert public.table("incidents")["narrative_en"].null_count == 1
    assert public.table("incidents")["site"].null_count == 1
    again = public_of(tmp_path / "again", [harm("a")], {"incidents": ["narrative_en"]}, incidents=[told])
    assert again.table("incidents")["narrative_en"].to_pylist() == ["Invented story"]
    assert again.id != public.id


def test_homes_are_placed_to_a_kilometre_and_markets_exactly(tmp_path: Path) -> None:
    point: dict[str, Any] = {"longitude": 36.678912, "latitude": 35.643219}
    means: dict[str, Any] = {"order": 1, "platform": "unknown", "munition": "unknown", **point}
    strikes = [
        {"strike_id": "i1", "incident_id": "i1", "target": "residential", **means},
        {"strike_id": "i2", "incident_id": "i2", "target": "market", **means},
    ]
    harms = [
        harm("a", target="residential", **point),
        harm("b", incident_id="i2", target="market", **point),
        harm("c", incident_id="i3", place="maara-market", **point),
        harm("d", incident_id="i4", **point),
    ]
    incidents = [incident_of(row, **point, radius_m=10.0) for row in harms]
    public = public_of(tmp_path, harms, strikes=strikes, incidents=incidents)
    assert public.table("harms")["latitude"].to_pylist() == [35.64, 35.643219, 35.64, 35.643219]
    assert public.table("incidents")["longitude"].to_pylist() == [36.68, 36.678912, 36.68, 36.678912]
    assert public.table("incidents")["radius_m"].to_pylist() == [1500, 10, 1500, 10]
    assert public.table("strikes")["latitude"].to_pylist() == [35.64, 35.643219]


def test_sites_keep_neither_name_nor_spelling(tmp_path: Path) -> None:
    public = public_of(tmp_path, [harm("a", place="maara-market", place_name_en="Vegetable market")])
    for table in ("harms", "places"):
        assert b"Vegetable" not in (tmp_path / "public" / f"{table}.parquet").read_bytes()
    assert public.table("harms")["place_name_en"].null_count == 1


def test_it_says_that_it_is_public_and_of_what(tmp_path: Path) -> None:
    public = public_of(tmp_path, [harm("a")])
    assert public.about.public
    assert public.about.source == f"snapshot {Snapshot.open(tmp_path / 'all').id}"
    assert public.about.rule == "snhr-2019/1"


def test_a_column_that_is_not_there_cannot_be_allowed(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"no column harms\.colour"):
        public_of(tmp_path, [harm("a")], {"harms": ["colour"]})
