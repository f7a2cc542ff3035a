"""Audit: walk the whole ledger and hold every record against it; names the first thing that does not fit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import DatabaseError
from django.db.models import Max

from tawthiq.custody.canonical import canonical_text
from tawthiq.custody.chain import ChainFault, ChangeRow, EntryRow, first_fault
from tawthiq.records.accounts.models import Account
from tawthiq.records.accounts.states import KIND, account_state
from tawthiq.records.ledger.models import Change, Entry, Head
from tawthiq.records.record import Record
from tawthiq.records.states import columns_of, kinds, state_from_values

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What was walked, and the first fault of the chain and of each kind of record that does not match it."""

    entries: int
    changes: int
    head: str
    faults: tuple[str, ...]


def audit_ledger(*, on_entry: Callable[[int], None] = lambda _: None) -> AuditResult:
    """Walk the ledger from its first entry to its head, then compare every record with its last change.

    `on_entry` is told how many entries have been walked. Reads as the system, not as a person: it returns no case
    content, only kinds, codes and numbers of entries.
    """
    entries = changes = 0

    def counted() -> Iterator[tuple[EntryRow, list[ChangeRow]]]:
        nonlocal entries, changes
        for entry, its_changes in _ledger():
            entries, changes = entries + 1, changes + len(its_changes)
            on_entry(entries)
            yield entry, its_changes

    try:
        head = Head.objects.filter(id=1).first()
        if head is None or Head.objects.count() != 1:
            return AuditResult(0, 0, "", ("the head of the ledger is missing or there is more than one",))
        fault: ChainFault | None = first_fault(
            counted(), head_sequence=head.sequence, head_digest=head.digest
        )
        faults = [] if fault is None else [fault.what]
        faults += _orphans()
        for kind, model in kinds().items():
            faults += _first_mismatch(kind, model)
        faults += _accounts_mismatch()
    except (DatabaseError, sqlite3.Error, ValueError, TypeError) as error:
        return AuditResult(
            entries, changes, "", (f"the database cannot be read to its end: {type(error).__name__}",)
        )
    return AuditResult(entries, changes, head.digest, tuple(faults))


def ledger_length() -> int:
    """Return how many entries the ledger says it has; 0 where it cannot say."""
    try:
        head = Head.objects.filter(id=1).first()
    except (DatabaseError, sqlite3.Error):
        return 0
    return 0 if head is None else head.sequence


def _ledger() -> Iterator[tuple[EntryRow, list[ChangeRow]]]:
    rows = Change.objects.order_by("entry_id", "position").values_list(
        "entry_id", "position", "record_kind", "record_id", "version", "state"
    )
    grouped = groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0])
    waiting = next(grouped, None)
    held: tuple[int, list[ChangeRow]] | None = None
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=CHUNK):
        while held is None and waiting is not None:
            held = waiting[0], [ChangeRow(*row[1:]) for row in waiting[1]]
            waiting = next(grouped, None)
        mine: list[ChangeRow] = []
        if held is not None and held[0] == entry.sequence:
            mine, held = held[1], None
        yield entry_row(entry), mine


def entry_row(entry: Entry) -> EntryRow:
    """Return a stored entry as the value that the chain is checked with."""
    return EntryRow(
        sequence=entry.sequence, previous=entry.previous, actor=entry.actor, recorded_at=entry.recorded_at,
        action=entry.action, reason=entry.reason, changes=entry.changes_count, changes_root=entry.changes_root,
        digest=entry.digest,
    )  # fmt: skip


def _orphans() -> list[str]:
    lost = Change.objects.exclude(entry_id__in=Entry.objects.values("sequence")).order_by("entry_id").first()
    return [] if lost is None else [f"a change names entry {lost.entry_id}, which is not in the ledger"]


def _first_mismatch(kind: str, model: type[Record]) -> list[str]:
    """Compare the records of a kind with their last change, in the order of ids."""
    newest = (
        Change.objects.filter(record_kind=kind)
        .values("record_id")
        .annotate(last=Max("version"))
        .order_by("record_id")
    )
    names = [name for name, _ in columns_of(model)]
    count = model._default_manager.count()
    recorded = newest.count()
    if count != recorded:
        return [f"there are {count} records of kind {kind}; the ledger knows {recorded}"]
    last: dict[str, tuple[int, str]] = {}
    rows = (
        model._default_manager.order_by("pk").values_list("pk", "version", *names).iterator(chunk_size=CHUNK)
    )
    while chunk := [row for _, row in zip(range(CHUNK), rows, strict=False)]:
        last = _last_changes(kind, [row[0] for row in chunk])
        for pk, version, *values in chunk:
            state = canonical_text(state_from_values(model, tuple(values)))
            if last.get(pk) != (version, state) and not grew(model, last.get(pk), version, state):
                return [f"the {kind} {pk} is not as the ledger last recorded it"]
    return []


def _accounts_mismatch() -> list[str]:
    """Compare every account (roles, desk, active or not, where it was let in) with the ledger's last word on it."""
    known = _last_of_kind(KIND)
    accounts = list(Account.objects.order_by("pk"))
    if not known and all(account.version == 0 for account in accounts):
        return []  # a home from before the ledger kept accounts; `adopt_accounts` puts them into it
    if len(accounts) != len(known):
        return [f"there are {len(accounts)} accounts; the ledger knows {len(known)}"]
    for account in accounts:
        if known.get(account.pk) != (account.version, account_state(account)):
            return [f"the account {account.pk} is not as the ledger last recorded it"]
    return []


def _last_of_kind(kind: str) -> dict[str, tuple[int, str]]:
    rows = Change.objects.filter(record_kind=kind).order_by("version", "entry_id", "position")
    return {row[0]: (row[1], row[2]) for row in rows.values_list("record_id", "version", "state")}


def grew(model: type[Record], recorded: tuple[int, str] | None, version: int, state: str) -> bool:
    """Say whether the record only has columns that a later version of Tawthiq added, each still at its default."""
    if recorded is None or recorded[0] != version:
        return False
    before, now = json.loads(recorded[1]), json.loads(state)
    defaults = {field.attname: field.get_default() for field in model._meta.concrete_fields}
    known = {name: value for name, value in before.items() if name in now}
    added = {name: value for name, value in now.items() if name not in before}
    return known == {name: now[name] for name in known} and all(
        value in (defaults[name], None, "") for name, value in added.items()
    )


def _last_changes(kind: str, ids: list[str]) -> dict[str, tuple[int, str]]:
    rows = Change.objects.filter(record_kind=kind, record_id__in=ids).order_by(
        "version", "entry_id", "position"
    )
    return {row[0]: (row[1], row[2]) for row in rows.values_list("record_id", "version", "state")}
