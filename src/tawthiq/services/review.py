"""Review by a second person: submit, send back, accept, reopen; nobody accepts their own work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from tawthiq.domain.review import Action, State, Transition, transition
from tawthiq.domain.rules import refuse_action, refuse_own_work
from tawthiq.queries.authorship import authors_of_case
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Review
from tawthiq.services.asking import ensure
from tawthiq.services.cases.building import make
from tawthiq.services.writing import writing


def submit_incident(
    actor: Account, incident_id: str, *, expected_version: int, at: datetime | None = None
) -> Incident:
    """Hand a draft to review."""
    return _step(actor, incident_id, "submit", expected_version=expected_version, at=at)


def withdraw_incident(actor: Account, incident_id: str, *, expected_version: int) -> Incident:
    """Take a submitted incident back to mend it."""
    return _step(actor, incident_id, "withdraw", expected_version=expected_version)


def send_back_incident(
    actor: Account, incident_id: str, *, expected_version: int, reason: str, field: str = ""
) -> Incident:
    """Give a submitted incident back to its documenter with a remark."""
    return _step(
        actor, incident_id, "send-back", expected_version=expected_version, reason=reason, field=field
    )


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
    at: datetime | None = None,
) -> Incident:
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
    return incident
