"""What is asked in an address: filters, pages, codes, reasons."""

from typing import Annotated, Any, Literal

from ninja import Path, Query
from pydantic import Field

from tawthiq.api.shapes import TEXT, Shape
from tawthiq.domain.errors import NotFound
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.filters import SEVERAL, SORTS, VOCABULARY, Filters, parse_filters
from tawthiq.queries.incident_lists import LARGEST_PAGE
from tawthiq.queries.visibility import NOT_THERE

Cursor = Annotated[
    str, Query(max_length=24, pattern=r"^(-?\d{1,19})?$", description="the `next` of the page before")
]
Size = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="how many at most")]
Reason = Annotated[str, Query(max_length=2_000, description="why this is changed; it stays in the history")]
Code = Annotated[str, Path(max_length=40)]


def _codes(name: str) -> Any:
    """Return the type of several codes of a vocabulary."""
    return list[Literal[tuple(vocabulary(VOCABULARY[name]))]]  # type: ignore[misc]  # built while running


class FilterIn(Shape):
    """What is looked for; several values of one name mean any of them, several names mean all of them."""

    text: Annotated[TEXT, Field(max_length=200)] = ""
    place: list[TEXT] = Field(default_factory=list)
    party: list[TEXT] = Field(default_factory=list)
    first: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""
    last: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""
    platform: _codes("platform") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    munition: _codes("munition") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    certainty: _codes("certainty") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    state: _codes("state") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    facility: _codes("facility") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    harm: _codes("harm") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    sex: _codes("sex") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    age: _codes("age") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    status: _codes("status") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    secrecy: _codes("secrecy") = Field(default_factory=list)  # type: ignore[valid-type]  # built
    author: Annotated[TEXT, Field(max_length=80)] = ""
    sort: Literal[SORTS] = "newest"  # type: ignore[valid-type]


def filters_of(asked: FilterIn) -> Filters:
    """Return the filter that the queries take."""
    given = {name: list(getattr(asked, name)) for name in SEVERAL}
    given |= {name: [str(getattr(asked, name))] for name in ("text", "first", "last", "author", "sort")}
    return parse_filters(given)


def plain_code(code: str) -> str:
    """Return a code as it stands in an address; what cannot be a code is not there."""
    if "\x00" in code or len(code) > 40:
        raise NotFound(NOT_THERE)
    return code
