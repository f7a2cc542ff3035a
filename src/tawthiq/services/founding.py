"""Found a home: its tables, its first accounts and the shipped list of parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.management import call_command

from tawthiq.services.accounts import create_account, create_first_administrator
from tawthiq.services.parties import record_shipped_parties


def found_home(
    *, administrator: str, accounts: Mapping[str, Sequence[str]], at: datetime | None = None
) -> tuple[int, int]:
    """Make the tables, the administrator, further accounts (name to roles) and the parties; return both counts."""
    call_command("migrate", verbosity=0, interactive=False)
    first = create_first_administrator(administrator, at=at)
    made = [create_account(first, name, roles=roles, at=at) for name, roles in accounts.items()]
    keeper = next((account for account in made if "reviewer" in account.roles), first)
    return len(made) + 1, len(record_shipped_parties(keeper, at=at))
