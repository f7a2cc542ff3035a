"""The ledger as a hash chain: each entry's digest covers the one before it and the Merkle root of its changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tawthiq.custody.canonical import Plain, canonical_bytes, canonical_text
from tawthiq.custody.merkle import leaf_hash, root_of

GENESIS = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as stored: `state` is the canonical JSON text of the record after the change."""

    position: int
    record_kind: str
    record_id: str
    version: int
    state: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as stored; digests are lower-case hexadecimal SHA-256, `recorded_at` is ISO 8601 in UTC."""

    sequence: int
    previous: str
    actor: str
    recorded_at: str
    action: str
    reason: str
    changes: int
    changes_root: str
    digest: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first thing in the ledger that does not fit."""

    sequence: int
    what: str


def change_leaf(change: ChangeRow) -> bytes:
    """Return the leaf hash of a change; the state's own text is covered, not a parsed copy of it."""
    head = canonical_text([change.position, change.record_kind, change.record_id, change.version])
    return leaf_hash(f"{head}\n{change.state}".encode("utf-8", "surrogatepass"))


def changes_root(changes: Iterable[ChangeRow]) -> str:
    """Return the Merkle root of changes in order, as hexadecimal."""
    return root_of([change_leaf(change) for change in changes]).hex()


def entry_digest(entry: EntryRow) -> str:
    """Return the digest of everything an entry says but its own digest."""
    body: list[Plain] = [
        entry.sequence, entry.previous, entry.actor, entry.recorded_at,
        entry.action, entry.reason, entry.changes, entry.changes_root,
    ]  # fmt: skip
    return sha256(canonical_bytes(body)).hexdigest()


def fault_in_entry(
    entry: EntryRow, changes: Sequence[ChangeRow], *, expected_sequence: int, previous: str
) -> ChainFault | None:
    """Check one entry against what must stand before it and against its own changes."""
    # 1. Its number follows the one before: nothing removed, inserted or moved.
    if entry.sequence != expected_sequence:
        return ChainFault(
            expected_sequence, f"entry {expected_sequence} is missing: entry {entry.sequence} follows"
        )
    # 2. It names the digest before it.
    if entry.previous != previous:
        return ChainFault(entry.sequence, f"entry {entry.sequence} does not follow the entry before it")
    # 3. Its changes are all there, in their order.
    if [change.position for change in changes] != list(range(entry.changes)):
        found = len(changes)
        return ChainFault(
            entry.sequence,
            f"entry {entry.sequence} recorded {entry.changes} changes; {found} are there, or not in their order",
        )
    # 4. Its changes say what they said when it was written.
    if changes_root(changes) != entry.changes_root:
        return ChainFault(entry.sequence, f"a change of entry {entry.sequence} was altered")
    # 5. Its own words are unaltered.
    if entry_digest(entry) != entry.digest:
        return ChainFault(entry.sequence, f"entry {entry.sequence} was altered")
    return None


def first_fault(
    ledger: Iterable[tuple[EntryRow, Sequence[ChangeRow]]], *, head_sequence: int, head_digest: str
) -> ChainFault | None:
    """Walk the whole ledger in order and return the first fault, or None; the head says where it must end."""
    previous, expected = GENESIS, 1
    for entry, changes in ledger:
        fault = fault_in_entry(entry, changes, expected_sequence=expected, previous=previous)
        if fault is not None:
            return fault
        previous, expected = entry.digest, expected + 1
    if (expected - 1, previous) != (head_sequence, head_digest):
        return ChainFault(
            expected,
            f"the ledger ends at entry {expected - 1}, its head says entry {head_sequence}: "
            "entries are missing or the head was altered",
        )
    return None
