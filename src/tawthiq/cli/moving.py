"""tawthiq evidence move, relocate: say where a thing went, or move the whole vault to another store."""

from __future__ import annotations

import click

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.backup import bar
from tawthiq.cli.passphrases import opened_vault
from tawthiq.config.home import change_settings
from tawthiq.config.vaults import open_store
from tawthiq.services.evidence.moving import move_vault, record_move


@click.command("move")
@click.argument("item")
@click.option("--from", "from_where", required=True, help="Where the thing was.")
@click.option("--to", "to_where", required=True, help="Where it is now.")
@click.option("--reason", required=True)
@as_option
def move(item: str, from_where: str, to_where: str, reason: str, username: str | None) -> None:
    """Record that the thing ITEM came on (a telephone, a card, a paper) was moved; a step of its custody."""
    this_home()
    actor = acting_account(username, "add-evidence")
    moved = record_move(actor, item, from_where=from_where, to_where=to_where, reason=reason)
    click.echo(f"{moved.code}: moved from {from_where} to {to_where}.")


@click.command("relocate")
@click.argument("location")
@click.option("--reason", required=True)
@as_option
def relocate(location: str, reason: str, username: str | None) -> None:
    """Move the vault to LOCATION: `folder` (of the home), another folder, or s3://bucket/prefix?endpoint=URL.

    Every blob is read back there first. The old store is left as it is: remove it when a backup of the new one holds.
    """
    home = this_home()
    actor = acting_account(username, "back-up")
    vault = opened_vault(home)
    with bar("moving", "text") as progress:
        moved = move_vault(
            actor, vault, open_store(location, home=home), reason=reason, progress=progress,
            settle=lambda: change_settings(home.path, vault=location),
        )  # fmt: skip
    click.echo(
        f"{moved.mirrored.held} blobs are at {location} ({moved.mirrored.sent} sent), of {moved.items} items. "
        f"The old store {vault.store.location} was left as it is."
    )
