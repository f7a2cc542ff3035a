"""Cases that may be the one being entered: the same place within a day. A warning for people, never a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident

DAYS = 1
MOST = 8


@dataclass(frozen=True, slots=True)
class Alike:
    """A recorded case that may be the same."""

    code: str
    occurred: str
    time_of_day: str
    site: str
    title_en: str
    title_ar: str
    state: str
    harms: int
    kept_by: str


def incidents_alike(
    actor: Account, *, place_id: str | None, first: date | None, last: date | None, not_code: str = ""
) -> Sequence[Alike]:
    """Return the actor's cases at the same place whose days lie at most one day from these."""
    if place_id is None or first is None or last is None or (last - first).days > 31:
        return ()
    day = timedelta(days=DAYS)
    rows = (
        visible_to(actor, Incident)
        .filter(place=place_id, first__lte=last + day, last__gte=first - day)
        .exclude(code=not_code)
        .annotate(number=Count("harms", filter=Q(harms__withdrawn_at__isnull=True)))
        .select_related("created_by")
        .order_by("first", "code")[:MOST]
    )
    return [
        Alike(
            row.code, row.occurred, row.time_of_day, row.site, row.title_en, row.title_ar, row.state, row.number,
            row.created_by.display_name or row.created_by.username,
        )
        for row in rows
    ]  # fmt: skip
