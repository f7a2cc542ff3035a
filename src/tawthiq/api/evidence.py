"""Evidence: what there is and its life; the files themselves are not given out by a token."""

from django.http import HttpRequest
from ninja import Router

from tawthiq.api.asking import plain_code
from tawthiq.api.keys import actor_of, needs
from tawthiq.api.problems import READ_REFUSALS
from tawthiq.queries.evidence import ItemRow, ItemView, item_shown, items_visible_to

router = Router()


@router.get("", response={200: list[ItemRow], **READ_REFUSALS}, operation_id="list_evidence")
@needs("read-case")
def list_evidence(request: HttpRequest, incident: str) -> list[ItemRow]:
    """List the items of an incident, newest first."""
    return list(items_visible_to(actor_of(request), incident=plain_code(incident)))


@router.get("/{code}", response={200: ItemView, **READ_REFUSALS}, operation_id="get_evidence")
@needs("read-case")
def get_evidence(request: HttpRequest, code: str) -> ItemView:
    """Get one item: its hash, where it came from, what it bears on, every step of its life."""
    return item_shown(actor_of(request), plain_code(code))
