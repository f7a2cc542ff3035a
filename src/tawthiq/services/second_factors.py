"""Second factors in the ledger: when somebody added or removed one; what they are is kept nowhere in it."""

from __future__ import annotations

from tawthiq.records.accounts.models import Account
from tawthiq.services.writing import writing


def note_factor_added(actor: Account, kind: str) -> None:
    """Note that somebody added a second factor of a kind to their own account."""
    with writing(actor, action="second factor added", reason=kind):
        pass


def note_factor_removed(actor: Account, kind: str) -> None:
    """Note that somebody removed one of their own second factors."""
    with writing(actor, action="second factor removed", reason=kind):
        pass
