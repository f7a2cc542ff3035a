"""What a reviewer sees: the queue with own work marked, what changed since the last review, claims that disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from tawthiq.domain.refusals import Refusal
from tawthiq.domain.rules import refuse_own_work
from tawthiq.queries.authorship import own_work_among
from tawthiq.queries.stories import Named, RecordChange, changes_after, names_in
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Review, Statement
from tawthiq.records.ledger.models import Change
from tawthiq.records.sources.models import Source

AT_ONCE = 50
DECIDED = ("send-back", "accept", "reopen")
"""The steps after which a case was last seen by a reviewer."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An incident in the queue: since when it waits, who handed it in, and whether it is the actor's own work."""

    id: str
    code: str
    version: int
    state: str
    title_en: str
    title_ar: str
    occurred: str
    place_en: str
    place_ar: str
    certainty: str
    confidentiality: str
    harms: int
    sources: int
    submitted_by: str
    submitted_at: datetime | None
    times_returned: int
    is_own_work: bool


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark of a reviewer on one field (empty: on the whole), and whether it still waits to be mended."""

    field: str
    text: str
    by: str
    at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class SourceRated:
    """A source of a case, with the version that its rating is saved against."""

    id: str
    code: str
    version: int
    alias: str
    kind: str
    reliability: str
    statements: int


@dataclass(frozen=True, slots=True)
class SinceReview:
    """What changed since a reviewer last saw the case; no step where nobody reviewed it yet."""

    action: str
    by: str
    at: datetime | None
    changes: tuple[RecordChange, ...]
    names: Mapping[str, Named]


def review_queue(
    actor: Account, *, state: str = "submitted", text: str = "", whose: str = "all", page: int = 1
) -> tuple[tuple[QueueLine, ...], int]:
    """Return a page of what waits, the longest-waiting first; `whose`: all, others (not the actor's work), mine."""
    rows = visible_to(actor, Incident).filter(state=state)
    if text.strip():
        words = text.strip()
        rows = rows.filter(
            Q(code__iexact=words) | Q(title_en__icontains=words) | Q(title_ar__icontains=words)
            | Q(place__name_en__icontains=words) | Q(place__name_ar__icontains=words)
        )  # fmt: skip
    mine = own_work_among(actor, rows)
    if whose != "all":
        rows = rows.filter(pk__in=mine) if whose == "mine" else rows.exclude(pk__in=mine)
    total = rows.count()
    start = (max(1, page) - 1) * AT_ONCE
    ordered = _with_steps(rows).order_by(F("submitted_at").asc(nulls_last=True), "code")
    return tuple(_line(row, row.pk in mine) for row in ordered[start : start + AT_ONCE]), total


def own_work_refusal(actor: Account, incident_id: str) -> Refusal | None:
    """Say why the actor may not judge this case as a reviewer; None where nothing of it is their own work."""
    found = own_work_among(actor, visible_to(actor, Incident).filter(pk=incident_id))
    return refuse_own_work(actor.pk, {actor.pk} if incident_id in found else ())


def remarks_on(actor: Account, incident_id: str) -> tuple[RemarkLine, ...]:
    """Return a case's remarks, the newest first; open ones are those of a return after which nothing was handed in.

    `field` is a field of the incident (`occurred`), or `CODE.field` of what hangs on it (`HRM-2019-000012.age_years`).
    """
    incident = get_visible(actor, Incident, incident_id)
    rows = list(
        visible_to(actor, Review)
        .filter(incident=incident)
        .select_related("created_by")
        .order_by("-created_at", "code")
    )
    handed_in = max((row.created_at for row in rows if row.action == "submit"), default=None)
    return tuple(
        RemarkLine(
            row.field, row.remark, row.created_by.username, row.created_at,
            is_open=row.action in ("send-back", "reopen") and (handed_in is None or row.created_at > handed_in),
        )
        for row in rows
        if row.remark
    )  # fmt: skip


def open_remarks_by_field(actor: Account, incident_id: str) -> dict[str, list[RemarkLine]]:
    """Return the remarks that wait to be mended, by the field that they are about, as forms show them."""
    found: dict[str, list[RemarkLine]] = defaultdict(list)
    for remark in remarks_on(actor, incident_id):
        if remark.is_open:
            found[remark.field].append(remark)
    return dict(found)


def since_last_review(actor: Account, incident_id: str) -> SinceReview:
    """Return what changed since a reviewer last decided about the case, from the ledger."""
    incident = get_visible(actor, Incident, incident_id)
    last = (
        visible_to(actor, Review)
        .filter(incident=incident, action__in=DECIDED)
        .select_related("created_by")
        .order_by("-created_at", "-code")
        .first()
    )
    if last is None:
        return SinceReview("", "", None, (), {})
    step = (
        Change.objects.filter(record_id=last.pk)
        .order_by("entry_id")
        .values_list("entry_id", flat=True)
        .first()
    )
    changes = changes_after(actor, incident, step or 0)
    return SinceReview(
        last.action, last.created_by.username, last.created_at, changes, names_in(actor, changes)
    )


def sources_rated(actor: Account, incident_id: str) -> tuple[SourceRated, ...]:
    """Return the sources whose statements stand in a case, as far as the actor may see them."""
    incident = get_visible(actor, Incident, incident_id)
    said = without_withheld(actor, *visible_to(actor, Statement).filter(incident=incident))
    counts = Counter(one.source_id for one in said if one.source_id)
    return tuple(
        SourceRated(row.pk, row.code, row.version, row.alias, row.kind, row.reliability, counts[row.pk])
        for row in visible_to(actor, Source).filter(pk__in=counts).order_by("code")
    )


def disagreeing(claims: Iterable[Any]) -> list[tuple[str, str, list[Any]]]:
    """Return the claims that disagree, together: the record's code, the field, and all that is said of it."""
    by_field: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for claim in claims:
        by_field[claim.record_code, claim.field].append(claim)
    return [
        (code, field, found)
        for (code, field), found in sorted(by_field.items())
        if len({repr(one.value) for one in found}) > 1
    ]


def _with_steps(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    handed_in = Review.objects.filter(incident=OuterRef("pk"), action="submit").order_by("-created_at")
    return rows.select_related("place").annotate(
        submitted_at=Subquery(handed_in.values("created_at")[:1]),
        submitted_by=Subquery(handed_in.values("created_by__username")[:1]),
        number_harms=Count("harms", filter=Q(harms__withdrawn_at__isnull=True), distinct=True),
        number_sources=Count("statements__source", distinct=True),
        returned=Count("reviews", filter=Q(reviews__action="send-back", reviews__field=""), distinct=True),
    )


def _line(row: Any, is_own_work: bool) -> QueueLine:
    return QueueLine(
        id=row.pk, code=row.code, version=row.version, state=row.state, title_en=row.title_en,
        title_ar=row.title_ar, occurred=row.occurred,
        place_en=row.place.name_en if row.place else row.place_as_reported,
        place_ar=row.place.name_ar if row.place else row.place_as_reported, certainty=row.certainty,
        confidentiality=row.confidentiality, harms=row.number_harms, sources=row.number_sources,
        submitted_by=row.submitted_by or "", submitted_at=row.submitted_at, times_returned=row.returned,
        is_own_work=is_own_work,
    )  # fmt: skip
