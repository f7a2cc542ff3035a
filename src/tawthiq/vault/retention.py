"""How long backups are kept: a rule as a table, and the clearing of what no kept backup needs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.vault.backup import KEYRINGS, PIECES, backups_at, read_manifest, unfinished_at
from tawthiq.vault.blobs import KIND as BLOBS
from tawthiq.vault.keys import Keys
from tawthiq.vault.stores import Store


@dataclass(frozen=True, slots=True)
class Retention:
    """How many backups stay: the newest ones, then the last of each day, week and month, counted back."""

    newest: int = 3
    days: int = 14
    weeks: int = 8
    months: int = 24

    def __post_init__(self) -> None:
        if self.newest < 1 or min(self.days, self.weeks, self.months) < 0:
            raise InvalidValue("A retention keeps the newest backup at least; its numbers are 0 or more.")


def retention_from(text: str) -> Retention:
    """Read a retention as the settings write it: `newest 3, days 14, weeks 8, months 24`; what is not named is 0."""
    numbers = {"newest": 0, "days": 0, "weeks": 0, "months": 0}
    for part in text.split(","):
        name, _, number = part.strip().partition(" ")
        if name not in numbers or not number.strip().isdecimal():
            raise InvalidValue(
                f"backup_keep holds {part.strip()[:40]!r}; expected numbers of newest, days, weeks, months, such as "
                "newest 3, days 14, weeks 8, months 24."
            )
        numbers[name] = int(number)
    return Retention(**numbers)


# period → what backups of the same period share
PERIODS: dict[str, Callable[[datetime.datetime], tuple[int, ...]]] = {
    "days": lambda moment: (moment.year, moment.month, moment.day),
    "weeks": lambda moment: moment.isocalendar()[:2],
    "months": lambda moment: (moment.year, moment.month),
}


@dataclass(frozen=True, slots=True)
class Cleared:
    """What a clearing removed: backups by name, and how many pieces and blobs."""

    backups: tuple[str, ...]
    pieces: int
    blobs: int


def moment_of(name: str) -> datetime.datetime:
    """Read when a backup was made from its name (UTC)."""
    try:
        stamp = name.partition("/")[2][:16]
        return datetime.datetime.strptime(stamp, "%Y%m%dt%H%M%Sz").replace(tzinfo=datetime.UTC)
    except ValueError as error:
        raise InvalidValue("Not the name of a backup: expected snapshots/ and a time.") from error


def retained(names: Sequence[str], retention: Retention) -> set[str]:
    """Choose which backups stay."""
    newest_first = sorted(names, reverse=True)
    kept = set(newest_first[: retention.newest])
    for period, shared in PERIODS.items():
        seen: set[tuple[int, ...]] = set()
        for name in newest_first:
            key = shared(moment_of(name))
            if key not in seen and len(seen) < getattr(retention, period):
                kept.add(name)
            seen.add(key)
    return kept


def clear(destination: Store, keys: Keys, retention: Retention) -> Cleared:
    """Remove the backups that the retention does not keep, and what no kept one needs.

    Manifests go first: a clearing that is killed leaves pieces too many, never a backup with pieces too few. Raises
    Refused while a backup runs, or when one was killed and its mark is still there; InvalidFile when a kept manifest
    cannot be read (nothing is removed then).
    """
    if marks := unfinished_at(destination):
        raise Refused(
            "backup-under-way",
            f"{len(marks)} backups at {destination.location} began and have not ended. Wait for them, or clear their "
            "marks if they were killed.",
        )
    names = backups_at(destination)
    kept = retained(names, retention)
    manifests = [read_manifest(destination, keys, name) for name in sorted(kept)]
    needed = {piece for one in manifests for file in one.files for piece in file.pieces}
    needed |= {blob for one in manifests for blob in one.blobs} | {one.keyring for one in manifests}
    gone = tuple(name for name in names if name not in kept)
    for name in gone:
        destination.delete(name)
    pieces, blobs, _ = (_delete_all(destination, kind, needed) for kind in (PIECES, BLOBS, KEYRINGS))
    return Cleared(gone, pieces, blobs)


def _delete_all(destination: Store, kind: str, needed: set[str]) -> int:
    idle = [name for name in destination.names(kind) if name not in needed]
    for name in idle:
        destination.delete(name)
    return len(idle)
