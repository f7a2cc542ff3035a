"""Accounts: invited, changed and closed by the administrator, each step in the ledger with the whole state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.tokens import account_by_token, tokens_of
from tawthiq.records.accounts.models import Account, Grant, Invitation, Token
from tawthiq.records.cases.models import Incident
from tawthiq.services.accounts import (
    account_named,
    adopt_accounts,
    change_account,
    deactivate_account,
    grant_access,
    reactivate_account,
    withdraw_access,
)
from tawthiq.services.invitations import (
    accept_invitation,
    invite,
    invite_again,
    invited_account,
    remove_second_factors,
    welcome_first_administrator,
)
from tawthiq.services.tokens import make_token, revoke_token
from tests.conftest import Cast
from tests.services.cases import record_draft

GOOD = "seven plain sparrows"
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def test_the_first_administrator_is_welcomed_until_one_has_a_password(cast: Cast) -> None:
    first, second = welcome_first_administrator(at=NOW), welcome_first_administrator(at=NOW)
    assert first is not None and second is not None and first.secret != second.secret
    with pytest.raises(NotFound, match="not valid, was used already, or has expired"):
        accept_invitation(first.secret, GOOD, at=NOW)
    assert accept_invitation(second.secret, GOOD, at=NOW).check_password(GOOD)
    assert welcome_first_administrator(at=NOW) is None


def test_a_link_is_used_once_and_not_for_long(cast: Cast) -> None:
    invited = invite(cast.administrator, "newcomer", roles=["documenter"], desk="north")
    assert Invitation.objects.filter(digest=invited.secret).count() == 0
    with pytest.raises(NotFound):
        invited_account(invited.secret, at=invited.expires_at + timedelta(seconds=1))
    accept_invitation(invited.secret, GOOD)
    with pytest.raises(NotFound):
        accept_invitation(invited.secret, "another plain sparrow")
    assert account_named("newcomer").check_password(GOOD)


def test_a_weak_password_leaves_the_link_as_it_was(cast: Cast) -> None:
    invited = invite(cast.administrator, "newcomer", roles=["documenter"])
    with pytest.raises(InvalidValue, match="at least 12"):
        accept_invitation(invited.secret, "short")
    assert accept_invitation(invited.secret, GOOD).username == "newcomer"


@pytest.mark.parametrize("who", ["documenter", "reviewer", "analyst", "outsider"])
def test_only_an_administrator_manages_people(cast: Cast, who: str) -> None:
    actor: Account = getattr(cast, who)
    before = Account.objects.count()
    for act in (
        lambda: invite(actor, "newcomer", roles=["documenter"]),
        lambda: invite_again(actor, "reviewer"),
        lambda: change_account(actor, "reviewer", roles=["custodian"], desk="main", expected_version=1),
        lambda: deactivate_account(actor, "reviewer", expected_version=1),
        lambda: reactivate_account(actor, "reviewer", expected_version=1),
        lambda: remove_second_factors(actor, "reviewer"),
    ):
        with pytest.raises(Refused, match="may not do this"):
            act()
    assert Account.objects.count() == before


def test_an_administrator_does_not_change_their_own_account(cast: Cast) -> None:
    version = Account.objects.get(pk=cast.administrator.pk).version
    with pytest.raises(Refused, match="your own account"):
        change_account(
            cast.administrator, "administrator", roles=["reviewer"], desk="main", expected_version=version
        )
    with pytest.raises(Refused, match="your own account"):
        deactivate_account(cast.administrator, "administrator", expected_version=version)


def test_a_change_on_a_stale_version_is_refused(cast: Cast) -> None:
    changed = change_account(
        cast.administrator, "documenter", roles=["reviewer"], desk="main", expected_version=1
    )
    with pytest.raises(Refused, match="after you opened this record"):
        change_account(cast.administrator, "documenter", roles=["analyst"], desk="main", expected_version=1)
    assert changed.version == 2 and account_named("documenter").roles == ["reviewer"]


def test_a_closed_account_does_nothing_any_more(cast: Cast) -> None:
    secret = make_token(cast.documenter, name="script", scopes=["read"], days=30)
    deactivate_account(cast.administrator, "documenter", expected_version=1)
    closed = Account.objects.get(username="documenter")
    with pytest.raises(Refused):
        record_draft(closed)
    assert account_by_token(secret) is None
    with pytest.raises(NotFound):
        invite_again(cast.administrator, "documenter")
    reactivate_account(cast.administrator, "documenter", expected_version=2)
    assert account_by_token(secret) is None, "a token that was revoked stays so"


def test_the_audit_names_an_account_altered_behind_the_ledger(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    grant_access(cast.reviewer, draft, cast.analyst)
    assert audit_ledger().faults == ()
    Account.objects.filter(pk=cast.documenter.pk).update(roles=["custodian"])
    assert audit_ledger().faults == (
        f"the account {cast.documenter.pk} is not as the ledger last recorded it",
    )


def test_the_audit_names_a_grant_put_in_or_taken_out_behind_the_ledger(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    Grant.objects.create(account=cast.outsider, record_id=draft.pk, granted_at=NOW, granted_by=cast.reviewer)
    assert cast.outsider.pk in audit_ledger().faults[0]
    Grant.objects.all().delete()
    grant_access(cast.reviewer, draft, cast.outsider)
    Grant.objects.all().delete()
    assert cast.outsider.pk in audit_ledger().faults[0]


def test_the_audit_names_an_account_put_in_behind_the_ledger(cast: Cast) -> None:
    Account.objects.create(username="smuggled", roles=["custodian"], created_at=NOW)
    assert audit_ledger().faults == ("there are 6 accounts; the ledger knows 5",)
    assert adopt_accounts() == 0, "only a ledger that knows no account adopts any"


def test_access_is_withdrawn_as_it_was_given(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    grant_access(cast.reviewer, draft, cast.outsider)
    with pytest.raises(NotFound):
        withdraw_access(cast.outsider, Incident(pk="0" * 26), cast.outsider)
    withdraw_access(cast.reviewer, draft, cast.outsider)
    with pytest.raises(NotFound, match="was not let in"):
        withdraw_access(cast.reviewer, draft, cast.outsider)
    assert audit_ledger().faults == ()


def test_a_token_speaks_for_its_account_as_far_as_its_scopes(cast: Cast) -> None:
    secret = make_token(cast.documenter, name="script", scopes=["write", "read"], days=30, at=NOW)
    found = account_by_token(secret, at=NOW + timedelta(days=29))
    assert found is not None and (found[0], found[1]) == (cast.documenter, frozenset({"read", "write"}))
    assert Token.objects.get().digest not in secret
    assert tokens_of(cast.documenter)[0].last_used_on == (NOW + timedelta(days=29)).date()
    assert account_by_token(secret, at=NOW + timedelta(days=30)) is None
    assert account_by_token("tawthiq_" + "x" * 43, at=NOW) is None
    assert account_by_token("\ud800", at=NOW) is None


def test_a_token_is_revoked_by_its_owner_only(cast: Cast) -> None:
    secret = make_token(cast.documenter, name="script", scopes=["read"], days=1)
    identifier = tokens_of(cast.documenter)[0].id
    with pytest.raises(NotFound):
        revoke_token(cast.outsider, identifier)
    assert tokens_of(cast.outsider) == ()
    revoke_token(cast.documenter, identifier)
    assert account_by_token(secret) is None


def test_a_token_has_no_scope_beyond_its_owners_roles(cast: Cast) -> None:
    with pytest.raises(Refused, match="None of your roles may do what the scope ledger"):
        make_token(cast.documenter, name="script", scopes=["ledger"], days=1)
    with pytest.raises(Refused, match="scope read"):
        make_token(cast.administrator, name="script", scopes=["read"], days=1)
    with pytest.raises(InvalidValue, match="scopes"):
        make_token(cast.documenter, name="script", scopes=["all"], days=1)
    with pytest.raises(InvalidValue, match="366 days"):
        make_token(cast.documenter, name="script", scopes=["read"], days=4000)
