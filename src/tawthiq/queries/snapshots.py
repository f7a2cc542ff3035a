"""Snapshots whose figures an actor may read: registered, whole, and opened once however often they are asked.

A snapshot is opened only where the ledger's own digest of it holds. Opened ones are kept while their files stay as
they were when they were checked.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from tawthiq.analysis import Snapshot
from tawthiq.config.opened import opened_home
from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.domain.refusals import ensure
from tawthiq.domain.rules import refuse_role
from tawthiq.queries.visibility import NOT_THERE, visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.releases.models import SnapshotTaken

MOST_OPEN: Final = 4
"""Snapshots kept open in one process; the one not asked for longest is let go."""

MEMORY: Final = "500MB"

Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A snapshot in a list."""

    name: str
    code: str
    id: str
    taken_at: datetime
    rule: str
    is_restricted: bool


_opened: OrderedDict[str, tuple[Stamp, Snapshot]] = OrderedDict()
_lock = threading.Lock()


def snapshots_readable(actor: Account) -> list[SnapshotLine]:
    """Return the snapshots whose figures the actor may read, the newest first."""
    if refuse_role(actor.roles, "read-figures") is not None:
        return []
    return [_line(taken) for taken in visible_to(actor, SnapshotTaken).order_by("-taken_at", "-code")]


def open_readable(actor: Account, name: str) -> tuple[SnapshotLine, Snapshot]:
    """Open a snapshot by name, or the newest for an empty name; NotFound where it is not there or not theirs.

    Raises InvalidFile where its files are not those that the ledger names.
    """
    ensure(refuse_role(actor.roles if actor.is_active else [], "read-figures"))
    rows = visible_to(actor, SnapshotTaken).order_by("-taken_at", "-code")
    taken = (rows.filter(name=name) if name else rows).first()
    if taken is None:
        raise NotFound(NOT_THERE)
    return _line(taken), _open(opened_home().snapshots / taken.name, taken.snapshot_id)


def _line(taken: SnapshotTaken) -> SnapshotLine:
    return SnapshotLine(
        taken.name, taken.code, taken.snapshot_id, taken.taken_at, taken.rule, taken.confidentiality == "restricted"
    )  # fmt: skip


def _open(folder: Path, snapshot_id: str) -> Snapshot:
    with _lock:
        stamp = _stamp(folder)
        held = _opened.get(snapshot_id)
        if held is not None and held[0] == stamp:
            _opened.move_to_end(snapshot_id)
            return held[1]
        opened = _checked(folder, snapshot_id)
        _opened[snapshot_id] = (stamp, opened)
        while len(_opened) > MOST_OPEN:
            _opened.popitem(last=False)  # whoever still counts with it holds it; it goes when they are done
        return opened


def _checked(folder: Path, snapshot_id: str) -> Snapshot:
    try:
        opened = Snapshot.open(folder, memory_limit=MEMORY)
    except NotFound as error:
        raise InvalidFile(
            f"The files of the snapshot {folder.name} are not in this home. Restore them from the backup."
        ) from error
    if opened.id != snapshot_id:
        opened.close()
        raise InvalidFile(
            f"The files of the snapshot {folder.name} are not those that the ledger names. "
            "Restore them from the backup."
        )
    return opened


def _stamp(folder: Path) -> Stamp:
    """Tell a folder's files apart from any others without reading them."""
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in found)
