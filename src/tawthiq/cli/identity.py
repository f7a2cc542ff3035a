"""tawthiq identity: custodians' keys, sealing who a source is, and opening it with a reason."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.passphrases import CUSTODIAN, is_at_terminal, secret
from tawthiq.config.vaults import write_key_file
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.queries.testimony import custodian_keys
from tawthiq.services.evidence.adding import source_named
from tawthiq.services.testimony.identities import (
    register_custodian_key,
    retire_custodian_key,
    reveal_identity,
    seal_source,
    share_identities,
)
from tawthiq.vault.identities import create_custodian, custodian_in

KEY_OPTION = click.option(
    "--key", "key_path", type=click.Path(path_type=Path), required=True, help="Your key file."
)


@click.group("identity")
def command() -> None:
    """Seal who a source is; only a custodian's own key opens it."""


@command.command("create-key")
@click.argument("file", type=click.Path(path_type=Path))
@as_option
def create_key(file: Path, username: str | None) -> None:
    """Make your custodian's key in FILE, locked with a passphrase of your own, and register its public half."""
    this_home()
    actor = acting_account(username, "reveal-identity")
    if file.exists():
        raise InvalidValue(f"{file.name} is there already; nothing was written. Name another file.")
    click.echo(
        "Who loses this file or its passphrase opens no identity again. Keep a copy off this machine: whoever "
        "runs the system must not hold both.",
        err=True,
    )
    content = create_custodian(secret(CUSTODIAN, "New passphrase of your key", is_new=True))
    write_key_file(file, content)
    register_custodian_key(actor, content)
    click.echo(f"{custodian_in(content).key_id} in {file}: identities are sealed to it from now on.")


@command.command("keys")
def keys() -> None:
    """List the custodians' keys that identities are sealed to."""
    this_home()
    for row in custodian_keys():
        state = "in use" if row.retired_on is None else f"retired on {row.retired_on}"
        click.echo(f"{row.key_id}  {row.custodian}  {state}")


@command.command("retire-key")
@click.argument("key_id")
@click.option("--reason", required=True)
@as_option
def retire_key(key_id: str, reason: str, username: str | None) -> None:
    """Seal nothing more to a key."""
    this_home()
    retire_custodian_key(acting_account(username, "reveal-identity"), key_id, reason=reason)
    click.echo(f"{key_id} is retired. Seal the identities anew without it: tawthiq identity share")


@command.command("seal")
@click.argument("source")
@as_option
def seal(source: str, username: str | None) -> None:
    """Seal who SOURCE is: asked for at a terminal, else read from standard input; never an argument."""
    this_home()
    actor = acting_account(username, "add-source")
    found = source_named(actor, source)
    if is_at_terminal():
        clear = str(click.prompt("Who the source is (name, contact)", hide_input=True, err=True))
    else:
        clear = sys.stdin.read().strip()
    seal_source(actor, found.pk, clear)
    click.echo(f"The identity of {found.code} is sealed. It is stored nowhere in clear.")


@command.command("reveal")
@click.argument("source")
@click.option("--reason", required=True)
@KEY_OPTION
@as_option
def reveal(source: str, reason: str, key_path: Path, username: str | None) -> None:
    """Show who SOURCE is; your name and the reason go into the ledger first."""
    this_home()
    actor = acting_account(username, "reveal-identity")
    found = source_named(actor, source)
    content = _key_file(key_path)
    passphrase = secret(CUSTODIAN, "Passphrase of your key")
    click.echo(reveal_identity(actor, found.pk, key_file=content, passphrase=passphrase, reason=reason))


@command.command("share")
@click.option("--reason", required=True)
@KEY_OPTION
@as_option
def share(reason: str, key_path: Path, username: str | None) -> None:
    """Seal every identity that your key opens anew to all keys now in use; nothing is shown."""
    this_home()
    actor = acting_account(username, "reveal-identity")
    content = _key_file(key_path)
    changed = share_identities(
        actor, key_file=content, passphrase=secret(CUSTODIAN, "Passphrase of your key"), reason=reason
    )
    click.echo(f"{changed} identities are sealed anew.")


def _key_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidFile(f"The key file {path.name} cannot be read: {error.strerror}.") from error
