"""Save a case as it now stands on the screen: parts are added, changed and taken back in one write and one entry.

A part that is not stated any more is taken back with the reason; nothing is deleted, and the ledger keeps what it was.
Claims and sightings come from elsewhere: those stated are added, none is taken back by not being stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import F

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.review import State
from tawthiq.domain.rules import refuse_edit
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import (
    Attribution,
    Claim,
    Damage,
    Denial,
    Facility,
    Harm,
    Incident,
    Person,
    Statement,
    Strike,
)
from tawthiq.records.evidence.models import Item
from tawthiq.records.record import Part, Record
from tawthiq.services.asking import ensure, require_allowed
from tawthiq.services.cases.building import (
    date_columns,
    harm_values,
    incident_values,
    make,
    person_values,
    plain_values,
)
from tawthiq.services.cases.checking import (
    check_vocabularies,
    refuse_harm_values,
    refuse_parts_above_wholes,
)
from tawthiq.services.cases.facts import CaseFacts, HarmFacts, PersonFacts
from tawthiq.services.cases.recording import add_parts, as_secret_as
from tawthiq.services.cases.settling import settle
from tawthiq.services.evidence.adding import add_links
from tawthiq.services.evidence.facts import LinkFacts
from tawthiq.services.withholding import changes_seen
from tawthiq.services.writing import Writing, writing

AnyPart = TypeVar("AnyPart", bound=Part)

TAKEN_OUT = "taken out while the case was being written"
"""The reason of a part that is taken back where none is given."""

PARKED = 10_000
"""Added to the numbers of strikes that change places, until each has its new one."""

Stated = Sequence[tuple[str | None, dict[str, Any]]]
"""Parts of one kind as stated: the id of the recorded one or None, and its column values."""


def save_new_case(
    actor: Account, facts: CaseFacts, *, reason: str = "", at: datetime | None = None
) -> Incident:
    """Record a new case with new sources and facilities, consents and links to evidence, in one write."""
    require_allowed(actor, "record-case")
    with writing(actor, action="case recorded", reason=reason, at=at) as write:
        incident = Incident(**incident_values(facts.incident), desk=actor.desk)
        check_vocabularies(incident)
        write.add(incident)
        _save_parts(write, incident, facts, TAKEN_OUT)
    return incident


def save_case(
    actor: Account,
    code: str,
    facts: CaseFacts,
    *,
    expected_version: int,
    reason: str = "",
    at: datetime | None = None,
) -> Incident:
    """Make a case what the facts state; refused where somebody saved it since, and where nothing differs."""
    require_allowed(actor, "record-case")
    with writing(actor, action="case changed", reason=reason, at=at) as write:
        # 1. The incident first: a stale version is refused before anything else is looked at.
        incident = get_visible(actor, Incident, code)
        ensure(refuse_edit(cast(State, incident.state)))
        stated = columns(Incident, incident_values(facts.incident))
        changed = changes_seen(actor, incident, _different(incident, stated))
        write.change(incident, expected_version=expected_version, **changed)
        check_vocabularies(incident)
        # 2. Then all that hangs on it.
        _save_parts(write, incident, facts, reason.strip() or TAKEN_OUT)
        if not changed and len(write.leaves) == 1:
            raise InvalidValue("Nothing differs from what is recorded. Nothing was saved.")
    return incident


def _save_parts(write: Writing, incident: Incident, facts: CaseFacts, because: str) -> None:
    """Save what the case points to, then its parts: strikes before what names them."""
    settled = settle(write, facts)
    strikes = _save_strikes(write, incident, settled, because)
    _save_harms(write, incident, settled.harms, strikes, because)
    _save_rest(write, incident, settled, strikes, because)
    _link_evidence(write, incident, facts)


def columns(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column: what points to a record is its id."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if field.is_relation:
            found[f"{name}_id"] = None if value is None else value.pk
        else:
            found[name] = value
    return found


def _different(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(record, name) != value}


def _standing(actor: Account, model: type[AnyPart], incident: Incident) -> dict[str, AnyPart]:
    return {part.pk: part for part in visible_to(actor, model).filter(incident=incident)}


def _recorded(standing: Mapping[str, AnyPart], part_id: str) -> AnyPart:
    if part_id not in standing:
        raise InvalidValue("A part that was changed is not of this case any more. Load the case again.")
    return standing[part_id]


def _take_back(write: Writing, parts: Iterable[Part], because: str) -> None:
    for part in parts:
        write.change(part, expected_version=part.version, withdrawn_at=write.at, withdrawn_because=because)


def _save_kind(
    write: Writing, model: type[AnyPart], incident: Incident, stated: Stated, because: str
) -> list[AnyPart]:
    """Take back what is not stated, change what differs, add what is new; return the parts in the order stated."""
    standing = _standing(write.actor, model, incident)
    kept = {part_id for part_id, _ in stated if part_id is not None}
    gone = [part for pk, part in standing.items() if pk not in kept]
    _take_back(write, gone, because)
    if model is Statement:
        _take_back(write, visible_to(write.actor, Claim).filter(statement__in=[p.pk for p in gone]), because)
    parts: list[AnyPart] = []
    for part_id, values in stated:
        if part_id is None:
            parts.append(make(model, incident, incident=incident, **values))
        else:
            parts.append(_changed(write, _recorded(standing, part_id), values))
    for part in parts:
        check_vocabularies(part)
    write.add_many([part for part in parts if part.pk not in standing])
    return parts


def _changed(write: Writing, part: AnyPart, values: Mapping[str, Any]) -> AnyPart:
    different = changes_seen(write.actor, part, _different(part, values))
    return write.change(part, expected_version=part.version, **different) if different else part


def _save_strikes(write: Writing, incident: Incident, facts: CaseFacts, because: str) -> dict[int, Strike]:
    orders = [strike.order for strike in facts.strikes]
    if len(set(orders)) != len(orders):
        raise InvalidValue("Two strikes have the same number. Number them 1, 2, 3 in the order of time.")
    _park(write, incident, facts)
    stated = [(s.id, columns(Strike, plain_values(s))) for s in facts.strikes]
    _keep_hidden_facilities(write, incident, stated)
    return {strike.order: strike for strike in _save_kind(write, Strike, incident, stated, because)}


def _keep_hidden_facilities(write: Writing, incident: Incident, stated: Stated) -> None:
    """Leave a strike the facility that its writer may not see and could not state."""
    hidden = incident.strikes.filter(facility__isnull=False).exclude(
        facility__in=visible_to(write.actor, Facility).values("pk")
    )
    kept = dict(hidden.values_list("pk", "facility_id"))
    for part_id, values in stated:
        if values["facility_id"] is None and part_id in kept:
            values["facility_id"] = kept[part_id]


def _park(write: Writing, incident: Incident, facts: CaseFacts) -> None:
    """Move aside, within this transaction, the numbers of strikes that get others: two may change places."""
    wanted = {strike.id: strike.order for strike in facts.strikes}
    standing = _standing(write.actor, Strike, incident)
    moving = [pk for pk, strike in standing.items() if wanted.get(pk, strike.order) != strike.order]
    Strike.objects.filter(pk__in=moving).update(order=F("order") + PARKED)


def _strike_id(strikes: Mapping[int, Strike], order: int | None) -> str | None:
    if order is None:
        return None
    if order not in strikes:
        raise InvalidValue(f"A part of this case names strike {order}, which it does not have.")
    return strikes[order].pk


def _save_harms(
    write: Writing,
    incident: Incident,
    stated: Sequence[HarmFacts],
    strikes: Mapping[int, Strike],
    because: str,
) -> None:
    standing = {
        harm.pk: harm
        for harm in visible_to(write.actor, Harm).filter(incident=incident).select_related("person")
    }
    persons = _save_persons(write, incident, stated, standing)
    records = [
        make(Harm, incident, incident=incident) if one.id is None else _recorded(standing, one.id)
        for one in stated
    ]
    keys = {one.key: record.pk for one, record in zip(stated, records, strict=True) if one.key is not None}
    kept = {record.pk for record in records}
    _take_back(write, [harm for pk, harm in standing.items() if pk not in kept], because)
    for one, harm, person in zip(stated, records, persons, strict=True):
        values = columns(Harm, harm_values(one)) | {
            "strike_id": _strike_id(strikes, one.strike),
            "person_id": None if person is None else person.pk,
            "within_id": _within(one, keys),
        }
        if one.id is None:
            _set(harm, values)
        else:
            _changed(write, harm, values)
        check_vocabularies(harm)
        refuse_harm_values(harm, incident)
    _refuse_circles(records)
    refuse_parts_above_wholes(records)
    write.add_many([harm for harm in records if harm.pk not in standing])


def _set(record: Record, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _within(one: HarmFacts, keys: Mapping[str, str]) -> str | None:
    if one.within is None:
        return None
    if one.within not in keys:
        raise InvalidValue(f"A harm lies within {one.within!r}; no harm of this case has that key.")
    return keys[one.within]


def _refuse_circles(harms: Iterable[Harm]) -> None:
    above = {harm.pk: harm.within_id for harm in harms}
    for start in above:
        seen, at = {start}, above[start]
        while at is not None:
            if at in seen:
                raise InvalidValue("Two groups lie within each other. A group lies within a larger one only.")
            seen.add(at)
            at = above.get(at)


def _save_persons(
    write: Writing, incident: Incident, stated: Sequence[HarmFacts], standing: Mapping[str, Harm]
) -> list[Person | None]:
    """Return the person of each harm: new, changed where it is of this case, or one recorded elsewhere, as it is."""
    mine = {harm.person.pk: harm.person for harm in standing.values() if harm.person is not None}
    named = {one.person.id for one in stated if one.person is not None} - {None} - set(mine)
    others = {person.pk: person for person in visible_to(write.actor, Person).filter(pk__in=named)}
    persons: list[Person | None] = []
    new: list[Person] = []
    for one in stated:
        if one.person is None:
            persons.append(None)
        elif one.person.id is None:
            new.append(
                make(Person, incident, **_person_columns(incident, one.person), names=list(one.person.names))
            )
            persons.append(new[-1])
        elif one.person.id in mine:
            harm = standing.get(one.id or "")
            persons.append(_change_person(write, incident, mine[one.person.id], one.person, harm))
        else:
            persons.append(_known_elsewhere(others, one.person.id))
    for person in persons:
        if person is not None:
            check_vocabularies(person)
    write.add_many(new)
    return persons


def _known_elsewhere(others: Mapping[str, Person], person_id: str) -> Person:
    if person_id not in others:
        raise InvalidValue(
            "A person who was chosen is not there any more. Choose again, or record a new person."
        )
    return others[person_id]


def _person_columns(incident: Incident, facts: PersonFacts) -> dict[str, Any]:
    values = {name: value for name, value in person_values(facts).items() if name != "names"}
    return columns(Person, values) | as_secret_as(incident, facts)


def _change_person(
    write: Writing, incident: Incident, person: Person, facts: PersonFacts, harm: Harm | None
) -> Person:
    values = _person_columns(incident, facts)
    for told_twice in (
        "sex",
        "occupation",
    ):  # of the person and of the harm: changed here only where changed there
        if harm is not None and getattr(harm, told_twice) == values[told_twice]:
            del values[told_twice]
    different = changes_seen(write.actor, person, _different(person, values))
    if not different:
        return person
    elsewhere = Harm.objects.filter(person=person, withdrawn_at__isnull=True).exclude(incident=incident)
    for state in elsewhere.values_list("incident__state", flat=True):
        ensure(refuse_edit(cast(State, state)))
    return write.change(person, expected_version=person.version, **different)


def _save_rest(
    write: Writing, incident: Incident, facts: CaseFacts, strikes: Mapping[int, Strike], because: str
) -> None:
    damages = [
        (
            one.id,
            columns(Damage, plain_values(one, leave_out=("strike", "occurred")))
            | date_columns("damage.occurred", one.occurred)
            | {"strike_id": _strike_id(strikes, one.strike)},
        )
        for one in facts.damages
    ]
    _save_kind(write, Damage, incident, damages, because)
    statements = [(one.id, _statement_columns(one)) for one in facts.statements]
    _save_kind(write, Statement, incident, statements, because)
    for model, stated in ((Attribution, facts.attributions), (Denial, facts.denials)):
        rows = [(one.id, columns(model, plain_values(one))) for one in stated]
        _save_kind(write, model, incident, rows, because)
    added = CaseFacts(incident=facts.incident, sightings=facts.sightings, claims=facts.claims)
    add_parts(write, incident, added)


def _statement_columns(one: Any) -> dict[str, Any]:
    """Return a statement's columns; the consent it stands under stays where no other is stated."""
    values = columns(Statement, plain_values(one, leave_out=("key",)))
    if one.id is not None and values["consent_id"] is None:
        del values["consent_id"]
    return values


def _link_evidence(write: Writing, incident: Incident, facts: CaseFacts) -> None:
    if facts.evidence:
        require_allowed(write.actor, "add-evidence")
    for link in facts.evidence:
        item = get_visible(write.actor, Item, link.item)
        add_links(
            write,
            write.actor,
            item,
            [LinkFacts(record_kind="incident", record=incident.pk, locator=link.locator)],
        )
