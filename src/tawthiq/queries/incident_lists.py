"""Incidents that fit a filter, page by page, as an actor may see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Q, Sum

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.filters import Filters
from tawthiq.queries.mirror.choosing import chosen_incidents
from tawthiq.queries.mirror.columns import Flags, Numbers, Table
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.mirror.sight import sight_of
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
    time_of_day: str
    title_en: str
    title_ar: str
    place: PlaceName | None
    place_as_reported: str
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
        order = _order(table, filters)
        ids, following = page_of(table, flags, order, cursor, size)
        total = int(np.count_nonzero(flags))
    return IncidentsPage(incident_rows(actor, ids), total, following)


def _order(table: Table, filters: Filters) -> Numbers:
    """Return what an incident is ordered by, the smallest first; its key decides between equals."""
    if filters.sort == "changed":
        return -((table["updated"] << 28) | (table["key"] & ((1 << 28) - 1)))
    by_day = (table["first"].astype(np.int64) << 40) | (table["key"] & _LOW)
    if filters.sort == "oldest":
        return np.where(table["first"] > 0, by_day, by_day + (1 << 62))
    return -by_day


def page_of(
    table: Table, flags: Flags, order: Numbers, cursor: str, size: int
) -> tuple[list[str], str]:
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


def _place(cursor: str) -> int:
    try:
        place = int(cursor[:24])
    except ValueError as error:
        raise InvalidValue("This page of the list cannot be found. Begin the list anew.") from error
    if not -(1 << 63) <= place < 1 << 63:
        raise InvalidValue("This page of the list cannot be found. Begin the list anew.")
    return place


def incident_rows(actor: Account, ids: list[str]) -> tuple[IncidentRow, ...]:
    """Return incidents by id, in that order; whoever may not see one gets none of it."""
    found = visible_to(actor, Incident).filter(pk__in=ids).select_related("place", "created_by")
    incidents = {incident.pk: incident for incident in found.defer("narrative_en", "narrative_ar")}
    shown = [incidents[pk] for pk in ids if pk in incidents]
    people = _people(actor, [incident.pk for incident in shown])
    parties = _parties(actor, [incident.pk for incident in shown])
    return tuple(
        IncidentRow(
            id=one.pk, code=one.code, occurred=one.occurred, time_of_day=one.time_of_day, title_en=one.title_en,
            title_ar=one.title_ar,
            place=None if one.place is None else PlaceName(one.place.code, one.place.name_en, one.place.name_ar),
            place_as_reported=one.place_as_reported, state=one.state, certainty=one.certainty,
            confidentiality=one.confidentiality, parties=tuple(parties.get(one.pk, ())),
            killed=people.get((one.pk, "killed")), injured=people.get((one.pk, "injured")),
            kept_by=one.created_by.display_name or one.created_by.username,
        )
        for one in shown
    )  # fmt: skip


def _people(actor: Account, ids: list[str]) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Return how many were killed and injured: groups and who stands in none; those named in a group are in it."""
    harms = visible_to(actor, Harm).filter(incident__in=ids, kind__in=("killed", "injured"), within=None)
    sums = harms.values_list("incident", "kind").annotate(
        least=Sum("minimum"), most=Sum("maximum"), unbounded=Count("pk", filter=Q(maximum=None))
    )
    return {(pk, kind): (least, None if unbounded else most) for pk, kind, least, most, unbounded in sums}


def _parties(actor: Account, ids: list[str]) -> dict[str, list[PlaceName]]:
    found: dict[str, list[PlaceName]] = {}
    rows = visible_to(actor, Attribution).filter(incident__in=ids).exclude(level="denied").order_by("code")
    for pk, code, english, arabic in rows.values_list(
        "incident", "party__code", "party__name_en", "party__name_ar"
    ):
        party = PlaceName(code, english, arabic)
        if party not in found.setdefault(pk, []):
            found[pk].append(party)
    return found
