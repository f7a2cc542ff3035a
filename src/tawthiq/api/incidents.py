"""Incidents: list, get, record, change, and the steps of review."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router, Schema, Status

from tawthiq.api.asking import Cursor, FilterIn, Reason, Size, filters_of, plain_code
from tawthiq.api.conditions import set_etag, version_seen
from tawthiq.api.keys import actor_of, needs
from tawthiq.api.problems import NEW_REFUSALS, READ_REFUSALS, REFUSALS
from tawthiq.api.receipts import Receipt, written
from tawthiq.api.shapes import TEXT, Shape, facts_from, shape_of
from tawthiq.queries.case_views import CaseView
from tawthiq.queries.cases import case_shown
from tawthiq.queries.history import history_of
from tawthiq.queries.incident_lists import IncidentRow, incidents_page
from tawthiq.queries.visibility import get_visible
from tawthiq.records.cases.models import Incident
from tawthiq.services import review
from tawthiq.services.cases.facts import CaseFacts
from tawthiq.services.cases.saving import save_case, save_new_case

router = Router()
DEFAULT_PAGE = 50
CaseIn: Any = shape_of(CaseFacts)


class Remark(Shape):
    """Why a step is done; `field` names the field that a remark is about."""

    reason: TEXT = ""
    field: Annotated[TEXT, "the field that the remark is about"] = ""


class ChangeOut(Schema):
    """One field before and after; None before means that the record was new."""

    field: str
    before: Any
    after: Any


class StepOut(Schema):
    """One step of a record's life."""

    sequence: int
    recorded_at: str
    actor: str
    action: str
    reason: str
    version: int
    fields: list[ChangeOut]


class IncidentsOut(Schema):
    """A page of incidents: how many fit in all, and the cursor of the next page (empty at the end)."""

    items: list[IncidentRow]
    total: int
    next: str


@router.get("", response={200: IncidentsOut, **READ_REFUSALS}, operation_id="list_incidents")
@needs("read-case")
def list_incidents(
    request: HttpRequest, asked: Query[FilterIn], cursor: Cursor = "", size: Size = DEFAULT_PAGE
) -> IncidentsOut:
    """List the incidents that fit a filter, page by page; places mean all that lies in them."""
    page = incidents_page(actor_of(request), filters_of(asked), cursor=cursor, size=size)
    return IncidentsOut(items=list(page.rows), total=page.total, next=page.next)


@router.get("/{code}", response={200: CaseView, **READ_REFUSALS}, operation_id="get_incident")
@needs("read-case")
def get_incident(request: HttpRequest, response: HttpResponse, code: str) -> CaseView:
    """Get an incident with all that you may see of it; its ETag is needed to change it."""
    case = case_shown(actor_of(request), plain_code(code))
    set_etag(response, case.version)
    return case


@router.get(
    "/{code}/history", response={200: list[StepOut], **READ_REFUSALS}, operation_id="get_incident_history"
)
@needs("read-case")
def get_history(request: HttpRequest, code: str) -> list[StepOut]:
    """Get every step of an incident's own record: who changed what, when, why, from what."""
    actor = actor_of(request)
    steps = history_of(actor, get_visible(actor, Incident, plain_code(code)).pk)
    return [StepOut(**step.as_plain()) for step in steps]


@router.post("", response={201: Receipt, **NEW_REFUSALS}, operation_id="record_incident")
@needs("record-case")
def record_incident(request: HttpRequest, response: HttpResponse, case: Body[CaseIn]) -> Status[Receipt]:
    """Record an incident with everything stated about it, as a draft, in one write."""
    actor = actor_of(request)
    return written(request, response, 201, lambda: save_new_case(actor, facts_from(actor, CaseFacts, case)))


@router.put("/{code}", response={200: Receipt, **REFUSALS}, operation_id="change_incident")
@needs("record-case")
def change_incident(
    request: HttpRequest, response: HttpResponse, code: str, case: Body[CaseIn], reason: Reason = ""
) -> Status[Receipt]:
    """Make an incident what you state: parts with an `id` are changed, without one added, those left out taken back."""
    actor, seen = actor_of(request), version_seen(request)

    def write() -> Incident:
        facts = facts_from(actor, CaseFacts, case)
        return save_case(actor, plain_code(code), facts, expected_version=seen, reason=reason)

    return written(request, response, 200, write)


@router.post("/{code}/submit", response={200: Receipt, **REFUSALS}, operation_id="submit_incident")
@needs("record-case")
def submit(request: HttpRequest, response: HttpResponse, code: str) -> Status[Receipt]:
    """Hand a draft to review."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.submit_incident(actor_of(request), plain_code(code), expected_version=seen),
    )


@router.post("/{code}/withdraw", response={200: Receipt, **REFUSALS}, operation_id="withdraw_incident")
@needs("record-case")
def withdraw(request: HttpRequest, response: HttpResponse, code: str) -> Status[Receipt]:
    """Take a submitted incident back to mend it."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.withdraw_incident(actor_of(request), plain_code(code), expected_version=seen),
    )


@router.post("/{code}/send-back", response={200: Receipt, **REFUSALS}, operation_id="send_back_incident")
@needs("review-case")
def send_back(
    request: HttpRequest, response: HttpResponse, code: str, remark: Body[Remark]
) -> Status[Receipt]:
    """Give a submitted incident back to its documenter with a remark."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.send_back_incident(
            actor_of(request),
            plain_code(code),
            expected_version=seen,
            reason=remark.reason,
            field=remark.field,
        ),
    )


@router.post("/{code}/accept", response={200: Receipt, **REFUSALS}, operation_id="accept_incident")
@needs("review-case")
def accept(request: HttpRequest, response: HttpResponse, code: str, remark: Body[Remark]) -> Status[Receipt]:
    """Accept a submitted incident as it stands in the version that was seen; nobody accepts their own work."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.accept_incident(
            actor_of(request), plain_code(code), expected_version=seen, reason=remark.reason
        ),
    )


@router.post("/{code}/reopen", response={200: Receipt, **REFUSALS}, operation_id="reopen_incident")
@needs("review-case")
def reopen(request: HttpRequest, response: HttpResponse, code: str, remark: Body[Remark]) -> Status[Receipt]:
    """Open an accepted incident for changes; the reason stays in its history."""
    seen = version_seen(request)
    return written(
        request,
        response,
        200,
        lambda: review.reopen_incident(
            actor_of(request), plain_code(code), expected_version=seen, reason=remark.reason
        ),
    )
