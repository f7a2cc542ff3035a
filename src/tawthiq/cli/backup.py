"""tawthiq backup: make encrypted incremental backups, check them, clear old ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.passphrases import opened_vault
from tawthiq.config.home import Home
from tawthiq.config.vaults import open_store
from tawthiq.domain.errors import FaultsFound, InvalidValue, NotFound
from tawthiq.services.evidence.backups import create_backup
from tawthiq.vault.backup import backups_at, clear_unfinished, read_manifest
from tawthiq.vault.copying import copy_backups
from tawthiq.vault.restore import verify
from tawthiq.vault.retention import clear, retention_from
from tawthiq.vault.stores import Store

format_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.group("backup")
def command() -> None:
    """Make encrypted backups, check them, clear old ones."""


@command.command("create")
@click.argument("destination")
@click.option("--copy", help="A second destination: the same backup is made there and read again.")
@format_option
@as_option
def create(destination: str, copy: str | None, form: str, username: str | None) -> None:
    """Back this home up to DESTINATION: a folder, or s3://bucket/prefix?endpoint=URL. Only what is new is sent."""
    home, actor = this_home(), acting_account(username, "back-up")
    vault = opened_vault(home)
    for place in [destination] if copy is None else [destination, copy]:
        store = place_of(place, home)
        with bar("backing up", form) as progress:
            done = create_backup(actor, home, vault, store, progress=progress)
        name = done.made.manifest.name
        faults = verify(store, vault.keys, name) if copy is not None else []
        if faults:
            raise FaultsFound(
                f"The copy at {store.location} does not hold: {faults[0].what}: {faults[0].finding}"
            )
        said = {"name": name, "location": store.location, "blobs": len(done.made.manifest.blobs),
                "files": len(done.made.manifest.files), "sent_bytes": done.made.sent_bytes,
                "ledger_sequence": done.sequence, "ledger_digest": done.digest}  # fmt: skip
        click.echo(
            json.dumps(said)
            if form == "json"
            else f"{name} at {store.location}: {said['files']} files, {said['blobs']} blobs, "
            f"{said['sent_bytes']} bytes sent, ledger at entry {done.sequence}"
        )


@command.command("list")
@click.argument("destination")
def list_backups(destination: str) -> None:
    """List the backups at DESTINATION, oldest first."""
    for name in backups_at(place_of(destination, this_home())):
        click.echo(name)


@command.command("verify")
@click.argument("destination")
@click.option("--name", help="Which backup; the newest, unless given.")
@format_option
def verify_backup(destination: str, name: str | None, form: str) -> None:
    """Read a whole backup at DESTINATION against its manifest; exit 1 where anything does not hold."""
    home = this_home()
    keys = opened_vault(home).keys
    store = place_of(destination, home)
    chosen = chosen_backup(store, name)
    with bar("reading", form) as progress:
        faults = verify(store, keys, chosen, progress=progress)
    manifest = read_manifest(store, keys, chosen)
    if form == "json":
        said = {"name": chosen, "files": len(manifest.files), "blobs": len(manifest.blobs),
                "notes": dict(manifest.notes), "faults": [f"{f.what}: {f.finding}" for f in faults]}  # fmt: skip
        click.echo(json.dumps(said))
    else:
        for fault in faults:
            click.echo(f"FAULT: {fault.what}: {fault.finding}")
        click.echo(f"{chosen}: {len(manifest.files)} files, {len(manifest.blobs)} blobs read")
    if faults:
        raise FaultsFound(f"{len(faults)} parts of the backup do not hold.")


@command.command("copy")
@click.argument("destination")
@click.argument("second")
@format_option
@as_option
def copy_to_second(destination: str, second: str, form: str, username: str | None) -> None:
    """Copy every backup at DESTINATION to a SECOND one; each part is checked as it goes, then the newest read again."""
    home = this_home()
    acting_account(username, "back-up")
    keys, source, target = opened_vault(home).keys, place_of(destination, home), place_of(second, home)
    with bar("copying", form) as progress:
        done = copy_backups(source, target, keys, progress=progress)
    with bar("reading again", form) as progress:
        again = verify(target, keys, done.backups[-1], progress=progress) if done.backups else []
    faults = [f"{what}: {finding}" for what, finding in done.faults] + [
        f"{f.what}: {f.finding}" for f in again
    ]
    if form == "json":
        click.echo(json.dumps({"backups": list(done.backups), "sent": done.sent, "faults": faults}))
    else:
        for fault in faults:
            click.echo(f"FAULT: {fault}")
        click.echo(f"{len(done.backups)} backups are at {target.location}; {done.sent} parts were sent")
    if faults:
        raise FaultsFound(
            f"{len(faults)} parts do not hold; the backups that need them are not in the second copy."
        )


@command.command("clear")
@click.argument("destination")
@click.option(
    "--newest", type=int, help="How many of the newest stay; the setting backup_keep, unless given."
)
@click.option("--days", type=int, help="The last of so many days.")
@click.option("--weeks", type=int, help="The last of so many weeks.")
@click.option("--months", type=int, help="The last of so many months.")
@click.option("--killed", is_flag=True, help="First clear the marks of killed backups; none may be running.")
@as_option
def clear_old(
    destination: str,
    newest: int | None,
    days: int | None,
    weeks: int | None,
    months: int | None,
    killed: bool,
    username: str | None,
) -> None:
    """Remove from DESTINATION the backups that the retention does not keep, and what no kept one needs."""
    home = this_home()
    acting_account(username, "back-up")
    stated = {"newest": newest, "days": days, "weeks": weeks, "months": months}
    retention = replace(
        retention_from(home.backup_keep), **{name: number for name, number in stated.items() if number is not None}
    )  # fmt: skip
    keys, store = opened_vault(home).keys, place_of(destination, home)
    if killed:
        clear_unfinished(store)
    gone = clear(store, keys, retention)
    click.echo(f"{len(gone.backups)} backups, {gone.pieces} pieces and {gone.blobs} blobs removed")


def place_of(location: str, home: Home) -> Store:
    """Open a destination; the home's own vault is refused."""
    if not location.startswith("s3://") and Path(location).resolve().is_relative_to(home.path.resolve()):
        raise InvalidValue("A backup inside the home is lost with it. Name a folder outside.")
    return open_store(location if location != "folder" else "./folder", home=home)


def chosen_backup(store: Store, name: str | None) -> str:
    """Return the named backup, or else the newest."""
    found = backups_at(store)
    if name is not None and name in found:
        return name
    if name is not None or not found:
        raise NotFound(f"There is no such backup at {store.location}; it holds {len(found)}.")
    return found[-1]


@contextmanager
def bar(words: str, form: str) -> Iterator[Callable[[int, int], None]]:
    """Show how much is done, on standard error."""
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=form == "json") as shown:
        task = shown.add_task("")
        yield lambda done, of: shown.update(task, completed=done, total=of)
