"""The filters that an account saved."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.records.accounts.models import Account
from tawthiq.records.desk.models import SavedFilter


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved filter: its number, name and query."""

    number: int
    name: str
    query: str


def saved_filters(actor: Account, subject: str) -> tuple[SavedRow, ...]:
    """Return the actor's own filters of a list, by name."""
    rows = SavedFilter.objects.filter(account=actor, subject=subject).order_by("name")
    return tuple(SavedRow(row.pk, row.name, row.query) for row in rows)
