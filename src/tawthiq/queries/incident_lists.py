"""Incidents that fit a filter, page by page, as an actor may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet, Sum

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.filters import Filters
from tawthiq.queries.mirror.choosing import chosen_incidents
from tawthiq.queries.mirror.columns import Flags, Numbers, Table
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.mirror.sight import sight_of
from tawthiq.queries.prepared import Prepared
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Attribution, Harm, Incident

PAGE = 50
LARGEST_PAGE = 500
_LOW = (1 << 40) - 1


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as named, with its code."""

    code: str
    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident in a list."""

    id: str
    code: str
    occurred: str
    first: date | None
    last: date | None
    time_of_day: str
    title_en: str
    title_ar: str
    place: PlaceName | None
    place_as_reported: str
    latitude: Decimal | None
    longitude: Decimal | None
    radius_m: int | None
    state: str
    certainty: str
    confidentiality: str
    parties: tuple[PlaceName, ...]
    killed: tuple[int, int | None] | None
    injured: tuple[int, int | None] | None
    kept_by: str


@dataclass(frozen=True, slots=True)
class IncidentsPage:
    """A page of a list: its rows, how many fit in all, and where the next page begins (empty at the end)."""

    rows: tuple[IncidentRow, ...]
    total: int
    next: str


def incidents_page(actor: Account, filters: Filters, *, cursor: str = "", size: int = PAGE) -> IncidentsPage:
    """Return the incidents after a cursor, in the order of the filter; the order is whole, so none comes twice."""
    size = min(max(size, 1), LARGEST_PAGE)
    with followed() as mirror:
        flags = chosen_incidents(mirror, actor, sight_of(actor, mirror), filters)
        table = mirror.table("incident")
        order = incident_order(table, filters)
        ids, following = page_of(table, flags, order, cursor, size)
        total = int(np.count_nonzero(flags))
    return IncidentsPage(incident_rows(actor, ids), total, following)


def incident_order(table: Table, filters: Filters) -> Numbers:
    """Return what an incident is ordered by, the smallest first; its key decides between equals."""
    if filters.sort == "changed":
        return -((table["updated"] << 28) | (table["key"] & ((1 << 28) - 1)))
    by_day = (table["first"].astype(np.int64) << 40) | (table["key"] & _LOW)
    if filters.sort == "oldest":
        return np.where(table["first"] > 0, by_day, by_day + (1 << 62))
    return -by_day


def page_of(table: Table, flags: Flags, order: Numbers, cursor: str, size: int) -> tuple[list[str], str]:
    """Return the ids of a page, in order, and the cursor of the next."""
    rows = np.flatnonzero(flags)
    places = order[rows]
    if cursor:
        after = places > _place(cursor)
        rows, places = rows[after], places[after]
    if len(rows) > size:
        nearest = np.argpartition(places, size)[: size + 1]
        rows, places = rows[nearest], places[nearest]
    sorted_ = np.argsort(places, kind="stable")
    more = len(rows) > size
    chosen = sorted_[:size]
    ids = [pk.decode() for pk in table["id"][rows[chosen]].tolist()]
    return ids, str(int(places[chosen[-1]])) if more else ""


def ordered_ids(table: Table, rows: Numbers, order: Numbers) -> list[str]:
    """Return the ids of rows in an order."""
    return [pk.decode() for pk in table["id"][rows[np.argsort(order[rows], kind="stable")]].tolist()]


def _place(cursor: str) -> int:
    try:
        place = int(cursor[:24])
    except ValueError as error:
        raise InvalidValue("This page of the list cannot be found. Begin the list anew.") from error
    if not -(1 << 63) <= place < 1 << 63:
        raise InvalidValue("This page of the list cannot be found. Begin the list anew.")
    return place


def _asked_incidents(actor: Account, ids: Sequence[str]) -> QuerySet[Any, Any]:
    return visible_to(actor, Incident).filter(pk__in=ids).values_list(
        "pk", "code", "occurred", "first", "last", "time_of_day", "title_en", "title_ar", "place_as_reported",
        "latitude", "longitude", "radius_m", "state", "certainty", "confidentiality", "created_by__display_name",
        "created_by__username", "place__code", "place__name_en", "place__name_ar",
    )  # fmt: skip


def _asked_people(actor: Account, ids: Sequence[str]) -> QuerySet[Any, Any]:
    """How many were killed and injured: groups and who stands in none; those named in a group are in it."""
    harms = visible_to(actor, Harm).filter(incident__in=ids, kind__in=("killed", "injured"), within=None)
    counted = {
        "least": Sum("minimum"),
        "most": Sum("maximum"),
        "unbounded": Count("pk", filter=Q(maximum=None)),
    }
    return harms.order_by().values_list("incident", "kind").annotate(**counted)


def _asked_parties(actor: Account, ids: Sequence[str]) -> QuerySet[Any, Any]:
    rows = visible_to(actor, Attribution).filter(incident__in=ids).exclude(level="denied").order_by("code")
    return rows.values_list("incident", "party__code", "party__name_en", "party__name_ar")


_INCIDENTS, _PEOPLE, _PARTIES = Prepared(_asked_incidents), Prepared(_asked_people), Prepared(_asked_parties)


def incident_rows(actor: Account, ids: Sequence[str]) -> tuple[IncidentRow, ...]:
    """Return incidents by id, in that order; whoever may not see one gets none of it."""
    incidents = {row[0]: row for row in _INCIDENTS.rows(actor, ids)}
    people = {
        (pk, kind): (int(least), None if unbounded else int(most))
        for pk, kind, least, most, unbounded in _PEOPLE.rows(actor, ids)
    }
    parties: dict[str, dict[PlaceName, None]] = {}
    for pk, *party in _PARTIES.rows(actor, ids):
        parties.setdefault(pk, {})[PlaceName(*party)] = None
    return tuple(
        _row(incidents[pk], people, tuple(parties.get(pk, ())))
        for pk in dict.fromkeys(ids)
        if pk in incidents
    )


def _row(
    values: tuple[Any, ...],
    people: Mapping[tuple[str, str], tuple[int, int | None]],
    parties: tuple[PlaceName, ...],
) -> IncidentRow:
    (pk, code, occurred, first, last, time, title_en, title_ar, reported, latitude, longitude, radius, state, certainty,
     confidentiality, display_name, username, *place) = values  # fmt: skip
    return IncidentRow(
        id=pk, code=code, occurred=occurred, first=as_day(first), last=as_day(last), time_of_day=time,
        title_en=title_en, title_ar=title_ar, place=None if place[0] is None else PlaceName(*place),
        place_as_reported=reported, latitude=as_degrees(latitude), longitude=as_degrees(longitude), radius_m=radius,
        state=state, certainty=certainty, confidentiality=confidentiality, parties=parties,
        killed=people.get((pk, "killed")), injured=people.get((pk, "injured")), kept_by=display_name or username,
    )  # fmt: skip


def as_day(value: Any) -> date | None:
    """Return a day as either database gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_degrees(value: Any) -> Decimal | None:
    """Return degrees as either database gives them."""
    return None if value is None else Decimal(f"{value:.6f}")
