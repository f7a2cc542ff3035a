"""What the actor has typed and not saved yet: theirs alone, whatever their role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.domain.roles import MAY
from tawthiq.queries.visibility import NOT_THERE, visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import EntryDraft, Incident
from tawthiq.vault.entries import open_entry


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A draft in a list: `incident_code` is empty for a new case; `title` is the typed title, when and where."""

    id: str
    incident_code: str
    title: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft as typed, and on which version of which incident."""

    id: str
    incident_code: str
    incident_version: int | None
    saved_at: datetime
    typed: Mapping[str, Any]


def entry_drafts(actor: Account) -> tuple[EntryLine, ...]:
    """List what the actor has typed and not saved, the newest first; what cannot be opened any more is left out."""
    lines = []
    for draft in _mine(actor).order_by("-saved_at"):
        try:
            entry = _opened(actor, draft)
        except InvalidFile:
            continue
        lines.append(EntryLine(entry.id, entry.incident_code, _title(entry.typed), entry.saved_at))
    return tuple(lines)


def entry_draft(actor: Account, entry_id: str) -> Entry:
    """Return a draft of the actor's; NotFound for another's and for none."""
    draft = _mine(actor).filter(pk=entry_id).first()
    if draft is None:
        raise NotFound(NOT_THERE)
    return _opened(actor, draft)


def entry_of_incident(actor: Account, incident_code: str) -> Entry | None:
    """Return what the actor has typed of an incident and not saved, or None."""
    draft = _mine(actor).filter(incident__code=incident_code).first()
    return None if draft is None else _opened(actor, draft)


def _mine(actor: Account) -> QuerySet[EntryDraft]:
    rows = EntryDraft.objects.filter(account=actor).select_related("incident")
    if not actor.is_active or MAY["record-case"].isdisjoint(actor.roles):
        return rows.none()
    return rows.filter(Q(incident__isnull=True) | Q(incident__in=visible_to(actor, Incident)))


def _opened(actor: Account, draft: EntryDraft) -> Entry:
    typed = open_entry(settings.SECRET_KEY, bytes(draft.sealed), bound_to=f"{draft.pk} {actor.pk}")
    code = "" if draft.incident is None else draft.incident.code
    return Entry(draft.pk, code, draft.incident_version, draft.saved_at, typed)


def _title(typed: Mapping[str, Any]) -> str:
    own = typed.get("incident", {})
    said = [own.get("title_en") or own.get("title_ar"), own.get("when"), own.get("place")]
    return " · ".join(str(text) for text in said if text)[:160]
