"""Background work as who asked for it sees it: what, how far, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tawthiq.domain.errors import NotFound
from tawthiq.queries.visibility import NOT_THERE
from tawthiq.records.accounts.models import Account
from tawthiq.records.jobs.models import Job


@dataclass(frozen=True, slots=True)
class JobShown:
    """One piece of work; `before` counts what stands in line before it."""

    id: str
    kind: str
    arguments: Mapping[str, Any]
    state: str
    step: str
    done: int
    total: int
    result: Mapping[str, Any]
    error: Mapping[str, str]
    asked_at: datetime
    ended_at: datetime | None
    before: int

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will come of it."""
        return self.state in ("done", "failed")

    def error_in(self, language: Literal["en", "ar"]) -> str:
        """Return why it failed, in a language."""
        return self.error.get(language, "")


def job_shown(actor: Account, job_id: str) -> JobShown:
    """Return a job that the actor asked for; NotFound for others' and none alike."""
    job = Job.objects.filter(pk=job_id, actor=actor).first()
    if job is None or not actor.is_active:
        raise NotFound(NOT_THERE)
    return _shown(job)


def builds_of(actor: Account, report: str) -> list[JobShown]:
    """Return what was built of a report, by anyone, and what of the actor's is under way, the newest first.

    The caller has asked whether the report is the actor's to see.
    """
    rows = Job.objects.filter(kind="build-report", arguments__report=report).order_by("-asked_at")
    return [_shown(job) for job in rows[:50] if job.state == "done" or job.actor_id == actor.pk]


def _shown(job: Job) -> JobShown:
    before = (
        Job.objects.filter(state="queued", asked_at__lt=job.asked_at).count() if job.state == "queued" else 0
    )
    return JobShown(
        job.pk, job.kind, job.arguments, job.state, job.step, job.done, job.total, job.result, job.error, job.asked_at,
        job.ended_at, before,
    )  # fmt: skip
