"""Proofs of custody: the steps of a record's life with what leads from each to the root over the whole ledger."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.custody.chain import ChangeRow
from tawthiq.custody.inclusion import ProvenChange, change_proof, entry_proof
from tawthiq.queries.audit import entry_row
from tawthiq.records.ledger.models import Change
from tawthiq.records.record import Record


def proven_steps(
    record: Record, *, levels: Sequence[Sequence[bytes]], until: int, from_version: int = 1
) -> tuple[ProvenChange, ...]:
    """Return every step of a record's life up to an entry, oldest first; `levels` is the tree of entries up to it."""
    found = Change.objects.filter(record_id=record.pk, entry_id__lte=until, version__gte=from_version)
    return tuple(
        ProvenChange(
            entry_row(change.entry),
            _row(change),
            change_proof([_row(one) for one in change.entry.changes.order_by("position")], change.position),
            entry_proof(levels, change.entry_id),
        )
        for change in found.select_related("entry").order_by("entry_id", "position")
    )


def _row(change: Change) -> ChangeRow:
    return ChangeRow(change.position, change.record_kind, change.record_id, change.version, change.state)
