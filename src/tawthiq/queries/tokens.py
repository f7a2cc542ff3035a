"""Tokens: whom a program speaks for and how far; and one's own tokens as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tawthiq.domain.tokens import digest_of
from tawthiq.records.accounts.models import Account, Token


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as its owner sees it; its text is shown once, when it is made."""

    id: int
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None
    is_valid: bool


def account_by_token(text: str, *, at: datetime | None = None) -> tuple[Account, frozenset[str]] | None:
    """Return the account that a token speaks for and its scopes; None where it is unknown, expired or revoked.

    The first use of a day is noted, so that its owner sees which tokens are alive.
    """
    now = at or datetime.now(UTC)
    token = Token.objects.select_related("account").filter(digest=digest_of(text)).first()
    if token is None or not _is_valid(token, now) or not token.account.is_active:
        return None
    if token.last_used_on != now.date():
        Token.objects.filter(pk=token.pk).update(last_used_on=now.date())
    return token.account, frozenset(token.scopes)


def tokens_of(actor: Account, *, at: datetime | None = None) -> tuple[TokenRow, ...]:
    """Return one's own tokens, newest first."""
    now = at or datetime.now(UTC)
    return tuple(
        TokenRow(
            id=one.pk, name=one.name, scopes=tuple(one.scopes), made_at=one.made_at, expires_at=one.expires_at,
            last_used_on=one.last_used_on, revoked_at=one.revoked_at, is_valid=_is_valid(one, now),
        )
        for one in Token.objects.filter(account=actor).order_by("-made_at", "-pk")
    )  # fmt: skip


def _is_valid(token: Token, now: datetime) -> bool:
    return token.revoked_at is None and token.expires_at > now
