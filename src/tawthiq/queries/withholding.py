"""What of a record is kept from an actor: every query that shows records blanks what this names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models

from tawthiq.domain.secrecy import SEES_WITHHELD, WITHHOLDABLE, columns_withheld
from tawthiq.queries.prepared import Prepared
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account, Grant, Withholding
from tawthiq.records.cases.models import Person
from tawthiq.records.record import Record
from tawthiq.records.states import kind_of

AnyRecord = TypeVar("AnyRecord", bound=Record)

MANY = 400
"""How many records are asked about in one statement."""

TELLS_WHO = columns_withheld("person", WITHHOLDABLE["person"]) | {"occupation"}
"""The columns that tell who a person is."""


def withheld_fields(actor: Account, *records: Record) -> Mapping[str, frozenset[str]]:
    """Return, for the id of each record, the names of the fields that the actor must not see (none: an empty set).

    What is withheld is seen by who withheld it, by who made the record, by whom it was disclosed to (a grant on the
    withholding), and by custodians. Of a restricted person who stands in an open incident, all that tells who it is
    is kept from whoever may not see the person. Ask once for a whole page of records: it is one query for 400 of them.
    """
    hidden: dict[str, frozenset[str]] = defaultdict(frozenset, _of_hidden_persons(actor, records))
    if not SEES_WITHHELD.isdisjoint(actor.roles):
        return hidden
    made_by_others = {one.pk: kind_of(type(one)) for one in records if one.created_by_id != actor.pk}
    names: dict[str, set[str]] = defaultdict(set)
    for record_id, field in _standing(actor, list(made_by_others)):
        names[record_id].add(field)
    for record_id, fields in names.items():
        hidden[record_id] |= columns_withheld(made_by_others[record_id], fields)
    return hidden


def _of_hidden_persons(actor: Account, records: Iterable[Record]) -> dict[str, frozenset[str]]:
    restricted = {
        one.pk for one in records if isinstance(one, Person) and one.confidentiality == "restricted"
    }
    if not restricted:
        return {}
    seen = visible_to(actor, Person).filter(pk__in=restricted).values_list("pk", flat=True)
    return dict.fromkeys(restricted.difference(seen), TELLS_WHO)


def withheld_in(actor: Account, record: Record) -> frozenset[str]:
    """Return the names of the fields of one record that the actor must not see."""
    return withheld_fields(actor, record)[record.pk]


def _standing(actor: Account, ids: list[str]) -> Iterable[tuple[str, str]]:
    disclosed = Grant.objects.filter(account=actor).values("record_id")
    for start in range(0, len(ids), MANY):
        yield from (
            Withholding.objects.filter(record_id__in=ids[start : start + MANY], lifted_at__isnull=True)
            .exclude(created_by=actor)
            .exclude(pk__in=disclosed)
            .values_list("record_id", "field")
        )


def without_withheld(actor: Account, *records: AnyRecord) -> tuple[AnyRecord, ...]:
    """Blank on each object in memory what the actor must not see, and return the objects; never save them."""
    hidden = withheld_fields(actor, *records)
    for record in records:
        for name in hidden[record.pk]:
            blank(record, name)
    return records


def blank(record: Record, name: str) -> None:
    """Put the empty value of its column in the place of a field's value."""
    field = record._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, models.ForeignKey):
        record._state.fields_cache.pop(field.name, None)
    record.__dict__[field.attname] = empty_value(field)


def empty_value(field: models.Field[Any, Any]) -> Any:
    """Return what stands in a column where a value is withheld: null, an empty text, list or mapping."""
    if field.null or isinstance(field, models.ForeignKey):
        return None
    return field.get_default() if field.has_default() else ""


def states_without_withheld(
    actor: Account, record: Record, states: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return states of a record as the ledger holds them, without the columns that the actor must not see."""
    fields = (record._meta.get_field(name) for name in withheld_in(actor, record))
    hidden = {field.attname for field in fields if isinstance(field, models.Field)}
    return [{name: value for name, value in state.items() if name not in hidden} for state in states]


def kept_secret(actor: Account, model: type[AnyRecord], ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return for records by id the fields that the actor must not see; one quick question where nothing is withheld."""
    concerned = {row[0] for row in _CONCERNED.rows(actor, ids)}
    records = model._default_manager.filter(pk__in=concerned) if concerned else ()
    return withheld_fields(actor, *records)


def _concerned(actor: Account, ids: Sequence[str]) -> models.QuerySet[Withholding, tuple[str]]:
    return Withholding.objects.filter(record_id__in=ids, lifted_at__isnull=True).values_list("record_id")


_CONCERNED = Prepared(_concerned)
