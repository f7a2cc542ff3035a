"""tawthiq audit: walk the ledger and name the first thing that does not fit."""

from __future__ import annotations

import json

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tawthiq.cli.acting import this_home
from tawthiq.domain.errors import FaultsFound
from tawthiq.queries.audit import audit_ledger, ledger_length


@click.command("audit")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """Check every entry of the ledger and every record against it; exit 1 where anything was changed unseen."""
    this_home()
    columns = (TextColumn("auditing"), BarColumn(), MofNCompleteColumn(), TextColumn("entries"))
    with Progress(*columns, transient=True, disable=form == "json") as bar:
        task = bar.add_task("", total=ledger_length())
        result = audit_ledger(on_entry=lambda walked: bar.update(task, completed=walked))
    if form == "json":
        click.echo(json.dumps({"entries": result.entries, "changes": result.changes, "head": result.head,
                               "faults": list(result.faults)}))  # fmt: skip
    else:
        for fault in result.faults:
            click.echo(f"FAULT: {fault}")
        click.echo(
            f"{result.entries} entries, {result.changes} changes walked. Head: {result.head or 'none'}"
        )
    if result.faults:
        raise FaultsFound(
            f"The audit found faults ({len(result.faults)}): keep a copy of this database before any repair."
        )
