"""Propose pairs of a home's persons for judgement, in the name of an account; loaded once the home is open."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from tawthiq.cli.acting import acting_account
from tawthiq.services.matching import propose_matches


def propose(username: str | None, form: str) -> None:
    """Run linkage over the persons the account sees, queue the pairs, and say what the queue gained."""
    actor = acting_account(username, "propose-match")
    done = propose_matches(actor, progress=lambda text: click.echo(f"· {text}", err=True))
    if form == "json":
        click.echo(json.dumps(asdict(done)))
        return
    click.echo(
        f"{done.persons:,} persons compared: {done.new:,} pairs new in the queue, {done.changed:,} changed,"
        f" {done.gone:,} no longer proposed, {done.unchanged:,} as before. No record changed; a reviewer judges."
    )
