"""Back a home up and prove that what comes back is the same: database by its own online method, blobs incrementally."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from tawthiq.config.home import DUMP, Home
from tawthiq.config.vaults import keyring_of, workshop
from tawthiq.domain.errors import InvalidValue
from tawthiq.records.accounts.models import Account
from tawthiq.services.asking import require_allowed
from tawthiq.services.evidence.dumps import dump_database
from tawthiq.services.writing import writing
from tawthiq.vault.backup import Made, create, files_under
from tawthiq.vault.blobs import Vault
from tawthiq.vault.stores import Store

DATABASE_FILES = ("tawthiq.sqlite3", "tawthiq.sqlite3-wal", "tawthiq.sqlite3-shm")
NOT_BACKED_UP = (*DATABASE_FILES, "vault", "work", "keys/vault.keyring", DUMP)
"""Files of a home that a backup takes another way, or not at all: blobs by name, the keyring locked and apart."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A finished backup and the ledger's head that it holds."""

    made: Made
    sequence: int
    digest: str


def create_backup(
    actor: Account,
    home: Home,
    vault: Vault,
    destination: Store,
    *,
    at: datetime | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> BackedUp:
    """Back up the database as of one moment, every blob, snapshots, settings and locked keys to a destination.

    The copy of the database is taken first and blobs are listed after it, so all that it names is in the backup.
    Raises FaultsFound naming blobs that do not hold: then no backup is written.
    """
    require_allowed(actor, "back-up")
    made_at = at or datetime.now(UTC)
    with workshop(home) as folder:
        database, sequence, digest = _copied(home, folder)
        files = files_under(home.path, leave_out=NOT_BACKED_UP) | database
        made = create(
            destination, vault, files, keyring=keyring_of(home), made_at=made_at, progress=progress,
            notes={"ledger_sequence": str(sequence), "ledger_digest": digest, "organisation": home.organisation},
        )  # fmt: skip
    reason = f"{made.manifest.name} at {destination.location}, ledger entry {sequence}"
    with writing(actor, action="backup made", reason=reason, at=at):
        pass
    return BackedUp(made, sequence, digest)


def _copied(home: Home, folder: Path) -> tuple[dict[str, Path], int, str]:
    """Copy the database by its engine's own online method; return the files and the ledger's head in them."""
    if connection.vendor == "sqlite":
        copy = folder / "tawthiq.sqlite3"
        return {copy.name: copy}, *copy_database(home.database_file, copy)
    dump = dump_database(folder)
    files = {f"{DUMP}/{path.name}": path for path in folder.iterdir()}
    return files, dump.sequence, dump.digest


def copy_database(source: Path, target: Path) -> tuple[int, str]:
    """Copy a live SQLite database by its own online method; return the ledger's head in the copy."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=4096)
        copy.execute("PRAGMA journal_mode=DELETE")
        # Constraints of the records call the functions that Django brings.
        copy.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, str(text))))
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchall()
        if found[0] != "ok":
            raise InvalidValue("The copy of the database is not whole. Run: tawthiq doctor")
        sequence, digest = copy.execute("SELECT sequence, digest FROM ledger_head WHERE id = 1").fetchone()
    return int(sequence), str(digest)
