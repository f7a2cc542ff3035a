"""Fixity: every blob read again against its digest; what is missing, changed or unreadable is named."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound, Refused
from tawthiq.vault.blobs import KIND, Vault, name_of, read
from tawthiq.vault.stores import StoreFailed


class FaultKind(StrEnum):
    """What can be wrong with a blob."""

    MISSING = "missing"  # the record says it is kept; it is not there
    CHANGED = "changed"  # it is there, and is not what was kept
    UNREADABLE = "unreadable"  # the disk, the store or a missing key forbids reading it


@dataclass(frozen=True, slots=True)
class Fault:
    """One blob that did not pass: its digest, what is wrong, and the finding in words."""

    sha256: str
    kind: FaultKind
    finding: str


@dataclass(frozen=True, slots=True)
class FixityReport:
    """The outcome of one reading: how many blobs and plaintext bytes were read, and every fault."""

    checked: int
    read_bytes: int
    faults: tuple[Fault, ...]


def check(
    vault: Vault,
    digests: Sequence[str],
    *,
    progress: Callable[[int, int], None] = lambda done, read_bytes: None,
) -> FixityReport:
    """Read each blob against its SHA-256; `progress` hears how many are done and how many bytes were read."""
    faults: list[Fault] = []
    read_bytes = 0
    for done, sha256 in enumerate(digests, start=1):
        found = check_one(vault, sha256)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            read_bytes += found
        progress(done, read_bytes)
    return FixityReport(len(digests), read_bytes, tuple(faults))


def check_one(vault: Vault, sha256: str) -> int | Fault:
    """Read one blob against its SHA-256: its size when it holds, else the fault."""
    try:
        return sum(map(len, read(vault, sha256)))
    except NotFound:
        return Fault(sha256, FaultKind.MISSING, "The record says it is kept; the store does not hold it.")
    except InvalidFile as error:
        return Fault(sha256, FaultKind.CHANGED, str(error))
    except (StoreFailed, Refused) as error:
        return Fault(sha256, FaultKind.UNREADABLE, str(error))


def share_of_day(digests: Iterable[str], day: datetime.date, *, days: int) -> list[str]:
    """Choose the blobs whose turn it is: each comes exactly once in any `days` consecutive days."""
    if days < 1:
        raise InvalidValue(f"A full round cannot take {days} days; give 1 or more.")
    turn = day.toordinal() % days
    return [sha256 for sha256 in digests if int(sha256[:12], 16) % days == turn]


def unrecorded(vault: Vault, digests: Iterable[str]) -> Iterator[str]:
    """Name what the store holds and no record knows: left by a step never acknowledged, or planted."""
    known = {name_of(vault.keys, sha256) for sha256 in digests}
    return (name for name in vault.store.names(KIND) if name not in known)
