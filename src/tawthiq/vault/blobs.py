"""Blobs: the same bytes kept once, encrypted, named so that the store's operator cannot tell what they are.

A blob's name is a keyed digest of its SHA-256: who holds the keys finds it, who holds only the store learns
nothing and cannot test whether a known file is kept (ADR 0080).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.vault.keys import Keys, keyed_digest
from tawthiq.vault.sealing import CHUNK, plain_size, seal, unseal
from tawthiq.vault.spool import spooled
from tawthiq.vault.stores import Store

KIND = "blobs"
NAMING = b"tawthiq-name-1"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Vault:
    """A store and the keys that open it."""

    store: Store
    keys: Keys


@dataclass(frozen=True, slots=True)
class Stored:
    """What was kept: both digests of the plaintext, its size, where it lies, and whether it was new."""

    sha256: str
    blake3: str
    size: int
    name: str
    sealed_size: int
    is_new: bool


def add(vault: Vault, content: Iterable[bytes]) -> Stored:
    """Keep a content; when this returns, it is whole and durable. The same bytes are kept once.

    Raises StoreFailed when the store cannot take it: then nothing is kept.
    """
    sha256, second = hashlib.sha256(), blake3()
    with ThreadPoolExecutor(max_workers=1) as beside:
        watched = _digested(content, beside, sha256.update, second.update)
        with spooled(vault.store.spool, seal(vault.keys, watched)) as sealed:
            digest = sha256.hexdigest()
            name = name_of(vault.keys, digest)
            is_new = vault.store.adopt(name, sealed)
            size = plain_size(sealed.size)
            return Stored(digest, second.hexdigest(), size, name, sealed.size, is_new)


def add_file(vault: Vault, path: Path) -> Stored:
    """Keep a file of this machine."""
    with path.open("rb", buffering=0) as file:
        return add(vault, pieces_of(file))


def read(vault: Vault, sha256: str) -> Iterator[bytes]:
    """Yield a blob's content, each piece authenticated as sealed by this vault.

    Only when the last piece has come is it certain that the whole is the content of this digest: who must
    not act on less uses `copy_to` with a file that is thrown away on error. Raises NotFound, InvalidFile.
    """
    return _verified(vault, name_of(vault.keys, sha256), sha256)


def copy_to(vault: Vault, sha256: str, sink: BinaryIO) -> int:
    """Write a blob's content to an open file; return its size. The content is true only if this returns."""
    return sum(sink.write(piece) for piece in read(vault, sha256))


def has(vault: Vault, sha256: str) -> bool:
    """Say whether the content of this digest is kept."""
    return vault.store.size(name_of(vault.keys, sha256)) is not None


def destroy(vault: Vault, sha256: str) -> None:
    """Remove a content for good; the digest and the reason are for the caller to record first."""
    vault.store.delete(name_of(vault.keys, sha256))


def name_of(keys: Keys, sha256: str) -> str:
    """Give the name under which the content of a SHA-256 (64 hex digits) is kept."""
    if not _SHA256.fullmatch(sha256):
        raise InvalidValue("Not a SHA-256: expected 64 digits 0–9, a–f in lower case.")
    return f"{KIND}/{keyed_digest(bytes.fromhex(sha256), key=keys.naming, person=NAMING).hex()}"


def digest_at(vault: Vault, name: str) -> tuple[str, int]:
    """Read a blob by its name: its SHA-256 and size; InvalidFile when it is not what the name says."""
    sha256, size = hashlib.sha256(), 0
    for piece in unseal(vault.keys, vault.store.read(name)):
        sha256.update(piece)
        size += len(piece)
    if name_of(vault.keys, sha256.hexdigest()) != name:
        raise InvalidFile("Changed: the content is not the one that its name stands for.")
    return sha256.hexdigest(), size


def pieces_of(file: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """Read an open binary file in pieces."""
    while piece := file.read(size):
        yield piece


def _digested(
    content: Iterable[bytes], beside: ThreadPoolExecutor, *updates: Callable[[bytes], object]
) -> Iterator[bytes]:
    """Pass pieces on while a second thread digests them, never more than one piece behind."""
    pending: Future[None] | None = None
    for piece in content:
        if pending is not None:
            pending.result()
        pending = beside.submit(_show, piece, updates)
        yield piece
    if pending is not None:
        pending.result()


def _show(piece: bytes, watchers: Iterable[Callable[[bytes], object]]) -> None:
    for watch in watchers:
        watch(piece)


def _verified(vault: Vault, name: str, sha256: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    try:
        for piece in unseal(vault.keys, vault.store.read(name)):
            digest.update(piece)
            yield piece
    except NotFound as error:
        raise NotFound(f"The vault does not hold the content {sha256}.") from error
    if digest.hexdigest() != sha256:
        raise InvalidFile(
            f"Changed: the content kept for {sha256} has another digest. Restore it from a backup."
        )
