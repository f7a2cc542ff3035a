"""Before any page opens: sessions that are too old end, and who needs a second factor has given one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tawthiq.domain.secrecy import needs_second_factor
from tawthiq.records.accounts.models import Account

OPEN_BEFORE = frozenset(
    {"account_logout", "account_reauthenticate", "set_language", "welcome", "mfa_reauthenticate",
     "mfa_reauthenticate_webauthn", "live", "ready", "metrics"}
)  # fmt: skip
"""Pages that open before the second factor is given."""
OPEN_TO_SET_UP = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
     "mfa_download_recovery_codes", "mfa_generate_recovery_codes", "account_change_password"}
)  # fmt: skip
"""Pages that open to somebody who has none yet, so that they set one up."""

STARTED, SEEN = "tawthiq_started", "tawthiq_seen"
NOTED_EVERY = 60
"""Seconds between two notes of when a session was last used."""


def has_given_second_factor(request: HttpRequest) -> bool:
    """Say whether this session was opened, or confirmed since, with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class SessionLimits:
    """End a session that was not used for a while, and any session after a day's work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, as nobody where the session is too old."""
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.get(STARTED, now)
            seen = request.session.get(SEEN, now)
            if now - started > settings.SESSION_LONGEST or now - seen > settings.SESSION_IDLE:
                logout(request)
            elif STARTED not in request.session or now - seen >= NOTED_EVERY:
                request.session[STARTED], request.session[SEEN] = started, now
        return self.get_response(request)


class SecondFactor:
    """Lead whoever needs a second factor to it before any other page opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the page's name is known in `process_view` only."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return the way to the second factor, or None where the page may open."""
        account = request.user
        if not isinstance(account, Account) or not needs_second_factor(account.roles):
            return None
        match = request.resolver_match
        if match is not None and match.namespace == "api":
            return None  # programs come in by a token alone: whoever is signed in here is not looked at there
        name = match.url_name if match else None
        if name in OPEN_BEFORE or has_given_second_factor(request):
            return None
        kinds = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
        if not kinds & {"totp", "webauthn"}:
            return None if name in OPEN_TO_SET_UP else HttpResponseRedirect(reverse("mfa_index"))
        page = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn"
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.path})}")
