"""Who calls: a token of an account, and what its scopes and the account's roles allow."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from tawthiq.domain.refusals import Refusal, bilingual, ensure
from tawthiq.domain.roles import Activity
from tawthiq.domain.rules import refuse_role
from tawthiq.domain.tokens import SCOPE_ACTIVITIES, SCOPES, allows
from tawthiq.domain.vocabularies import label
from tawthiq.queries.tokens import account_by_token
from tawthiq.records.accounts.models import Account

P = ParamSpec("P")
R = TypeVar("R")


class Token(HttpBearer):
    """A token in the Authorization header; nothing else lets a program in, no cookie is looked at."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """Return the account of a token that holds, and note its scopes on the request."""
        found = account_by_token(token)
        if found is None:
            return None
        account, scopes = found
        request.user = account
        cast(Any, request).scopes = scopes
        return account


def actor_of(request: HttpRequest) -> Account:
    """Return the account that calls."""
    return cast(Account, request.user)


def refuse_scope(scopes: Collection[str], activity: Activity) -> Refusal | None:
    """Refuse an activity that none of the token's scopes allows."""
    if allows(scopes, activity):
        return None
    able = " / ".join(scope for scope in SCOPES if activity in SCOPE_ACTIVITIES[scope])
    return bilingual(
        "scope",
        {"activity": label("activity", activity, "en"), "scope": able},
        {"activity": label("activity", activity, "ar"), "scope": able},
    )


def needs(activity: Activity) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse who has no role, or no scope, for an activity, before anything is looked up."""

    def behind(operation: Callable[P, R]) -> Callable[P, R]:
        @wraps(operation)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            request = cast(Any, args[0] if args else kwargs["request"])
            ensure(refuse_scope(request.scopes, activity), refuse_role(actor_of(request).roles, activity))
            return operation(*args, **kwargs)

        return checked

    return behind
