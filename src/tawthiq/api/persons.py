"""Persons: list and get, with the harms to them that may be seen."""

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tawthiq.api.asking import Cursor, FilterIn, Size, filters_of, plain_code
from tawthiq.api.keys import actor_of, needs
from tawthiq.api.problems import READ_REFUSALS
from tawthiq.queries.person_lists import PersonRow, PersonShown, person_shown, persons_page

router = Router()


class PersonsOut(Schema):
    """A page of persons: how many fit in all, and the cursor of the next page (empty at the end)."""

    items: list[PersonRow]
    total: int
    next: str


@router.get("", response={200: PersonsOut, **READ_REFUSALS}, operation_id="list_persons")
@needs("read-case")
def list_persons(
    request: HttpRequest, asked: Query[FilterIn], cursor: Cursor = "", size: Size = 50
) -> PersonsOut:
    """List the persons that fit a filter, page by page."""
    page = persons_page(actor_of(request), filters_of(asked), cursor=cursor, size=size)
    return PersonsOut(items=list(page.rows), total=page.total, next=page.next)


@router.get("/{code}", response={200: PersonShown, **READ_REFUSALS}, operation_id="get_person")
@needs("read-case")
def get_person(request: HttpRequest, code: str) -> PersonShown:
    """Get a person with every harm to them that you may see."""
    return person_shown(actor_of(request), plain_code(code))
