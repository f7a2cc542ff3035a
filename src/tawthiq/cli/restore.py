"""tawthiq restore: bring a home back from a backup, and prove that its ledger and figures are those backed up."""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path

import click

from tawthiq.cli.opening import open_records
from tawthiq.cli.passphrases import RECOVERY, VAULT, secret
from tawthiq.config.home import DUMP, Home, change_settings
from tawthiq.config.vaults import open_store, write_key_file
from tawthiq.domain.errors import FaultsFound, InvalidValue, NotFound, TawthiqError
from tawthiq.vault.backup import Manifest, backups_at, keyrings_at
from tawthiq.vault.keys import Keys, lock_again, open_keyring, open_recovery
from tawthiq.vault.restore import is_half_restored, restore
from tawthiq.vault.stores import Store


@click.command("restore")
@click.argument("source")
@click.option("--name", help="Which backup; the newest, unless given.")
@click.option("--recovery", type=click.Path(path_type=Path, exists=True),
              help="A recovery file, where the passphrase is lost.")  # fmt: skip
@click.option("--database", help="For a home on PostgreSQL: the empty database to load into, postgresql://…")
@click.option("--vault", default="folder", show_default=True,
              help="Where evidence shall lie: folder (of the home), or s3://bucket/prefix?endpoint=URL.")  # fmt: skip
def command(source: str, name: str | None, recovery: Path | None, database: str | None, vault: str) -> None:
    """Restore a backup at SOURCE into the empty folder that --home names; run again, an interrupted one goes on."""
    path = os.environ.get("TAWTHIQ_HOME")
    if not path:
        raise InvalidValue("Say where the home shall be: tawthiq --home DIR restore SOURCE")
    home = Home(Path(path), "", "en", "UTC", "snhr-2019", "sqlite")
    store = open_store(source, home=Home(Path(source), "", "en", "UTC", "snhr-2019", "sqlite"))
    names = backups_at(store)
    if not names or (name is not None and name not in names):
        raise NotFound(f"There is no such backup at {store.location}; it holds {len(names)}.")
    keys, keyring = _keys(store, recovery)
    if is_half_restored(home.path):
        _clear_leftovers(home)

    def finish(manifest: Manifest) -> None:
        # All of this lies within the restore: a home that is killed here is half restored, and says so.
        write_key_file(home.keyring, keyring)
        (home.path / "snapshots").mkdir(exist_ok=True)
        change_settings(home.path, vault=vault, **({} if database is None else {"database": database}))
        _prove(home.path, dict(manifest.notes))

    blobs = open_store(vault, home=home)
    manifest = restore(store, keys, name or names[-1], home=home.path, blobs=blobs, finish=finish)
    click.echo(
        f"{manifest.name}: {len(manifest.files)} files, {len(manifest.blobs)} blobs are back in {home.path}"
    )


def _clear_leftovers(home: Home) -> None:
    """Remove what an interrupted proof left beside the database: it belongs to the file that is written anew."""
    for name in ("-wal", "-shm"):
        home.database_file.with_name(home.database_file.name + name).unlink(missing_ok=True)


def _keys(store: Store, recovery: Path | None) -> tuple[Keys, bytes]:
    """Open the newest keyring kept with the backups that the passphrase opens, or a recovery file."""
    if recovery is not None:
        keys = open_recovery(recovery.read_bytes(), secret(RECOVERY, "Code of the recovery file"))
        return keys, lock_again(keys, secret(VAULT, "New passphrase", is_new=True))
    passphrase, refused = secret(VAULT, "Passphrase of the vault"), None
    for keyring in keyrings_at(store):
        try:
            return open_keyring(keyring, passphrase), keyring
        except TawthiqError as error:
            refused = error
    raise refused or NotFound(f"No keyring lies with the backups at {store.location}. Use a recovery file.")


def _prove(home: Path, notes: dict[str, str]) -> None:
    """Hold the restored ledger against the head that the backup names."""
    open_records(home)
    # The records can be loaded only now that the home they lie in is there.
    if (home / DUMP).is_dir():
        importlib.import_module("tawthiq.services.evidence.dumps").load_database(home / DUMP)
        shutil.rmtree(home / DUMP)
    audit = importlib.import_module("tawthiq.queries.audit")
    result = audit.audit_ledger()
    if result.faults or result.head != notes.get("ledger_digest"):
        first = result.faults[0] if result.faults else "its head is another than the backup names"
        raise FaultsFound(f"What came back does not hold: {first}. Take another backup.")
    click.echo(f"The ledger is whole: {result.entries} entries, head {result.head}, as it was backed up.")
