"""Backups: encrypted, incremental, whole or not there; what a backup names, it holds.

A destination is any store. Blobs are copied sealed as they lie; other files are cut into pieces of 4 MiB, sealed and
named by keyed digests, so what did not change is not sent again. The manifest is written last: until it is there, the
backup does not exist; pieces a killed run has sent are used by the next.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue, NotFound
from tawthiq.vault.blobs import KIND as BLOBS
from tawthiq.vault.blobs import Vault, name_of, pieces_of
from tawthiq.vault.keys import Keys, generations_in, keyed_digest
from tawthiq.vault.sealing import seal, unseal
from tawthiq.vault.spool import spooled
from tawthiq.vault.stores import Store, StoreFailed, keep

FORMAT = "tawthiq-backup-1"
PIECES, MANIFESTS, KEYRINGS, MARKS = "pieces", "snapshots", "keyrings", "marks"
PIECE_BYTES = 4 << 20
NAMING = b"tawthiq-piece-1"
Progress = Callable[[int, int], None]
_PATH = re.compile(r"(?!/)(?!.*(^|/)\.\.?(/|$))[^\0\\]{1,1000}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a backup: its path within the home, size, mode bits, SHA-256 and the names of its pieces."""

    path: str
    size: int
    mode: int
    sha256: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one backup holds: when it was made, notes of the caller (ledger head, version), files, blobs, keyring."""

    name: str
    made_at: datetime.datetime
    notes: Mapping[str, str]
    files: tuple[KeptFile, ...]
    blobs: tuple[str, ...]
    keyring: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: its manifest, and how much of it had to be sent."""

    manifest: Manifest
    sent_pieces: int
    sent_blobs: int
    sent_bytes: int


def create(
    destination: Store,
    vault: Vault,
    files: Mapping[str, Path],
    *,
    keyring: bytes,
    made_at: datetime.datetime,
    notes: Mapping[str, str],
    progress: Progress = lambda done, of: None,
) -> Made:
    """Back up files (path within the home → where it lies now) and every blob of the vault.

    Take the copy of the database before calling: blobs are listed here, so the backup holds all that the copy names.
    Each blob sent is read back and checked against its name. Raises FaultsFound naming blobs that do not hold (the
    backup is then not written), StoreFailed when the destination fails.
    """
    with _marked(destination, made_at):
        sent = _Sent()
        held = set(destination.names(PIECES))
        kept = [
            _keep_file(destination, vault.keys, path, where, held, sent)
            for path, where in sorted(files.items())
        ]
        blobs = tuple(vault.store.names(BLOBS))
        _send_blobs(destination, vault, blobs, sent, progress)
        manifest = Manifest(
            f"{MANIFESTS}/{made_at.astimezone(datetime.UTC).strftime('%Y%m%dt%H%M%Sz')}-{secrets.token_hex(4)}",
            made_at,
            notes,
            tuple(kept),
            blobs,
            _keep_keyring(destination, keyring),
        )
        keep(destination, manifest.name, b"".join(seal(vault.keys, [_document(manifest)])))
    return Made(manifest, sent.pieces, sent.blobs, sent.bytes)


def backups_at(destination: Store) -> list[str]:
    """List the finished backups at a destination, oldest first."""
    return list(destination.names(MANIFESTS))


def keyrings_at(destination: Store) -> list[bytes]:
    """Read the locked keyrings kept with the backups, the one with the most generations first."""
    found = [b"".join(destination.read(name)) for name in destination.names(KEYRINGS)]
    return sorted(found, key=lambda keyring: (-max(generations_in(keyring)), keyring))


def read_manifest(destination: Store, keys: Keys, name: str) -> Manifest:
    """Read what a backup holds. Raises NotFound, InvalidFile."""
    try:
        document = json.loads(b"".join(unseal(keys, destination.read(name))))
        if document["format"] != FORMAT or document["name"] != name:
            raise InvalidFile(f"Changed: {name} is not the backup that its name says.")
        return _manifest(document)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidFile):
            raise
        raise InvalidFile(f"Changed: the manifest of the backup {name} cannot be read.") from error


def files_under(home: Path, *, leave_out: Sequence[str]) -> dict[str, Path]:
    """List the regular files under a home, but for the folders and files left out (paths within the home)."""
    found: dict[str, Path] = {}
    for folder, names, files in os.walk(home):
        inside = Path(folder).relative_to(home)
        names[:] = sorted(name for name in names if (inside / name).as_posix() not in leave_out)
        for name in sorted(files):
            path = (inside / name).as_posix()
            if path not in leave_out and stat.S_ISREG((home / path).lstat().st_mode):
                found[path] = home / path
    return found


def unfinished_at(destination: Store) -> list[str]:
    """List the marks of backups that began and did not end: running now, or killed."""
    return list(destination.names(MARKS))


def clear_unfinished(destination: Store) -> int:
    """Take away the marks of killed backups. Only when none is running: a running one would lose its shield."""
    marks = unfinished_at(destination)
    for mark in marks:
        destination.delete(mark)
    return len(marks)


def piece_name(keys: Keys, content: bytes) -> str:
    """Name a piece by its content, so that the destination's operator cannot tell what it is."""
    digest = hashlib.sha256(content).digest()
    return f"{PIECES}/{keyed_digest(digest, key=keys.naming, person=NAMING).hex()}"


class _Sent:
    """Counts what had to be sent."""

    def __init__(self) -> None:
        self.pieces = self.blobs = self.bytes = 0


def _keep_file(
    destination: Store, keys: Keys, path: str, where: Path, held: set[str], sent: _Sent
) -> KeptFile:
    if not _PATH.fullmatch(path):
        raise InvalidValue("A path within a home has no '..', no backslash and does not begin with '/'.")
    digest, size, names = hashlib.sha256(), 0, list[str]()
    with where.open("rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        for content in pieces_of(file, PIECE_BYTES):
            digest.update(content)
            size += len(content)
            name = piece_name(keys, content)
            if name not in held:
                sealed = b"".join(seal(keys, [content]))
                keep(destination, name, sealed)
                held.add(name)
                sent.pieces, sent.bytes = sent.pieces + 1, sent.bytes + len(sealed)
            names.append(name)
    return KeptFile(path, size, mode, digest.hexdigest(), tuple(names))


def _send_blobs(
    destination: Store, vault: Vault, blobs: Sequence[str], sent: _Sent, progress: Progress
) -> None:
    held, faults = set(destination.names(BLOBS)), list[str]()
    for number, name in enumerate(blobs, start=1):
        if name not in held:
            try:
                sent.bytes += send_blob(vault.store, destination, vault.keys, name)
                sent.blobs += 1
            except (InvalidFile, NotFound) as error:
                faults.append(f"{name}: {error}")
        progress(number, len(blobs))
    if faults:
        raise FaultsFound(
            f"{len(faults)} of {len(blobs)} blobs do not hold; no backup was written. The first is {faults[0]} "
            "Run the fixity check, restore them from an older backup, then repeat."
        )


def send_blob(source: Store, destination: Store, keys: Keys, name: str) -> int:
    """Copy a sealed blob from store to store, reading the copy back before it counts; return its sealed size."""
    with spooled(destination.spool, source.read(name)) as copy:
        with copy.path.open("rb") as file:
            digest = hashlib.sha256()
            for piece in unseal(keys, pieces_of(file)):
                digest.update(piece)
        if name_of(keys, digest.hexdigest()) != name:
            raise InvalidFile("Changed: the content is not the one that its name stands for.")
        destination.adopt(name, copy)
        return copy.size


def _keep_keyring(destination: Store, keyring: bytes) -> str:
    name = f"{KEYRINGS}/{hashlib.sha256(keyring).hexdigest()}"
    keep(destination, name, keyring)
    return name


@contextmanager
def _marked(destination: Store, made_at: datetime.datetime) -> Iterator[None]:
    """Show that a backup is under way, so that nothing it relies on is cleared meanwhile."""
    mark = f"{MARKS}/{secrets.token_hex(8)}"
    keep(destination, mark, made_at.isoformat().encode())
    try:
        yield
    finally:
        with suppress(
            StoreFailed
        ):  # a destination that failed keeps the mark; clearing marks is a step of its own
            destination.delete(mark)


def _document(manifest: Manifest) -> bytes:
    document = {
        "format": FORMAT,
        "name": manifest.name,
        "made_at": manifest.made_at.isoformat(),
        "notes": dict(manifest.notes),
        "files": [asdict(file) for file in manifest.files],
        "blobs": list(manifest.blobs),
        "keyring": manifest.keyring,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _manifest(document: Mapping[str, Any]) -> Manifest:
    files: Iterable[Mapping[str, Any]] = document["files"]
    kept = tuple(
        KeptFile(str(f["path"]), int(f["size"]), int(f["mode"]), str(f["sha256"]), tuple(f["pieces"]))
        for f in files
    )
    if not all(_PATH.fullmatch(file.path) for file in kept):
        raise InvalidFile("Changed: the backup names a path that leaves the home.")
    made_at = datetime.datetime.fromisoformat(document["made_at"])
    return Manifest(
        document["name"], made_at, document["notes"], kept, tuple(document["blobs"]), document["keyring"]
    )
