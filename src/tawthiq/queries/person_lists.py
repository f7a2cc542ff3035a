"""Persons that fit a filter, page by page, and one person with everything the actor may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db.models import QuerySet

from tawthiq.queries.filters import Filters
from tawthiq.queries.incident_lists import LARGEST_PAGE, PAGE, PlaceName, page_of
from tawthiq.queries.mirror.choosing import chosen_persons
from tawthiq.queries.mirror.columns import Numbers, Table
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.mirror.sight import sight_of
from tawthiq.queries.prepared import Prepared
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import kept_secret, without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Person, Statement


@dataclass(frozen=True, slots=True)
class HarmLine:
    """One harm to a person, with its incident."""

    code: str
    kind: str
    incident: str
    occurred: str
    title_en: str
    title_ar: str
    place: PlaceName | None
    age_years: int | None
    age_group: str
    status: str
    died: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a list, with the harms that tell people of one name apart."""

    id: str
    code: str
    name: str
    name_en: str
    name_ar: str
    sex: str
    born: str
    occupation: str
    confidentiality: str
    harms: tuple[HarmLine, ...]


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """A page of persons, how many fit in all, and where the next page begins."""

    rows: tuple[PersonRow, ...]
    total: int
    next: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person with all spellings of the name, every harm, and how many sources speak of the incidents."""

    row: PersonRow
    spellings: tuple[str, ...]
    mother: str
    family: str
    origin: PlaceName | None
    origin_as_reported: str
    sources: int
    statements: int
    note: str


def persons_page(actor: Account, filters: Filters, *, cursor: str = "", size: int = PAGE) -> PersonsPage:
    """Return the persons after a cursor: those recorded last first, or first where the oldest are asked for."""
    size = min(max(size, 1), LARGEST_PAGE)
    with followed() as mirror:
        flags = chosen_persons(mirror, actor, sight_of(actor, mirror), filters)
        table = mirror.table("person")
        ids, following = page_of(table, flags, person_order(table, filters), cursor, size)
        total = int(np.count_nonzero(flags))
    return PersonsPage(person_rows(actor, ids), total, following)


def person_order(table: Table, filters: Filters) -> Numbers:
    """Return what a person is ordered by, the smallest first."""
    by_time: Numbers = (table["made"] << 28) | (table["key"] & ((1 << 28) - 1))
    return by_time if filters.sort == "oldest" else -by_time


def _asked_persons(actor: Account, ids: Sequence[str]) -> QuerySet[Any, Any]:
    return visible_to(actor, Person).filter(pk__in=ids).values_list(
        "pk", "code", "name", "name_en", "name_ar", "sex", "born", "occupation", "confidentiality"
    )  # fmt: skip


def _asked_harms(actor: Account, ids: Sequence[str]) -> QuerySet[Any, Any]:
    rows = visible_to(actor, Harm).filter(person__in=ids).order_by("incident__first", "code")
    return rows.values_list(
        "person", "code", "kind", "incident__code", "incident__occurred", "incident__title_en", "incident__title_ar",
        "age_years", "age_group", "status", "died", "incident__certainty", "incident__place__code",
        "incident__place__name_en", "incident__place__name_ar",
    )  # fmt: skip


_PERSONS, _HARMS = Prepared(_asked_persons), Prepared(_asked_harms)


def person_rows(actor: Account, ids: Sequence[str]) -> tuple[PersonRow, ...]:
    """Return persons by id, in that order, with the harms that the actor may see."""
    persons = {row[0]: row for row in _PERSONS.rows(actor, ids)}
    harms: dict[str, list[HarmLine]] = {}
    for person, *harm in _HARMS.rows(actor, ids):
        harms.setdefault(person, []).append(_harm(harm))
    hidden = kept_secret(actor, Person, list(persons))
    rows = (
        PersonRow(*persons[pk], harms=tuple(harms.get(pk, ())))  # type: ignore[misc]  # a row is all but harms
        for pk in dict.fromkeys(ids)
        if pk in persons
    )
    return tuple(_without(row, hidden.get(row.id, frozenset())) for row in rows)


def _without(row: PersonRow, hidden: frozenset[str]) -> PersonRow:
    """Blank what is withheld from the actor."""
    blank: dict[str, Any] = {name: "" for name in ("name", "name_en", "name_ar", "born") if name in hidden}
    return replace(row, **blank) if blank else row


def _harm(values: Sequence[Any]) -> HarmLine:
    code, kind, incident, occurred, title_en, title_ar, years, group, status, died, certainty, *place = values
    return HarmLine(
        code=code, kind=kind, incident=incident, occurred=occurred, title_en=title_en, title_ar=title_ar,
        place=None if place[0] is None else PlaceName(*place), age_years=years, age_group=group, status=status,
        died=died, certainty=certainty,
    )  # fmt: skip


def person_shown(actor: Account, code: str) -> PersonShown:
    """Return one person, or NotFound, the same for not theirs and not there."""
    one = get_visible(actor, Person, code)
    [row] = person_rows(actor, [one.pk])
    without_withheld(actor, one)
    incidents = visible_to(actor, Harm).filter(person=one).values("incident")
    statements = visible_to(actor, Statement).filter(incident__in=incidents)
    origin = one.origin
    return PersonShown(
        row=row, spellings=_spellings(one), mother=one.mother, family=one.family,
        origin=None if origin is None else PlaceName(origin.code, origin.name_en, origin.name_ar),
        origin_as_reported=one.origin_as_reported,
        sources=statements.values("source").distinct().count(), statements=statements.count(), note=one.note,
    )  # fmt: skip


def _spellings(one: Person) -> tuple[str, ...]:
    listed: list[Any] = one.names
    others = [str(entry.get("text", "")) for entry in listed if isinstance(entry, dict)]
    return tuple(dict.fromkeys(text for text in (one.name, one.name_en, one.name_ar, *others) if text))
