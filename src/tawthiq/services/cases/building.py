"""Turn stated facts into records ready to be written; a pure step: nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue
from tawthiq.records.cases.models import (
    Attribution,
    Claim,
    Damage,
    Denial,
    Harm,
    Incident,
    Person,
    Statement,
    Strike,
)
from tawthiq.records.flights.models import Sighting
from tawthiq.records.record import Record, new_id
from tawthiq.services.cases.facts import (
    ClaimFacts,
    DamageFacts,
    HarmFacts,
    IncidentFacts,
    PersonFacts,
    StatementFacts,
    StrikeFacts,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)

DATE_COLUMNS: Mapping[str, tuple[str, str | None, str | None]] = {
    "incident.occurred": ("occurred", "first", "last"),
    "harm.died": ("died", "died_first", "died_last"),
    "person.born": ("born", None, None),
    "damage.occurred": ("occurred", None, None),
}
"""Where a partial date goes: its EDTF text, its first day, its last day."""


def date_columns(field: str, stated: PartialDate | None) -> dict[str, Any]:
    """Return the column values of a partial date; empty text and nulls where there is none."""
    text, first, last = DATE_COLUMNS[field]
    columns: dict[str, Any] = {text: "" if stated is None else stated.edtf}
    if first is not None:
        columns[first] = None if stated is None else stated.lower
    if last is not None:
        columns[last] = None if stated is None else stated.upper
    return columns


def plain_values(facts: Any, *, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a dataclass's fields as column values; tuples become lists, as JSON columns hold them."""
    left_out = {"id", *leave_out}
    values = {f.name: getattr(facts, f.name) for f in fields(facts) if f.name not in left_out}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def incident_values(facts: IncidentFacts) -> dict[str, Any]:
    """Return an incident's column values."""
    return plain_values(facts, leave_out=("occurred",)) | date_columns("incident.occurred", facts.occurred)


def person_values(facts: PersonFacts) -> dict[str, Any]:
    """Return a person's column values."""
    return plain_values(facts, leave_out=("born",)) | date_columns("person.born", facts.born)


def harm_values(facts: HarmFacts) -> dict[str, Any]:
    """Return a harm's own column values, without what it points to."""
    pointers = ("key", "strike", "person", "within", "count", "died")
    counted = {"minimum": facts.count.minimum, "maximum": facts.count.maximum}
    return plain_values(facts, leave_out=pointers) | counted | date_columns("harm.died", facts.died)


def make(model: type[AnyRecord], owner: Incident, /, **values: Any) -> AnyRecord:
    """Make a record at its incident's desk; what hangs on an incident is never seen where the incident is not."""
    record = model(**{"desk": owner.desk, **values})
    record.id = new_id()
    return record


def make_strike(facts: StrikeFacts, incident: Incident) -> Strike:
    """Make a strike of an incident."""
    return make(Strike, incident, incident=incident, **plain_values(facts))


def make_harm(
    facts: HarmFacts,
    incident: Incident,
    *,
    strikes: Mapping[int, Strike],
    persons: Mapping[int, Person],
    keyed: Mapping[str, Harm],
) -> Harm:
    """Make a harm and tie it to its strike, its person and the group it lies within."""
    if facts.strike is not None and facts.strike not in strikes:
        raise InvalidValue(f"A harm names strike {facts.strike}, which this incident does not have.")
    if facts.within is not None and facts.within not in keyed:
        raise InvalidValue(f"A harm lies within {facts.within!r}; no harm before it has that key.")
    return make(
        Harm,
        incident,
        incident=incident,
        strike=None if facts.strike is None else strikes[facts.strike],
        person=None if facts.person is None else persons[id(facts)],
        within=None if facts.within is None else keyed[facts.within],
        **harm_values(facts),
    )


def make_damage(facts: DamageFacts, incident: Incident, strikes: Mapping[int, Strike]) -> Damage:
    """Make the damage to a facility."""
    values = plain_values(facts, leave_out=("strike", "occurred")) | date_columns(
        "damage.occurred", facts.occurred
    )
    strike = None if facts.strike is None else strikes[facts.strike]
    return make(Damage, incident, incident=incident, strike=strike, **values)


def make_statement(facts: StatementFacts, incident: Incident) -> Statement:
    """Make a statement about an incident."""
    return make(Statement, incident, incident=incident, **plain_values(facts, leave_out=("key",)))


def make_claim(facts: ClaimFacts, incident: Incident, statements: Mapping[str, Statement]) -> Claim:
    """Make a claim about a field of an incident."""
    values = plain_values(facts, leave_out=("statement_key",))
    statement = None if facts.statement_key is None else statements[facts.statement_key]
    return make(Claim, incident, record_kind="incident", record_id=incident.pk, statement=statement, **values)


def make_simple(model: type[AnyRecord], facts: Any, incident: Incident) -> AnyRecord:
    """Make a record whose facts are its columns: an attribution, a denial, a sighting."""
    return make(model, incident, incident=incident, **plain_values(facts))


SIMPLE: tuple[tuple[str, type[Record]], ...] = (
    ("attributions", Attribution),
    ("denials", Denial),
    ("sightings", Sighting),
)
"""The parts of a case that are made by `make_simple`."""
