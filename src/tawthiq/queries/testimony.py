"""Sources as an actor may see them: how each stands to every use, and where what they gave is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tawthiq.domain.consents import Standing, standing_of
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.consents import answers_for, answers_of
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import withheld_fields
from tawthiq.records.accounts.models import Account as Person
from tawthiq.records.cases.models import Claim, Incident, Lead, Statement
from tawthiq.records.evidence.models import Item
from tawthiq.records.ledger.models import Change, Entry
from tawthiq.records.sources.models import CustodianKey, Identity, Source
from tawthiq.reports.taken_back import Account, TakenBack

Linked = TypeVar("Linked", Statement, Item, Lead)


@dataclass(frozen=True, slots=True)
class Use:
    """A place where what a source gave is used: which record, in which incident, in which state of review."""

    kind: str
    code: str
    incident: str
    state: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source under its alias: whether an identity is sealed, how it stands to each use, and where it is used."""

    id: str
    code: str
    alias: str
    kind: str
    reliability: str
    has_identity: bool
    standings: dict[str, Standing]
    uses: tuple[Use, ...]
    given_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A custodian's public key and whether it is in use."""

    key_id: str
    custodian: str
    retired_on: date | None


def source_shown(actor: Person, source_id: str, *, on: date) -> SourceView:
    """Return a source with its standings on a day and every use of what it gave that the actor may see."""
    source = get_visible(actor, Source, source_id)
    answers = answers_of(source)
    return SourceView(
        source.pk, source.code, source.alias, source.kind, source.reliability,
        Identity.objects.filter(source=source).exists(),
        {use: standing_of(answers, use, on=on) for use in vocabulary("consent_use")},
        (
            *_statements(actor, source), *_claims(actor, source), *_narratives(actor, source),
            *_items(actor, source), *_leads(actor, source),
        ),
        _given_out(actor, source),
    )  # fmt: skip


def _openly_linked(actor: Person, found: Iterable[Linked]) -> list[Linked]:
    """Leave out what the actor may see, but whose link to its source is withheld from them."""
    rows = list(found)
    hidden = withheld_fields(actor, *rows)
    return [row for row in rows if "source" not in hidden[row.pk]]


def accounts_not_to_quote(*, on: date) -> tuple[Account, ...]:
    """Return every account that may not be quoted on a day, with its words, to be looked for in what is published.

    Reads as the system, not as a person: who calls may show its codes, never its words.
    """
    found = []
    for one in Statement.objects.select_related("source").order_by("code").iterator():
        standing = standing_of(answers_for(one), "publish-quote", on=on)
        texts = tuple(text for text in (one.text, one.translation_en, one.translation_ar) if text)
        if standing != "given" and texts:
            found.append(Account(one.code, one.pk, standing, texts))
    return tuple(found)


def custodian_keys() -> tuple[KeyRow, ...]:
    """List the custodians' public keys; they open nothing."""
    keys = CustodianKey.objects.select_related("account").order_by("created_at", "code")
    return tuple(KeyRow(key.key_id, key.account.username, key.retired_on) for key in keys)


def _statements(actor: Person, source: Source) -> tuple[Use, ...]:
    seen = visible_to(actor, Statement).filter(source=source).select_related("incident").order_by("code")
    found = _openly_linked(actor, seen)
    return tuple(
        Use("statement", one.code, one.incident.code, one.incident.state)
        if one.incident is not None
        else Use("statement", one.code, "", "")
        for one in found
    )


def _said(actor: Person, source: Source) -> list[Statement]:
    return _openly_linked(actor, visible_to(actor, Statement).filter(source=source))


def _claims(actor: Person, source: Source) -> tuple[Use, ...]:
    """Find the claims that rest on what the source said, and the records that they are of."""
    found = (
        visible_to(actor, Claim)
        .filter(statement__in=_said(actor, source))
        .select_related("statement__incident")
    )
    return tuple(
        Use("claim", one.code, one.statement.incident.code, one.statement.incident.state)
        for one in found.order_by("code")
        if one.statement is not None and one.statement.incident is not None
    )


def _narratives(actor: Person, source: Source) -> tuple[Use, ...]:
    """Find the incidents whose own words quote what the source said."""
    said = _said(actor, source)
    index = TakenBack.of(
        Account(one.code, one.pk, "withdrawn", (one.text, one.translation_en, one.translation_ar))
        for one in said
    )
    if not index.accounts:
        return ()
    told = visible_to(actor, Incident).exclude(narrative_en="", narrative_ar="").order_by("code")
    return tuple(
        Use("narrative", one.code, one.code, one.state)
        for one in told.iterator()
        if index.found_in(f"{one.narrative_en}\n\n{one.narrative_ar}")
    )


def _items(actor: Person, source: Source) -> tuple[Use, ...]:
    found = []
    for item in _openly_linked(actor, visible_to(actor, Item).filter(source=source).order_by("code")):
        ids = item.links.filter(record_kind="incident").values("record_id")
        incidents = visible_to(actor, Incident).filter(pk__in=ids).order_by("code")
        found += [Use("item", item.code, one.code, one.state) for one in incidents] or [
            Use("item", item.code, "", "")
        ]
    return tuple(found)


def _leads(actor: Person, source: Source) -> tuple[Use, ...]:
    found = _openly_linked(actor, visible_to(actor, Lead).filter(source=source).order_by("code"))
    return tuple(Use("lead", one.code, "", one.state) for one in found)


def _given_out(actor: Person, source: Source) -> tuple[str, ...]:
    """Say which originals were given out before: these cannot be called back by us alone."""
    items = [one.pk for one in _openly_linked(actor, visible_to(actor, Item).filter(source=source))]
    entries = Change.objects.filter(record_id__in=items).values("entry")
    exported = Entry.objects.filter(sequence__in=entries, action="evidence exported").order_by("sequence")
    return tuple(f"{entry.recorded_at[:10]} {entry.reason}" for entry in exported)
