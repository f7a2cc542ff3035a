"""Review by a second person: submit, send back, accept, reopen; nobody accepts their own work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.review import Action, State, Transition, transition
from tawthiq.domain.rules import refuse_action, refuse_own_work
from tawthiq.queries.authorship import authors_of_case, parts_of_case
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Review
from tawthiq.services.asking import ensure
from tawthiq.services.cases.building import make
from tawthiq.services.writing import writing


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer asks about one field: its name (`occurred`, or `HRM-2019-000012.age_years`) and the words."""

    field: str
    text: str


def submit_incident(
    actor: Account, incident_id: str, *, expected_version: int, at: datetime | None = None
) -> Incident:
    """Hand a draft to review."""
    return _step(actor, incident_id, "submit", expected_version=expected_version, at=at)


def withdraw_incident(actor: Account, incident_id: str, *, expected_version: int) -> Incident:
    """Take a submitted incident back to mend it."""
    return _step(actor, incident_id, "withdraw", expected_version=expected_version)


def send_back_incident(
    actor: Account,
    incident_id: str,
    *,
    expected_version: int,
    reason: str,
    field: str = "",
    remarks: Sequence[Remark] = (),
) -> Incident:
    """Give a submitted incident back to its documenter with a reason, and with remarks on single fields."""
    return _step(
        actor, incident_id, "send-back", expected_version=expected_version, reason=reason, field=field,
        remarks=remarks,
    )  # fmt: skip


def accept_incident(
    actor: Account, incident_id: str, *, expected_version: int, reason: str = "", at: datetime | None = None
) -> Incident:
    """Accept a submitted incident as it stands in this version."""
    return _step(actor, incident_id, "accept", expected_version=expected_version, reason=reason, at=at)


def reopen_incident(actor: Account, incident_id: str, *, expected_version: int, reason: str) -> Incident:
    """Open an accepted incident for changes; the reason stays in its history."""
    return _step(actor, incident_id, "reopen", expected_version=expected_version, reason=reason)


PAST: Mapping[Action, str] = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "send-back": "sent back",
    "accept": "accepted",
    "reopen": "reopened",
}


def _step(
    actor: Account,
    incident_id: str,
    action: Action,
    *,
    expected_version: int,
    reason: str = "",
    field: str = "",
    remarks: Sequence[Remark] = (),
    at: datetime | None = None,
) -> Incident:
    known = _known_fields(actor, incident_id, remarks)
    with writing(actor, action=f"incident {PAST[action]}", reason=reason, at=at) as write:
        incident = get_visible(actor, Incident, incident_id)
        state = cast(State, incident.state)
        ensure(refuse_action(state, action, roles=actor.roles if actor.is_active else [], reason=reason))
        if action == "accept":
            ensure(refuse_own_work(actor.pk, authors_of_case(incident)))
        after = cast(Transition, transition(state, action)).to
        write.change(incident, expected_version=expected_version, state=after)
        review = make(Review, incident, incident=incident, action=action, remark=reason, field=field,
                      incident_version=expected_version)  # fmt: skip
        write.add(review)
        write.add_many([
            make(Review, incident, incident=incident, action=action, remark=one.text.strip(),
                 field=known[one.field], incident_version=expected_version)
            for one in remarks
        ])  # fmt: skip
    return incident


def _known_fields(actor: Account, incident_id: str, remarks: Sequence[Remark]) -> dict[str, str]:
    """Check what each remark is about: a field of the incident, or `CODE.field` of a record that hangs on it."""
    if not remarks:
        return {}
    incident = get_visible(actor, Incident, incident_id)
    codes = {record.code: type(record) for record in parts_of_case(actor, incident)}
    for remark in remarks:
        code, dot, field = remark.field.partition(".")
        model = codes.get(code) if dot or code in codes else Incident
        fields = set() if model is None else {f.name for f in model._meta.concrete_fields}
        if model is None or (field if dot else "" if code in codes else code) not in {*fields, ""}:
            raise InvalidValue("A remark names a field that this record does not have. Load the page again.")
        if not remark.text.strip():
            raise InvalidValue("A remark has no words. Write what to look at, or take the remark out.")
    return {remark.field: remark.field for remark in remarks}
