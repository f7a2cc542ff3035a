"""Who is let in to a record, by whom, since when; and what of it is withheld: shown to whoever sees the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tawthiq.domain.errors import NotFound
from tawthiq.domain.roles import MAY
from tawthiq.domain.secrecy import SEES_WITHHELD, WITHHOLDABLE
from tawthiq.queries.history import find_record_id
from tawthiq.queries.visibility import NOT_THERE, visible_to
from tawthiq.records.accounts.models import Account, Grant, Withholding
from tawthiq.records.record import Record
from tawthiq.records.states import kind_of, kinds


@dataclass(frozen=True, slots=True)
class LetIn:
    """One person who was let in."""

    username: str
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """One field that is withheld; its reason is for those who see it, and so are the people it was disclosed to."""

    id: str
    version: int
    field: str
    since: datetime
    by: str
    is_seen: bool
    reason: str
    disclosed_to: tuple[LetIn, ...]


@dataclass(frozen=True, slots=True)
class AccessView:
    """Who sees a record and what of it is kept apart."""

    id: str
    code: str
    kind: str
    confidentiality: str
    desk: str
    made_by: str
    may_let_in: bool
    may_withhold: bool
    let_in: tuple[LetIn, ...]
    withheld: tuple[Withheld, ...]
    withholdable: tuple[str, ...]
    people: tuple[str, ...]


def record_seen(actor: Account, code: str) -> Record:
    """Return the record of a code or id, of whatever kind; the same NotFound for not yours and not there."""
    record_id = find_record_id(actor, code)
    for model in kinds().values():
        found = visible_to(actor, model).filter(pk=record_id).first()
        if found is not None:
            return found
    raise NotFound(NOT_THERE)


def access_shown(actor: Account, code: str) -> AccessView:
    """Return who is let in to a record and what of it is withheld."""
    record = record_seen(actor, code)
    kind = kind_of(type(record))
    standing = Withholding.objects.filter(record_id=record.pk, lifted_at__isnull=True).order_by("field")
    taken = {one.field for one in standing}
    made_it = record.created_by_id == actor.pk
    return AccessView(
        id=record.pk, code=record.code, kind=kind, confidentiality=record.confidentiality, desk=record.desk,
        made_by=record.created_by.username,
        may_let_in=not MAY["record-case" if made_it else "review-case"].isdisjoint(actor.roles),
        may_withhold=not MAY["record-case"].isdisjoint(actor.roles),
        let_in=_let_in(record.pk),
        withheld=tuple(_withheld(actor, record, one) for one in standing.select_related("created_by")),
        withholdable=tuple(field for field in WITHHOLDABLE.get(kind, {}) if field not in taken),
        people=_people(actor),
    )  # fmt: skip


def _let_in(record_id: str) -> tuple[LetIn, ...]:
    rows = Grant.objects.filter(record_id=record_id).select_related("account", "granted_by")
    return tuple(
        LetIn(row.account.username, row.granted_at, row.granted_by.username)
        for row in rows.order_by("granted_at", "pk")
    )


def _withheld(actor: Account, record: Record, one: Withholding) -> Withheld:
    disclosed = _let_in(one.pk)
    is_seen = (
        actor.pk in (one.created_by_id, record.created_by_id)
        or not SEES_WITHHELD.isdisjoint(actor.roles)
        or actor.username in {person.username for person in disclosed}
    )
    return Withheld(
        id=one.pk, version=one.version, field=one.field, since=one.created_at, by=one.created_by.username,
        is_seen=is_seen, reason=one.reason if is_seen else "", disclosed_to=disclosed if is_seen else (),
    )  # fmt: skip


def _people(actor: Account) -> tuple[str, ...]:
    """Who could be let in: active accounts whose roles read cases."""
    rows = Account.objects.filter(is_active=True).exclude(pk=actor.pk).order_by("username")
    return tuple(row.username for row in rows if not MAY["read-case"].isdisjoint(row.roles))
