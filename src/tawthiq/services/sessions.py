"""Sessions of an account, ended from outside: nobody stays signed in whose account was closed or re-invited."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from tawthiq.records.accounts.models import Account


def end_sessions(account: Account) -> int:
    """End every session of an account; return how many there were."""
    found = list(UserSession.objects.filter(user_id=account.pk))
    for session in found:
        session.end()
    return len(found)
