"""tawthiq account: add and list the people who use a home."""

from __future__ import annotations

import click

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.domain.roles import ROLES
from tawthiq.records.accounts.models import Account
from tawthiq.services.accounts import create_account
from tawthiq.services.invitations import invite_again


@click.group("account")
def command() -> None:
    """Add people who use the system, invite them, list them."""


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


@command.command("invite")
@click.argument("name")
@click.option(
    "--address", default="", help="Where people reach the web application; else as the settings say."
)
@as_option
def invite_account(name: str, address: str, username: str | None) -> None:
    """Print a link with which the owner of account NAME sets a password, once; links of before are void."""
    base = (address or this_home().web_address or "http://127.0.0.1:8000").rstrip("/")
    invited = invite_again(acting_account(username, "manage-users"), name)
    click.echo(f"{base}/welcome/{invited.secret}/")
    click.echo(f"It works once, until {invited.expires_at:%Y-%m-%d %H:%M} UTC.", err=True)


@command.command("list")
@as_option
def list_accounts(username: str | None) -> None:
    """List the accounts of this home."""
    acting_account(username, "manage-users")
    for account in Account.objects.order_by("username"):
        state = "" if account.is_active else " (inactive)"
        click.echo(f"{account.username}: {', '.join(account.roles)} at {account.desk}{state}")
