"""What waits for somebody: counted, with the first few of each; the administrator is told of the system only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import OuterRef, QuerySet, Subquery

from tawthiq.domain.roles import MAY
from tawthiq.queries.authorship import own_work_among
from tawthiq.queries.entries import entry_drafts
from tawthiq.queries.expiring import consents_in_trouble
from tawthiq.queries.matching import pairs_to_judge
from tawthiq.queries.visibility import visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Lead, Review
from tawthiq.records.ledger.models import Entry, Head

FEW = 4
"""How many of each are shown beside the count."""

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One thing that waits: its code (or id), what tells it from others, since when."""

    code: str
    title_en: str
    title_ar: str
    occurred: str
    place_en: str
    place_ar: str
    detail: str
    since: datetime | date | None


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A kind of work that waits: how many there are, and the first few."""

    kind: str
    count: int
    first: tuple[WaitingLine, ...]


@dataclass(frozen=True, slots=True)
class SystemMatters:
    """What an administrator looks after; no case, no code of a case, no name of a source."""

    without_second_factor: tuple[str, ...]
    last_backup: datetime | None
    last_fixity_check: datetime | None
    last_anchor: datetime | None
    entries: int
    accounts: int


def waiting_for(actor: Account, *, on: date) -> tuple[WaitingCard, ...]:
    """Return what waits for the actor on a day, in the order of the work; empty kinds are left out."""
    roles = set(actor.roles) if actor.is_active else set()
    cards: list[WaitingCard] = []
    if roles & MAY["record-case"]:
        cards.append(_entries(actor))
        cards += _returned_and_drafts(actor)
        cards.append(_leads(actor))
    if roles & MAY["review-case"]:
        cards.append(_to_review(actor))
    if roles & MAY["judge-match"]:
        cards.append(_pairs(actor))
    if roles & MAY["add-source"]:
        cards.append(_consents(actor, on))
    return tuple(card for card in cards if card.count)


def system_matters(actor: Account) -> SystemMatters | None:
    """Return what an administrator looks after; None for everybody else."""
    if MAY["manage-users"].isdisjoint(actor.roles) or not actor.is_active:
        return None
    safe = Authenticator.objects.filter(type__in=SECOND_FACTORS).values("user_id")
    active = Account.objects.filter(is_active=True)
    last = {
        action: Entry.objects.filter(action=action)
        .order_by("-sequence")
        .values_list("recorded_at", flat=True)
        .first()
        for action in ("backup made", "fixity checked", "ledger anchored")
    }
    head = Head.objects.filter(id=1).values_list("sequence", flat=True).first()
    return SystemMatters(
        without_second_factor=tuple(
            active.exclude(pk__in=safe).order_by("username").values_list("username", flat=True)
        ),
        last_backup=_moment(last["backup made"]),
        last_fixity_check=_moment(last["fixity checked"]),
        last_anchor=_moment(last["ledger anchored"]),
        entries=head or 0,
        accounts=active.count(),
    )


def _entries(actor: Account) -> WaitingCard:
    """What the actor has typed and not saved; `code` is that of the incident, `detail` the draft's own id."""
    lines = entry_drafts(actor)
    first = tuple(
        WaitingLine(one.incident_code, one.title, one.title, "", "", "", one.id, one.saved_at)
        for one in lines[:FEW]
    )
    return WaitingCard("entry-drafts", len(lines), first)


def _returned_and_drafts(actor: Account) -> list[WaitingCard]:
    """Drafts and reopened incidents of the actor; those whose last step of review is a return stand apart."""
    last = Review.objects.filter(incident=OuterRef("pk"), field="").order_by("-created_at", "-code")
    rows = (
        visible_to(actor, Incident)
        .filter(state__in=("draft", "reopened"), created_by=actor)
        .select_related("place")
        .annotate(step=Subquery(last.values("action")[:1]), remark=Subquery(last.values("remark")[:1]))
        .order_by("-updated_at", "code")
    )
    returned: list[Any] = []
    drafts: list[Any] = []
    for row in rows:
        (returned if row.step in ("send-back", "reopen") else drafts).append(row)
    return [
        WaitingCard("returned", len(returned), tuple(_incident(r, r.remark or "") for r in returned[:FEW])),
        WaitingCard("drafts", len(drafts), tuple(_incident(r, "") for r in drafts[:FEW])),
    ]


def _leads(actor: Account) -> WaitingCard:
    rows = visible_to(actor, Lead).filter(state="new")
    first = tuple(
        WaitingLine(row.code, "", "", "", "", "", _words(row), row.created_at)
        for row in without_withheld(actor, *rows.order_by("created_at", "code")[:FEW])
    )
    return WaitingCard("leads", rows.count(), first)


def _to_review(actor: Account) -> WaitingCard:
    handed_in = Review.objects.filter(incident=OuterRef("pk"), action="submit").order_by("-created_at")
    submitted = visible_to(actor, Incident).filter(state="submitted")
    others: QuerySet[Any] = submitted.exclude(pk__in=own_work_among(actor, submitted))
    first = (
        others.select_related("place")
        .annotate(since=Subquery(handed_in.values("created_at")[:1]))
        .order_by("since", "code")[:FEW]
    )
    return WaitingCard("review", others.count(), tuple(_incident(row, "", row.since) for row in first))


def _pairs(actor: Account) -> WaitingCard:
    pairs = pairs_to_judge(actor)
    first = tuple(
        WaitingLine(one.id, "", "", "", "", "", f"{one.left.name} – {one.right.name}", None)
        for one in pairs[:FEW]
    )
    return WaitingCard("pairs", len(pairs), first)


def _consents(actor: Account, on: date) -> WaitingCard:
    lines = [one for one in consents_in_trouble(actor, on=on) if one.used_by]
    first = tuple(WaitingLine(one.code, "", "", "", "", "", one.alias, one.on) for one in lines[:FEW])
    return WaitingCard("consents", len(lines), first)


def _incident(row: Incident, detail: str, since: datetime | None = None) -> WaitingLine:
    place = row.place
    return WaitingLine(
        code=row.code, title_en=row.title_en, title_ar=row.title_ar, occurred=row.occurred,
        place_en=place.name_en if place else row.place_as_reported,
        place_ar=place.name_ar if place else row.place_as_reported,
        detail=detail, since=since or row.updated_at,
    )  # fmt: skip


def _words(lead: Lead) -> str:
    words = " ".join(lead.text[lead.span_first or 0 : lead.span_last][:300].split())
    return words if len(words) <= 110 else f"{words[:110]}…"


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
