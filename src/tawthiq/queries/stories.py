"""The story of a record and of what hangs on it: each entry of the ledger, what it changed, from what to what.

Only what the actor may see is told: a part they may not see is left out, and an id that stands for a record which is
not theirs is said to be hidden.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from tawthiq.domain.errors import NotFound
from tawthiq.queries.history import NEVER_SHOWN, SEALED, FieldChange, find_record_id
from tawthiq.queries.visibility import NOT_THERE, ever_visible_to
from tawthiq.queries.withholding import withheld_fields, without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Claim, Harm, Incident, Person
from tawthiq.records.ledger.models import Change
from tawthiq.records.record import Record
from tawthiq.records.states import instant_text, kinds

AT_ONCE = 100
"""Entries on one page of a story."""

NOT_PARTS = frozenset({"identity", "custodian-key", "anchor"})
"""Kinds that are never told as parts of another record."""

PART_OF: Mapping[str, str] = {
    "incident": "incident",
    "item": "item",
    "source": "source",
    "person": "person",
    "lead": "split_from",
}
"""Which column of another record says that it is part of one of this kind."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a record is called where another points to it; `is_hidden` where the actor may not see it."""

    kind: str
    code: str
    en: str = ""
    ar: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record as an entry changed it; no fields where the entry only concerns it, as a viewing does."""

    kind: str
    id: str
    code: str
    version: int
    is_new: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One entry of the ledger: who did what when and why, and what of this record and its parts it changed."""

    sequence: int
    recorded_at: str
    actor: str
    action: str
    reason: str
    changes: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of a record's life, newest first, and what the ids within them are called."""

    kind: str
    id: str
    code: str
    title_en: str
    title_ar: str
    steps: tuple[StoryStep, ...]
    names: Mapping[str, Named]
    total: int


def story_of(actor: Account, identifier: str, *, page: int = 1) -> Story:
    """Return a page of the story of a record and its parts, the newest entry first."""
    record = record_of(actor, identifier)
    ids = [record.pk, *part_ids(actor, record)]
    entries = list(
        Change.objects.filter(record_id__in=ids)
        .order_by("-entry_id")
        .values_list("entry_id", flat=True)
        .distinct()
    )
    start = (max(1, page) - 1) * AT_ONCE
    chosen = entries[start : start + AT_ONCE]
    steps = steps_in(_changes(ids, chosen), _hidden(actor, ids))
    names = names_in(actor, (change for step in steps for change in step.changes))
    return Story(
        kind=_kind(record), id=record.pk, code=record.code, title_en=getattr(record, "title_en", ""),
        title_ar=getattr(record, "title_ar", ""), steps=steps, names=names, total=len(entries),
    )  # fmt: skip


def record_of(actor: Account, identifier: str) -> Record:
    """Return any record by id or code; NotFound where there is none the actor may see."""
    for kind, model in kinds().items():
        if kind not in NOT_PARTS and identifier.upper().startswith(f"{model.PREFIX}-"):
            return _ever(actor, model, identifier)
    pk = find_record_id(actor, identifier)
    for kind, model in kinds().items():
        found = ever_visible_to(actor, model).filter(pk=pk).first()
        if found is not None and kind not in NOT_PARTS:
            return found
    raise NotFound(NOT_THERE)


def _ever(actor: Account, model: type[Record], identifier: str) -> Record:
    found = ever_visible_to(actor, model).filter(Q(pk=identifier) | Q(code=identifier.upper())).first()
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def part_ids(actor: Account, record: Record) -> list[str]:
    """Return the ids of what hangs on a record, as far as the actor may see it."""
    column = PART_OF.get(_kind(record))
    found: list[str] = []
    for kind, model in kinds().items():
        if column is None or kind in NOT_PARTS:
            continue
        if any(f.name == column and f.related_model is type(record) for f in model._meta.concrete_fields):
            found += ever_visible_to(actor, model).filter(**{column: record}).values_list("pk", flat=True)
    if isinstance(record, Incident):
        harms = ever_visible_to(actor, Harm).filter(incident=record, person__isnull=False).values("person")
        found += ever_visible_to(actor, Person).filter(pk__in=harms).values_list("pk", flat=True)
        claims = ever_visible_to(actor, Claim).filter(record_id__in=[record.pk, *found])
        found += claims.values_list("pk", flat=True)
    return found


def changes_after(actor: Account, record: Record, sequence: int) -> tuple[RecordChange, ...]:
    """Return what changed in a record and its parts since an entry: each field from what it was to what it is."""
    ids = [record.pk, *part_ids(actor, record)]
    rows = list(Change.objects.filter(record_id__in=ids).order_by("entry_id", "position"))
    hidden = _hidden(actor, ids)
    before: dict[str, Mapping[str, Any]] = {}
    now: dict[str, Change] = {}
    for row in rows:
        if row.entry_id <= sequence:
            before[row.record_id] = json.loads(row.state)
        now[row.record_id] = row
    found = (_change(row, before.get(pk), hidden) for pk, row in now.items() if row.entry_id > sequence)
    return tuple(one for one in found if one.fields and one.kind not in ("review", "lead"))


def state_then(actor: Account, identifier: str, moment: datetime) -> tuple[RecordChange, Mapping[str, Named]]:
    """Return a record as it stood at a moment, every field that held something, and what its ids are called."""
    record = record_of(actor, identifier)
    until = instant_text(moment)
    rows = Change.objects.filter(record_id=record.pk, entry__recorded_at__lte=until)
    last = rows.order_by("-entry_id", "-position").first()
    if last is None:
        raise NotFound(NOT_THERE)
    change = _change(last, {}, _hidden(actor, [record.pk]))
    held = tuple(one for one in change.fields if one.after not in (None, "", [], {}))
    stood = RecordChange(change.kind, change.id, change.code, last.version, is_new=False, fields=held)
    return stood, names_in(actor, [stood])


def steps_in(
    changes: Sequence[tuple[Change, Mapping[str, Any] | None]], hidden: Mapping[str, frozenset[str]]
) -> tuple[StoryStep, ...]:
    """Gather changes, newest first, by their entries; the columns that are hidden of a record are left out."""
    people = {row.entry.actor for row, _ in changes}
    names = dict(Account.objects.filter(pk__in=people).values_list("pk", "username"))
    by_entry: dict[int, list[tuple[Change, Mapping[str, Any] | None]]] = {}
    for row, before in changes:
        by_entry.setdefault(row.entry_id, []).append((row, before))
    return tuple(
        StoryStep(
            sequence=sequence,
            recorded_at=pairs[0][0].entry.recorded_at,
            actor=names.get(pairs[0][0].entry.actor, pairs[0][0].entry.actor),
            action=pairs[0][0].entry.action,
            reason=pairs[0][0].entry.reason,
            changes=tuple(_change(row, before, hidden) for row, before in pairs),
        )
        for sequence, pairs in by_entry.items()
    )


def names_in(actor: Account, changes: Iterable[RecordChange]) -> dict[str, Named]:
    """Return what the ids within changes stand for."""
    wanted: dict[type[Model], set[str]] = {}
    for change in changes:
        model = kinds()[change.kind]
        targets = {f.attname: f.related_model for f in model._meta.concrete_fields if f.related_model}
        for field in change.fields:
            target = targets.get(field.field)
            if isinstance(target, type):
                ids = {str(value) for value in (field.before, field.after) if value}
                wanted.setdefault(target, set()).update(ids)
    return {pk: named for model, ids in wanted.items() for pk, named in _named(actor, model, ids).items()}


def _named(actor: Account, model: type[Model], ids: Collection[str]) -> dict[str, Named]:
    if model is Account:
        rows = Account.objects.filter(pk__in=ids).values_list("pk", "username")
        return {pk: Named("account", name, name, name) for pk, name in rows}
    if not issubclass(model, Record):
        return {}
    hidden = {pk: Named("", "", is_hidden=True) for pk in ids}
    seen = ever_visible_to(actor, model).filter(pk__in=ids)
    return hidden | {row.pk: _called(row) for row in without_withheld(actor, *seen)}


def _called(row: Record) -> Named:
    spoken = getattr(row, "alias", "") or getattr(row, "name", "")
    english = getattr(row, "name_en", "") or getattr(row, "title_en", "") or spoken
    arabic = getattr(row, "name_ar", "") or getattr(row, "title_ar", "") or spoken
    return Named(_kind(row), row.code, english or arabic, arabic or english)


def _changes(ids: Sequence[str], entries: Sequence[int]) -> list[tuple[Change, Mapping[str, Any] | None]]:
    """Pair the changes of these entries with the state before each; None where the record was new."""
    if not entries:
        return []
    rows = list(
        Change.objects.filter(record_id__in=ids, entry_id__lte=entries[0])
        .select_related("entry")
        .order_by("entry_id", "position")
    )
    wanted, last = set(entries), dict[str, Mapping[str, Any]]()
    pairs: list[tuple[Change, Mapping[str, Any] | None]] = []
    for row in rows:
        if row.entry_id in wanted:
            pairs.append((row, last.get(row.record_id)))
        last[row.record_id] = json.loads(row.state)
    return sorted(pairs, key=lambda pair: (-pair[0].entry_id, pair[0].position))


def _hidden(actor: Account, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return the columns that are withheld from the actor, by the id of the record."""
    records = [record for model in kinds().values() for record in model._default_manager.filter(pk__in=ids)]
    found = withheld_fields(actor, *records)
    columns: dict[str, frozenset[str]] = defaultdict(frozenset)
    for record in records:
        named = {field.name: field.attname for field in record._meta.concrete_fields}
        columns[record.pk] = frozenset(named[name] for name in found[record.pk])
    return columns


def _change(
    row: Change, before: Mapping[str, Any] | None, hidden: Mapping[str, frozenset[str]]
) -> RecordChange:
    kept = hidden.get(row.record_id, frozenset())
    after = {name: value for name, value in json.loads(row.state).items() if name not in kept}
    was = before or {}
    fields = tuple(
        FieldChange(name, _told(name, was.get(name)), _told(name, value))
        for name, value in after.items()
        if name not in NEVER_SHOWN and name not in ("code", "desk") and was.get(name) != value
        and not (before is None and value in (None, "", [], {}))
    )  # fmt: skip
    return RecordChange(
        row.record_kind, row.record_id, str(after.get("code", "")), row.version, before is None, fields
    )


def _told(name: str, value: Any) -> Any:
    return "…" if name in SEALED and value else value


def _kind(record: Record) -> str:
    return next(kind for kind, model in kinds().items() if model is type(record))
