"""tawthiq init: make a home."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

from tawthiq.cli.opening import open_records
from tawthiq.cli.passphrases import VAULT, is_at_terminal, secret
from tawthiq.config.home import Home, create_home
from tawthiq.config.vaults import create_keys
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.errors import InvalidValue
from tawthiq.vault.keys import LOSING_KEYS


@click.command("init")
@click.option("--organisation", default="", help="The organisation's name, as reports print it.")
@click.option(
    "--zone", default="UTC", show_default=True, help="The time zone of the attacks, such as Asia/Damascus."
)
@click.option("--rule", default="snhr-2019", show_default=True, help="The counting rule that snapshots name.")
@click.option(
    "--database", default="sqlite", show_default=True, help="sqlite, or postgresql://user@host:port/name."
)
@click.option(
    "--administrator", default="administrator", show_default=True, help="Runs the system, reads no case."
)
@click.option("--documenter", default="documenter", show_default=True, help="Records and imports cases.")
@click.option("--reviewer", default="reviewer", show_default=True, help="Accepts what others recorded.")
@click.option("--analyst", default="analyst", show_default=True, help="Takes snapshots and counts.")
@click.option(
    "--custodian", default="custodian", show_default=True, help="Alone opens sealed identities of sources."
)
def command(
    organisation: str,
    zone: str,
    rule: str,
    database: str,
    administrator: str,
    documenter: str,
    reviewer: str,
    analyst: str,
    custodian: str,
) -> None:
    """Make a home: its settings, its empty database, its first accounts and the shipped list of parties."""
    path = os.environ.get("TAWTHIQ_HOME")
    if not path:
        raise InvalidValue("Say where the home shall be: tawthiq --home DIR init")
    counting_rule(rule)
    home = create_home(
        Path(path), organisation=organisation, zone=zone, counting_rule=rule, database=database
    )
    open_records(home.path)
    # The records can be loaded only now that the home they lie in is there.
    founding = importlib.import_module("tawthiq.services.founding")
    roles = {
        documenter: ["documenter"], reviewer: ["reviewer"], analyst: ["analyst", "publisher"],
        custodian: ["custodian"],
    }  # fmt: skip
    accounts, parties = founding.found_home(administrator=administrator, accounts=roles)
    click.echo(f"A home at {home.path}: {accounts} accounts, {parties} parties, no case yet.")
    _make_keys(home)
    click.echo("Commands act for the account that --as names; the administrator reads no case.")


def _make_keys(home: Home) -> None:
    """Make the vault's keys where a passphrase is at hand; without one the home has no vault until `keys create`."""
    if not os.environ.get(VAULT) and not is_at_terminal():
        click.echo("The vault has no keys yet: make them with a passphrase of your own, tawthiq keys create.")
        return
    click.echo(LOSING_KEYS, err=True)
    create_keys(home, secret(VAULT, "New passphrase of the vault", is_new=True))
    click.echo("The vault has its keys. Export a recovery file now: tawthiq keys recovery FILE")
