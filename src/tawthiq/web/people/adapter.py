"""How allauth behaves here: nobody signs up, nothing is sent by mail, messages are ours, secrets of apps are sealed."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tawthiq.domain.secrecy import needs_second_factor
from tawthiq.records.accounts.models import Account

MESSAGES: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": _("Your password is changed. Your other sessions have ended."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("Your key is added."),
    "mfa/messages/webauthn_removed.txt": _("Your key is removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "You have new recovery codes. Keep them where only you find them."
    ),
    "usersessions/messages/sessions_logged_out.txt": _("Your other sessions have ended."),
}
"""What is said after a step; allauth's other messages are not shown."""

JUST_NOW = 5 * 60
"""Seconds after a sign-in during which a password is not asked for again."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by the administrator, passwords are set with an invitation."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("There is no such user name with this password."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "password_min_length": _("The password is too short."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say that nobody signs up by themselves."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before the account is changed, unless it was given just now."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say our own sentence, or an error that a form found."""
        said = message or MESSAGES.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: this home knows no mail addresses."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: the secret of an app is sealed with the home's own, and the last factor that is needed stays."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Take the newest one your app shows."),
        "cannot_delete_authenticator": _(
            "Your roles need a second factor and this is the last one. Add another before you remove it."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of somebody whose roles need one."""
        account = authenticator.user
        if not isinstance(account, Account) or not needs_second_factor(account.roles):
            return True
        others = Authenticator.objects.filter(user_id=account.pk).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def _sealer() -> Fernet:
    key = hashlib.sha256(b"tawthiq second factors\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
