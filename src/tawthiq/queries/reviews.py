"""What waits for review, as the actor may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from tawthiq.queries.visibility import visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a list."""

    id: str
    code: str
    version: int
    state: str
    occurred: str
    place: str
    title: str
    harms: int
    kept_by: str


def incidents_in_states(actor: Account, states: Sequence[str]) -> list[IncidentLine]:
    """Return the visible incidents in any of these states, the oldest first."""
    rows = (
        visible_to(actor, Incident)
        .filter(state__in=states)
        .select_related("place", "created_by")
        .annotate(number=Count("harms", filter=Q(harms__withdrawn_at__isnull=True)))
        .order_by("first", "code")
    )
    return [
        IncidentLine(
            id=row.pk,
            code=row.code,
            version=row.version,
            state=row.state,
            occurred=row.occurred,
            place=row.place.name_en or row.place.name_ar if row.place else row.place_as_reported,
            title=row.title_en or row.title_ar,
            harms=row.number,
            kept_by=row.created_by.username,
        )
        for row in without_withheld(actor, *rows)
    ]
