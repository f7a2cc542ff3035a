"""A program with a token of an account."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tawthiq.domain.roles import MAY
from tawthiq.domain.tokens import SCOPE_ACTIVITIES, SCOPES, Scope
from tawthiq.records.accounts.models import Account
from tawthiq.services.tokens import make_token


class Program:
    """Calls the API in the name of an account."""

    def __init__(self, account: Account, scopes: tuple[Scope, ...] = SCOPES) -> None:
        able = [scope for scope in scopes if _is_of(account, scope)]
        self.token = make_token(account, name="tests", scopes=able, days=30)
        self.client = Client()

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.client.get(f"/api/v1{path}", headers=self._with_token(headers))

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        """Write something new, or take a step."""
        return self._send(self.client.post, path, body, headers)

    def put(self, path: str, body: object, **headers: str) -> Any:
        """Change."""
        return self._send(self.client.put, path, body, headers)

    def _send(self, method: Any, path: str, body: object, headers: dict[str, str]) -> Any:
        sent = json.dumps(body)
        return method(f"/api/v1{path}", sent, "application/json", headers=self._with_token(headers))

    def _with_token(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.token}", **named}


def _is_of(account: Account, scope: Scope) -> bool:
    return not MAY[SCOPE_ACTIVITIES[scope][0]].isdisjoint(account.roles)


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    """Make a program for an account."""
    return Program
