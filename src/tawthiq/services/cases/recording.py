"""Record a case on one screen, add to it, and change it; an accepted case changes only after reopening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.review import State
from tawthiq.domain.rules import refuse_edit
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Incident, Person, Statement, Strike
from tawthiq.records.record import Record
from tawthiq.services.asking import ensure, require_allowed
from tawthiq.services.cases.building import (
    SIMPLE,
    date_columns,
    incident_values,
    make,
    make_claim,
    make_damage,
    make_harm,
    make_simple,
    make_statement,
    make_strike,
    person_values,
)
from tawthiq.services.cases.checking import (
    check_vocabularies,
    editable_fields,
    refuse_harm_values,
    refuse_parts_above_wholes,
)
from tawthiq.services.cases.facts import CaseFacts, HarmFacts, PersonFacts
from tawthiq.services.withholding import require_unwithheld
from tawthiq.services.writing import Writing, writing


def record_case(
    actor: Account, facts: CaseFacts, *, reason: str = "", at: datetime | None = None
) -> Incident:
    """Record an incident with everything stated about it, as a draft, in one write."""
    require_allowed(actor, "record-case")
    with writing(actor, action="case recorded", reason=reason, at=at) as write:
        incident = Incident(**incident_values(facts.incident), desk=actor.desk)
        check_vocabularies(incident)
        write.add(incident)
        add_parts(write, incident, facts)
    return incident


def add_to_case(
    actor: Account, incident_id: str, facts: CaseFacts, *, expected_version: int, reason: str = ""
) -> Incident:
    """Add strikes, harms, statements … to an incident; its own values (`facts.incident`) are changed to match."""
    require_allowed(actor, "record-case")
    with writing(actor, action="case extended", reason=reason) as write:
        incident = get_visible(actor, Incident, incident_id)
        ensure(refuse_edit(cast(State, incident.state)))
        stated = incident_values(facts.incident)
        require_unwithheld(actor, incident, [n for n in stated if stated[n] != getattr(incident, n)])
        write.change(incident, expected_version=expected_version, **stated)
        check_vocabularies(incident)
        add_parts(write, incident, facts)
    return incident


def add_parts(write: Writing, incident: Incident, facts: CaseFacts) -> None:
    """Add everything that hangs on an incident, each kind in one go."""
    strikes = _add_strikes(write, incident, facts)
    _add_harms(write, incident, facts.harms, strikes)
    _add_checked(write, [make_damage(damage, incident, strikes) for damage in facts.damages])
    statements = {s.key or str(n): make_statement(s, incident) for n, s in enumerate(facts.statements)}
    if len(statements) != len(facts.statements):
        raise InvalidValue("Two statements of this case have one key. Give each its own.")
    _add_checked(write, list(statements.values()))
    _add_claims(write, incident, facts, statements)
    for name, model in SIMPLE:
        _add_checked(write, [make_simple(model, part, incident) for part in getattr(facts, name)])


def _add_checked(write: Writing, records: Sequence[Record]) -> None:
    for record in records:
        check_vocabularies(record)
    write.add_many(records)


def _add_strikes(write: Writing, incident: Incident, facts: CaseFacts) -> dict[int, Strike]:
    known = {strike.order: strike for strike in incident.strikes.filter(withdrawn_at__isnull=True)}
    added = [make_strike(strike, incident) for strike in facts.strikes]
    _add_checked(write, added)
    return known | {strike.order: strike for strike in added}


def _add_harms(
    write: Writing, incident: Incident, harms: Sequence[HarmFacts], strikes: Mapping[int, Strike]
) -> None:
    persons = {
        id(facts): make(
            Person, incident, **(person_values(facts.person) | as_secret_as(incident, facts.person))
        )
        for facts in harms
        if facts.person is not None
    }
    _add_checked(write, list(persons.values()))
    keyed: dict[str, Harm] = {}
    made = []
    for facts in harms:
        harm = make_harm(facts, incident, strikes=strikes, persons=persons, keyed=keyed)
        if facts.key is not None:
            keyed[facts.key] = harm
        refuse_harm_values(harm, incident)
        made.append(harm)
    refuse_parts_above_wholes([*incident.harms.filter(withdrawn_at__isnull=True), *made])
    _add_checked(write, made)


def as_secret_as(incident: Incident, person: PersonFacts) -> dict[str, str]:
    """A person is restricted where they are stated so, or where the incident is."""
    restricted = "restricted" in (incident.confidentiality, person.confidentiality)
    return {"confidentiality": "restricted" if restricted else "open"}


def _add_claims(
    write: Writing, incident: Incident, facts: CaseFacts, statements: Mapping[str, Statement]
) -> None:
    missing = {c.statement_key for c in facts.claims} - set(statements) - {None}
    if missing:
        raise InvalidValue(
            f"A claim names a statement {sorted(map(str, missing))[0]!r} that is not in this case."
        )
    _add_checked(write, [make_claim(claim, incident, statements) for claim in facts.claims])


def change_record(
    actor: Account,
    model: type[Record],
    record_id: str,
    *,
    expected_version: int,
    reason: str = "",
    **values: Any,
) -> Record:
    """Change named fields of an incident or of something that hangs on one; a PartialDate goes where dates go."""
    require_allowed(actor, "record-case")
    with writing(actor, action=f"{model.__name__.lower()} changed", reason=reason) as write:
        record = get_visible(actor, model, record_id)
        incident = record if isinstance(record, Incident) else getattr(record, "incident", None)
        if isinstance(incident, Incident):
            ensure(refuse_edit(cast(State, incident.state)))
        columns = _columns_from(model, values)
        require_unwithheld(actor, record, columns)
        write.change(record, expected_version=expected_version, **columns)
        check_vocabularies(record)
        if isinstance(record, Harm):
            refuse_harm_values(record, record.incident)
            refuse_parts_above_wholes(list(record.incident.harms.filter(withdrawn_at__isnull=True)))
        if isinstance(incident, Incident) and incident is not record:
            write.change(incident, expected_version=incident.version)
    return record


def _columns_from(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    known = editable_fields(model)
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise InvalidValue(
                f"{model.__name__} has no field {name!r} that can be changed. Fields: {', '.join(sorted(known))}."
            )
        dated = f"{model.__name__.lower()}.{name}"
        columns |= date_columns(dated, value) if dated in known.values() else {name: value}
    return columns
