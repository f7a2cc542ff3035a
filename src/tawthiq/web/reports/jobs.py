"""The page of one piece of background work: how far it is; htmx asks again by itself, without it the page reloads."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from tawthiq.queries.jobs import JobShown, job_shown
from tawthiq.web.doors import actor_of, door
from tawthiq.web.refusing import language
from tawthiq.web.reports.words import KIND, STATE, STEP


@dataclass(frozen=True, slots=True)
class JobSaid:
    """A job with its words."""

    job: JobShown
    kind: str | Promise
    state: str | Promise
    step: str | Promise
    error: str


def said(job: JobShown) -> JobSaid:
    """Put a job into words."""
    return JobSaid(
        job, KIND.get(job.kind, job.kind), STATE[job.state], STEP.get(job.step, ""), job.error_in(language())
    )


@require_GET
@door()
def job(request: HttpRequest, job_id: str) -> HttpResponse:
    """Show a job that the actor asked for; htmx gets its state alone."""
    shown = said(job_shown(actor_of(request), job_id))
    template = "reports/job_state.html" if request.headers.get("HX-Request") else "reports/job.html"
    return render(request, template, {"work": shown})
