"""Keep what somebody has typed until it is saved: sealed, theirs alone, gone once saved; no record, no ledger entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import EntryDraft, Incident
from tawthiq.records.record import new_id
from tawthiq.services.asking import require_allowed
from tawthiq.vault.entries import seal_entry

MOST = 100
"""Drafts that one account may hold."""


def keep_entry(
    actor: Account,
    typed: Mapping[str, Any],
    *,
    entry_id: str | None = None,
    incident_code: str | None = None,
    incident_version: int | None = None,
    at: datetime | None = None,
) -> str:
    """Keep a form as typed and return its id; the one named, or the one of this incident, is replaced."""
    require_allowed(actor, "record-case")
    incident = None if incident_code is None else get_visible(actor, Incident, incident_code)
    with transaction.atomic():
        draft = _held(actor, entry_id, incident) or _new(actor, incident)
        draft.incident_version = incident_version
        draft.saved_at = at or datetime.now(UTC)
        draft.sealed = seal_entry(settings.SECRET_KEY, dict(typed), bound_to=f"{draft.pk} {actor.pk}")
        draft.save()
    return draft.pk


def drop_entry(actor: Account, entry_id: str) -> None:
    """Forget a draft of the actor's; one that is not there is forgotten already."""
    EntryDraft.objects.filter(account=actor, pk=entry_id).delete()


def drop_entries_of(actor: Account, incident: Incident) -> None:
    """Forget what the actor typed of an incident, once it is saved."""
    EntryDraft.objects.filter(account=actor, incident=incident).delete()


def _held(actor: Account, entry_id: str | None, incident: Incident | None) -> EntryDraft | None:
    mine = EntryDraft.objects.filter(account=actor)
    if incident is not None:
        return mine.filter(incident=incident).first()
    return None if entry_id is None else mine.filter(pk=entry_id, incident__isnull=True).first()


def _new(actor: Account, incident: Incident | None) -> EntryDraft:
    if EntryDraft.objects.filter(account=actor).count() >= MOST:
        raise InvalidValue(f"You have {MOST} unfinished entries. Save or discard some of them first.")
    return EntryDraft(id=new_id(), account=actor, incident=incident)
