"""The history of a record: who changed what, when, why, from what; and its state as of any time.

What is withheld from the actor now is left out of every step, whenever it was written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from tawthiq.domain.errors import NotFound
from tawthiq.queries.visibility import NOT_THERE, ever_visible_to
from tawthiq.queries.withholding import states_without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.ledger.models import Change
from tawthiq.records.record import Record
from tawthiq.records.states import instant_text, kinds

NEVER_SHOWN = frozenset({"updated_at", "updated_by_id", "created_at", "created_by_id"})
"""Fields that the step itself already says."""

SEALED = frozenset({"sealed", "token", "public", "boundary"})
"""Fields that hold bytes: that they changed is told, never their content."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's value before and after; None before means that the record was new."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One entry's change to a record."""

    sequence: int
    recorded_at: str
    actor: str
    action: str
    reason: str
    version: int
    fields: tuple[FieldChange, ...]

    def as_plain(self) -> dict[str, Any]:
        """Return the step as values that JSON can hold."""
        return asdict(self)


def find_record_id(actor: Account, identifier: str) -> str:
    """Return the id of the record with this id or human code; NotFound where there is none the actor may see."""
    for model in kinds().values():
        found = (
            ever_visible_to(actor, model)
            .filter(Q(pk=identifier) | Q(code=identifier))
            .values_list("pk", flat=True)
        )
        if found:
            return str(found[0])
    raise NotFound(NOT_THERE)


def _changes_of(actor: Account, record_id: str) -> tuple[Record, list[Change]]:
    changes = list(
        Change.objects.filter(record_id=record_id).select_related("entry").order_by("entry_id", "position")
    )
    model = kinds().get(changes[0].record_kind) if changes else None
    record = None if model is None else ever_visible_to(actor, model).filter(pk=record_id).first()
    if record is None:
        raise NotFound(NOT_THERE)
    return record, changes


def history_of(actor: Account, record_id: str) -> tuple[HistoryStep, ...]:
    """Return every step of a record's life, oldest first."""
    record, changes = _changes_of(actor, record_id)
    states = states_without_withheld(actor, record, [json.loads(change.state) for change in changes])
    names = dict(
        Account.objects.filter(pk__in={c.entry.actor for c in changes}).values_list("pk", "username")
    )
    steps: list[HistoryStep] = []
    before: dict[str, Any] = {}
    for change, after in zip(changes, states, strict=True):
        entry = change.entry
        steps.append(
            HistoryStep(
                sequence=entry.sequence, recorded_at=entry.recorded_at, actor=names.get(entry.actor, entry.actor),
                action=entry.action, reason=entry.reason, version=change.version, fields=_difference(before, after),
            )
        )  # fmt: skip
        before = after
    return tuple(steps)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before.get(name), value)
        for name, value in after.items()
        if name not in NEVER_SHOWN and before.get(name) != value
    )


def state_at(actor: Account, record_id: str, moment: datetime) -> Mapping[str, Any]:
    """Return a record's state as it stood at an aware moment, with its `version`; NotFound before it was made."""
    until = instant_text(moment)
    record, changes = _changes_of(actor, record_id)
    standing = [change for change in changes if change.entry.recorded_at <= until]
    if not standing:
        raise NotFound("This record did not exist at that time.")
    state = states_without_withheld(actor, record, [json.loads(standing[-1].state)])[0]
    return {"version": standing[-1].version, **state}
