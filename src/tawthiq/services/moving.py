"""Move a home's records from one database to another: SQLite to PostgreSQL or back, checked before it counts.

The old database is only read. The home's settings name the new one last of all, when ledger, rows and every table of a
snapshot are the same in both: killed at any moment, the home still stands on the old one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tawthiq.config.home import Home, name_database
from tawthiq.config.settings import database_settings
from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue
from tawthiq.domain.roles import MAY
from tawthiq.queries.audit import audit_ledger
from tawthiq.records.accounts.models import Account
from tawthiq.records.ledger.models import Head
from tawthiq.services.snapshots.taking import tables_as_seen
from tawthiq.services.texts import rebuild_texts

OLD, NEW = "moving_from", "moving_to"
CHUNK: Final = 2_000
MADE_ANEW: Final = frozenset({"auth", "search", "sessions", "contenttypes", "usersessions"})
"""Apps whose rows are made anew over there: the words to search by, sessions (people sign in again)."""
MADE_ANEW_TABLES: Final = frozenset({"accounts_shared", "ledger_head"})
"""Tables of other apps that are not copied row by row; the head is written after all else."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved and checked."""

    tables: int
    rows: int
    entries: int
    head: str


def move_database(home: Home, url: str, *, on_step: Callable[[str], None] = lambda _: None) -> Moved:
    """Copy everything to the database at `url` ("sqlite" or postgresql://…), check it, then name it in the settings.

    Refuses the database the home stands on, and one that holds anything. Raises FaultsFound where the copy differs.
    """
    target = replace(home, database=url)
    new = database_settings(target)
    if _place(new) == _place(settings.DATABASES["default"]):
        raise InvalidValue("The home stands on this database already. Name another.")
    with _opened(new):
        _require_empty(connections[NEW])
        on_step("making the tables")
        call_command("migrate", database=NEW, verbosity=0, interactive=False)
        with transaction.atomic(using=OLD):
            # Whoever would write waits at the head until the new database is named.
            head = Head.objects.using(OLD).select_for_update().get(id=1)
            tables, rows = _copy_all(head, on_step)
            on_step("checking ledger, records and figures")
            entries = _check(new, head)
            name_database(home, url)
    return Moved(tables, rows, entries, head.digest)


def _place(database: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(database.get(name, "")) for name in ("ENGINE", "HOST", "PORT", "NAME"))


@contextmanager
def _opened(new: dict[str, Any]) -> Iterator[None]:
    """Open both databases under names of their own, beside the default."""
    made = connections.configure_settings(
        {"default": {**settings.DATABASES["default"]}, OLD: {**settings.DATABASES["default"]}, NEW: {**new}}
    )
    for alias in (OLD, NEW):
        connections.settings[alias] = made[alias]
    try:
        connections[NEW].ensure_connection()
        yield
    except DatabaseError as error:
        raise InvalidFile(
            "The new database could not be used; the home stands on its old one. Check that its server runs, that "
            "the database exists, and that its user may make tables."
        ) from error
    finally:
        for alias in (OLD, NEW):
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]


def _require_empty(connection: BaseDatabaseWrapper) -> None:
    """Tables of ours without records are what an interrupted move leaves: they are used."""
    found = set(connection.introspection.table_names())
    if not found:
        return
    ours = {"accounts_account", "ledger_entry", "django_migrations"}
    with connection.cursor() as cursor:
        held = "accounts_account" in found and _count(cursor, "accounts_account")
    if held or not ours <= found:
        raise InvalidValue("The new database holds tables already. Name an empty one; nothing was changed.")


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in MADE_ANEW
        and model._meta.db_table not in MADE_ANEW_TABLES
    ]


def _copy_all(head: Head, on_step: Callable[[str], None]) -> tuple[int, int]:
    """Copy every table in one transaction of the new database, then the head, then the numbers that follow."""
    rows = 0
    copied = _models()
    with transaction.atomic(using=NEW):
        for model in copied:
            on_step(f"copying {model._meta.db_table}")
            rows += _copy(model)
        Head.objects.using(NEW).update_or_create(
            id=1, defaults={"sequence": head.sequence, "digest": head.digest}
        )
        with connections[NEW].cursor() as cursor:
            for sql in connections[NEW].ops.sequence_reset_sql(no_style(), copied):
                cursor.execute(sql)
    return len(copied), rows


def _copy(model: type[models.Model]) -> int:
    fields = list(model._meta.local_concrete_fields)
    names = [field.attname for field in fields]
    quote = connections[NEW].ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    found = model._base_manager.using(OLD).order_by().values_list(*names).iterator(chunk_size=CHUNK)
    copied = 0
    with connections[NEW].cursor() as cursor:
        while chunk := [row for _, row in zip(range(CHUNK), found, strict=False)]:
            cursor.executemany(insert, [_prepared(fields, row) for row in chunk])
            copied += len(chunk)
        if _count(cursor, model._meta.db_table) != copied:
            raise FaultsFound(f"The table {model._meta.db_table} did not arrive whole; nothing was changed.")
    return copied


def _prepared(fields: list[models.Field[Any, Any]], row: tuple[Any, ...]) -> list[Any]:
    connection = connections[NEW]
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _check(new: dict[str, Any], head: Head) -> int:
    """Hold the copy against the ledger and against the old database, table by table as a snapshot shows them."""
    at = datetime.now(UTC)
    before = _snapshots(at)
    with _standing_on(new):
        found = audit_ledger()
        if found.faults or found.head != head.digest or found.entries != head.sequence:
            raise FaultsFound(
                f"The copy does not pass the audit: {'; '.join(found.faults) or 'another head'}."
            )
        after = _snapshots(at)
        rebuild_texts()
    for (desk, name), table in before.items():
        if not after[desk, name].equals(table):
            raise FaultsFound(
                f"The table {name} of a snapshot differs in the copy; the home was not changed."
            )
    return found.entries


def _snapshots(at: datetime) -> dict[tuple[str, str], Any]:
    """Return the tables of a snapshot as one account of each desk would take it now."""
    found = {}
    takers = [
        one
        for one in Account.objects.filter(is_active=True).order_by("pk")
        if not MAY["take-snapshot"].isdisjoint(one.roles)
    ]
    for taker in takers:
        with tempfile.TemporaryDirectory(prefix="tawthiq-moving-") as folder:
            for name, table in tables_as_seen(taker, Path(folder), at).items():
                found[taker.pk, name] = table
    return found


@contextmanager
def _standing_on(database: dict[str, Any]) -> Iterator[None]:
    """Let the default connection be another database for a while, for what reads the default only."""
    held = connections.settings["default"]
    named = settings.DATABASES["default"]
    _point_default_to(connections.settings[NEW], {**connections.settings[NEW]})
    try:
        yield
    finally:
        _point_default_to(held, named)


def _point_default_to(conf: dict[str, Any], named: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = conf
    settings.DATABASES["default"] = named
