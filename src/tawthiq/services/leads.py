"""Leads: raw reports as they came, never edited; attached to an incident or dismissed with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Lead
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.writing import writing


def file_leads(
    actor: Account,
    *,
    text: str,
    drafts: Sequence[Mapping[str, Any]],
    origin: str,
    channel: str = "publication",
    at: datetime | None = None,
) -> list[Lead]:
    """File one lead for each draft, in one write, with the whole text attached; a person makes them records."""
    require_allowed(actor, "record-case")
    with writing(actor, action="leads filed", reason=f"{len(drafts)} drafts of {origin}", at=at) as write:
        leads = [
            Lead(channel=channel, text=text, desk=actor.desk,
                 attachments=[{"kind": "draft", "origin": origin, "values": plain(draft)}])
            for draft in drafts
        ]  # fmt: skip
        write.add_many(leads)
    return leads


def plain(value: Any) -> Any:
    """Return a value as the ledger can hold it: numbers with a fraction become text of three places."""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def attach_lead(actor: Account, lead_id: str, incident_id: str, *, expected_version: int) -> Lead:
    """Say that a lead tells of an incident."""
    require_allowed(actor, "record-case")
    with writing(actor, action="lead attached") as write:
        lead, incident = get_visible(actor, Lead, lead_id), get_visible(actor, Incident, incident_id)
        return write.change(lead, expected_version=expected_version, state="attached", incident=incident)


def dismiss_lead(actor: Account, lead_id: str, *, expected_version: int, reason: str) -> Lead:
    """Put a lead aside for a reason, which stays with it."""
    require_allowed(actor, "record-case")
    if not reason.strip():
        ensure(refusal("reason-missing"))
    with writing(actor, action="lead dismissed", reason=reason) as write:
        lead = get_visible(actor, Lead, lead_id)
        if lead.state == "attached":
            raise InvalidValue(
                "This lead is attached to an incident. Take it from there before dismissing it."
            )
        return write.change(
            lead, expected_version=expected_version, state="dismissed", dismissed_because=reason
        )
