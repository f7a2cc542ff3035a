"""tawthiq snapshot: write all records of this moment as tables for counting."""

from __future__ import annotations

import json

import click
from rich.progress import Progress, SpinnerColumn, TextColumn

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.services.snapshots import take_snapshot


@click.command("snapshot")
@click.option("--name", help="The snapshot's folder name; the time it is taken, unless given.")
@click.option("--rule", help="The counting rule it names; the home's own, unless given.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def command(name: str | None, rule: str | None, form: str, username: str | None) -> None:
    """Write all that you may see, as it is at this moment, as an unchangeable folder of tables."""
    home = this_home()
    actor = acting_account(username, "take-snapshot")
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), transient=True, disable=form == "json"
    ) as bar:
        task = bar.add_task("reading the records")
        taken = take_snapshot(
            actor, folder=home.snapshots, rule=rule or home.counting_rule, name=name,
            on_table=lambda table: bar.update(task, description=f"writing {table}"),
        )  # fmt: skip
    if form == "json":
        click.echo(
            json.dumps({"name": taken.name, "folder": str(taken.folder), "id": taken.id, "rows": taken.rows})
        )
        return
    click.echo(f"Snapshot {taken.name} ({taken.id[:12]}…) in {taken.folder}")
    click.echo(
        ", ".join(f"{rows} {table}" for table, rows in taken.rows.items() if rows) or "It holds no record."
    )
