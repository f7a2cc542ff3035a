"""The people of a home as their administrator sees them; nothing of any case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator

from tawthiq.domain.errors import NotFound
from tawthiq.domain.refusals import ensure
from tawthiq.domain.rules import refuse_role
from tawthiq.domain.secrecy import needs_second_factor
from tawthiq.records.accounts.models import Account, Invitation


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account: what it may do, and whether its owner can sign in as safely as its roles need."""

    id: str
    username: str
    display_name: str
    roles: tuple[str, ...]
    desk: str
    is_active: bool
    version: int
    has_password: bool
    has_second_factor: bool
    needs_second_factor: bool
    last_login: datetime | None
    invited_until: datetime | None


def accounts_seen_by(actor: Account, *, at: datetime | None = None) -> tuple[AccountRow, ...]:
    """Return all accounts of the home, active ones first; Refused for anybody but an administrator."""
    ensure(refuse_role(actor.roles if actor.is_active else [], "manage-users"))
    now = at or datetime.now(UTC)
    secured = set(
        Authenticator.objects.filter(type__in=["totp", "webauthn"]).values_list("user_id", flat=True)
    )
    invited = dict(
        Invitation.objects.filter(used_at__isnull=True, expires_at__gt=now).values_list(
            "account_id", "expires_at"
        )
    )
    return tuple(
        AccountRow(
            id=one.pk, username=one.username, display_name=one.display_name, roles=tuple(one.roles),
            desk=one.desk, is_active=one.is_active, version=one.version, has_password=one.has_usable_password(),
            has_second_factor=one.pk in secured, needs_second_factor=needs_second_factor(one.roles),
            last_login=one.last_login, invited_until=invited.get(one.pk),
        )
        for one in Account.objects.order_by("-is_active", "username")
    )  # fmt: skip


def account_seen_by(actor: Account, username: str) -> AccountRow:
    """Return one account; NotFound where there is none."""
    found = next((row for row in accounts_seen_by(actor) if row.username == username), None)
    if found is None:
        raise NotFound("There is no account of that name in this home.")
    return found
