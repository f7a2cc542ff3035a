"""tawthiq account: add and list the people who use a home."""

from __future__ import annotations

import click

from tawthiq.cli.acting import acting_account, as_option
from tawthiq.domain.roles import ROLES
from tawthiq.records.accounts.models import Account
from tawthiq.services.accounts import create_account


@click.group("account")
def command() -> None:
    """Add people who use the system, list them."""


@command.command("add")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES),
    help="What they may do; repeat it for several.",
)  # fmt: skip
@click.option("--desk", default="main", show_default=True, help="The team whose cases this account sees.")
@as_option
def add(name: str, roles: tuple[str, ...], desk: str, username: str | None) -> None:
    """Add an account NAME with one or more roles."""
    create_account(acting_account(username, "manage-users"), name, roles=roles, desk=desk)
    click.echo(f"Added {name}: {', '.join(roles)} at desk {desk}.")


@command.command("list")
@as_option
def list_accounts(username: str | None) -> None:
    """List the accounts of this home."""
    acting_account(username, "manage-users")
    for account in Account.objects.order_by("username"):
        state = "" if account.is_active else " (inactive)"
        click.echo(f"{account.username}: {', '.join(account.roles)} at {account.desk}{state}")
