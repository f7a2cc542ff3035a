"""tawthiq history: who changed what in a record, when and why; or its state at a past time."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from tawthiq.cli.acting import acting_account, as_option
from tawthiq.queries.history import find_record_id, history_of, state_at


@click.command("history")
@click.argument("record")
@click.option(
    "--at", "moment", type=click.DateTime(), help="Show the state as it stood then (UTC), not the steps."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def command(record: str, moment: datetime | None, form: str, username: str | None) -> None:
    """Show the history of RECORD (its code, such as INC-2019-000123, or its id)."""
    actor = acting_account(username, "read-case")
    record_id = find_record_id(actor, record)
    if moment is not None:
        state = state_at(actor, record_id, moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))
        return
    steps = history_of(actor, record_id)
    if form == "json":
        click.echo(json.dumps([step.as_plain() for step in steps], ensure_ascii=False, indent=2))
        return
    for step in steps:
        click.echo(
            f"{step.recorded_at}  {step.actor}: {step.action} (version {step.version}) {step.reason}".rstrip()
        )
        for change in step.fields if step.version > 1 else ():
            click.echo(f"    {change.field}: {change.before!r} → {change.after!r}")
