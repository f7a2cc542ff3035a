"""An account's state as the ledger keeps it: who, which roles, which desk, active or not, let in where."""

from __future__ import annotations

from typing import Any

from tawthiq.custody.canonical import canonical_text
from tawthiq.records.accounts.models import Account, Grant
from tawthiq.records.states import instant_text

KIND = "account"
"""What the ledger calls an account; secrets (password, second factors) are no part of its state."""


def account_state(account: Account) -> str:
    """Return the state of an account as canonical JSON, with the ids of the records it was let in to."""
    granted = Grant.objects.filter(account=account).order_by("record_id").values_list("record_id", flat=True)
    state: dict[str, Any] = {
        "username": account.username,
        "display_name": account.display_name,
        "roles": list(account.roles),
        "desk": account.desk,
        "is_active": account.is_active,
        "created_at": instant_text(account.created_at),
        "granted": list(granted),
    }
    return canonical_text(state)
