"""Consents about to expire, expired or withdrawn, of sources the actor may see, and what rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q

from tawthiq.queries.visibility import visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Lead, Statement
from tawthiq.records.evidence.models import Item
from tawthiq.records.sources.models import Consent

DAYS_AHEAD = 30
"""A consent that ends within so many days is about to expire."""

Trouble = Literal["expiring", "expired", "withdrawn"]


@dataclass(frozen=True, slots=True)
class UsedBy:
    """A record that rests on what a source gave: its kind, code, and the incident it stands in."""

    kind: str
    code: str
    incident: str
    state: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent in trouble: whose (alias only), why, since or until when, and what uses it."""

    code: str
    source: str
    alias: str
    trouble: Trouble
    on: date
    uses: tuple[str, ...]
    given_on: date
    used_by: tuple[UsedBy, ...]


def consents_in_trouble(actor: Account, *, on: date) -> tuple[ConsentLine, ...]:
    """Return the consents that end within a month of a day, have ended or were withdrawn, the soonest first.

    A consent after which the source was asked anew about the same uses is no trouble any more and is left out.
    """
    rows = list(visible_to(actor, Consent).filter(_in_trouble(on)).select_related("source").order_by("code"))
    later = _asked_later(actor, {row.source_id for row in rows})
    used = _uses(actor, {row.source_id for row in rows})
    lines = []
    for row in rows:
        trouble, day, uses = _trouble(row, on)
        left = tuple(use for use in uses if later.get((row.source_id, use), row.given_on) <= row.given_on)
        if left:
            lines.append(
                ConsentLine(
                    row.code, row.source.code, row.source.alias, trouble, day, left, row.given_on,
                    used.get(row.source_id, ()),
                )
            )  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (one.on, one.code)))


def _in_trouble(on: date) -> Q:
    return Q(expires_on__lte=on + timedelta(days=DAYS_AHEAD)) | Q(withdrawn_on__isnull=False)


def _trouble(row: Consent, on: date) -> tuple[Trouble, date, tuple[str, ...]]:
    given = tuple(use for use, answer in row.uses.items() if answer)
    if row.withdrawn_on is not None:
        return "withdrawn", row.withdrawn_on, tuple(row.withdrawn_uses) or given
    ends = row.expires_on or on
    return ("expired" if ends < on else "expiring"), ends, given


def _asked_later(actor: Account, sources: set[str]) -> dict[tuple[str, str], date]:
    """Return for each source and use the day it was last asked."""
    found: dict[tuple[str, str], date] = {}
    rows = visible_to(actor, Consent).filter(source__in=sources).order_by("given_on")
    for source, given_on, uses in rows.values_list("source", "given_on", "uses"):
        found.update({(source, use): given_on for use in uses})
    return found


def _uses(actor: Account, sources: set[str]) -> dict[str, tuple[UsedBy, ...]]:
    """Return what rests on each source; what is linked to it in a way withheld from the actor is left out."""
    found: dict[str, list[UsedBy]] = {}
    said = visible_to(actor, Statement).filter(source__in=sources).select_related("incident").order_by("code")
    for one in without_withheld(actor, *said):
        incident = ("", "") if one.incident is None else (one.incident.code, one.incident.state)
        found.setdefault(one.source_id or "", []).append(UsedBy("statement", one.code, *incident))
    items = visible_to(actor, Item).filter(source__in=sources, destroyed_at__isnull=True).order_by("code")
    for item in without_withheld(actor, *items):
        found.setdefault(item.source_id or "", []).append(UsedBy("item", item.code, "", ""))
    leads = visible_to(actor, Lead).filter(source__in=sources).order_by("code")
    for lead in without_withheld(actor, *leads):
        found.setdefault(lead.source_id or "", []).append(UsedBy("lead", lead.code, "", lead.state))
    return {source: tuple(lines) for source, lines in found.items()}
