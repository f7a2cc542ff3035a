"""People who use the system: the first administrator, further accounts, and access to restricted records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.domain.roles import ROLES
from tawthiq.queries.visibility import NOT_THERE, visible_to
from tawthiq.records.accounts.models import Account, Grant
from tawthiq.records.record import Record
from tawthiq.services.asking import require_allowed
from tawthiq.services.writing import writing

_USERNAME = re.compile(r"[\w.@+-]{1,80}")


def create_first_administrator(username: str, *, at: datetime | None = None) -> Account:
    """Make the administrator of a new home; refused once any account exists."""
    with transaction.atomic():
        if Account.objects.exists():
            raise Refused("not-first", "This home already has accounts. Ask its administrator for one.")
        account = Account(
            username=_checked(username), roles=["administrator"], created_at=at or datetime.now(UTC)
        )
        account.set_unusable_password()
        account.save(force_insert=True)
        with writing(account, action="administrator created", reason=f"first account {username}", at=at):
            pass
    return account


def create_account(
    actor: Account, username: str, *, roles: Sequence[str], desk: str = "main", at: datetime | None = None
) -> Account:
    """Make an account with roles at a desk; the ledger names it, its password is set by its owner."""
    require_allowed(actor, "manage-users")
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise InvalidValue(f"There is no role {unknown[0]!r}. Roles: {', '.join(ROLES)}.")
    if "administrator" in roles and len(set(roles)) > 1:
        raise InvalidValue(
            "An administrator runs the system and reads no case: give the other roles to another account."
        )
    if Account.objects.filter(username=username).exists():
        raise InvalidValue(f"There is an account {username} already. Choose another name.")
    reason = f"{username}: {', '.join(roles)} at {desk}"
    with writing(actor, action="account created", reason=reason, at=at) as write:
        account = Account(username=_checked(username), roles=list(roles), desk=desk, created_at=write.at)
        account.set_unusable_password()
        account.save(force_insert=True)
    return account


def _checked(username: str) -> str:
    if not _USERNAME.fullmatch(username):
        raise InvalidValue("A user name has 1 to 80 letters, digits or . @ + - _ and no spaces.")
    return username


def grant_access(actor: Account, record: Record, to: Account) -> None:
    """Let one person in to one restricted record that the actor may see."""
    require_allowed(actor, "review-case")
    if not visible_to(actor, type(record)).filter(pk=record.pk).exists():
        raise NotFound(NOT_THERE)
    with writing(actor, action="access granted", reason=f"{record.code} to {to.username}") as write:
        Grant.objects.get_or_create(
            account=to, record_id=record.pk, defaults={"granted_at": write.at, "granted_by": actor}
        )


def account_named(username: str) -> Account:
    """Return the active account of a name; NotFound where there is none."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise NotFound("There is no active account of that name in this home.")
    return account
