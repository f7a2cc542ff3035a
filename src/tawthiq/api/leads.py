"""Leads: raw reports as they came; filed by programs that gather them, made records by people."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Schema, Status

from tawthiq.api.asking import plain_code
from tawthiq.api.conditions import set_etag
from tawthiq.api.keys import actor_of, needs
from tawthiq.api.problems import NEW_REFUSALS, READ_REFUSALS
from tawthiq.api.receipts import Receipt, written
from tawthiq.api.shapes import TEXT, Shape
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.visibility import get_visible
from tawthiq.records.cases.models import Lead
from tawthiq.services.leads import file_lead

router = Router()
CHANNELS: Any = Literal[tuple(vocabulary("channel"))]


class LeadIn(Shape):
    """A raw report: its text as it came, through which channel, and a note on where from."""

    text: TEXT
    channel: CHANNELS = "publication"
    note: TEXT = ""


class LeadOut(Schema):
    """A raw report; its text is never edited."""

    code: str
    version: int
    state: str
    channel: str
    text: str
    dismissed_because: str


@router.post("", response={201: Receipt, **NEW_REFUSALS}, operation_id="file_lead")
@needs("record-case")
def file_one(request: HttpRequest, response: HttpResponse, lead: Body[LeadIn]) -> Status[Receipt]:
    """File a raw report into the inbox."""
    actor = actor_of(request)
    return written(
        request,
        response,
        201,
        lambda: file_lead(actor, text=lead.text, channel=lead.channel, note=lead.note),
    )


@router.get("/{code}", response={200: LeadOut, **READ_REFUSALS}, operation_id="get_lead")
@needs("read-case")
def get_lead(request: HttpRequest, response: HttpResponse, code: str) -> LeadOut:
    """Get a raw report."""
    lead = get_visible(actor_of(request), Lead, plain_code(code))
    set_etag(response, lead.version)
    return LeadOut(
        code=lead.code, version=lead.version, state=lead.state, channel=lead.channel, text=lead.text,
        dismissed_because=lead.dismissed_because,
    )  # fmt: skip
