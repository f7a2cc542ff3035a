"""Signing in and one's own account: allauth's pages that exist here, and those that are closed."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tawthiq.domain.errors import NotFound
from tawthiq.services.second_factors import note_factor_added, note_factor_removed
from tawthiq.web.doors import actor_of, door
from tawthiq.web.people.adapter import MFAAdapter
from tawthiq.web.refusing import not_there, plain


class ActivateTOTP(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Set up an app; the code just given counts as the second factor of this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Set up, note it in the ledger and in the session."""
        answer: HttpResponse = super().form_valid(form)
        _note_given(self.request, Authenticator.Type.TOTP)
        return answer


class AddWebAuthn(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Add a key or passkey; having used it to register counts as the second factor of this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add, note it in the ledger and in the session."""
        answer: HttpResponse = super().form_valid(form)
        _note_given(self.request, Authenticator.Type.WEBAUTHN)
        return answer


def _note_given(request: HttpRequest, kind: str) -> None:
    actor = actor_of(request)
    newest = Authenticator.objects.filter(user_id=actor.pk, type=kind).order_by("-pk").first()
    record_authentication(request, actor, method="mfa", type=str(kind), id=newest.pk if newest else 0)
    note_factor_added(actor, str(kind))


class DeactivateTOTP(DeactivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Remove the app, unless it is the last second factor of somebody who needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove and note it in the ledger."""
        answer: HttpResponse = super().form_valid(form)
        note_factor_removed(actor_of(self.request), "totp")
        return answer


class RemoveWebAuthn(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Remove a key, unless it is the last second factor of somebody who needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove and note it in the ledger, or say why it stays."""
        if not MFAAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(MFAAdapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_list_webauthn")
        answer: HttpResponse = super().form_valid(form)
        note_factor_removed(actor_of(self.request), "webauthn")
        return answer


@door()
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; ending the present one signs out."""
    found = UserSession.objects.filter(user_id=actor_of(request).pk, pk=pk).first()
    if found is None:
        raise NotFound("There is no such session of yours.")
    if found.session_key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    found.end()
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say what to do about a forgotten password."""
    return plain(
        request, 200, _("Forgotten password"),
        _("Ask your administrator for a new invitation. With it you set a new password; your work stays yours."),
    )  # fmt: skip


def closed(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer as if this page were not there: nobody signs up here, and there is no mail."""
    return not_there(request)
