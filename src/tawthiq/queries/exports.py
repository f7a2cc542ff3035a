"""Rows of an export, as far as the actor may see them, read in batches so that any number can be streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tawthiq.queries.filters import Filters
from tawthiq.queries.incident_lists import IncidentRow, incident_order, incident_rows, ordered_ids
from tawthiq.queries.mirror.choosing import chosen_incidents, chosen_persons
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.mirror.sight import sight_of
from tawthiq.queries.person_lists import PersonRow, person_order, person_rows
from tawthiq.records.accounts.models import Account

SUBJECTS = ("incidents", "persons")
FORMATS = ("csv", "xlsx", "geojson", "jsonl")
BATCH = 400

Row = dict[str, Any]

INCIDENT_COLUMNS: Mapping[str, str] = {
    "code": "#event+code", "occurred": "#date+occurred", "first": "#date+start", "last": "#date+end",
    "time_of_day": "#date+time", "title_en": "#event+name+en", "title_ar": "#event+name+ar",
    "place": "#loc+code", "place_en": "#loc+name+en", "place_ar": "#loc+name+ar",
    "place_as_reported": "#loc+name+reported", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "radius_m": "#geo+precision", "state": "#status+review", "certainty": "#status+verification",
    "confidentiality": "#meta+confidentiality", "parties": "#group+perpetrator+list",
    "killed_minimum": "#affected+killed+min", "killed_maximum": "#affected+killed+max",
    "injured_minimum": "#affected+injured+min", "injured_maximum": "#affected+injured+max",
}  # fmt: skip
"""The columns of incidents with their HXL tags."""

PERSON_COLUMNS: Mapping[str, str] = {
    "code": "#affected+code", "name": "#affected+name", "name_en": "#affected+name+en",
    "name_ar": "#affected+name+ar", "sex": "#affected+sex", "born": "#date+birth",
    "occupation": "#affected+occupation", "confidentiality": "#meta+confidentiality", "harm": "#affected+type",
    "harm_code": "#meta+code", "age_years": "#affected+age+num", "age_group": "#affected+age",
    "status": "#status+person", "died": "#date+death", "incident": "#event+code", "occurred": "#date+occurred",
    "place": "#loc+code", "place_en": "#loc+name+en", "place_ar": "#loc+name+ar", "certainty": "#status+verification",
}  # fmt: skip
"""The columns of persons, one row for each harm, with their HXL tags."""

COLUMNS: Mapping[str, Mapping[str, str]] = {"incidents": INCIDENT_COLUMNS, "persons": PERSON_COLUMNS}


def exported_ids(actor: Account, subject: str, filters: Filters) -> tuple[str, ...]:
    """Return the ids of all that fits and that the actor may see, in the order of the filter."""
    with followed() as mirror:
        sight = sight_of(actor, mirror)
        name = "incident" if subject == "incidents" else "person"
        table = mirror.table(name)
        if name == "incident":
            flags, order = chosen_incidents(mirror, actor, sight, filters), incident_order(table, filters)
        else:
            flags, order = chosen_persons(mirror, actor, sight, filters), person_order(table, filters)
        return tuple(ordered_ids(table, np.flatnonzero(flags), order))


def exported_rows(actor: Account, subject: str, ids: Sequence[str]) -> Iterator[Row]:
    """Return the rows of records by id; each is asked for again, so that what is no longer theirs is left out."""
    for start in range(0, len(ids), BATCH):
        batch = list(ids[start : start + BATCH])
        if subject == "incidents":
            yield from (_incident(row) for row in incident_rows(actor, batch))
        else:
            yield from (made for row in person_rows(actor, batch) for made in _person(row))


def _incident(row: IncidentRow) -> Row:
    killed, injured = row.killed or (None, None), row.injured or (None, None)
    return {
        "code": row.code, "occurred": row.occurred, "first": row.first, "last": row.last,
        "time_of_day": row.time_of_day, "title_en": row.title_en, "title_ar": row.title_ar,
        "place": row.place.code if row.place else "", "place_en": row.place.name_en if row.place else "",
        "place_ar": row.place.name_ar if row.place else "", "place_as_reported": row.place_as_reported,
        "latitude": row.latitude, "longitude": row.longitude, "radius_m": row.radius_m, "state": row.state,
        "certainty": row.certainty, "confidentiality": row.confidentiality,
        "parties": "; ".join(party.code for party in row.parties),
        "killed_minimum": killed[0], "killed_maximum": killed[1], "injured_minimum": injured[0],
        "injured_maximum": injured[1],
    }  # fmt: skip


def _person(row: PersonRow) -> Iterator[Row]:
    own = {
        "code": row.code, "name": row.name, "name_en": row.name_en, "name_ar": row.name_ar, "sex": row.sex,
        "born": row.born, "occupation": row.occupation, "confidentiality": row.confidentiality,
    }  # fmt: skip
    empty = dict.fromkeys(PERSON_COLUMNS, "")
    if not row.harms:
        yield empty | own
    for harm in row.harms:
        place = harm.place
        yield empty | own | {
            "harm": harm.kind, "harm_code": harm.code, "age_years": harm.age_years, "age_group": harm.age_group,
            "status": harm.status, "died": harm.died, "incident": harm.incident, "occurred": harm.occurred,
            "place": place.code if place else "", "place_en": place.name_en if place else "",
            "place_ar": place.name_ar if place else "", "certainty": harm.certainty,
        }  # fmt: skip
