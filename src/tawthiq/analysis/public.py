"""Make of a snapshot what the public may have: only columns and rows that are allowed here, by name.

What is not listed is withheld: a new column stays confidential until someone allows it. Names stand only where the
consent policy of their record says so; homes are placed to about a kilometre; sites keep neither name nor point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tawthiq.analysis.schema import TABLES
from tawthiq.analysis.snapshot import Snapshot, write_snapshot
from tawthiq.domain.counting import CountingRule
from tawthiq.domain.errors import InvalidValue

HOME_TARGETS: Final = ("residential", "shelter", "camp", "person")
"""Targets where people live or lived: the attack is published, the door is not."""

_PLACE: Final = """place_path country_id country_en country_ar country_pcode governorate_id governorate_en
    governorate_ar governorate_pcode district_id district_en district_ar district_pcode subdistrict_id subdistrict_en
    subdistrict_ar subdistrict_pcode community_id community_en community_ar community_pcode place_id place_name_en
    place_name_ar"""

ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    table: frozenset(columns.split())
    for table, columns in {
        "harms": f"""harm_id harm_code incident_id incident_code incident_kind strike_id kind within minimum maximum
            remaining_minimum remaining_maximum status sex age_group age_years occupation unborn_as torture cause
            munition platform target incident_edtf incident_first incident_last death_edtf death_first death_last
            {_PLACE} death_governorate_id death_governorate_en death_governorate_ar death_governorate_pcode
            longitude latitude parties party attribution_level certainty state harm_certainty facility_kinds
            name name_en name_ar may_name basis""",
        "incidents": f"""incident_id incident_code kind title_en title_ar state certainty edtf first last time_of_day
            time_margin_minutes zone {_PLACE} longitude latitude radius_m point_method parties party
            attribution_level control tags parent_id""",
        "strikes": """strike_id incident_id order time_of_day time_margin_minutes longitude latitude platform
            platform_count aircraft_type munition munition_count target facility_id""",
        "attributions": "attribution_id incident_id party level",
        "damages": "damage_id incident_id strike_id facility_id grade out_of_service first times_hit_before",
        "facilities": f"facility_id kind name_en name_ar {_PLACE} deconflicted deconflicted_from deconflicted_to",
        "statements": """statement_id incident_id alias source_kind channel date language text translation_en
            translation_ar may_quote note_key""",
        "denials": "denial_id incident_id party date summary_en summary_ar assessment reasons_en reasons_ar",
        "evidence": "item_id kind sha256 incident_id may_publish",
        "places": """place_id parent_id kind pcode name_en name_ar spellings path longitude latitude radius_m
            approximate boundary""",
        "parties": "code parent name_en name_ar kind",
        "sightings": "sighting_id aircraft kind base time_of_day date heading incident_id",
    }.items()
}

_OF_PUBLIC_INCIDENT: Final = (
    "(incident_id IS NULL OR incident_id IN (SELECT incident_id FROM public_incidents))"
)

ROWS: Final[Mapping[str, str]] = {
    "harms": _OF_PUBLIC_INCIDENT,
    "incidents": _OF_PUBLIC_INCIDENT,
    "strikes": _OF_PUBLIC_INCIDENT,
    "attributions": _OF_PUBLIC_INCIDENT,
    "damages": _OF_PUBLIC_INCIDENT,
    "statements": f"may_quote AND {_OF_PUBLIC_INCIDENT}",
    "denials": _OF_PUBLIC_INCIDENT,
    "evidence": f"may_publish AND {_OF_PUBLIC_INCIDENT}",
    "sightings": _OF_PUBLIC_INCIDENT,
}
"""Which rows of a table leave; a table that is not named leaves whole."""

_DEGREES: Final = 2  # decimals: about a kilometre
_METRES: Final = 1500
_IS_SITE: Final = "place_id IN (SELECT place_id FROM places WHERE kind = 'site')"
_HOMES: Final = {
    "harms": f"(coalesce(list_contains($homes, target), false) OR {_IS_SITE})",
    "incidents": f"""(incident_id IN (SELECT incident_id FROM strikes WHERE list_contains($homes, target))
        OR {_IS_SITE})""",
    "strikes": "list_contains($homes, target)",
    "places": "kind = 'site'",
}


def public_snapshot(
    snapshot: Snapshot,
    folder: Path | str,
    *,
    taken_at: datetime,
    rule: CountingRule,
    also: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Write the public form of a snapshot into `folder` and return its id.

    Incidents leave whose state and certainty the rule counts, and what belongs to them. `also` allows further columns
    for this release, by table, such as {"incidents": ["narrative_en"]}; an editor has read what it allows.
    """
    allowed = {table: ALLOWED[table] | frozenset((also or {}).get(table, ())) for table in TABLES}
    for table, columns in (also or {}).items():
        if unknown := set(columns) - {column.name for column in TABLES.get(table, ())}:
            raise InvalidValue(f"There is no column {table}.{', '.join(sorted(unknown))} to publish.")
    values: dict[str, Any] = {"homes": list(HOME_TARGETS)}
    values |= {"states": sorted(rule.states), "certainties": sorted(rule.certainties)}
    tables = {table: _public(snapshot, table, allowed[table], values) for table in TABLES}
    return write_snapshot(
        folder, tables, taken_at=taken_at, ledger_head=snapshot.about.ledger_head, rule=rule.label, public=True,
        source=f"snapshot {snapshot.id}",
    )  # fmt: skip


def _public(snapshot: Snapshot, table: str, allowed: frozenset[str], values: Mapping[str, Any]) -> pa.Table:
    columns = ", ".join(
        f'{_shown(table, column.name)} AS "{column.name}"'
        for column in TABLES[table]
        if column.name in allowed
    )
    sql = f"""
    WITH public_incidents AS (
        SELECT incident_id FROM incidents
        WHERE list_contains($states, state) AND list_contains($certainties, certainty)
    )
    SELECT {columns} FROM {table} WHERE {ROWS.get(table, "true")}
    """
    bound = {name: value for name, value in values.items() if f"${name}" in sql}
    cursor = snapshot.connection.cursor()
    try:
        return cursor.sql(sql, params=bound).to_arrow_table()
    finally:
        cursor.close()


def _shown(table: str, column: str) -> str:
    """Give the expression under which an allowed column leaves."""
    home = _HOMES.get(table)
    if table == "harms" and column in ("name", "name_en", "name_ar"):
        return f"CASE WHEN may_name THEN {column} END"
    if column in ("place_name_en", "place_name_ar"):
        return f"CASE WHEN {_IS_SITE} THEN NULL ELSE {column} END"
    if table == "places" and column in ("name_en", "name_ar", "boundary"):
        return f"CASE WHEN kind = 'site' THEN NULL ELSE {column} END"
    if table == "places" and column == "spellings":
        return "CASE WHEN kind = 'site' THEN [] ELSE spellings END"
    if home and column in ("longitude", "latitude"):
        return f"CASE WHEN {home} THEN round({column}, {_DEGREES}) ELSE {column} END"
    if home and column == "radius_m":
        return f"CASE WHEN {home} THEN greatest(radius_m, {_METRES}) ELSE radius_m END"
    return f'"{column}"'
