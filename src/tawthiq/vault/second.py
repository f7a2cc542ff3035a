"""A second copy of a vault: what is missing there is sent, what is damaged here is mended from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.vault.backup import send_blob
from tawthiq.vault.blobs import KIND, Vault, digest_at, name_of
from tawthiq.vault.fixity import Fault, check_one
from tawthiq.vault.spool import spooled
from tawthiq.vault.stores import Store


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a mirroring did: blobs held by both now, how many were sent, and which could not be, with the reason."""

    held: int
    sent: int
    faults: tuple[tuple[str, str], ...]


def mirror(
    vault: Vault, second: Store, *, progress: Callable[[int, int], None] = lambda done, of: None
) -> Mirrored:
    """Send every blob that the second store lacks; each is read back against its name as it is copied."""
    names, there = list(vault.store.names(KIND)), set(second.names(KIND))
    sent, faults = 0, list[tuple[str, str]]()
    for number, name in enumerate(names, start=1):
        if name not in there:
            try:
                send_blob(vault.store, second, vault.keys, name)
                sent += 1
            except (InvalidFile, NotFound) as error:
                faults.append((name, str(error)))
        progress(number, len(names))
    return Mirrored(len(names) - len(faults), sent, tuple(faults))


def mend(vault: Vault, second: Store, sha256: str) -> Fault | None:
    """Put the second copy in the place of a blob that is missing or damaged here; the fault mended, None if none.

    The second copy is read whole against the digest before the damaged one is touched. Raises NotFound or InvalidFile
    when it does not hold either: then nothing is changed.
    """
    found = check_one(vault, sha256)
    if not isinstance(found, Fault):
        return None
    name = name_of(vault.keys, sha256)
    digest_at(Vault(second, vault.keys), name)
    with spooled(vault.store.spool, second.read(name)) as copy:
        if vault.store.size(name) is not None:
            vault.store.delete(name)
        vault.store.adopt(name, copy)
    again = check_one(vault, sha256)
    if isinstance(again, Fault):
        raise InvalidFile(f"The content {sha256} does not hold after mending either: {again.finding}")
    return found
