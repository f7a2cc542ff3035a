"""The door of every page: who comes in, with which role; the view behind it gets a request whose actor is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tawthiq.domain.refusals import ensure
from tawthiq.domain.roles import Activity
from tawthiq.domain.rules import refuse_role
from tawthiq.records.accounts.models import Account

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor_of(request: HttpRequest) -> Account:
    """Return the account that asks; call behind a door only."""
    return cast(Account, request.user)


def door(*activities: Activity) -> Callable[[View[P]], View[P]]:
    """Let in people who are signed in and whose roles may do one of the activities (any account where none is named).

    Whoever may not is refused before the record is looked up, so that the answer says nothing about it.
    """

    def behind(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            roles = actor_of(request).roles
            found = [refuse_role(roles, activity) for activity in activities]
            if found and None not in found:
                ensure(found[0])
            return view(request, *args, **kwargs)

        guarded = cast(Any, login_required(checked))
        guarded.activities = activities
        return cast(View[P], guarded)

    return behind


def language_of(request: HttpRequest) -> str:
    """Return `ar` or `en`, whichever the page is in."""
    return "ar" if str(getattr(request, "LANGUAGE_CODE", "en")).startswith("ar") else "en"
