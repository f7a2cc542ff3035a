"""Tokens with which programs speak for oneself: made, shown once, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.roles import MAY
from tawthiq.domain.tokens import SCOPE_ACTIVITIES, SCOPES, TOKEN_PREFIX, digest_of, new_secret
from tawthiq.records.accounts.models import Account, Token
from tawthiq.services.asking import ensure, refusal
from tawthiq.services.writing import writing

LONGEST_DAYS = 366


def make_token(
    actor: Account, *, name: str, scopes: Sequence[str], days: int, at: datetime | None = None
) -> str:
    """Make a token for oneself and return its text, which is kept nowhere.

    A scope whose first activity none of the account's roles may do is refused.
    """
    if not actor.is_active:
        ensure(refusal("own-account"))
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise InvalidValue(f"Choose one or more scopes of: {', '.join(SCOPES)}.")
    for scope in SCOPES:
        if scope in scopes and MAY[SCOPE_ACTIVITIES[scope][0]].isdisjoint(actor.roles):
            ensure(refusal("scope-without-role", scope=scope))
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidValue(f"A token holds from 1 to {LONGEST_DAYS} days.")
    if not name.strip() or len(name) > 80:
        raise InvalidValue("Name the token after what uses it, in 1 to 80 characters.")
    secret = new_secret(TOKEN_PREFIX)
    chosen = [scope for scope in SCOPES if scope in scopes]
    with writing(actor, action="token made", reason=f"{', '.join(chosen)}, {days} days", at=at) as write:
        Token.objects.create(
            account=actor, digest=digest_of(secret), name=name.strip(), scopes=chosen, made_at=write.at,
            expires_at=write.at + timedelta(days=days),
        )  # fmt: skip
    return secret


def revoke_token(actor: Account, token_id: int) -> None:
    """Revoke one of one's own tokens; it opens nothing from now on."""
    with writing(actor, action="token revoked", reason=f"token {token_id}"):
        done = Token.objects.filter(account=actor, pk=token_id, revoked_at__isnull=True).update(
            revoked_at=datetime.now(UTC)
        )
        if done != 1:
            raise NotFound("There is no such token of yours in use.")


def revoke_all_tokens(account: Account) -> int:
    """Revoke every token of an account, within a write under way."""
    return Token.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=datetime.now(UTC))
