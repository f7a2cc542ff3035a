"""Review by a second person: submit, return, accept, reopen; nobody accepts their own work."""

from __future__ import annotations

from datetime import datetime

from tawthiq.domain.review import transition
from tawthiq.queries.authorship import authors_of_case
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Review
from tawthiq.services.asking import require, require_allowed
from tawthiq.services.cases.building import make
from tawthiq.services.writing import writing


def submit_incident(
    actor: Account, incident_id: str, *, expected_version: int, at: datetime | None = None
) -> Incident:
    """Hand a draft to review."""
    return _step(actor, incident_id, "submit", expected_version=expected_version, at=at)


def return_incident(
    actor: Account, incident_id: str, *, expected_version: int, reason: str, field: str = ""
) -> Incident:
    """Give a submitted incident back to its documenter with a remark."""
    return _step(actor, incident_id, "return", expected_version=expected_version, reason=reason, field=field)


def accept_incident(
    actor: Account, incident_id: str, *, expected_version: int, reason: str = "", at: datetime | None = None
) -> Incident:
    """Accept a submitted incident as it stands in this version."""
    return _step(actor, incident_id, "accept", expected_version=expected_version, reason=reason, at=at)


def reopen_incident(actor: Account, incident_id: str, *, expected_version: int, reason: str) -> Incident:
    """Open an accepted incident for changes; the reason stays in its history."""
    return _step(actor, incident_id, "reopen", expected_version=expected_version, reason=reason)


ACTIVITY = {
    "submit": "submit incidents",
    "return": "review incidents",
    "accept": "review incidents",
    "reopen": "review incidents",
}
PAST = {"submit": "submitted", "return": "returned", "accept": "accepted", "reopen": "reopened"}


def _step(
    actor: Account,
    incident_id: str,
    action: str,
    *,
    expected_version: int,
    reason: str = "",
    field: str = "",
    at: datetime | None = None,
) -> Incident:
    require_allowed(actor, ACTIVITY[action])
    with writing(actor, action=f"incident {PAST[action]}", reason=reason, at=at) as write:
        incident = get_visible(actor, Incident, incident_id)
        is_author = actor.pk in authors_of_case(incident)
        after = transition(incident.state, action, is_author=is_author, reason=reason)
        if not isinstance(after, str):
            require(after)
        write.change(incident, expected_version=expected_version, state=after)
        review = make(Review, incident, incident=incident, action=action, remark=reason, field=field,
                      incident_version=expected_version)  # fmt: skip
        write.add(review)
    return incident
