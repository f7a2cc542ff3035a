"""One write: one transaction with its records, one ledger entry and the entry's changes; all of it or none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F

from tawthiq.custody.canonical import canonical_text
from tawthiq.custody.chain import ChangeRow, EntryRow, change_leaf, entry_digest
from tawthiq.custody.merkle import root_of
from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused
from tawthiq.domain.rules import refuse_stale
from tawthiq.records.accounts.models import Account
from tawthiq.records.ledger.models import Change, CodeCounter, Entry, Head
from tawthiq.records.record import Record
from tawthiq.records.states import instant_text, kind_of, refuse_overlong, state_of
from tawthiq.services.texts import write_texts

AnyRecord = TypeVar("AnyRecord", bound=Record)

AUTHORSHIP = frozenset({"created_at", "created_by_id", "updated_at", "updated_by_id"})

BATCH = 500
"""Records written in one statement."""

CHANGES_HELD = 5_000
"""Changes held in memory before they are written."""

INSERT_CHANGE = (
    "INSERT INTO ledger_change (entry_id, position, record_kind, record_id, version, state) "
    "VALUES (%s, %s, %s, %s, %s, %s)"
)
"""A bulk import has a million of these: they are written without making objects."""


@dataclass(slots=True)
class Writing:
    """A write under way: add and change records through it, and the ledger follows.

    Changes go to the database in batches as they are made, before their entry (foreign keys are checked at the end
    of the transaction), so that a long import holds 32 bytes for each change and no more.
    """

    actor: Account
    at: datetime
    sequence: int
    leaves: list[bytes] = field(default_factory=list)
    pending: list[ChangeRow] = field(default_factory=list)

    def record(self, kind: str, record_id: str, version: int, state: str) -> None:
        """Note a record as it now stands; `state` is canonical JSON."""
        change = ChangeRow(len(self.leaves), kind, record_id, version, state)
        self.leaves.append(change_leaf(change))
        self.pending.append(change)
        if len(self.pending) >= CHANGES_HELD:
            self.flush()

    def flush(self) -> None:
        """Write the changes held so far, and the words by which their records are found."""
        with connection.cursor() as cursor:
            cursor.executemany(
                INSERT_CHANGE,
                [
                    (self.sequence, c.position, c.record_kind, c.record_id, c.version, c.state)
                    for c in self.pending
                ],
            )
        write_texts([(c.record_kind, c.record_id, c.state) for c in self.pending])
        self.pending.clear()

    def add(self, record: AnyRecord) -> AnyRecord:
        """Write a new record."""
        self.add_many([record])
        return record

    def add_many(self, records: Sequence[Record]) -> None:
        """Write new records of one kind, in order."""
        if not records:
            return
        model = type(records[0])
        self._give_codes(records)
        for record in records:
            record.created_at = record.updated_at = self.at
            record.created_by_id = record.updated_by_id = self.actor.id
            refuse_overlong(record)
        model._default_manager.bulk_create(records, batch_size=BATCH)
        for record in records:
            self._record_change(record)

    def change(self, record: AnyRecord, *, expected_version: int, **values: Any) -> AnyRecord:
        """Change a record if it still is in the expected version; refused otherwise, naming who changed it."""
        model = type(record)
        for name, value in values.items():
            setattr(record, name, value)
        record.version = expected_version + 1
        record.updated_at, record.updated_by_id = self.at, self.actor.id
        refuse_overlong(record)
        columns = {
            name: getattr(record, name) for name in (*values, "version", "updated_at", "updated_by_id")
        }
        rows = model._default_manager.filter(pk=record.pk, version=expected_version)
        if rows.update(**columns) != 1:
            raise _stale(model, record.pk, expected_version)
        self._record_columns(record, columns, after=expected_version)
        return record

    def _record_columns(self, record: Record, columns: Mapping[str, Any], *, after: int) -> None:
        """Record the ledger's last state with the changed columns put in.

        What this change does not name is said again as the ledger knows it, never as the table holds it: a row altered
        behind the ledger is not made good by the next edit, and the audit names it.
        """
        last = self._last_state(record, version=after)
        now = state_of(record)
        named = {field.name: field.attname for field in record._meta.concrete_fields}
        changed = {named.get(name, name) for name in columns}
        state = {name: now[name] if name in changed else last.get(name, now[name]) for name in now}
        self.record(kind_of(type(record)), record.pk, record.version, _canonical(state))

    def _last_state(self, record: Record, *, version: int) -> dict[str, Any]:
        held = next((c.state for c in reversed(self.pending) if c.record_id == record.pk), None)
        if held is None:
            stored = Change.objects.filter(record_id=record.pk, version=version)
            held = stored.order_by("-entry_id", "-position").values_list("state", flat=True).first()
        if held is None:
            raise InvalidFile(f"The ledger does not know {record.code}. Run: tawthiq audit")
        state: dict[str, Any] = json.loads(held)
        return state

    def concern(self, *records: Record) -> None:
        """Note that this entry concerns records as they stand, such as one that was viewed; nothing is changed.

        What the ledger last said of them is said again, never what the table holds: a row altered behind the ledger
        stays at odds with it, and the audit names it.
        """
        for record in records:
            kind = kind_of(type(record))
            last = (
                Change.objects.filter(record_kind=kind, record_id=record.pk)
                .order_by("-version", "-entry_id", "-position")
                .first()
            )
            if last is None:
                raise InvalidFile(f"The ledger does not know {record.code}. Run: tawthiq audit")
            self.record(kind, record.pk, last.version, last.state)

    def _record_change(self, record: Record) -> None:
        self.record(kind_of(type(record)), record.pk, record.version, _canonical(state_of(record)))

    def _give_codes(self, records: Sequence[Record]) -> None:
        uncoded = [record for record in records if not record.code]
        by_series: dict[str, list[Record]] = {}
        for record in uncoded:
            year = getattr(record, "first", None) or self.at
            by_series.setdefault(f"{record.PREFIX}-{year.year}", []).append(record)
        for series, members in by_series.items():
            last = take_numbers(series, len(members))
            for number, record in enumerate(members, start=last - len(members) + 1):
                record.code = f"{series}-{number:06d}"


def _canonical(state: dict[str, Any]) -> str:
    """Write a state for the ledger, refusing a NUL, which PostgreSQL does not keep and SQLite does."""
    text = canonical_text(state)
    if "\\u0000" in text:
        raise InvalidValue("A text holds a NUL character, which no database keeps. Remove it.")
    return text


def take_numbers(series: str, how_many: int) -> int:
    """Take so many numbers of a series of human codes; return the last of them."""
    CodeCounter.objects.get_or_create(series=series)
    CodeCounter.objects.filter(series=series).update(last=F("last") + how_many)
    return CodeCounter.objects.get(series=series).last


def _stale(model: type[Record], record_id: str, yours: int) -> Refused:
    now = model._default_manager.select_related("updated_by").filter(pk=record_id).first()
    if now is None:
        return Refused("not-there", "This record is not there any more. Look it up again.")
    opened = Change.objects.filter(record_id=record_id, version=yours).first()
    before = {} if opened is None else json.loads(opened.state)
    fields = [
        name for name, value in state_of(now).items() if before.get(name) != value and name not in AUTHORSHIP
    ]
    found = refuse_stale(
        yours, now.version, changed_by=now.updated_by.username, fields=fields or ["what belongs to it"]
    )
    return Refused("stale-version", "This version is not there.") if found is None else found.as_error()


@contextmanager
def writing(
    actor: Account, *, action: str, reason: str = "", at: datetime | None = None
) -> Iterator[Writing]:
    """Open a write; on leaving, its ledger entry is appended. `action` is a past participle, `at` aware UTC."""
    try:
        with transaction.atomic():
            # 1. Take the head: writers stand in a line, so entries follow one another without gaps.
            head = Head.objects.select_for_update().get(id=1)
            write = Writing(actor=actor, at=at or datetime.now(UTC), sequence=head.sequence + 1)
            yield write
            # 2. Append the entry over the changes, in the same transaction.
            append_entry(head, write, action=action, reason=reason)
    except IntegrityError as error:
        raise InvalidValue(_constraint_sentence(error)) from error
    except DataError as error:
        raise InvalidValue("The database cannot keep one of these values; nothing was saved.") from error
    except UnicodeEncodeError as error:
        raise InvalidValue("A text holds half a character (a lone surrogate). Type it anew.") from error


def append_entry(head: Head, write: Writing, *, action: str, reason: str) -> None:
    """Append one entry and its changes to the ledger and move the head; call inside a transaction only."""
    unsigned = EntryRow(
        sequence=write.sequence,
        previous=head.digest,
        actor=write.actor.id,
        recorded_at=instant_text(write.at),
        action=action,
        reason=reason,
        changes=len(write.leaves),
        changes_root=root_of(write.leaves).hex(),
        digest="",
    )
    signed = replace(unsigned, digest=entry_digest(unsigned))
    Entry.objects.create(
        sequence=signed.sequence, previous=signed.previous, actor=signed.actor, recorded_at=signed.recorded_at,
        action=action, reason=reason, changes_count=signed.changes, changes_root=signed.changes_root,
        digest=signed.digest,
    )  # fmt: skip
    write.flush()
    Head.objects.filter(id=1).update(sequence=signed.sequence, digest=signed.digest)


def _constraint_sentence(error: IntegrityError) -> str:
    """Say which rule of the database was broken, without the row's values."""
    text = str(error)
    rule = text.split("constraint failed:")[-1].strip() if "constraint failed:" in text else ""
    if not rule and '"' in text:
        rule = text.split('"')[1::2][-1]
    return (
        f"The database refused this write: it breaks the rule {rule or 'of a constraint'}. Nothing was saved."
    )
