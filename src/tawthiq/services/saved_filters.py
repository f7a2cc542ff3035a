"""Save a filter by name and drop it again: the actor's own, no record of a case, so that no ledger entry is made."""

from __future__ import annotations

from datetime import UTC, datetime

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.queries.filters import Filters
from tawthiq.records.accounts.models import Account
from tawthiq.records.desk.models import SavedFilter
from tawthiq.services.asking import require_allowed

MOST = 100
SUBJECTS = ("incidents", "persons")


def save_filter(
    actor: Account, *, subject: str, name: str, filters: Filters, at: datetime | None = None
) -> None:
    """Save a filter under a name; one of that name is replaced."""
    require_allowed(actor, "read-case")
    name = " ".join(name.split())
    if subject not in SUBJECTS:
        raise InvalidValue(f"A filter is saved for one of: {', '.join(SUBJECTS)}.")
    if not 1 <= len(name) <= 80:
        raise InvalidValue("Give the filter a name of at most 80 characters.")
    if len(filters.query) > 2000:
        raise InvalidValue("This filter is too long to be saved. Choose fewer values.")
    others = SavedFilter.objects.filter(account=actor).exclude(subject=subject, name=name)
    if others.count() >= MOST:
        raise InvalidValue(f"You have {MOST} saved filters. Drop one before saving another.")
    kept = {"query": filters.query, "saved_at": at or datetime.now(UTC)}
    SavedFilter.objects.update_or_create(account=actor, subject=subject, name=name, defaults=kept)


def drop_filter(actor: Account, number: int) -> None:
    """Drop one of the actor's own filters; NotFound for another's, as for none."""
    if not SavedFilter.objects.filter(account=actor, pk=number).delete()[0]:
        raise NotFound("There is no such filter among yours.")
