"""Invitations: a link, shown once, used once, soon void, with which somebody sets their account's password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.tokens import digest_of, new_secret
from tawthiq.records.accounts.models import Account, Invitation
from tawthiq.services.accounts import create_account
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.sessions import end_sessions
from tawthiq.services.tokens import revoke_all_tokens
from tawthiq.services.writing import writing

INVITED_FOR = timedelta(days=3)
"""How long somebody has to open their invitation."""
WELCOMED_FOR = timedelta(hours=12)
"""How long the link that `serve` prints for the first administrator holds."""
NO_INVITATION = (
    "This link is not valid, was used already, or has expired. Ask your administrator for a new one."
)


@dataclass(frozen=True, slots=True)
class Invited:
    """An account and the secret of its link, which is kept nowhere."""

    account: Account
    secret: str
    expires_at: datetime


def invite(actor: Account, username: str, *, roles: Sequence[str], desk: str = "main") -> Invited:
    """Make an account and its invitation in one go."""
    with transaction.atomic():
        create_account(actor, username, roles=roles, desk=desk)
        return invite_again(actor, username)


def invite_again(actor: Account, username: str, *, at: datetime | None = None) -> Invited:
    """Make a new invitation for an account (a forgotten password): links made before are void, the password stays
    until the new link is used."""
    require_allowed(actor, "manage-users")
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise NotFound("There is no active account of that name in this home.")
    with writing(actor, action="account invited", reason=username, at=at) as write:
        return _new_invitation(account, by=actor, at=write.at, holds=INVITED_FOR)


def welcome_first_administrator(*, at: datetime | None = None) -> Invited | None:
    """Make the welcome link of a home none of whose administrators has a password; None where one has."""
    administrators = [
        one
        for one in Account.objects.filter(is_active=True).order_by("created_at", "pk")
        if "administrator" in one.roles
    ]
    if not administrators or any(one.has_usable_password() for one in administrators):
        return None
    first = administrators[0]
    with writing(first, action="account invited", reason=f"first start, {first.username}", at=at) as write:
        return _new_invitation(first, by=None, at=write.at, holds=WELCOMED_FOR)


def _new_invitation(account: Account, *, by: Account | None, at: datetime, holds: timedelta) -> Invited:
    secret = new_secret()
    Invitation.objects.filter(account=account, used_at__isnull=True).delete()
    Invitation.objects.create(
        account=account, digest=digest_of(secret), made_at=at, made_by=by, expires_at=at + holds
    )
    return Invited(account, secret, at + holds)


def invited_account(secret: str, *, at: datetime | None = None) -> Account:
    """Return whose invitation this is; NotFound where it is unknown, used or expired."""
    return _standing(secret, at or datetime.now(UTC)).account


def _standing(secret: str, now: datetime) -> Invitation:
    found = (
        Invitation.objects.select_related("account")
        .filter(digest=digest_of(secret), used_at__isnull=True, expires_at__gt=now, account__is_active=True)
        .first()
    )
    if found is None:
        raise NotFound(NO_INVITATION)
    return found


def accept_invitation(secret: str, password: str, *, at: datetime | None = None) -> Account:
    """Set the password of the invited account and use up the link; sessions and tokens of before end."""
    now = at or datetime.now(UTC)
    account = invited_account(secret, at=now)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise InvalidValue(" ".join(map(str, error.messages))) from error
    with writing(account, action="password set", reason=f"{account.username}, by invitation", at=at):
        used = Invitation.objects.filter(digest=digest_of(secret), used_at__isnull=True).update(used_at=now)
        if used != 1:
            raise NotFound(NO_INVITATION)
        account.set_password(password)
        account.save(update_fields=["password"])
        end_sessions(account)
        revoke_all_tokens(account)
    return account


def remove_second_factors(actor: Account, username: str) -> int:
    """Take away the second factors of somebody who lost their device; they set up new ones at the next sign-in."""
    require_allowed(actor, "manage-users")
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NotFound("There is no account of that name in this home.")
    if account.pk == actor.pk:
        ensure(refusal("own-account"))
    with writing(actor, action="second factor removed", reason=username):
        deleted: int = Authenticator.objects.filter(user_id=account.pk).delete()[0]
        end_sessions(account)
    return deleted
