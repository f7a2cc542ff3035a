"""tawthiq review: list what waits, submit, accept, send back, reopen; the same rules as everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tawthiq.cli.acting import acting_account, as_option
from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.domain.review import STATES
from tawthiq.domain.roles import Activity
from tawthiq.queries.reviews import IncidentLine, incidents_in_states
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.services.review import (
    accept_incident,
    reopen_incident,
    send_back_incident,
    submit_incident,
    withdraw_incident,
)

Step = Callable[..., Incident]


@click.group("review")
def command() -> None:
    """List what waits for review; submit, accept, send back, reopen."""


@command.command("list")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(STATES), help="Only these; submitted unless given."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def list_waiting(states: tuple[str, ...], form: str, username: str | None) -> None:
    """List incidents by the state of their review."""
    lines = incidents_in_states(acting_account(username, "read-case"), states or ("submitted",))
    if form == "json":
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2))
        return
    sheet = Table("incident", "version", "state", "when", "where", "harms", "kept by", "title")
    for line in lines:
        values = (
            line.code,
            line.version,
            line.state,
            line.occurred,
            line.place,
            line.harms,
            line.kept_by,
            line.title,
        )
        sheet.add_row(*(escape(str(value)) for value in values))
    Console().print(sheet)
    click.echo(f"{len(lines)} incidents.")


def _run(
    activity: Activity, username: str | None, codes: tuple[str, ...], step: Step, said: str, **more: Any
) -> None:
    """Take a step for each incident; those refused are named with the rule's own words, the others stand."""
    actor = acting_account(username, activity)
    refused: list[str] = []
    for code in codes:
        incident = get_visible(actor, Incident, code)
        try:
            done = step(actor, incident.pk, expected_version=incident.version, **more)
        except Refused as error:
            refused.append(f"{incident.code}: {error}")
            click.echo(f"refused    {incident.code}: {error}")
        else:
            click.echo(f"{said}  {done.code} (version {done.version})")
    if refused:
        raise Refused("some-refused", f"{len(refused)} of {len(codes)} were refused; the others stand.")


def _codes(actor: Account, codes: tuple[str, ...], every: bool, state: str) -> tuple[str, ...]:
    if not codes and not every:
        raise InvalidValue("Say which incidents, by their codes, or --all.")
    waiting: list[IncidentLine] = incidents_in_states(actor, (state,)) if every else []
    return codes or tuple(line.code for line in waiting)


@command.command("submit")
@click.argument("codes", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All drafts that you may see.")
@as_option
def submit(codes: tuple[str, ...], every: bool, username: str | None) -> None:
    """Hand drafts to review."""
    chosen = _codes(acting_account(username, "record-case"), codes, every, "draft")
    _run("record-case", username, chosen, submit_incident, "submitted")


@command.command("withdraw")
@click.argument("codes", nargs=-1, required=True)
@as_option
def withdraw(codes: tuple[str, ...], username: str | None) -> None:
    """Take submitted incidents back to mend them."""
    _run("record-case", username, codes, withdraw_incident, "withdrawn")


@command.command("accept")
@click.argument("codes", nargs=-1)
@click.option(
    "--all", "every", is_flag=True, help="All submitted incidents that you may see: read them first."
)
@as_option
def accept(codes: tuple[str, ...], every: bool, username: str | None) -> None:
    """Accept submitted incidents that somebody else recorded."""
    chosen = _codes(acting_account(username, "review-case"), codes, every, "submitted")
    _run("review-case", username, chosen, accept_incident, "accepted ")


@command.command("send-back")
@click.argument("codes", nargs=-1, required=True)
@click.option("--reason", required=True, help="What is to be mended.")
@as_option
def send_back(codes: tuple[str, ...], reason: str, username: str | None) -> None:
    """Give submitted incidents back to who recorded them."""
    _run("review-case", username, codes, send_back_incident, "sent back", reason=reason)


@command.command("reopen")
@click.argument("codes", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why accepted work is opened again; it stays in the history.")
@as_option
def reopen(codes: tuple[str, ...], reason: str, username: str | None) -> None:
    """Open accepted incidents for changes."""
    _run("review-case", username, codes, reopen_incident, "reopened ", reason=reason)
