"""Apply a counting rule to a snapshot: tables in which every switch of the rule is decided, made once per rule.

What comes out has the same column names for harms, incidents, strikes and damages, so that one query shape
counts them all. Codes and places become DuckDB enums: grouping by them costs no comparison of text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from tawthiq.analysis.schema import PLACE_LEVELS
from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.counting import CountingRule

_LEVEL_NOT_COUNTED = "(h.attribution_level IS NOT NULL AND NOT list_contains($levels, h.attribution_level))"

_PARTY: Final = {
    "alliance": f"CASE WHEN {_LEVEL_NOT_COUNTED} THEN 'unknown' ELSE h.party END",
    "none": f"""CASE WHEN {_LEVEL_NOT_COUNTED} OR len(h.parties) > 1 OR list_contains($alliances, h.party)
        THEN 'unknown' ELSE h.party END""",
    "each": f"CASE WHEN {_LEVEL_NOT_COUNTED} THEN ['unknown'] ELSE s.each END",
}
"""How an attack by several parties counts: under their alliance, under no party, or under each of them."""

_PATH: Final = {
    "incident": "h.place_path",
    "death": "coalesce(h.death_place_path, h.place_path)",
    "origin": "h.origin_place_path",
}
"""Which place decides; who died where the incident was has no other place of death."""

_DAY: Final = {
    "incident": ("h.incident_first", "h.incident_last"),
    "death": tuple(
        f"CASE WHEN h.death_edtf IS NULL THEN h.incident_{end} ELSE h.death_{end} END"
        for end in ("first", "last")
    ),
}

_AGE: Final = """CASE
    WHEN h.age_group = 'unborn' THEN
        CASE WHEN $unborn = 'as-reported' AND h.unborn_as = 'beside'
            THEN 'unborn-beside' ELSE 'unborn' END
    WHEN h.age_years IS NULL OR h.age_group = 'infant' THEN h.age_group
    WHEN h.age_years < $majority THEN 'child'
    WHEN h.age_group = 'elderly' THEN 'elderly'
    ELSE 'adult' END"""

_COUNTS: Final = """list_contains($states, h.state) AND list_contains($certainties, h.certainty)"""

_UNITS: Final = "".join(
    f", CASE WHEN date_trunc('{unit}', first) = date_trunc('{unit}', last) THEN date_trunc('{unit}', first)::DATE END"
    f" AS {unit}"
    for unit in ("day", "week", "month", "year")
)
"""The day, week, month and year of a record; a range of days that crosses two months falls in no month."""

_CODES: Final = (
    "kind", "party", "sex", "age_group", "status", "occupation", "cause", "munition", "platform", "target",
    "certainty", "attribution_level", "state", "basis",
)  # fmt: skip
_ADDED: Final = {"age_group": ("unborn-beside", "child", "adult")}
"""Values that a rule may give beside those that stand in the table; every code may also be 'unknown'."""


def counted(snapshot: Snapshot, relation: str, rule: CountingRule) -> str:
    """Give the name of the table that holds `relation` as counted under `rule`; made when first asked for."""
    switches = (rule_values(snapshot, rule), rule.joint, rule.deciding_date, rule.deciding_place)
    digest = hashlib.sha256(repr(switches).encode()).hexdigest()[:16]
    name = f"counted_{relation}_{digest}"
    with snapshot.lock:
        if name not in snapshot.memo:
            _MAKERS[relation](snapshot, name, rule)
            snapshot.memo[name] = True
    return name


def rule_values(snapshot: Snapshot, rule: CountingRule) -> dict[str, Any]:
    """Give the values that a rule binds in queries."""
    return {
        "states": sorted(rule.states),
        "certainties": sorted(rule.certainties),
        "levels": sorted(rule.attribution_levels),
        "statuses": sorted(rule.statuses),
        "bases": sorted(rule.bases),
        "alliances": sorted(_alliances(snapshot)),
        "unborn": rule.unborn,
        "majority": rule.age_of_majority,
        "threshold": rule.massacre_threshold,
        "torture_included": rule.torture_included,
    }


def _make_harms(snapshot: Snapshot, name: str, rule: CountingRule) -> None:
    _make_types(snapshot)
    first, last = _DAY[rule.deciding_date]
    place_columns, place_join = _place(snapshot, rule.deciding_place)
    party_type = "party_code[]" if rule.joint == "each" else "party_code"
    sql = f"""
    WITH ruled AS (
        SELECT h.harm_id AS record_id, h.incident_id AS incident, h.kind::kind_code AS kind,
            h.incident_kind = 'attack' AS attack,
            h.remaining_minimum AS minimum, h.remaining_maximum AS maximum,
            ({_PARTY[rule.joint]})::{party_type} AS party,
            {place_columns}, ({_AGE})::age_group_code AS age_group,
            h.sex::sex_code AS sex, h.status::status_code AS status,
            h.occupation::occupation_code AS occupation,
            h.status = 'civilian' AND ($torture_included OR h.kind <> 'killed' OR NOT h.torture) AS civilian,
            CASE WHEN h.age_group = 'unborn'
                THEN $unborn = 'child' OR ($unborn = 'as-reported' AND coalesce(h.unborn_as = 'child', false))
                WHEN h.age_years IS NULL THEN h.age_group IN ('infant', 'child')
                ELSE h.age_group = 'infant' OR h.age_years < $majority END AS child,
            h.torture, h.cause::cause_code AS cause, h.basis::basis_code AS basis,
            coalesce(h.munition, 'unknown')::munition_code AS munition,
            coalesce(h.platform, 'unknown')::platform_code AS platform,
            coalesce(h.target, 'unknown')::target_code AS target,
            CASE WHEN len(h.facility_kinds) = 0 THEN ['none'] ELSE h.facility_kinds END AS facility_kind,
            coalesce(h.harm_certainty, h.certainty)::certainty_code AS certainty,
            coalesce(h.attribution_level, 'unknown')::attribution_level_code AS attribution_level,
            h.state::state_code AS state, {first} AS first, {last} AS last
        FROM harms h {place_join} {_sets(snapshot, rule)}
        WHERE {_COUNTS} AND list_contains($certainties, coalesce(h.harm_certainty, h.certainty))
            AND list_contains($statuses, h.status) AND list_contains($bases, h.basis)
            AND ($unborn <> 'none' OR h.age_group <> 'unborn')
            AND (h.remaining_maximum IS NULL OR h.remaining_maximum > 0)
    ), massacres AS (
        SELECT incident FROM ruled WHERE attack AND kind = 'killed' AND civilian
        GROUP BY incident HAVING sum(minimum) >= $threshold
    )
    SELECT ruled.*, incident IN (SELECT incident FROM massacres) AS massacre FROM ruled
    ORDER BY kind, civilian
    """
    _create(snapshot, name, sql, rule_values(snapshot, rule))


def _make_incidents(snapshot: Snapshot, name: str, rule: CountingRule) -> None:
    harms = counted(snapshot, "harms", rule)
    levels = ", ".join(f"h.{level}_id AS {level}" for level in PLACE_LEVELS)
    sql = f"""
    WITH hits AS (
        SELECT incident_id, list(DISTINCT munition ORDER BY munition) AS munition,
            list(DISTINCT platform ORDER BY platform) AS platform,
            list(DISTINCT target ORDER BY target) AS target
        FROM strikes GROUP BY incident_id
    ), struck AS (
        SELECT d.incident_id, list(DISTINCT f.kind ORDER BY f.kind) AS facility_kind
        FROM (SELECT incident_id, facility_id FROM damages
            UNION SELECT incident_id, facility_id FROM strikes) d
        JOIN facilities f USING (facility_id) GROUP BY d.incident_id
    )
    SELECT h.incident_id AS record_id, h.incident_id AS incident, 1 AS minimum, 1 AS maximum,
        {_PARTY[rule.joint]} AS party, {levels}, list_last(h.place_path) AS place,
        coalesce(hits.munition, ['unknown']) AS munition, coalesce(hits.platform, ['unknown']) AS platform,
        coalesce(hits.target, ['unknown']) AS target,
        coalesce(struck.facility_kind, ['none']) AS facility_kind,
        h.certainty, coalesce(h.attribution_level, 'unknown') AS attribution_level, h.state, h.first, h.last,
        h.incident_id IN (SELECT incident FROM {harms} WHERE massacre) AS massacre,
        h.kind = 'attack' AS attack
    FROM incidents h LEFT JOIN hits USING (incident_id) LEFT JOIN struck USING (incident_id)
        {_sets(snapshot, rule)}
    WHERE {_COUNTS}
    """
    _create(snapshot, name, sql, rule_values(snapshot, rule))


_OF_INCIDENT: Final = "i.incident, 1 AS minimum, 1 AS maximum, i.party, " + ", ".join(
    f"i.{column}"
    for column in (*PLACE_LEVELS, "place", "certainty", "attribution_level", "state", "massacre")
)


def _make_strikes(snapshot: Snapshot, name: str, rule: CountingRule) -> None:
    incidents = counted(snapshot, "incidents", rule)
    sql = f"""
    SELECT s.strike_id AS record_id, {_OF_INCIDENT}, i.first, i.last, s.munition, s.platform, s.target,
        coalesce(f.kind, 'none') AS facility_kind
    FROM strikes s JOIN {incidents} i ON s.incident_id = i.incident
    LEFT JOIN facilities f ON f.facility_id = s.facility_id
    """
    _create(snapshot, name, sql, {})


def _make_damages(snapshot: Snapshot, name: str, rule: CountingRule) -> None:
    incidents = counted(snapshot, "incidents", rule)
    sql = f"""
    SELECT d.damage_id AS record_id, {_OF_INCIDENT},
        i.first, i.last, d.grade,
        coalesce(s.munition, 'unknown') AS munition, coalesce(s.platform, 'unknown') AS platform,
        coalesce(s.target, 'unknown') AS target, coalesce(f.kind, 'unknown') AS facility_kind
    FROM damages d JOIN {incidents} i ON d.incident_id = i.incident
    LEFT JOIN strikes s ON s.strike_id = d.strike_id LEFT JOIN facilities f ON f.facility_id = d.facility_id
    """
    _create(snapshot, name, sql, {})


_MAKERS: Final = {
    "harms": _make_harms,
    "incidents": _make_incidents,
    "strikes": _make_strikes,
    "damages": _make_damages,
}


def _create(snapshot: Snapshot, name: str, select: str, values: Mapping[str, Any]) -> None:
    """Make a table of what is selected and its units of time, binding those of the values that it names."""
    bound = {key: value for key, value in values.items() if f"${key}" in select}
    snapshot.rows(f"CREATE TABLE {name} AS SELECT *{_UNITS} FROM ({select})", bound)


def _make_types(snapshot: Snapshot) -> None:
    if "types" in snapshot.memo:
        return
    for code in _CODES:
        values = f"SELECT {code} FROM harms UNION SELECT unnest($added)"
        if code == "party":
            values += " UNION SELECT unnest(parties) FROM harms UNION SELECT code FROM parties"
        if code == "certainty":
            values += " UNION SELECT harm_certainty FROM harms"
        _make_type(snapshot, code, values, ["unknown", *_ADDED.get(code, ())])
    for level in PLACE_LEVELS:
        values = f"SELECT {level}_id FROM harms UNION SELECT place_id FROM places WHERE kind = $added[1]"
        _make_type(snapshot, level, values, [level])
    snapshot.memo["types"] = True


def _make_type(snapshot: Snapshot, code: str, values: str, added: list[str]) -> None:
    found = snapshot.rows(f"SELECT v FROM ({values}) t(v) WHERE v IS NOT NULL ORDER BY v", {"added": added})
    table = pa.table({"v": pa.array([value for (value,) in found], pa.string())})
    cursor = snapshot.connection.cursor()
    try:
        cursor.register("enum_values", table)
        cursor.execute(f"CREATE TYPE {code}_code AS ENUM (SELECT v FROM enum_values)").fetchall()
    finally:
        cursor.close()


def _place(snapshot: Snapshot, decides: str) -> tuple[str, str]:
    """Give the columns of the deciding place and the join that they need."""
    path = _PATH[decides]
    leaf = f"list_last({path}) AS place"
    if decides == "incident":
        return ", ".join(f"h.{level}_id::{level}_code AS {level}" for level in PLACE_LEVELS) + f", {leaf}", ""
    _make_levels(snapshot)
    columns = ", ".join(f"l.{level}::{level}_code AS {level}" for level in PLACE_LEVELS)
    return f"{columns}, {leaf}", f"LEFT JOIN place_levels l ON l.place_id = list_last({path})"


def _make_levels(snapshot: Snapshot) -> None:
    """Make the table that says which of the places on a place's path is its governorate, and so on."""
    levels = ", ".join(f"any_value(up.place_id) FILTER (WHERE up.kind = '{x}') AS {x}" for x in PLACE_LEVELS)
    snapshot.rows(f"""
    CREATE TABLE IF NOT EXISTS place_levels AS
    SELECT p.place_id, {levels}
    FROM (SELECT place_id, unnest(path) AS step FROM places) p JOIN places up ON up.place_id = p.step
    GROUP BY p.place_id
    """)


def place_paths(snapshot: Snapshot) -> None:
    """Make the table of every place met and the path to it, by which a place takes its subtree along."""
    paths = " UNION ".join(
        f"SELECT {path} FROM {table} WHERE len({path}) > 0"
        for table, path in (
            ("harms", "place_path"), ("harms", "death_place_path"), ("harms", "origin_place_path"),
            ("incidents", "place_path"), ("places", "path"),
        )
    )  # fmt: skip
    with snapshot.lock:
        snapshot.rows(
            "CREATE TABLE IF NOT EXISTS place_paths AS "
            f"SELECT DISTINCT list_last(path) AS place, path FROM ({paths}) t(path)"
        )


def _alliances(snapshot: Snapshot) -> dict[str, list[str]]:
    """Give each alliance with its members, in order."""
    with snapshot.lock:
        if "alliances" not in snapshot.memo:
            rows = snapshot.rows("""
            SELECT a.code, list(m.code ORDER BY m.code) FROM parties a JOIN parties m ON m.parent = a.code
            WHERE a.kind = 'alliance' GROUP BY a.code
            """)
            snapshot.memo["alliances"] = dict(rows)
    found: dict[str, list[str]] = snapshot.memo["alliances"]
    return found


def _sets(snapshot: Snapshot, rule: CountingRule) -> str:
    """Give the join that turns the parties of an attack into each of them, an alliance into its members."""
    if rule.joint != "each":
        return ""
    with snapshot.lock:
        if "party_sets" not in snapshot.memo:
            alliances = _alliances(snapshot)
            found = snapshot.rows(
                "SELECT DISTINCT parties FROM harms UNION SELECT DISTINCT parties FROM incidents"
            )
            sets = [parties for (parties,) in found]
            each = [
                sorted({m for p in parties for m in alliances.get(p, [p])}) or ["unknown"] for parties in sets
            ]
            kind = pa.list_(pa.string())
            table = pa.table({"parties": pa.array(sets, kind), "each": pa.array(each, kind)})
            cursor = snapshot.connection.cursor()
            cursor.register("found_sets", table)
            cursor.execute("CREATE TABLE party_sets AS SELECT * FROM found_sets").fetchall()
            cursor.close()
            snapshot.memo["party_sets"] = True
    return "JOIN party_sets s ON s.parties = h.parties"
