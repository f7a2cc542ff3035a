"""tawthiq doctor: check that a home is complete and its parts work."""

from __future__ import annotations

from collections.abc import Callable

import click
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from tawthiq.cli.acting import this_home
from tawthiq.config.home import secret_key
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.errors import FaultsFound, TawthiqError
from tawthiq.queries.hints import TAG
from tawthiq.records.ledger.models import Head
from tawthiq.services.accounts import adopt_accounts
from tawthiq.services.texts import rebuild_texts


@click.command("doctor")
@click.option(
    "--migrate", is_flag=True, help="First bring the database up to date with this version of Tawthiq."
)
@click.option(
    "--reindex", is_flag=True, help="Then make the words by which records are found anew from the records."
)
def command(migrate: bool, reindex: bool) -> None:
    """Check settings, secret, database, migrations and counting rule; exit 1 where something is wrong; hints follow."""
    home = this_home()
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
        adopt_accounts()
    if reindex:
        click.echo(f"The words of {rebuild_texts():,} records were made anew.")
    checks: dict[str, Callable[[], object]] = {
        "the secret is there": lambda: secret_key(home),
        "the counting rule is known": lambda: counting_rule(home.counting_rule),
        "the database answers": connection.ensure_connection,
        "the database is up to date": lambda: call_command("migrate", check_unapplied=True, verbosity=0),
        "the ledger has its head": lambda: Head.objects.get(id=1),
        "snapshots can be written": lambda: (home.snapshots / ".doctor").touch(),
    }
    faults = 0
    for name, check in checks.items():
        try:
            check()
        except (TawthiqError, DatabaseError, Head.DoesNotExist, CommandError, OSError, SystemExit) as error:
            faults += 1
            click.echo(f"FAULT  {name}: {error}")
        else:
            click.echo(f"ok     {name}")
    (home.snapshots / ".doctor").unlink(missing_ok=True)
    if not faults:
        hints = run_checks(tags=[TAG], include_deployment_checks=True)  # in an order that differs each time
        for hint in sorted(hints, key=lambda one: one.id or ""):
            click.echo(f"hint   {hint.msg} {hint.hint}", err=True)
    if faults:
        raise FaultsFound(f"{faults} of {len(checks)} checks failed.")
