"""Small invented records for the tests of analysis: a gazetteer, and harms made from what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tawthiq.analysis import PLACE_LEVELS, Snapshot, table_schema, with_remaining, write_snapshot

TAKEN_AT = datetime(2019, 7, 31, 12, 0, tzinfo=UTC)

_PLACES = (
    ("sy", None, "country", "SY", "Syria", "سوريا", ()),
    ("idlib", "sy", "governorate", "SY07", "Idlib", "إدلب", ("Idleb",)),
    ("hama", "sy", "governorate", "SY05", "Hama", "حماة", ()),
    ("maara-district", "idlib", "district", "SY0702", "Al Ma'ra", "المعرة", ()),
    ("idlib-city", "idlib", "community", "C3871", "Idlib", "إدلب", ()),
    ("maara", "maara-district", "community", None, "Ma'aret al Numan", "معرة النعمان", ("Maarrat an-Numan",)),
    ("maara-market", "maara", "site", None, "Vegetable market", "سوق الخضار", ()),
    ("jabala", "idlib", "community", "C4001", "Jabala", "جبالا", ()),
    ("jabala-hama", "hama", "community", "C4002", "Jabala", "جبالا", ()),
)


def _path(place_id: str | None) -> list[str]:
    parents = {place[0]: place[1] for place in _PLACES}
    path: list[str] = []
    while place_id is not None:
        path.insert(0, place_id)
        place_id = parents[place_id]
    return path


def places() -> list[dict[str, Any]]:
    """Give the gazetteer as rows."""
    return [
        {
            "place_id": place_id, "parent_id": parent, "kind": kind, "pcode": pcode, "name_en": english,
            "name_ar": arabic, "spellings": list(spellings), "path": _path(place_id), "approximate": False,
        }
        for place_id, parent, kind, pcode, english, arabic, spellings in _PLACES
    ]  # fmt: skip


PARTIES = (
    {"code": "syrian-russian-alliance", "kind": "alliance", "name_en": "Alliance"},
    {"code": "syrian-regime", "parent": "syrian-russian-alliance", "kind": "state", "name_en": "Regime"},
    {"code": "russian", "parent": "syrian-russian-alliance", "kind": "foreign-state", "name_en": "Russian"},
    {"code": "isis", "kind": "armed-group", "name_en": "ISIS"},
)


def where_columns(place_id: str | None) -> dict[str, Any]:
    """Give the flat place columns of a place."""
    rows = {row["place_id"]: row for row in places()}
    path = _path(place_id)
    found: dict[str, Any] = {"place_id": place_id, "place_path": path}
    for step in path:
        if rows[step]["kind"] in PLACE_LEVELS:
            found[f"{rows[step]['kind']}_id"] = step
    return found


def harm(harm_id: str, place: str | None = "idlib", **given: Any) -> dict[str, Any]:
    """Give one harm: an adult civilian killed in an accepted incident, but for what is given."""
    facts: dict[str, Any] = {
        "harm_id": harm_id, "incident_id": "i1", "incident_kind": "attack", "kind": "killed", "minimum": 1,
        "status": "civilian", "sex": "unknown", "age_group": "adult", "occupation": "civilian",
        "torture": False, "cause": "heavy-weapons", "incident_edtf": "2019-07-05", "incident_first": date(2019, 7, 5),
        "incident_last": date(2019, 7, 5), "parties": ["syrian-regime"],
        "certainty": "confirmed", "state": "accepted",
        "attribution_level": "established", "facility_kinds": [], "may_name": False, "basis": "recorded",
        "remaining_minimum": 0, **where_columns(place),
    }  # fmt: skip
    facts |= given
    facts.setdefault("maximum", facts["minimum"])
    facts["party"] = given.get("party", _party(facts["parties"]))
    facts["harm_code"], facts["incident_code"] = f"HRM-{harm_id}", f"INC-{facts['incident_id']}"
    return facts


def _party(codes: Sequence[str]) -> str:
    if not codes:
        return "unknown"
    return codes[0] if len(codes) == 1 else "syrian-russian-alliance"


def incident_of(harm_row: Mapping[str, Any], **given: Any) -> dict[str, Any]:
    """Give the incident that a harm belongs to."""
    same = ("incident_id", "incident_code", "state", "certainty", "parties", "party", "attribution_level")
    levels = tuple(f"{level}_id" for level in PLACE_LEVELS)
    facts = {name: harm_row.get(name) for name in (*same, "place_id", "place_path", *levels)}
    facts |= {"kind": harm_row["incident_kind"], "edtf": harm_row["incident_edtf"], "zone": "Asia/Damascus"}
    facts |= {
        "first": harm_row["incident_first"],
        "last": harm_row["incident_last"],
        "control": [],
        "tags": [],
    }
    return {**facts, **given}


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Make a table of a snapshot from rows; what a row lacks is null."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=table_schema(name))


def tables(harms: Sequence[Mapping[str, Any]], **others: Sequence[Mapping[str, Any]]) -> dict[str, pa.Table]:
    """Make the tables of a snapshot from harms, with the incidents that these name."""
    incidents = {row["incident_id"]: incident_of(row) for row in harms}
    rows: dict[str, Sequence[Mapping[str, Any]]] = {"incidents": list(incidents.values())}
    rows |= {"places": places(), "parties": PARTIES, **others}
    made = {name: table(name, given) for name, given in rows.items()}
    return {**made, "harms": with_remaining(table("harms", harms))}


def snapshot_of(
    folder: Path, harms: Sequence[Mapping[str, Any]], **others: Sequence[Mapping[str, Any]]
) -> Snapshot:
    """Write and open a snapshot of harms."""
    write_snapshot(
        folder, tables(harms, **others), taken_at=TAKEN_AT, ledger_head="0" * 64, rule="snhr-2019/1"
    )
    return Snapshot.open(folder, threads=1)
