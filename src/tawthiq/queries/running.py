"""Whether the parts that the application stands on work, asked as a system and answered without any name."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection

from tawthiq.config.home import Home
from tawthiq.records.ledger.models import Head


@dataclass(frozen=True, slots=True)
class Part:
    """One part and whether it works."""

    name: str
    works: bool


def parts_of(home: Home) -> tuple[Part, ...]:
    """Ask database, ledger head, vault and folder of snapshots."""
    asked: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("database", _database_answers),
        ("ledger", _ledger_has_one_head),
        ("vault", lambda: home.vault != "folder" or _is_usable(home.path / "vault")),
        ("snapshots", lambda: _is_usable(home.snapshots)),
    )
    return tuple(Part(name, _works(ask)) for name, ask in asked)


def _works(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except (DatabaseError, OSError):
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() is not None


def _ledger_has_one_head() -> bool:
    return Head.objects.count() == 1


def _is_usable(folder: os.PathLike[str]) -> bool:
    """A folder that is not there yet is made at its first use: then the one it lies in must be writable."""
    there = folder if os.path.isdir(folder) else os.path.dirname(folder)
    return os.access(there, os.W_OK | os.X_OK)
