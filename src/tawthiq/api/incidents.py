"""Incidents: list, get, record, change, and the steps of review."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router

from tawthiq.api.conditions import version_seen
from tawthiq.api.keys import actor_of, needs
from tawthiq.api.problems import Problem
from tawthiq.api.receipts import Receipt, written
from tawthiq.api.shapes import TEXT, Shape, facts_from, shape_of
from tawthiq.services import review
from tawthiq.services.cases.facts import CaseFacts
from tawthiq.services.cases.recording import record_case

router = Router()
CaseIn: Any = shape_of(CaseFacts)
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 412: Problem, 422: Problem, 428: Problem}
NEW_REFUSALS = {401: Problem, 403: Problem, 409: Problem, 422: Problem}


class Remark(Shape):
    """Why a step is done; `field` names the field that a remark is about."""

    reason: TEXT = ""
    field: Annotated[TEXT, "the field that the remark is about"] = ""


@router.post("", response={201: Receipt, **NEW_REFUSALS}, operation_id="record_incident")
@needs("record-case")
def record_incident(request: HttpRequest, response: HttpResponse, case: Body[CaseIn]) -> tuple[int, Receipt]:
    """Record an incident with everything stated about it, as a draft, in one write."""
    actor = actor_of(request)
    return written(request, response, 201, lambda: record_case(actor, facts_from(actor, CaseFacts, case)))


@router.post("/{code}/submit", response={200: Receipt, **REFUSALS}, operation_id="submit_incident")
@needs("record-case")
def submit(request: HttpRequest, response: HttpResponse, code: str) -> tuple[int, Receipt]:
    """Hand a draft to review."""
    seen = version_seen(request)
    return written(
        request, response, 200, lambda: review.submit_incident(actor_of(request), code, expected_version=seen)
    )


@router.post("/{code}/withdraw", response={200: Receipt, **REFUSALS}, operation_id="withdraw_incident")
@needs("record-case")
def withdraw(request: HttpRequest, response: HttpResponse, code: str) -> tuple[int, Receipt]:
    """Take a submitted incident back to mend it."""
    seen = version_seen(request)
    return written(
        request, response, 200, lambda: review.withdraw_incident(actor_of(request), code, expected_version=seen)
    )


@router.post("/{code}/send-back", response={200: Receipt, **REFUSALS}, operation_id="send_back_incident")
@needs("review-case")
def send_back(
    request: HttpRequest, response: HttpResponse, code: str, remark: Body[Remark]
) -> tuple[int, Receipt]:
    """Give a submitted incident back to its documenter with a remark."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.send_back_incident(
            actor_of(request), code, expected_version=seen, reason=remark.reason, field=remark.field
        ),
    )


@router.post("/{code}/accept", response={200: Receipt, **REFUSALS}, operation_id="accept_incident")
@needs("review-case")
def accept(
    request: HttpRequest, response: HttpResponse, code: str, remark: Body[Remark]
) -> tuple[int, Receipt]:
    """Accept a submitted incident as it stands in the version that was seen; nobody accepts their own work."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.accept_incident(
            actor_of(request), code, expected_version=seen, reason=remark.reason
        ),
    )


@router.post("/{code}/reopen", response={200: Receipt, **REFUSALS}, operation_id="reopen_incident")
@needs("review-case")
def reopen(
    request: HttpRequest, response: HttpResponse, code: str, remark: Body[Remark]
) -> tuple[int, Receipt]:
    """Open an accepted incident for changes; the reason stays in its history."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.reopen_incident(
            actor_of(request), code, expected_version=seen, reason=remark.reason
        ),
    )
