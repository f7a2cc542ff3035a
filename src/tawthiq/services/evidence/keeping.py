"""What is done to the vault as a whole is an entry of the ledger: keys made, rotated, exported; backups, restores."""

from __future__ import annotations

from datetime import datetime

from tawthiq.records.accounts.models import Account
from tawthiq.services.asking import require_allowed
from tawthiq.services.writing import writing


def record_keys_step(actor: Account, action: str, *, at: datetime | None = None) -> None:
    """Record what was done to the vault's keys; never the keys, never a passphrase."""
    require_allowed(actor, "back-up")
    with writing(actor, action=action, at=at):
        pass
