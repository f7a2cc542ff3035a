"""A second copy of backups: everything a destination holds is sent to another, and each thing is checked as it goes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.vault.backup import KEYRINGS, MANIFESTS, PIECES, Progress, piece_name, read_manifest, send_blob
from tawthiq.vault.blobs import KIND as BLOBS
from tawthiq.vault.keys import Keys
from tawthiq.vault.sealing import unseal
from tawthiq.vault.stores import Store, keep


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: the backups that the second destination holds whole now, what was sent, what does not hold."""

    backups: tuple[str, ...]
    sent: int
    faults: tuple[tuple[str, str], ...]


def copy_backups(
    source: Store, second: Store, keys: Keys, *, progress: Progress = lambda done, of: None
) -> Copied:
    """Send what the second destination lacks; a backup is there once all that it names is.

    Every piece and blob is read against its name as it goes; what does not hold is named and not sent, and the backups
    that need it are not there.
    """
    steps: list[tuple[str, Callable[[str], object]]] = [
        (BLOBS, lambda name: send_blob(source, second, keys, name)),
        (PIECES, lambda name: _send_piece(source, second, keys, name)),
        (KEYRINGS, lambda name: _send_keyring(source, second, name)),
    ]
    held = {kind: set(second.names(kind)) for kind in (BLOBS, PIECES, KEYRINGS, MANIFESTS)}
    wanted = [
        (kind, send, name) for kind, send in steps for name in source.names(kind) if name not in held[kind]
    ]
    sent, faults = 0, dict[str, str]()
    for number, (kind, send, name) in enumerate(wanted, start=1):
        try:
            send(name)
            held[kind].add(name)
            sent += 1
        except (InvalidFile, NotFound) as error:
            faults[name] = str(error)
        progress(number, len(wanted))
    there = held[BLOBS] | held[PIECES] | held[KEYRINGS]
    for name in source.names(MANIFESTS):
        try:
            manifest = read_manifest(source, keys, name)
        except InvalidFile as error:
            faults[name] = str(error)
            continue
        needed = {*manifest.blobs, manifest.keyring, *(one for file in manifest.files for one in file.pieces)}
        if needed <= there and name not in held[MANIFESTS]:
            keep(second, name, b"".join(source.read(name)))
            held[MANIFESTS].add(name)
    return Copied(tuple(sorted(held[MANIFESTS])), sent, tuple(sorted(faults.items())))


def _send_piece(source: Store, second: Store, keys: Keys, name: str) -> None:
    sealed = b"".join(source.read(name))
    if piece_name(keys, b"".join(unseal(keys, [sealed]))) != name:
        raise InvalidFile("Changed: a piece is not the one that its name stands for.")
    keep(second, name, sealed)


def _send_keyring(source: Store, second: Store, name: str) -> None:
    content = b"".join(source.read(name))
    if name != f"{KEYRINGS}/{hashlib.sha256(content).hexdigest()}":
        raise InvalidFile("Changed: the keyring is not the one that its name stands for.")
    keep(second, name, content)
