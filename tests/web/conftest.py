"""Doors of the tests: a signed-in client for each of the cast, and a served home with a real browser before it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from tawthiq.records.accounts.models import Account

SignIn = Callable[[Account], Client]
LONGEST_START = 120
"""Seconds."""


@pytest.fixture
def signed_in() -> SignIn:
    """Return a client that is signed in as an account, with password and second factor as allauth notes them."""

    def sign_in(account: Account) -> Client:
        client = signed_in_by_password(account)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "username": account.username},
            {"method": "mfa", "at": time.time(), "id": 1, "type": "totp"},
        ]
        session["account_authentication_methods_user"] = account.pk
        session.save()
        return client

    return sign_in


def signed_in_by_password(account: Account) -> Client:
    """Return a client whose account gave its password and no second factor."""
    client = Client()
    client.force_login(account)
    return client


@dataclass(frozen=True, slots=True)
class Served:
    """A home of its own, served by the real command."""

    home: Path
    address: str


def outside(passphrase: str = "") -> dict[str, str]:
    """Return the environment of a person at a terminal: neither the tests' settings nor their home."""
    kept = {
        name: v for name, v in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "TAWTHIQ_HOME")
    }
    return kept | ({"TAWTHIQ_PASSPHRASE": passphrase} if passphrase else {})


@contextmanager
def serving(home: Path, *, passphrase: str = "") -> Iterator[Served]:
    """Serve a home by `tawthiq serve --port 0`, its vault open, and stop that process at the end."""
    command = [sys.executable, "-m", "tawthiq", "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=outside(passphrase)) as server:
        try:
            assert server.stdout is not None
            line = next(said for said in server.stdout if "http://" in said)
            address = "http://" + line.split("http://")[1].split("/")[0]
            _wait_until_it_answers(address)
            yield Served(home, address)
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[str]) -> None:
    """Ask a server to end; one that is still starting may not hear it, and is ended."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()


def _wait_until_it_answers(address: str) -> None:
    """Ask again and again until there is an answer, for as long as a loaded machine may take to start."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/static/tawthiq/mark.svg", timeout=20):
                return
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError("The server did not answer.")
