"""Leads as an actor may see them: the inbox, one lead with its drafts and kin, and what it may belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from tawthiq.domain.leads import LeadState, LeadStep, refuse_lead_step, steps_in
from tawthiq.domain.refusals import Refusal
from tawthiq.domain.scripts import fold
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.reading.drafts import FIELDS
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Lead

AT_ONCE = 50
STANDING = Q(harms__withdrawn_at__isnull=True)
EXCERPT = 240
SUGGESTED = 8
COUNTED = ("new", "attached")
"""The states in which a lead stands for an event; split and merged ones are counted with others."""


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One lead in a list, with the beginning of what it tells and what the reader drafted from it."""

    id: str
    code: str
    version: int
    state: str
    channel: str
    confidentiality: str
    reported_at: datetime | None
    received_at: datetime
    source: str
    excerpt: str
    told: Mapping[str, Any]
    drafts: int
    merged: int
    incident: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class DraftField:
    """One value that the reader proposes: how sure it is (0 to 1) and which characters of the text say so."""

    name: str
    value: Any
    confidence: float | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DraftShown:
    """One draft of an incident: a proposal, never a record."""

    origin: str
    reader: str
    fields: tuple[DraftField, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; `fields` names what the reader took from it, `is_meant` whether it is this lead's part."""

    text: str
    fields: tuple[str, ...]
    is_meant: bool
    first: int


@dataclass(frozen=True, slots=True)
class IncidentChoice:
    """An incident that a lead may belong to, with what tells it from others."""

    id: str
    code: str
    title_en: str
    title_ar: str
    occurred: str
    place_en: str
    place_ar: str
    state: str
    harms: int


@dataclass(frozen=True, slots=True)
class LeadView:
    """One lead with its text, its drafts, its kin, and what may be done with it now."""

    line: LeadLine
    text: str
    span: tuple[int, int] | None
    note: str
    dismissed_because: str
    pieces: tuple[Piece, ...]
    drafts: tuple[DraftShown, ...]
    split_from: LeadLine | None
    parts: tuple[LeadLine, ...]
    merged_into: LeadLine | None
    merged: tuple[LeadLine, ...]
    incident: IncidentChoice | None
    steps: tuple[LeadStep, ...]


def leads_in_states(
    actor: Account, states: Sequence[str], *, text: str = "", page: int = 1
) -> tuple[tuple[LeadLine, ...], int]:
    """Return a page of the visible leads in any of these states, the oldest first, and how many there are."""
    rows = _lead_rows(actor).filter(state__in=states)
    if text.strip():
        rows = rows.filter(Q(text__icontains=text.strip()) | Q(code__iexact=text.strip()))
    total = rows.count()
    start = (max(1, page) - 1) * AT_ONCE
    return _lines(actor, rows.order_by("created_at", "code")[start : start + AT_ONCE]), total


def lead_counts(actor: Account) -> Mapping[str, int]:
    """Return how many leads the actor sees in each state."""
    return dict(visible_to(actor, Lead).order_by().values_list("state").annotate(Count("pk")))


def lead_shown(actor: Account, lead_id: str) -> LeadView:
    """Return one lead; its kin and its incident only as far as the actor may see them."""
    (lead,) = without_withheld(actor, get_visible(actor, Lead, lead_id))
    kin = _lead_rows(actor)
    span = None if lead.span_first is None or lead.span_last is None else (lead.span_first, lead.span_last)
    drafts = tuple(_draft(one) for one in lead.attachments if one.get("kind") == "draft")
    return LeadView(
        line=_lines(actor, kin.filter(pk=lead.pk))[0],
        text=lead.text,
        span=span,
        note=lead.note,
        dismissed_because=lead.dismissed_because,
        pieces=pieces_of(lead.text, drafts, span),
        drafts=drafts,
        split_from=_first(actor, kin.filter(pk=lead.split_from_id)),
        parts=_lines(actor, kin.filter(split_from=lead).order_by("span_first", "code")),
        merged_into=_first(actor, kin.filter(pk=lead.merged_into_id)),
        merged=_lines(actor, kin.filter(merged_into=lead).order_by("code")),
        incident=next(iter(_choices(visible_to(actor, Incident).filter(pk=lead.incident_id))), None),
        steps=steps_in(cast(LeadState, lead.state)),
    )


def refusal_of_step(view: LeadView, step: LeadStep) -> Refusal | None:
    """Say why a step may not be done with a lead as it stands; None where it may."""
    return refuse_lead_step(cast(LeadState, view.line.state), step, reason="given")


def draft_as_shown(values: Mapping[str, Any], *, origin: str = "text") -> DraftShown:
    """Return what the reader drafted just now in the shape in which filed drafts are shown."""
    return _draft({"origin": origin, "values": values})


def pieces_of(
    text: str, drafts: Iterable[DraftShown], span: tuple[int, int] | None = None
) -> tuple[Piece, ...]:
    """Cut a text where the reader's spans begin and end, so that each word shows what was taken from it."""
    marks = [(f.span, f.name) for draft in drafts for f in draft.fields if f.span is not None]
    cuts = {0, len(text), *(span or ())}
    cuts |= {place for (first, last), _ in marks for place in (first, last) if 0 <= place <= len(text)}
    ordered = sorted(cuts)
    return tuple(
        Piece(
            text=text[first:last],
            fields=tuple(dict.fromkeys(name for (a, b), name in marks if a <= first and last <= b)),
            is_meant=span is None or span[0] <= first < span[1],
            first=first,
        )
        for first, last in pairwise(ordered)
    )


def incidents_like(actor: Account, *, told: Mapping[str, Any], text: str = "") -> tuple[IncidentChoice, ...]:
    """Return incidents that a lead may belong to: those that a text finds, else same day ± 1 and same place."""
    rows = visible_to(actor, Incident)
    if text.strip():
        found = rows.filter(_says(text.strip()))
    else:
        day = _day(told.get("date"))
        place = str(told.get("place") or "")
        if day is None and not place:
            return ()
        found = rows
        if day is not None:
            found = found.filter(first__lte=day + timedelta(days=1), last__gte=day - timedelta(days=1))
        if place and day is None:
            found = found.filter(_named(place))
    folded = fold(str(told.get("place") or ""))
    choices = _choices(found.order_by("first", "code")[:200])
    choices.sort(key=lambda one: folded not in (fold(one.place_en), fold(one.place_ar)))
    return tuple(choices[:SUGGESTED])


def leads_like(actor: Account, view: LeadView, *, text: str = "") -> tuple[LeadLine, ...]:
    """Return other leads that may tell of the same event: those that a text finds, else same place and day."""
    rows = _lead_rows(actor).filter(state__in=COUNTED).exclude(pk=view.line.id)
    if text.strip():
        rows = rows.filter(Q(text__icontains=text.strip()) | Q(code__iexact=text.strip()))
        return _lines(actor, rows.order_by("-created_at")[:SUGGESTED])
    place, day = fold(str(view.line.told.get("place") or "")), view.line.told.get("date")
    near = _lines(actor, rows.order_by("-created_at")[:500])
    return tuple(
        one
        for one in near
        if (place and fold(str(one.told.get("place") or "")) == place and one.told.get("date") == day)
        or one.excerpt == view.line.excerpt
    )[:SUGGESTED]


def _says(text: str) -> Q:
    return Q(code__iexact=text) | Q(title_en__icontains=text) | Q(title_ar__icontains=text) | _named(text)


def _named(text: str) -> Q:
    place = Q(place__name_en__icontains=text) | Q(place__name_ar__icontains=text)
    return place | Q(place_as_reported__icontains=text) | Q(site__icontains=text)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _choices(rows: QuerySet[Incident]) -> list[IncidentChoice]:
    return [
        IncidentChoice(
            row.pk, row.code, row.title_en, row.title_ar, row.occurred,
            row.place.name_en if row.place else row.place_as_reported,
            row.place.name_ar if row.place else row.place_as_reported,
            row.state, row.number,
        )
        for row in rows.select_related("place").annotate(number=Count("harms", filter=STANDING))
    ]  # fmt: skip


def _lead_rows(actor: Account) -> QuerySet[Lead]:
    rows = visible_to(actor, Lead).select_related("source", "incident", "created_by")
    return rows.annotate(number_merged=Count("merged"))


def _first(actor: Account, rows: QuerySet[Lead]) -> LeadLine | None:
    return next(iter(_lines(actor, rows)), None)


def _lines(actor: Account, rows: QuerySet[Lead]) -> tuple[LeadLine, ...]:
    return tuple(_line(row) for row in without_withheld(actor, *rows))


def _line(row: Lead) -> LeadLine:
    first, last = row.span_first or 0, row.span_last or len(row.text)
    drafts = [one for one in row.attachments if one.get("kind") == "draft"]
    told = drafts[0].get("values", {}) if drafts else {}
    words = " ".join(str(told.get("text") or row.text[first:last]).split())
    return LeadLine(
        id=row.pk, code=row.code, version=row.version, state=row.state, channel=row.channel,
        confidentiality=row.confidentiality, reported_at=row.reported_at, received_at=row.created_at,
        source="" if row.source is None else row.source.alias,
        excerpt=words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…",
        told=told, drafts=len(drafts), merged=getattr(row, "number_merged", 0),
        incident="" if row.incident is None else row.incident.code, filed_by=row.created_by.username,
    )  # fmt: skip


def _draft(attachment: Mapping[str, Any]) -> DraftShown:
    values: Mapping[str, Any] = attachment.get("values", {})
    spans, sure = values.get("spans") or {}, values.get("confidence") or {}
    fields = tuple(
        DraftField(
            name=name,
            value=values[name],
            confidence=float(sure[name]) if name in sure else None,
            span=(int(spans[name][0]), int(spans[name][1])) if name in spans else None,
        )
        for name in FIELDS
        if values.get(name) not in (None, "", [])
    )
    return DraftShown(str(attachment.get("origin", "")), str(values.get("reader", "")), fields)
