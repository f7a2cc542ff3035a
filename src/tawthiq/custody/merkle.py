"""Merkle trees of RFC 6962: one root for many leaves, and a short proof that a leaf is under a root."""

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf with the prefix that no inner node has (RFC 6962 §2.1)."""
    return sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def levels_of(hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Return the tree over leaf hashes level by level, the leaves first, the root alone last; empty for no leaves.

    Pairing level by level, an odd last node carried up unchanged, gives the tree of RFC 6962 §2.1.
    """
    levels = [list(hashes)] if hashes else []
    while levels and len(levels[-1]) > 1:
        level = levels[-1]
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        levels.append(paired + level[-1:] if len(level) % 2 else paired)
    return levels


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the tree's root over leaf hashes in order; 32 bytes."""
    levels = levels_of(hashes)
    return levels[-1][0] if levels else EMPTY_ROOT


def proof_in(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """Return the sibling hashes, lowest first, that lead from leaf `index` to the root (RFC 6962 §2.1.1)."""
    proof = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        index //= 2
    return proof


def proof_of(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof of one leaf; for many leaves of one tree, make its levels once."""
    return proof_in(levels_of(hashes), index)


def is_under_root(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof leads from leaf hash `leaf` at `index` of a tree of `size` leaves to `root`."""
    if not 0 <= index < size:
        return False
    siblings = iter(proof)
    node, last = leaf, size - 1
    while last > 0:
        if index % 2 or index < last:
            sibling = next(siblings, None)
            if sibling is None:
                return False
            node = _node(sibling, node) if index % 2 else _node(node, sibling)
        index //= 2
        last //= 2
    return next(siblings, None) is None and node == root
