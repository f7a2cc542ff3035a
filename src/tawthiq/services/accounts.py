"""People who use the system: the first administrator, further accounts, their roles, and who is let in where.

Each change of an account is in the ledger with the whole of its state, so that the audit names one altered behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.domain.roles import ROLES
from tawthiq.domain.rules import refuse_stale
from tawthiq.queries.visibility import NOT_THERE, visible_to
from tawthiq.records.accounts.models import Account, Grant, Withholding
from tawthiq.records.accounts.states import KIND, account_state
from tawthiq.records.ledger.models import Change
from tawthiq.records.record import Record
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.sessions import end_sessions
from tawthiq.services.tokens import revoke_all_tokens
from tawthiq.services.writing import Writing, writing

_USERNAME = re.compile(r"[\w.@+-]{1,80}")
_DESK = re.compile(r"[\w-]{1,40}")
NO_ACCOUNT = "There is no active account of that name in this home."


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
        with writing(
            account, action="administrator created", reason=f"first account {username}", at=at
        ) as write:
            note_account(write, account)
    return account


def create_account(
    actor: Account, username: str, *, roles: Sequence[str], desk: str = "main", at: datetime | None = None
) -> Account:
    """Make an account with roles at a desk; the ledger names it, its password is set by its owner."""
    require_allowed(actor, "manage-users")
    _check_roles(roles)
    _check_desk(desk)
    if Account.objects.filter(username=username).exists():
        raise InvalidValue(f"There is an account {username} already. Choose another name.")
    reason = f"{username}: {', '.join(roles)} at {desk}"
    with writing(actor, action="account created", reason=reason, at=at) as write:
        account = Account(username=_checked(username), roles=list(roles), desk=desk, created_at=write.at)
        account.set_unusable_password()
        account.save(force_insert=True)
        note_account(write, account)
    return account


def note_account(write: Writing, account: Account) -> None:
    """Raise the account's version and put its state into the ledger's entry under way."""
    account.version += 1
    Account.objects.filter(pk=account.pk).update(version=account.version)
    write.record(KIND, account.pk, account.version, account_state(account))


def adopt_accounts() -> int:
    """Put accounts that were made before the ledger kept them into it, once; return how many."""
    if Change.objects.filter(record_kind=KIND).exists():
        return 0
    found = list(Account.objects.order_by("created_at", "pk"))
    administrator = next((one for one in found if "administrator" in one.roles), None)
    if administrator is None:
        return 0
    with writing(administrator, action="accounts adopted", reason=f"{len(found)} accounts") as write:
        for account in found:
            note_account(write, account)
    return len(found)


def change_account(
    actor: Account, username: str, *, roles: Sequence[str], desk: str, expected_version: int
) -> Account:
    """Give an account other roles or another desk; refused for one's own account and on a stale version."""
    require_allowed(actor, "manage-users")
    _check_roles(roles)
    _check_desk(desk)
    with writing(
        actor, action="account changed", reason=f"{username}: {', '.join(roles)} at {desk}"
    ) as write:
        account = _other(actor, username, expected_version)
        account.roles, account.desk = list(roles), desk
        account.save(update_fields=["roles", "desk"])
        note_account(write, account)
    return account


def deactivate_account(actor: Account, username: str, *, expected_version: int) -> Account:
    """Close an account: it signs in no more, its sessions and tokens end now. What it wrote stays in its name."""
    require_allowed(actor, "manage-users")
    with writing(actor, action="account deactivated", reason=username) as write:
        account = _other(actor, username, expected_version)
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        revoke_all_tokens(account)
        note_account(write, account)
    return account


def reactivate_account(actor: Account, username: str, *, expected_version: int) -> Account:
    """Open a closed account again; its password is the old one until a new invitation is used."""
    require_allowed(actor, "manage-users")
    with writing(actor, action="account reactivated", reason=username) as write:
        account = _other(actor, username, expected_version)
        account.is_active = True
        account.save(update_fields=["is_active"])
        note_account(write, account)
    return account


def _other(actor: Account, username: str, expected_version: int) -> Account:
    account = Account.objects.select_for_update().filter(username=username).first()
    if account is None:
        raise NotFound("There is no account of that name in this home.")
    if account.pk == actor.pk:
        ensure(refusal("own-account"))
    ensure(
        refuse_stale(
            expected_version, account.version, changed_by="another administrator", fields=["this account"]
        )
    )
    return account


def grant_access(actor: Account, record: Record, to: Account) -> None:
    """Let one person in to one restricted record: its author does, or a reviewer who may see it."""
    _require_keeper(actor, record)
    with writing(actor, action="access granted", reason=f"{record.code} to {to.username}") as write:
        Grant.objects.get_or_create(
            account=to, record_id=record.pk, defaults={"granted_at": write.at, "granted_by": actor}
        )
        note_account(write, Account.objects.get(pk=to.pk))


def withdraw_access(actor: Account, record: Record, of: Account) -> None:
    """Let one person in no longer; NotFound where they were not let in."""
    _require_keeper(actor, record)
    with writing(actor, action="access withdrawn", reason=f"{record.code} of {of.username}") as write:
        deleted, _ = Grant.objects.filter(account=of, record_id=record.pk).delete()
        if not deleted:
            raise NotFound("This account was not let in to this record.")
        note_account(write, Account.objects.get(pk=of.pk))


def _require_keeper(actor: Account, record: Record) -> None:
    """Refuse who neither made the record nor reviews: without its author, nobody would ever let a reviewer in."""
    require_allowed(actor, "record-case" if record.created_by_id == actor.pk else "review-case")
    _require_visible(actor, record)


def _require_visible(actor: Account, record: Record) -> None:
    seen = visible_to(actor, type(record)).filter(pk=record.pk)
    if isinstance(record, Withholding):
        seen = seen.filter(created_by=actor)
    if not seen.exists():
        raise NotFound(NOT_THERE)


def account_named(username: str) -> Account:
    """Return the active account of a name; NotFound where there is none."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise NotFound(NO_ACCOUNT)
    return account


def _checked(username: str) -> str:
    if not _USERNAME.fullmatch(username):
        raise InvalidValue("A user name has 1 to 80 letters, digits or . @ + - _ and no spaces.")
    return username


def _check_desk(desk: str) -> None:
    if not _DESK.fullmatch(desk):
        raise InvalidValue("A desk's name has 1 to 40 letters, digits, - or _ and no spaces.")


def _check_roles(roles: Sequence[str]) -> None:
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise InvalidValue(f"There is no role {unknown[0]!r}. Roles: {', '.join(ROLES)}.")
    if not roles:
        raise InvalidValue("An account needs a role. Choose one or more.")
    if "administrator" in roles and len(set(roles)) > 1:
        raise InvalidValue(
            "An administrator runs the system and reads no case: give the other roles to another account."
        )
