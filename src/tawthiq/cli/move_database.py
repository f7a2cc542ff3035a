"""tawthiq move-database: the records of a home go to another database, checked before the home stands on it."""

from __future__ import annotations

import click

from tawthiq.cli.acting import this_home
from tawthiq.services.moving import move_database


@click.command("move-database")
@click.argument("url")
def command(url: str) -> None:
    """Move the records to URL: postgresql://user@host:port/name, or sqlite.

    Stop serve and worker first. The old database stays as it is; the settings name the new one when audit and figures
    are the same in both.
    """
    moved = move_database(this_home(), url, on_step=lambda step: click.echo(f"  {step}", err=True))
    click.echo(
        f"Moved {moved.rows:,} rows of {moved.tables} tables; {moved.entries:,} entries of the ledger, head "
        f"{moved.head[:16]}…: audit and figures are the same. Start serve again; keep the old database until a backup "
        "of the new one was checked."
    )
