"""The people's pages: who is here, invitations, one's own tokens. A secret is shown once, on the answer itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tawthiq.domain.errors import InvalidValue, Refused, TawthiqError
from tawthiq.domain.roles import ROLES
from tawthiq.domain.tokens import SCOPES
from tawthiq.queries.people import account_seen_by, accounts_seen_by
from tawthiq.queries.tokens import tokens_of
from tawthiq.services.accounts import change_account, deactivate_account, reactivate_account
from tawthiq.services.invitations import (
    Invited,
    accept_invitation,
    invite,
    invite_again,
    invited_account,
    remove_second_factors,
)
from tawthiq.services.tokens import make_token, revoke_token
from tawthiq.web.doors import actor_of, door
from tawthiq.web.people.forms import InviteForm, RolesForm, TokenForm, WelcomeForm
from tawthiq.web.refusing import language, status_of


def _add(form: RolesForm | WelcomeForm | TokenForm, error: TawthiqError) -> int:
    """Put a service's no beside the form; return the status."""
    form.add_error(None, error.sentence_in(language()))
    return status_of(error)


@door("manage-users")
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts of the home."""
    return render(request, "people/people.html", {"accounts": accounts_seen_by(actor_of(request))})


@door("manage-users")
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Make an account and show its invitation's link, once."""
    form, status = InviteForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            try:
                invited = invite(
                    actor_of(request), values["username"], roles=values["roles"], desk=values["desk"]
                )
            except (InvalidValue, Refused) as error:
                status = _add(form, error)
            else:
                return _invited(request, invited)
    return render(request, "people/invite.html", {"form": form, "roles": ROLES}, status=status)


def _invited(request: HttpRequest, invited: Invited) -> HttpResponse:
    link = request.build_absolute_uri(reverse("welcome", args=[invited.secret]))
    shown = {"account": invited.account, "link": link, "until": invited.expires_at}
    return render(request, "people/invited.html", shown)


@door("manage-users")
def account(request: HttpRequest, username: str) -> HttpResponse:
    """Show one account; change its roles and desk."""
    row = account_seen_by(actor_of(request), username)
    form = RolesForm(request.POST or None, initial={"roles": list(row.roles), "desk": row.desk})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_account(
                    actor_of(request), username, roles=form.cleaned_data["roles"],
                    desk=form.cleaned_data["desk"], expected_version=_version(request),
                )  # fmt: skip
            except (InvalidValue, Refused) as error:
                status = _add(form, error)
            else:
                messages.success(request, _("Changed. It holds from the next page they open."))
                return redirect("people")
    is_own = row.id == actor_of(request).pk
    shown = {"row": row, "form": form, "roles": ROLES, "is_own": is_own}
    return render(request, "people/account.html", shown, status=status)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise InvalidValue("The form does not say which version it is of. Load the page again.")
    return int(text)


@door("manage-users")
@require_POST
def account_step(request: HttpRequest, username: str, step: str) -> HttpResponse:
    """Close an account, open it again, invite it again, or take away its second factors."""
    actor = actor_of(request)
    if step == "invite":
        return _invited(request, invite_again(actor, username))
    if step == "deactivate":
        deactivate_account(actor, username, expected_version=_version(request))
        messages.success(request, _("The account is closed; its sessions and tokens have ended."))
    elif step == "reactivate":
        reactivate_account(actor, username, expected_version=_version(request))
        messages.success(request, _("The account is open again."))
    else:
        remove_second_factors(actor, username)
        messages.success(
            request, _("Their second factors are removed; they set up new ones when they sign in.")
        )
    return redirect("account", username=username)


def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the invited person set their password, once."""
    invited = invited_account(secret)
    form, status = WelcomeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                accept_invitation(secret, form.cleaned_data["password"])
            except InvalidValue as error:
                status = _add(form, error)
            else:
                messages.success(request, _("Your password is set. Sign in with it."))
                return redirect("account_login")
    shown = {"form": form, "account": invited}
    return render(request, "people/welcome.html", shown, status=status)


@door()
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own tokens and make one; its text is shown once."""
    actor = actor_of(request)
    form, status, text = TokenForm(request.POST or None), 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            try:
                text = make_token(actor, name=values["name"], scopes=values["scopes"], days=values["days"])
                form, status = TokenForm(), 200
            except (InvalidValue, Refused) as error:
                status = _add(form, error)
    shown = {"form": form, "text": text, "tokens": tokens_of(actor), "scopes": SCOPES}
    return render(request, "people/tokens.html", shown, status=status)


@door()
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    revoke_token(actor_of(request), pk)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("tokens")
