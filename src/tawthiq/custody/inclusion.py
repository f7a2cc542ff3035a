"""The ledger as a tree: a short proof that one entry is under the root over all, without showing any other entry.

The chain says that nothing was changed between two heads to who holds all of it. A court holds a few entries only: for
it, the digests of all entries are the leaves of one tree (RFC 6962), and the tree's root is what is signed and sealed
in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tawthiq.custody.canonical import Plain
from tawthiq.custody.chain import ChangeRow, EntryRow, change_leaf, entry_digest
from tawthiq.custody.merkle import is_under_root, leaf_hash, levels_of, proof_in
from tawthiq.domain.errors import InvalidFile

SEAL, SEAL_OF_HEAD = "tawthiq-ledger-head-2", "tawthiq-ledger-head-1"
ENTRY_FIELDS = tuple(EntryRow.__dataclass_fields__)
CHANGE_FIELDS = tuple(ChangeRow.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """Where a ledger ends: its last entry's number and digest, and the root over the digests of all entries (hex)."""

    sequence: int
    digest: str
    root: str


@dataclass(frozen=True, slots=True)
class ProvenChange:
    """One change with its entry, and the two proofs: the change is under the entry, the entry under the root."""

    entry: EntryRow
    change: ChangeRow
    change_proof: tuple[str, ...]
    entry_proof: tuple[str, ...]

    def as_plain(self) -> dict[str, Plain]:
        """Return it as plain values."""
        return {
            "entry": dict(asdict(self.entry)),
            "change": dict(asdict(self.change)),
            "change_proof": list(self.change_proof),
            "entry_proof": list(self.entry_proof),
        }


def tree_of(digests: Iterable[str]) -> list[list[bytes]]:
    """Return the levels of the tree over the digests (hex) of a ledger's entries, in order."""
    return levels_of([entry_leaf(digest) for digest in digests])


def root_over(levels: Sequence[Sequence[bytes]]) -> str:
    """Return the root of a tree as hex; there is one as soon as there is an entry."""
    return levels[-1][0].hex()


def entry_leaf(digest: str) -> bytes:
    """Return the leaf that stands for an entry."""
    return leaf_hash(bytes.fromhex(digest))


def entry_proof(levels: Sequence[Sequence[bytes]], sequence: int) -> tuple[str, ...]:
    """Return the proof that the entry of a number (from 1) is under the root."""
    return tuple(node.hex() for node in proof_in(levels, sequence - 1))


def change_proof(changes: Sequence[ChangeRow], position: int) -> tuple[str, ...]:
    """Return the proof that a change is under its entry; `changes` are all of the entry's, in order."""
    return tuple(node.hex() for node in proof_in(levels_of([change_leaf(one) for one in changes]), position))


def seal_message(head: LedgerHead) -> bytes:
    """Return what an authority of trusted time seals: format, number, digest and root, a line each.

    A head without a root is one sealed before roots were; its seal is over the chain alone.
    """
    if not head.root:
        return f"{SEAL_OF_HEAD}\n{head.sequence}\n{head.digest}\n".encode("ascii")
    return f"{SEAL}\n{head.sequence}\n{head.digest}\n{head.root}\n".encode("ascii")


def is_entry_under(digest: str, sequence: int, proof: Sequence[str], head: LedgerHead) -> bool:
    """Say whether the proof leads from an entry's digest, at its number, to the head's root."""
    try:
        return is_under_root(
            entry_leaf(digest), index=sequence - 1, size=head.sequence,
            proof=[bytes.fromhex(one) for one in proof], root=bytes.fromhex(head.root),
        )  # fmt: skip
    except ValueError:
        return False


def fault_in(proven: ProvenChange, head: LedgerHead) -> str | None:
    """Check a proven change step by step; the first thing that does not hold, in words, or None."""
    entry, change = proven.entry, proven.change
    # 1. The change is under its entry, at its place.
    try:
        holds = is_under_root(
            change_leaf(change), index=change.position, size=entry.changes,
            proof=[bytes.fromhex(one) for one in proven.change_proof], root=bytes.fromhex(entry.changes_root),
        )  # fmt: skip
    except ValueError:
        holds = False
    if not holds:
        return f"the change is not the one that entry {entry.sequence} recorded"
    # 2. The entry says what its digest covers.
    if entry_digest(entry) != entry.digest:
        return f"entry {entry.sequence} is not as its digest says"
    # 3. The entry is in the ledger whose root was signed.
    if not is_entry_under(entry.digest, entry.sequence, proven.entry_proof, head):
        return f"entry {entry.sequence} is not in the ledger that ends at entry {head.sequence}"
    return None


def read_head(document: Any) -> LedgerHead:
    """Read a head from plain values. Raises InvalidFile."""
    try:
        if set(document) != {"sequence", "digest", "root"}:
            raise ValueError("fields")
        head = LedgerHead(_integer(document["sequence"]), str(document["digest"]), str(document["root"]))
        if head.sequence < 1 or any(len(bytes.fromhex(one)) != 32 for one in (head.digest, head.root)):
            raise ValueError("values")
        return head
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFile("The head of the ledger cannot be read.") from error


def read_proven(document: Any) -> ProvenChange:
    """Read a proven change from plain values. Raises InvalidFile."""
    try:
        entry, change = document["entry"], document["change"]
        if set(entry) != set(ENTRY_FIELDS) or set(change) != set(CHANGE_FIELDS):
            raise ValueError("fields")
        return ProvenChange(
            EntryRow(**{name: _typed(entry[name], name in ("sequence", "changes")) for name in ENTRY_FIELDS}),
            ChangeRow(**{name: _typed(change[name], name in ("position", "version")) for name in CHANGE_FIELDS}),
            tuple(str(one) for one in document["change_proof"]),
            tuple(str(one) for one in document["entry_proof"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFile("A step of custody cannot be read.") from error


def _typed(value: Any, is_number: bool) -> Any:
    return _integer(value) if is_number else _text(value)


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not an integer")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
