"""The line of jobs: taken by one worker at a time, under a lease that it renews; what a dead worker held is taken back.

1. A worker takes the job that waits longest and holds it until its lease ends.
2. While it works it renews the lease; its every write names worker and attempt: one that lost its lease writes nothing.
3. A job whose lease has ended stands in line again, or has failed where it was begun as often as its kind allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from tawthiq.domain.refusals import refusal
from tawthiq.records.jobs.models import Job
from tawthiq.services.jobs.kinds import KINDS

LEASE = timedelta(seconds=60)
"""How long a worker is believed alive after its last sign; it gives one every quarter of this."""


def take_next(worker: str, *, lease: timedelta = LEASE) -> Job | None:
    """Take the job that waits longest, or None; two workers never take the same."""
    if not Job.objects.filter(state="queued").exists():
        return None
    with transaction.atomic():
        rows = Job.objects.filter(state="queued").order_by("asked_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None:
            return None
        now = datetime.now(UTC)
        taken = Job.objects.filter(pk=job.pk, state="queued").update(
            state="running", worker=worker, attempts=F("attempts") + 1, started_at=now, lease_until=now + lease,
            step="", done=0, total=0,
        )  # fmt: skip
    return Job.objects.select_related("actor").get(pk=job.pk) if taken else None


def renew(job: Job, *, lease: timedelta = LEASE) -> bool:
    """Give a sign of life; False where the job is not this worker's any more."""
    return _mine(job).update(lease_until=datetime.now(UTC) + lease) == 1


def note_progress(job: Job, step: str, done: int, total: int) -> None:
    """Note how far a job is."""
    _mine(job).update(step=step[:40], done=done, total=total)


def finish(job: Job, result: Mapping[str, Any]) -> bool:
    """Note that a job is done, with its outcome; False where it is not this worker's any more."""
    return _end(job, state="done", result=dict(result))


def fail(job: Job, error: Mapping[str, str]) -> bool:
    """Note that a job failed, with the sentence for whoever asked."""
    return _end(job, state="failed", error=dict(error))


def give_back(job: Job) -> None:
    """Put a job back in line, as a worker does that is told to stop; the attempt does not count."""
    _mine(job).update(state="queued", worker="", lease_until=None, step="", attempts=F("attempts") - 1)


def take_back_lost(*, now: datetime | None = None) -> int:
    """Put jobs whose worker gave no sign of life back in line, or fail them; return how many were lost."""
    now = now or datetime.now(UTC)
    lost = Job.objects.filter(state="running", lease_until__lt=now)
    if not lost.exists():
        return 0
    again = failed = 0
    for job in lost:
        still = Job.objects.filter(pk=job.pk, state="running", attempts=job.attempts, lease_until__lt=now)
        if job.kind in KINDS and job.attempts < KINDS[job.kind].attempts:
            again += still.update(state="queued", worker="", lease_until=None, step="")
        else:
            said = refusal("job-lost")
            sentences = {"en": said.sentence_in("en"), "ar": said.sentence_in("ar")}
            failed += still.update(state="failed", error=sentences, ended_at=now, lease_until=None)
    return again + failed


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state="running", worker=job.worker, attempts=job.attempts)


def _end(job: Job, **values: Any) -> bool:
    return _mine(job).update(ended_at=datetime.now(UTC), lease_until=None, **values) == 1
