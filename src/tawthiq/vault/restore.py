"""Checking and restoring backups: every byte is held against the manifest; a restore ends whole or says it is not.

While a restore runs, its home holds a mark; a home with a mark is not whole, and the same restore run again goes on.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue, NotFound, Refused
from tawthiq.vault.backup import KeptFile, Manifest, Progress, piece_name, read_manifest, send_blob
from tawthiq.vault.blobs import Vault, digest_at
from tawthiq.vault.keys import Keys
from tawthiq.vault.sealing import unseal
from tawthiq.vault.spool import flush_folder, make_folder, write_all
from tawthiq.vault.stores import Store, StoreFailed

MARK = ".restoring"
UNDER_WAY = ".under-way"


@dataclass(frozen=True, slots=True)
class BackupFault:
    """One thing of a backup that does not hold: which file or blob, and the finding."""

    what: str
    finding: str


def verify(
    destination: Store, keys: Keys, name: str, *, progress: Progress = lambda done, of: None
) -> list[BackupFault]:
    """Read a whole backup against its manifest; every fault is named. Raises NotFound, InvalidFile for the manifest."""
    manifest = read_manifest(destination, keys, name)
    total, faults = len(manifest.files) + len(manifest.blobs), list[BackupFault]()
    for number, file in enumerate(manifest.files, start=1):
        faults += _fault(file.path, partial(_drain, _content(destination, keys, file)))
        progress(number, total)
    at = Vault(destination, keys)
    for number, blob in enumerate(manifest.blobs, start=len(manifest.files) + 1):
        faults += _fault(blob, partial(digest_at, at, blob))
        progress(number, total)
    faults += _fault(manifest.keyring, partial(_drain, destination.read(manifest.keyring)))
    return faults


def restore(
    destination: Store,
    keys: Keys,
    name: str,
    *,
    home: Path,
    blobs: Store,
    finish: Callable[[Manifest], None] = lambda _: None,
    progress: Progress = lambda done, of: None,
) -> Manifest:
    """Restore a backup: files into an empty home, blobs into a store. What is there whole already is not sent again.

    `finish` does what else makes the home whole (its keys, its database): until it has ended, the home is half
    restored, and the same restore run again repeats it. Raises Refused when the home is not empty (and not half of
    this same restore), FaultsFound naming what the backup does not hold; the mark then stays.
    """
    manifest = read_manifest(destination, keys, name)
    _refuse_occupied(home, name)
    make_folder(home)
    _write(home / MARK, [name.encode()], 0o600)
    held, faults = set(blobs.names("blobs")), list[BackupFault]()
    total = len(manifest.blobs) + len(manifest.files)
    for number, blob in enumerate(manifest.blobs, start=1):
        if blob not in held:
            faults += _fault(blob, partial(send_blob, destination, blobs, keys, blob))
        progress(number, total)
    for number, file in enumerate(manifest.files, start=len(manifest.blobs) + 1):
        faults += _fault(file.path, partial(_restore_file, destination, keys, file, home))
        progress(number, total)
    if faults:
        raise FaultsFound(
            f"{len(faults)} of {total} parts of the backup do not hold, the first is {faults[0].what}: "
            f"{faults[0].finding} The home is not whole; take another backup or the second copy."
        )
    finish(manifest)
    (home / MARK).unlink()
    flush_folder(home)
    return manifest


def is_half_restored(home: Path) -> bool:
    """Say whether a restore into this home began and did not end."""
    return (home / MARK).exists() or (home / (MARK + UNDER_WAY)).exists()


def _restore_file(destination: Store, keys: Keys, file: KeptFile, home: Path) -> None:
    _write(home / file.path, _content(destination, keys, file), file.mode)


def _refuse_occupied(home: Path, name: str) -> None:
    if not home.exists() or not {path.name for path in home.iterdir()} - {MARK + UNDER_WAY}:
        return  # empty, or killed while its mark was being written
    mark = home / MARK
    if not mark.is_file():
        raise Refused(
            "home-not-empty", "The home to restore into is not empty. Give an empty or a new folder."
        )
    if mark.read_text().strip() != name:
        raise Refused(
            "other-restore",
            f"This home is half of a restore of {mark.read_text().strip()[:80]}. Finish it, or give a new folder.",
        )


def _content(destination: Store, keys: Keys, file: KeptFile) -> Iterator[bytes]:
    """Yield a file's pieces, each held against its name, the whole against size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    for name in file.pieces:
        content = b"".join(unseal(keys, destination.read(name)))
        if piece_name(keys, content) != name:
            raise InvalidFile("Changed: a piece is not the one that its name stands for.")
        digest.update(content)
        size += len(content)
        yield content
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise InvalidFile("Changed: the pieces do not make up the file that was backed up.")


def _write(path: Path, pieces: Iterator[bytes] | list[bytes], mode: int) -> None:
    """Write a file under another name, flush it, and give it its name at the end."""
    make_folder(path.parent)
    unfinished = path.with_name(path.name + UNDER_WAY)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        for piece in pieces:
            write_all(descriptor, piece)
        os.fchmod(descriptor, mode & 0o700)  # a home is its owner's alone
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(unfinished, path)
    flush_folder(path.parent)


def _drain(pieces: Iterator[bytes]) -> None:
    for _ in pieces:
        pass


def _fault(what: str, step: Callable[[], object]) -> list[BackupFault]:
    try:
        step()
    except NotFound:
        return [BackupFault(what, "Missing: the backup names it and does not hold it.")]
    except (InvalidFile, InvalidValue, Refused, StoreFailed) as error:
        return [BackupFault(what, str(error))]
    return []
