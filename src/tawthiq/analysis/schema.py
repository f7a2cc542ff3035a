"""The tables of a snapshot: the name and type of every column, and whether it may be empty; versioned.

Ids are opaque text, codes kebab-case, dates are days, lists are never null (an empty list says "none").
A column marked `maybe` may be null, and null means not known or not stated; every other column always
holds a value, where "unknown" is a value. Tables are sorted by their first column, which is their key.
What each column means, in English and Arabic: `codebook.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

SCHEMA_VERSION: Final = "1.0"

TEXT: Final = pa.string()
TEXTS: Final = pa.list_(pa.string())
DAY: Final = pa.date32()
COUNT: Final = pa.int32()
SMALL: Final = pa.int16()
DEGREES: Final = pa.float64()
METRES: Final = pa.float64()
YES_NO: Final = pa.bool_()
BYTES: Final = pa.binary()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `maybe` says that it may be null."""

    name: str
    type: pa.DataType
    maybe: bool = False


def _always(kind: pa.DataType, names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name in names.split())


def _maybe(kind: pa.DataType, names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, maybe=True) for name in names.split())


PLACE_LEVELS: Final = ("country", "governorate", "district", "subdistrict", "community")
"""The levels of the administrative tree that a harm, incident or facility carries flat, coarsest first."""

PLACE: Final = (
    *_maybe(TEXT, "place_id place_name_en place_name_ar"),
    Column("place_path", TEXTS),
    *_maybe(
        TEXT, " ".join(f"{level}_{part}" for level in PLACE_LEVELS for part in ("id", "en", "ar", "pcode"))
    ),
)
"""Where: the place, its path (ids, country first, the place last) and each administrative level flat."""

TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "harms": (
        *_always(TEXT, "harm_id harm_code incident_id incident_code incident_kind"),
        *_maybe(TEXT, "strike_id"),
        *_always(TEXT, "kind"),
        *_maybe(TEXT, "person_id group_label within"),
        *_always(COUNT, "minimum"),
        *_maybe(COUNT, "maximum"),
        *_always(COUNT, "remaining_minimum"),
        *_maybe(COUNT, "remaining_maximum"),
        *_always(TEXT, "status sex age_group"),
        *_maybe(SMALL, "age_years"),
        *_always(TEXT, "occupation"),
        *_maybe(TEXT, "unborn_as"),
        *_always(YES_NO, "torture"),
        *_always(TEXT, "cause"),
        *_maybe(TEXT, "munition platform target"),
        *_always(TEXT, "incident_edtf"),
        *_maybe(DAY, "incident_first incident_last"),
        *_maybe(TEXT, "death_edtf"),
        *_maybe(DAY, "death_first death_last"),
        *PLACE,
        *_maybe(TEXTS, "death_place_path"),
        *_maybe(
            TEXT, "death_governorate_id death_governorate_en death_governorate_ar death_governorate_pcode"
        ),
        *_maybe(TEXTS, "origin_place_path"),
        *_maybe(
            TEXT, "origin_governorate_id origin_governorate_en origin_governorate_ar origin_governorate_pcode"
        ),
        *_maybe(DEGREES, "longitude latitude"),
        *_always(TEXTS, "parties"),
        *_always(TEXT, "party"),
        *_maybe(TEXT, "attribution_level"),
        *_always(TEXT, "certainty state"),
        *_maybe(TEXT, "harm_certainty"),
        *_always(TEXTS, "facility_kinds"),
        *_maybe(TEXT, "name name_en name_ar"),
        *_always(YES_NO, "may_name"),
        *_maybe(TEXT, "family as_reported"),
        *_always(TEXT, "basis"),
    ),
    "incidents": (
        *_always(TEXT, "incident_id incident_code kind"),
        *_maybe(TEXT, "title_en title_ar narrative_en narrative_ar"),
        *_always(TEXT, "state certainty edtf"),
        *_maybe(DAY, "first last"),
        *_maybe(TEXT, "time_of_day"),
        *_maybe(COUNT, "time_margin_minutes"),
        *_always(TEXT, "zone"),
        *PLACE,
        *_maybe(TEXT, "site"),
        *_maybe(DEGREES, "longitude latitude"),
        *_maybe(METRES, "radius_m"),
        *_maybe(TEXT, "point_method"),
        *_always(TEXTS, "parties"),
        *_always(TEXT, "party"),
        *_maybe(TEXT, "attribution_level"),
        *_always(TEXTS, "control tags"),
        *_maybe(TEXT, "parent_id note_en note_ar"),
    ),
    "strikes": (
        *_always(TEXT, "strike_id incident_id"),
        *_always(SMALL, "order"),
        *_maybe(TEXT, "time_of_day"),
        *_maybe(COUNT, "time_margin_minutes"),
        *_maybe(TEXT, "site"),
        *_maybe(DEGREES, "longitude latitude"),
        *_always(TEXT, "platform"),
        *_maybe(COUNT, "platform_count"),
        *_maybe(TEXT, "aircraft_type"),
        *_always(TEXT, "munition"),
        *_maybe(COUNT, "munition_count"),
        *_always(TEXT, "target"),
        *_maybe(TEXT, "facility_id"),
    ),
    "attributions": (*_always(TEXT, "attribution_id incident_id party level"), *_maybe(TEXT, "basis")),
    "damages": (
        *_always(TEXT, "damage_id incident_id"),
        *_maybe(TEXT, "strike_id"),
        *_always(TEXT, "facility_id grade"),
        *_maybe(YES_NO, "out_of_service"),
        *_maybe(DAY, "first"),
        *_maybe(COUNT, "times_hit_before"),
    ),
    "facilities": (
        *_always(TEXT, "facility_id kind"),
        *_maybe(TEXT, "name_en name_ar"),
        *PLACE,
        *_maybe(YES_NO, "deconflicted"),
        *_maybe(DAY, "deconflicted_from deconflicted_to"),
    ),
    "statements": (
        *_always(TEXT, "statement_id"),
        *_maybe(TEXT, "incident_id"),
        *_always(TEXT, "alias source_kind channel"),
        *_maybe(DAY, "date"),
        *_maybe(TEXT, "language text translation_en translation_ar"),
        *_always(YES_NO, "may_quote"),
        *_maybe(TEXT, "consent statement_code note_key"),
    ),
    "denials": (
        *_always(TEXT, "denial_id incident_id party"),
        *_maybe(DAY, "date"),
        *_maybe(TEXT, "summary_en summary_ar"),
        *_always(TEXT, "assessment"),
        *_maybe(TEXT, "reasons_en reasons_ar"),
    ),
    "evidence": (
        *_always(TEXT, "item_id kind sha256"),
        *_maybe(TEXT, "incident_id"),
        *_always(YES_NO, "may_publish"),
    ),
    "places": (
        *_always(TEXT, "place_id"),
        *_maybe(TEXT, "parent_id"),
        *_always(TEXT, "kind"),
        *_maybe(TEXT, "pcode name_en name_ar"),
        *_always(TEXTS, "spellings path"),
        *_maybe(DEGREES, "longitude latitude"),
        *_maybe(METRES, "radius_m"),
        *_always(YES_NO, "approximate"),
        *_maybe(BYTES, "boundary"),
    ),
    "parties": (
        *_always(TEXT, "code"),
        *_maybe(TEXT, "parent name_en name_ar"),
        *_always(TEXT, "kind"),
    ),
    "sightings": (
        *_always(TEXT, "sighting_id"),
        *_maybe(TEXT, "aircraft"),
        *_always(TEXT, "kind"),
        *_maybe(TEXT, "base time_of_day"),
        *_maybe(DAY, "date"),
        *_maybe(TEXT, "heading incident_id"),
    ),
}


def table_schema(table: str) -> pa.Schema:
    """Give the Arrow schema of a table, in the order in which its columns are written."""
    return pa.schema([pa.field(column.name, column.type, nullable=column.maybe) for column in TABLES[table]])


def empty_table(table: str) -> pa.Table:
    """Give a table of the right columns and no rows."""
    return table_schema(table).empty_table()
