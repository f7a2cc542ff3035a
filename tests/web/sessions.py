"""Sessions of people who signed in with their password and their second factor, for browsers that begin there."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tawthiq.records.accounts.models import Account

PASSWORD = "a long password for tests"


def session_key_of(account: Account) -> str:
    """Give an account a password, begin a session of it in the home's database and return the session's key."""
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    session = SessionStore()
    session[SESSION_KEY] = account.pk
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "username": account.username},
        {"method": "mfa", "at": time.time(), "id": 1, "type": "totp"},
    ]
    session["account_authentication_methods_user"] = account.pk
    session.save()
    return str(session.session_key)
