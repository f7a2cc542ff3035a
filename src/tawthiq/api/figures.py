"""Figures: what snapshots there are, and a count from one, as the command prints it."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tawthiq.analysis.axes import AXES
from tawthiq.api.keys import actor_of, needs
from tawthiq.api.problems import READ_REFUSALS
from tawthiq.api.shapes import TEXT, Shape
from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.figures.asked import FILTERS, Asked
from tawthiq.queries.snapshots import SnapshotLine, open_readable, snapshots_readable

router = Router()
AXIS: Any = Literal[tuple(AXES)]


class FigureIn(Shape):
    """What is counted: a measure of a category, broken down by up to two axes, narrowed (`party:russian`)."""

    snapshot: TEXT = ""
    measure: TEXT = "killed"
    of: TEXT = ""
    by: Annotated[list[AXIS], Field(default_factory=list, max_length=2)]
    only: Annotated[list[TEXT], Field(default_factory=list, max_length=40)]
    first: date | None = None
    last: date | None = None
    rule: TEXT = "snhr-2019"


class FiguresOut(Schema):
    """The cells, the rule and the snapshot that made them; figures are lower bounds."""

    rows: list[dict[str, Any]]
    rule: str
    snapshot: str
    overlaps: str = ""


@router.get("/snapshots", response={200: list[SnapshotLine], **READ_REFUSALS}, operation_id="list_snapshots")
@needs("read-figures")
def list_snapshots(request: HttpRequest) -> list[SnapshotLine]:
    """List the snapshots whose figures you may read, the newest first."""
    return snapshots_readable(actor_of(request))


@router.get("", response={200: FiguresOut, **READ_REFUSALS}, operation_id="count_figures")
@needs("read-figures")
def count_figures(request: HttpRequest, asked: Query[FigureIn]) -> FiguresOut:
    """Count from a snapshot, the newest where none is named."""
    question = Asked(
        measure=asked.measure, of=asked.of, rows=asked.by[0] if asked.by else "",
        columns=asked.by[1] if len(asked.by) > 1 else "", filters=_filters(asked.only), first=asked.first,
        last=asked.last, rule=asked.rule,
    )  # fmt: skip
    _, snapshot = open_readable(actor_of(request), asked.snapshot)
    return FiguresOut(**question.count(snapshot, question.by, "en").to_json())


def _filters(stated: list[str]) -> dict[str, tuple[str, ...]]:
    """Read filters of the form name:value; a name twice means any of its values."""
    found: dict[str, tuple[str, ...]] = {}
    for one in stated:
        name, sign, value = one.partition(":")
        if not sign or name not in FILTERS or not value:
            raise InvalidValue(f"A filter is name:value, and its name one of: {', '.join(FILTERS)}.")
        found[name] = (*found.get(name, ()), value)
    return found
