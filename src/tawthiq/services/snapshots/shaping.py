"""The SQL that shapes records into the tables of a snapshot, run by DuckDB over columns in memory.

`seen` holds the ids of the incidents that the taker may see; nothing of any other incident passes. `harm_part` holds
harms, all or some of them, whose table is made part by part (services/snapshots/harms.py). Restricted
statements, facilities, items and names never enter a snapshot, and no identity is even read. `quotable` and
`publishable` hold what sources consent to, as the rule of consent says (services/snapshots/consents.py); `merged` holds
who was judged to be one person (services/snapshots/merges.py).
"""

from __future__ import annotations

from typing import Final

from tawthiq.analysis.schema import PLACE_LEVELS, TABLES

_LEVEL_COLUMNS: Final = [f"{level}_{part}" for level in PLACE_LEVELS for part in ("id", "en", "ar", "pcode")]

_PLACE_COLUMNS: Final = ["place_id", "place_name_en", "place_name_ar", "place_path", *_LEVEL_COLUMNS]


def _text(column: str) -> str:
    return f"NULLIF({column}, '')"


def _list(column: str) -> str:
    return f"COALESCE(from_json({column}, '[\"VARCHAR\"]'), [])"


def _place_columns(alias: str) -> str:
    flat = ", ".join(f"{alias}.{column}" for column in _LEVEL_COLUMNS)
    return (
        f"{alias}.id AS place_id, {alias}.name_en AS place_name_en, {alias}.name_ar AS place_name_ar, "
        f"COALESCE({alias}.path, []) AS place_path, {flat}"
    )


PREPARATIONS: Final = (
    # Who is held to have done each incident: denied attributions do not count; one party, the alliance they share,
    # or "contested" parties side by side.
    """
    CREATE TABLE held AS
    SELECT a.incident_id, list(DISTINCT p.code ORDER BY p.code) AS parties,
           arg_max(a.level, list_position(['suspected', 'claimed', 'believed', 'established', 'admitted'], a.level))
               AS level
    FROM attribution a JOIN party p ON p.id = a.party_id
    WHERE a.level <> 'denied' GROUP BY a.incident_id
    """,
    """
    CREATE TABLE alliance AS
    SELECT h.incident_id, any_value(p.parent_id) AS parent_id
    FROM held h, unnest(h.parties) AS u(code) JOIN party p ON p.code = u.code
    WHERE len(h.parties) > 1
    GROUP BY h.incident_id HAVING count(DISTINCT p.parent_id) = 1 AND count(p.parent_id) = count(*)
    """,
    """
    CREATE TABLE whom AS
    SELECT i.id AS incident_id, COALESCE(h.parties, []) AS parties, h.level,
           CASE WHEN h.parties IS NULL THEN 'unknown'
                WHEN len(h.parties) = 1 THEN h.parties[1]
                WHEN top.code IS NOT NULL THEN top.code
                ELSE 'unknown' END AS party
    FROM incident i LEFT JOIN held h ON h.incident_id = i.id
    LEFT JOIN alliance al ON al.incident_id = i.id LEFT JOIN party top ON top.id = al.parent_id
    """,
    # Persons judged to be one die once, and suffer any other act once an incident or day: of their harms the surest
    # counts (not discounted, accepted, likelier, of an attack told by itself, recorded first), the others count nobody.
    """
    CREATE TABLE counted_elsewhere AS
    SELECT id, counted_within FROM (
        SELECT h.id, row_number() OVER same AS place, first_value(h.within_id) OVER same AS counted_within
        FROM harm h JOIN merged m USING (person_id) JOIN seen USING (incident_id)
        JOIN incident i ON i.id = h.incident_id
        WINDOW same AS (
            PARTITION BY m.one_id, h.kind,
                CASE WHEN h.kind = 'killed' THEN '' WHEN i.first = i.last THEN i.first::VARCHAR ELSE i.id END
            ORDER BY COALESCE(NULLIF(h.certainty, 'unknown'), i.certainty) = 'discounted', i.state <> 'accepted',
                COALESCE(NULLIF(list_position(['confirmed', 'likely', 'possible', 'contested'],
                    COALESCE(NULLIF(h.certainty, 'unknown'), i.certainty)), 0), 9),
                i.kind <> 'attack', h.code, h.id
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
    ) WHERE place > 1
    """,
    # What is left of a group after the harms that lie within it are counted by themselves, be it there or elsewhere;
    # one person named twice within one group takes one from it.
    """
    CREATE TABLE inside AS
    SELECT h.within_id AS id, sum(h.minimum) AS minimum
    FROM harm h JOIN harm whole ON whole.id = h.within_id AND whole.kind = h.kind
    LEFT JOIN counted_elsewhere e ON e.id = h.id
    WHERE e.id IS NULL OR e.counted_within IS DISTINCT FROM h.within_id GROUP BY h.within_id
    """,
    """
    CREATE TABLE first_strike AS
    SELECT incident_id, arg_min(platform, "order") AS platform, arg_min(munition, "order") AS munition,
           arg_min(target, "order") AS target FROM strike GROUP BY incident_id
    """,
    """
    CREATE TABLE hit AS
    SELECT incident_id, list(DISTINCT kind ORDER BY kind) AS kinds FROM (
        SELECT d.incident_id, f.kind FROM damage d JOIN facility f ON f.id = d.facility_id WHERE d.grade <> 'none'
        UNION SELECT s.incident_id, f.kind FROM strike s JOIN facility f ON f.id = s.facility_id
    ) GROUP BY incident_id
    """,
    # Who held the incident's place, or a place around it, on its first day.
    f"""
    CREATE TABLE holding AS
    SELECT i.id AS incident_id, flatten(list({_list("c.parties")})) AS parties
    FROM incident i JOIN flat_place p ON p.id = i.place_id JOIN control c ON list_contains(p.path, c.place_id)
    WHERE (c.held_first IS NULL OR i.first IS NULL OR c.held_first <= i.first)
      AND (c.held_last IS NULL OR i.first IS NULL OR c.held_last >= i.first)
    GROUP BY i.id
    """,
    # What every harm of an incident says of it; only of incidents that the taker may see.
    f"""
    CREATE TABLE of_incident AS
    SELECT i.id AS incident_id, i.code AS incident_code, i.kind AS incident_kind, i.occurred AS incident_edtf,
           i.first AS incident_first, i.last AS incident_last, f.munition, f.platform, f.target,
           {_place_columns("pl")}, COALESCE(i.longitude, place.longitude) AS longitude,
           COALESCE(i.latitude, place.latitude) AS latitude, whom.parties, whom.party,
           whom.level AS attribution_level, i.certainty, i.state, COALESCE(hit.kinds, []) AS facility_kinds
    FROM incident i JOIN seen ON seen.incident_id = i.id JOIN whom ON whom.incident_id = i.id
    LEFT JOIN first_strike f ON f.incident_id = i.id LEFT JOIN hit ON hit.incident_id = i.id
    LEFT JOIN flat_place pl ON pl.id = i.place_id LEFT JOIN place ON place.id = i.place_id
    """,
)
"""Tables made first, in this order."""

SHAPES: Final[dict[str, str]] = {
    "harms": f"""
        SELECT h.id AS harm_id, h.code AS harm_code, i.incident_id, i.incident_code, i.incident_kind,
               h.strike_id, h.kind, h.person_id, {_text("h.group_label")} AS group_label,
               h.within_id AS within, h.minimum, h.maximum,
               CASE WHEN e.id IS NULL THEN greatest(h.minimum - COALESCE(w.minimum, 0), 0) ELSE 0 END
                   AS remaining_minimum,
               CASE WHEN e.id IS NOT NULL THEN 0
                    WHEN h.maximum IS NOT NULL THEN greatest(h.maximum - COALESCE(w.minimum, 0), 0) END
                   AS remaining_maximum,
               h.status, h.sex, h.age_group, h.age_years,
               CASE WHEN h.occupation = 'unknown' THEN COALESCE(p.occupation, 'unknown') ELSE h.occupation END
                   AS occupation,
               {_text("h.unborn_as")} AS unborn_as, COALESCE(h.torture, false) AS torture, h.cause,
               COALESCE(s.munition, i.munition) AS munition, COALESCE(s.platform, i.platform) AS platform,
               COALESCE(s.target, i.target) AS target, i.incident_edtf, i.incident_first, i.incident_last,
               {_text("h.died")} AS death_edtf, h.died_first AS death_first, h.died_last AS death_last,
               {", ".join(f"i.{column}" for column in _PLACE_COLUMNS)},
               dp.path AS death_place_path, dp.governorate_id AS death_governorate_id,
               dp.governorate_en AS death_governorate_en, dp.governorate_ar AS death_governorate_ar,
               dp.governorate_pcode AS death_governorate_pcode,
               op.path AS origin_place_path, op.governorate_id AS origin_governorate_id,
               op.governorate_en AS origin_governorate_en, op.governorate_ar AS origin_governorate_ar,
               op.governorate_pcode AS origin_governorate_pcode,
               COALESCE(s.longitude, i.longitude) AS longitude, COALESCE(s.latitude, i.latitude) AS latitude,
               i.parties, i.party, i.attribution_level, i.certainty, i.state,
               NULLIF(h.certainty, 'unknown') AS harm_certainty, i.facility_kinds,
               {_text("p.name")} AS name, {_text("p.name_en")} AS name_en, {_text("p.name_ar")} AS name_ar,
               COALESCE(p.may_name, false) AS may_name,
               COALESCE({_text("h.family")}, {_text("p.family")}) AS family,
               {_text("h.as_reported")} AS as_reported, h.basis
        FROM harm_part h JOIN of_incident i ON i.incident_id = h.incident_id
        LEFT JOIN inside w ON w.id = h.id LEFT JOIN counted_elsewhere e ON e.id = h.id
        LEFT JOIN person p ON p.id = h.person_id AND p.confidentiality = 'open'
        LEFT JOIN strike s ON s.id = h.strike_id
        LEFT JOIN flat_place dp ON dp.id = h.death_place_id
        LEFT JOIN flat_place op ON op.id = COALESCE(h.displaced_from_id, p.origin_id)
    """,
    "incidents": f"""
        SELECT i.id AS incident_id, i.code AS incident_code, i.kind, {_text("i.title_en")} AS title_en,
               {_text("i.title_ar")} AS title_ar, {_text("i.narrative_en")} AS narrative_en,
               {_text("i.narrative_ar")} AS narrative_ar, i.state, i.certainty, i.occurred AS edtf, i.first, i.last,
               {_text("i.time_of_day")} AS time_of_day, i.time_margin_minutes, i.zone, {_place_columns("pl")},
               {_text("i.site")} AS site, COALESCE(i.longitude, place.longitude) AS longitude,
               COALESCE(i.latitude, place.latitude) AS latitude, COALESCE(i.radius_m, place.radius_m) AS radius_m,
               CASE WHEN i.point_method <> 'unknown' OR i.longitude IS NOT NULL OR place.longitude IS NULL
                    THEN i.point_method
                    WHEN place.kind IN ('governorate', 'district', 'subdistrict') THEN place.kind || '-centroid'
                    ELSE 'place-centroid' END AS point_method,
               whom.parties, whom.party, whom.level AS attribution_level,
               list_sort(list_distinct(COALESCE(held.parties, []))) AS control, {_list("i.tags")} AS tags, i.parent_id,
               {_text("i.note")} AS note_en, {_text("i.note_ar")} AS note_ar
        FROM incident i JOIN seen ON seen.incident_id = i.id JOIN whom ON whom.incident_id = i.id
        LEFT JOIN flat_place pl ON pl.id = i.place_id LEFT JOIN place ON place.id = i.place_id
        LEFT JOIN holding held ON held.incident_id = i.id
    """,
    "strikes": f"""
        SELECT s.id AS strike_id, s.incident_id, s."order", {_text("s.time_of_day")} AS time_of_day,
               s.time_margin_minutes, {_text("s.site")} AS site, s.longitude, s.latitude, s.platform,
               s.platform_count, {_text("s.aircraft_type")} AS aircraft_type, s.munition, s.munition_count, s.target,
               s.facility_id
        FROM strike s JOIN seen USING (incident_id)
    """,
    "attributions": f"""
        SELECT a.id AS attribution_id, a.incident_id, p.code AS party, a.level, {_text("a.basis")} AS basis
        FROM attribution a JOIN seen USING (incident_id) JOIN party p ON p.id = a.party_id
    """,
    "damages": """
        SELECT d.id AS damage_id, d.incident_id, d.strike_id, d.facility_id, d.grade, d.out_of_service,
               i.first, d.times_hit_before
        FROM damage d JOIN seen USING (incident_id) JOIN incident i ON i.id = d.incident_id
    """,
    "facilities": f"""
        SELECT f.id AS facility_id, f.kind, {_text("f.name_en")} AS name_en, {_text("f.name_ar")} AS name_ar,
               {_place_columns("pl")}, f.deconflicted, f.deconflicted_from, f.deconflicted_to
        FROM facility f LEFT JOIN flat_place pl ON pl.id = f.place_id
        WHERE f.confidentiality = 'open'
    """,
    "statements": f"""
        SELECT t.id AS statement_id, t.incident_id, s.alias, s.kind AS source_kind, t.channel, t.given_on AS date,
               t.language,
               CASE WHEN quotable.may THEN {_text("t.text")} END AS text,
               CASE WHEN quotable.may THEN {_text("t.translation_en")} END AS translation_en,
               CASE WHEN quotable.may THEN {_text("t.translation_ar")} END AS translation_ar,
               COALESCE(quotable.may, false) AS may_quote,
               COALESCE(quotable.standing, 'not-asked') AS consent, t.code AS statement_code,
               NULL AS note_key
        FROM statement t JOIN source s ON s.id = t.source_id
        LEFT JOIN quotable ON quotable.id = t.id
        WHERE t.confidentiality = 'open' AND s.confidentiality = 'open'
          AND (t.incident_id IS NULL OR t.incident_id IN (SELECT incident_id FROM seen))
    """,
    "denials": f"""
        SELECT d.id AS denial_id, d.incident_id, p.code AS party, d.said_on AS date,
               {_text("d.summary_en")} AS summary_en, {_text("d.summary_ar")} AS summary_ar, d.assessment,
               {_text("d.reasons_en")} AS reasons_en, {_text("d.reasons_ar")} AS reasons_ar
        FROM denial d JOIN seen USING (incident_id) JOIN party p ON p.id = d.party_id
    """,
    "evidence": """
        SELECT e.id AS item_id, e.kind, e.sha256, min(l.record_id) AS incident_id,
               COALESCE(publishable.may, false) AS may_publish
        FROM item e JOIN link l ON l.item_id = e.id JOIN seen ON seen.incident_id = l.record_id
        LEFT JOIN publishable ON publishable.id = e.id
        WHERE l.record_kind = 'incident' AND e.confidentiality = 'open' AND e.destroyed_at IS NULL
        GROUP BY ALL
    """,
    "places": """
        SELECT p.id AS place_id, p.parent_id, p.kind, p.pcode, NULLIF(p.name_en, '') AS name_en,
               NULLIF(p.name_ar, '') AS name_ar,
               COALESCE(list_transform(from_json(p.names, '[{"text":"VARCHAR"}]'), lambda n: n.text), []) AS spellings,
               flat.path, p.longitude, p.latitude, p.radius_m, p.approximate, b.boundary
        FROM place p JOIN flat_place flat ON flat.id = p.id LEFT JOIN boundaries b ON b.id = p.id
    """,
    "parties": """
        SELECT p.code, top.code AS parent, p.name_en, p.name_ar, p.kind
        FROM party p LEFT JOIN party top ON top.id = p.parent_id
    """,
    "sightings": f"""
        SELECT s.id AS sighting_id, s.aircraft, s.kind, base.name_en AS base, {_text("s.time_of_day")} AS time_of_day,
               s.seen_on AS date, {_text("s.heading")} AS heading, s.incident_id
        FROM sighting s LEFT JOIN place base ON base.id = s.base_id
        WHERE s.confidentiality = 'open'
          AND (s.incident_id IS NULL OR s.incident_id IN (SELECT incident_id FROM seen))
    """,
}
"""The query of each table; columns are put into the schema's order and types when it is written."""


def query_of(table: str) -> str:
    """Return the query of a table with its columns in the schema's order; in no order."""
    columns = ", ".join(f'"{column.name}"' for column in TABLES[table])
    return f"SELECT {columns} FROM ({SHAPES[table]})"
