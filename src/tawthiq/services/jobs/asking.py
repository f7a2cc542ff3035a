"""Ask for background work: the rules are asked at once, the job stands in line in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tawthiq.domain.errors import InvalidValue
from tawthiq.records.accounts.models import Account
from tawthiq.records.jobs.models import Job
from tawthiq.services.asking import require_allowed
from tawthiq.services.jobs.kinds import KINDS


def ask_job(actor: Account, kind: str, *, at: datetime | None = None, **arguments: Any) -> Job:
    """Put work in line in the actor's name; an equal one of theirs that still waits is returned instead of a second."""
    if kind not in KINDS:
        raise InvalidValue(f"There is no work named {kind[:40]!r}. There is: {', '.join(KINDS)}.")
    asked = KINDS[kind]
    require_allowed(actor, asked.activity)
    asked.check(actor, arguments)
    waiting = Job.objects.filter(kind=kind, actor=actor, state="queued")
    same = next((job for job in waiting if job.arguments == arguments), None)
    return same or Job.objects.create(
        kind=kind, actor=actor, arguments=arguments, asked_at=at or datetime.now(UTC)
    )
