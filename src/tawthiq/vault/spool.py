"""The spool: sealed bytes are complete, flushed to disk and locked by their writer before a store takes
them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

WRITING = ".part"


@dataclass(frozen=True, slots=True)
class Spooled:
    """A complete file in the spool; its open descriptor holds the lock that keeps sweepers away."""

    path: Path
    descriptor: int
    size: int


@contextmanager
def spooled(spool: Path, pieces: Iterable[bytes]) -> Iterator[Spooled]:
    """Write pieces to a new file of the spool: durable when the block begins, gone when it ends."""
    make_folder(spool)
    path, descriptor = _new_file(spool)
    try:
        size = 0
        for piece in pieces:
            size += write_all(descriptor, piece)
        with suppress(PermissionError):  # a disk without Unix permissions (exFAT) has none to set
            os.fchmod(descriptor, 0o400)
        os.fsync(descriptor)
        yield Spooled(path, descriptor, size)
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def sweep(spool: Path) -> int:
    """Remove what writers that no longer live left half-written; count them."""
    swept = 0
    for path in sorted(spool.glob(f"*{WRITING}")):
        with suppress(FileNotFoundError), path.open("rb") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink()
            swept += 1
    return swept


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, each entry flushed to disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, so that a new name in it survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, piece: bytes) -> int:
    """Write every byte of a piece; return how many."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    return len(piece)


def _new_file(spool: Path) -> tuple[Path, int]:
    while True:
        path = spool / f"{secrets.token_hex(16)}{WRITING}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink == 1:  # a sweeper may have come between creation and lock
            return path, descriptor
        os.close(descriptor)
