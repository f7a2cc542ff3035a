"""Persons that fit a filter, page by page, and one person with everything the actor may see of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tawthiq.queries.filters import Filters
from tawthiq.queries.incident_lists import LARGEST_PAGE, PAGE, PlaceName, page_of
from tawthiq.queries.mirror.choosing import chosen_persons
from tawthiq.queries.mirror.columns import Numbers, Table
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.mirror.sight import sight_of
from tawthiq.queries.visibility import get_visible, visible_to
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
class PersonView:
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
        ids, following = page_of(table, flags, _order(table, filters), cursor, size)
        total = int(np.count_nonzero(flags))
    return PersonsPage(person_rows(actor, ids), total, following)


def _order(table: Table, filters: Filters) -> Numbers:
    by_time: Numbers = (table["made"] << 28) | (table["key"] & ((1 << 28) - 1))
    return by_time if filters.sort == "oldest" else -by_time


def person_rows(actor: Account, ids: list[str]) -> tuple[PersonRow, ...]:
    """Return persons by id, in that order, with the harms that the actor may see."""
    persons = {one.pk: one for one in visible_to(actor, Person).filter(pk__in=ids)}
    harms = _harms(actor, list(persons))
    return tuple(_row(persons[pk], harms.get(pk, [])) for pk in ids if pk in persons)


def _row(one: Person, harms: list[HarmLine]) -> PersonRow:
    return PersonRow(
        id=one.pk, code=one.code, name=one.name, name_en=one.name_en, name_ar=one.name_ar, sex=one.sex,
        born=one.born, occupation=one.occupation, confidentiality=one.confidentiality, harms=tuple(harms),
    )  # fmt: skip


def _harms(actor: Account, persons: list[str]) -> dict[str, list[HarmLine]]:
    found: dict[str, list[HarmLine]] = {}
    rows = (
        visible_to(actor, Harm)
        .filter(person__in=persons)
        .select_related("incident__place")
        .defer("incident__narrative_en", "incident__narrative_ar")
        .order_by("incident__first", "code")
    )
    for harm in rows:
        incident, place = harm.incident, harm.incident.place
        found.setdefault(str(harm.person_id), []).append(
            HarmLine(
                code=harm.code, kind=harm.kind, incident=incident.code, occurred=incident.occurred,
                title_en=incident.title_en, title_ar=incident.title_ar,
                place=None if place is None else PlaceName(place.code, place.name_en, place.name_ar),
                age_years=harm.age_years, age_group=harm.age_group, status=harm.status, died=harm.died,
                certainty=incident.certainty,
            )
        )  # fmt: skip
    return found


def person_shown(actor: Account, code: str) -> PersonView:
    """Return one person, or NotFound, the same for not theirs and not there."""
    one = get_visible(actor, Person, code)
    harms = _harms(actor, [one.pk])
    incidents = visible_to(actor, Harm).filter(person=one).values("incident")
    statements = visible_to(actor, Statement).filter(incident__in=incidents)
    origin = one.origin
    return PersonView(
        row=_row(one, harms.get(one.pk, [])), spellings=_spellings(one), mother=one.mother, family=one.family,
        origin=None if origin is None else PlaceName(origin.code, origin.name_en, origin.name_ar),
        origin_as_reported=one.origin_as_reported,
        sources=statements.values("source").distinct().count(), statements=statements.count(), note=one.note,
    )  # fmt: skip


def _spellings(one: Person) -> tuple[str, ...]:
    listed: list[Any] = one.names
    others = [str(entry.get("text", "")) for entry in listed if isinstance(entry, dict)]
    return tuple(dict.fromkeys(text for text in (one.name, one.name_en, one.name_ar, *others) if text))
