"""Secrets that are shown once: how they are made and recognised, and what a token of each scope may do."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from tawthiq.domain.roles import ACTIVITIES, Activity

Scope = Literal["read", "write", "review", "figures", "ledger"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

SCOPE_ACTIVITIES: Final[Mapping[Scope, tuple[Activity, ...]]] = MappingProxyType(
    {
        "read": ("read-case",),
        "write": ("record-case", "read-case", "import-records", "keep-gazetteer", "add-evidence", "add-source",
                  "propose-match"),
        "review": ("review-case", "read-case", "judge-match"),
        "figures": ("read-figures", "take-snapshot"),
        "ledger": ("read-ledger", "audit-ledger"),
    }
)  # fmt: skip
"""What a token of a scope may do, as far as the account's roles may; the first is what it is for.

No token opens an identity, destroys or exports evidence, publishes, backs up or manages people: these want the person.
"""

TOKEN_PREFIX: Final = "tawthiq_"


def new_secret(prefix: str = "") -> str:
    """Make a secret of 256 random bits as text for an address or a header."""
    return prefix + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256 (256 random bits need no slow hash)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def allows(scopes: Collection[str], activity: Activity) -> bool:
    """Say whether a token with these scopes may do an activity."""
    return any(activity in SCOPE_ACTIVITIES[scope] for scope in SCOPES if scope in scopes)


NEVER_BY_TOKEN: Final[frozenset[Activity]] = frozenset(ACTIVITIES) - frozenset[Activity]().union(
    *SCOPE_ACTIVITIES.values()
)
"""What no token does."""
