"""PostgreSQL copied and brought back as of one moment: every table by the engine's own COPY in one snapshot (ADR 0096).

No program beside the connection is needed, and rows come in the order of their keys, so that what was backed up before
is not sent again. A dump names the migrations that its tables stand at; loading brings an empty database there first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tawthiq.domain.errors import InvalidFile, Refused

FORMAT = "tawthiq-postgresql-1"
CONTENTS = "contents.json"
MIGRATIONS = "django_migrations"


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump holds: the ledger's head, the migrations, and each table with its columns."""

    sequence: int
    digest: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, list[str]]


def dump_database(folder: Path) -> Dump:
    """Copy every table of this home's PostgreSQL into files of a folder, all as of one moment."""
    live = connection.copy()
    live.ensure_connection()
    raw: Any = live.connection
    try:
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT sequence, digest FROM ledger_head WHERE id = 1")
            sequence, digest = cursor.fetchone()
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            migrations = tuple((str(app), str(name)) for app, name in cursor.fetchall())
            tables = {table: _columns(cursor, table) for table in _tables(cursor) if table != MIGRATIONS}
            for table, columns in tables.items():
                _copy_out(cursor, table, columns, folder / f"{table}.copy")
    finally:
        live.close()
    dump = Dump(int(sequence), str(digest), migrations, tables)
    (folder / CONTENTS).write_text(json.dumps(_document(dump)), encoding="utf-8")
    return dump


def read_dump(folder: Path) -> Dump:
    """Read what a dump holds. Raises InvalidFile."""
    try:
        document = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise InvalidFile("The copy of the database is of a format that is not known. Update Tawthiq.")
        return Dump(
            document["sequence"], document["digest"], tuple((app, name) for app, name in document["migrations"]),
            {str(table): [str(one) for one in columns] for table, columns in document["tables"].items()},
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise InvalidFile("The copy of the database cannot be read. Take another backup.") from error


def load_database(folder: Path) -> Dump:
    """Load a dump into the empty PostgreSQL that the settings name; wholly, or not at all. Run again, it goes on.

    Raises Refused when the database holds other records, InvalidFile when the dump is of a later version or damaged.
    """
    dump = read_dump(folder)
    # 1. Only an empty database is loaded into; one that holds this very dump is done already.
    if _head() == (dump.sequence, dump.digest) and dump.sequence:
        return dump
    if _head() not in (None, (0, "0" * 64)):
        raise Refused(
            "database-not-empty",
            "The database that the settings name holds records already; nothing was changed. Name an empty one: "
            "restore … --database postgresql://user@host:port/name",
        )
    # 2. Its tables are made as they were when the dump was taken.
    _migrate_to(dump.migrations)
    # 3. All rows come in one transaction; keys between tables are checked at its end.
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns in dump.tables.items():
                _copy_in(cursor, table, columns, folder / f"{table}.copy")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(statement)
    except (DatabaseError, OSError) as error:
        raise InvalidFile(
            f"The copy of the database could not be loaded ({type(error).__name__}); nothing of it was kept. "
            "Take another backup, or the second copy."
        ) from error
    # 4. What this version of Tawthiq adds to the tables comes after the rows.
    call_command("migrate", verbosity=0, interactive=False)
    return dump


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
        "AND table_type = 'BASE TABLE' ORDER BY table_name"
    )
    return [str(row[0]) for row in cursor.fetchall()]


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    return [str(row[0]) for row in cursor.fetchall()]


def _key(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT a.attname FROM pg_index i JOIN unnest(i.indkey) WITH ORDINALITY k(number, place) ON true "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY k.place",
        [connection.ops.quote_name(table)],
    )
    return [str(row[0]) for row in cursor.fetchall()]


def _copy_out(cursor: Any, table: str, columns: list[str], path: Path) -> None:
    key = _key(cursor, table) or columns
    order = ", ".join(map(connection.ops.quote_name, key))
    chosen = f"SELECT {_named(columns)} FROM {connection.ops.quote_name(table)} ORDER BY {order}"
    with path.open("wb") as file, cursor.copy(f"COPY ({chosen}) TO STDOUT (ENCODING 'UTF8')") as rows:
        for piece in rows:
            file.write(piece)


def _copy_in(cursor: Any, table: str, columns: list[str], path: Path) -> None:
    name = connection.ops.quote_name(table)
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
    if cursor.fetchone()[
        0
    ]:  # what migrations themselves put in: the head of an empty ledger, kinds of content
        cursor.execute(f"DELETE FROM {name}")
    with (
        path.open("rb") as file,
        cursor.copy(f"COPY {name} ({_named(columns)}) FROM STDIN (ENCODING 'UTF8')") as rows,
    ):
        while piece := file.read(1 << 20):
            rows.write(piece)


def _named(columns: list[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))


def _head() -> tuple[int, str] | None:
    """Return the head of the ledger in the database; None where there are no tables yet."""
    if "ledger_head" not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, digest FROM ledger_head WHERE id = 1")
        found = cursor.fetchone()
    return None if found is None else (int(found[0]), str(found[1]))


def _migrate_to(migrations: tuple[tuple[str, str], ...]) -> None:
    """Bring an empty database to the migrations of a dump. Raises InvalidFile for those that are not known here."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    unknown = [f"{app}.{name}" for app, name in migrations if (app, name) not in known]
    if unknown:
        raise InvalidFile(
            f"The backup was made by a later version of Tawthiq: it knows {unknown[0]}. Update Tawthiq, then repeat."
        )
    newest = dict(migrations)  # of each app the last that was applied, in the order in which they were
    for app, name in newest.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)
    applied = set(MigrationRecorder(connection).applied_migrations())
    if applied != set(migrations):
        raise InvalidFile("The tables cannot be made as they were when the backup was taken. Update Tawthiq.")


def _document(dump: Dump) -> dict[str, Any]:
    return {
        "format": FORMAT, "sequence": dump.sequence, "digest": dump.digest,
        "migrations": [list(one) for one in dump.migrations], "tables": dump.tables,
    }  # fmt: skip
