"""What a home's administrator should know before somebody else finds it: Django system checks with hints.

They run for `tawthiq doctor` only; nothing in them names a person or a case.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import connection

from tawthiq.config.home import Home
from tawthiq.domain.errors import NotFound
from tawthiq.domain.secrecy import needs_second_factor
from tawthiq.records.accounts.models import Account
from tawthiq.records.ledger.models import Entry

TAG: Final = "tawthiq"
LEAST_FREE: Final = 2_000_000_000
"""Bytes that should be free where the home lies."""
OLDEST_BACKUP: Final = timedelta(days=2)
OLDEST_POSTGRESQL: Final = 140_000


def _warn(number: int, message: str, hint: str) -> list[CheckMessage]:
    return [Warning(message, hint=hint, id=f"tawthiq.W{number:03}")]


def _home() -> Home:
    home = settings.HOME
    if home is None:
        raise NotFound("There is no home to check.")
    return home


@register(TAG, deploy=True)
def address_has_tls(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where people reach the application without TLS."""
    if not _home().web_address or _home().web_address.startswith("https://"):
        return []
    return _warn(1, "web_address is not https.", "Put it behind a proxy with TLS: docs/manual/13-running.md.")


@register(TAG, deploy=True)
def secrets_are_private(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where others on this machine can read the secrets."""
    keys = _home().keys
    readable = [
        f for f in (keys, keys / "django-secret") if f.exists() and stat.S_IMODE(f.stat().st_mode) & 0o077
    ]
    if not readable:
        return []
    return _warn(2, "Others on this machine can read the keys.", f"Run: chmod -R go-rwx {keys}")


@register(TAG, deploy=True)
def vault_has_keys(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where no evidence can be kept yet."""
    if _home().keyring.exists():
        return []
    return _warn(3, "The vault has no keys.", "Make them under a passphrase: tawthiq keys create")


@register(TAG, deploy=True)
def disk_has_room(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn before the disk is full."""
    free = shutil.disk_usage(_home().path).free
    if free >= LEAST_FREE:
        return []
    return _warn(
        4, f"Only {free // 1_000_000} MB are free where the home lies.", "Make room, or move the home."
    )


@register(TAG, deploy=True)
def backup_is_young(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where no backup was made lately."""
    last = Entry.objects.filter(action="backup made").order_by("-sequence").first()
    if last is not None and datetime.now(UTC) - datetime.fromisoformat(last.recorded_at) < OLDEST_BACKUP:
        return []
    return _warn(5, "No backup was made in the last two days.", "Run every night: tawthiq backup create")


@register(TAG, deploy=True)
def accounts_have_second_factors(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where somebody who signs in has no second factor yet."""
    secured = set(
        Authenticator.objects.filter(type__in=["totp", "webauthn"]).values_list("user_id", flat=True)
    )
    lacking = sum(
        one.has_usable_password() and needs_second_factor(one.roles) and one.pk not in secured
        for one in Account.objects.filter(is_active=True)
    )
    if not lacking:
        return []
    return _warn(
        6, f"{lacking} accounts with a password have no second factor.",
        "They are led to set one up when they sign in next; ask them to do so.",
    )  # fmt: skip


@register(TAG, deploy=True)
def database_is_as_it_should_be(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn of SQLite without its write-ahead log, and of a PostgreSQL that gets no fixes any more."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            if cursor.fetchone()[0] != "wal":
                return _warn(
                    7, "SQLite is not in WAL.", "Put the home on a disk of this machine, not on a share."
                )
            return []
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < OLDEST_POSTGRESQL:
            return _warn(8, "PostgreSQL is older than 14.", "Use a version that still gets fixes.")
    return []


@register(TAG, deploy=True)
def home_is_not_roots(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where a home that others reach is served as root."""
    if not _home().web_address or os.getuid() != 0:
        return []
    return _warn(9, "This runs as root.", "Give it a user of its own: deploy/tawthiq.service.")
