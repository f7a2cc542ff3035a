"""Which home a command works on, and in whose name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click
from django.db import DatabaseError

from tawthiq.config.home import Home, load_home
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.domain.roles import MAY, Activity
from tawthiq.records.accounts.models import Account
from tawthiq.services.accounts import account_named
from tawthiq.vault.restore import is_half_restored

USUAL_ROLE: Mapping[Activity, str] = {
    "record-case": "documenter",
    "import-records": "documenter",
    "keep-gazetteer": "documenter",
    "review-case": "reviewer",
    "read-case": "reviewer",
    "take-snapshot": "analyst",
    "write-report": "analyst",
    "add-evidence": "documenter",
    "add-source": "documenter",
    "export-evidence": "reviewer",
    "propose-match": "documenter",
    "judge-match": "reviewer",
    "back-up": "administrator",
    "audit-ledger": "administrator",
}
"""Whose work an activity usually is: where several accounts could do it, the only one of this role does."""

Command = TypeVar("Command", bound=Callable[..., object])


def as_option(command: Command) -> Command:
    """Add `--as NAME`, the account in whose name a command writes."""
    return click.option(
        "--as", "username", envvar="TAWTHIQ_AS", help="The account you act as; needed where several could."
    )(command)


def this_home() -> Home:
    """Return the home that `--home` or TAWTHIQ_HOME names."""
    path = os.environ.get("TAWTHIQ_HOME")
    if not path:
        raise NotFound("Say which home: tawthiq --home DIR …, or set TAWTHIQ_HOME.")
    if is_half_restored(Path(path)):
        raise InvalidFile("This home is half restored. Finish it by running the same restore again.")
    return load_home(Path(path))


def acting_account(username: str | None, activity: Activity) -> Account:
    """Return the account of a name, or else the only one, or the only usual one, that may do the activity."""
    home = this_home()
    try:
        if username:
            return account_named(username)
        able = [a for a in Account.objects.filter(is_active=True) if not MAY[activity].isdisjoint(a.roles)]
    except DatabaseError as error:
        raise InvalidFile(
            f"The database of {home.path} cannot be read. Run: tawthiq --home {home.path} doctor"
        ) from error
    if not able:
        raise NotFound(f"No account of this home may do this ({activity}). Add one with: tawthiq account add")
    usual = [a for a in able if USUAL_ROLE.get(activity) in a.roles]
    if len(able) > 1 and len(usual) == 1:
        return usual[0]
    if len(able) > 1:
        raise InvalidValue(f"{len(able)} accounts of this home may do this. Say which is yours: --as NAME.")
    return able[0]
