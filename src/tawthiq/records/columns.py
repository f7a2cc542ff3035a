"""Read whole tables as Arrow columns from one moment of a database, in processes of their own where it is SQLite.

Two copies of the SQLite library in one process release each other's file locks (sqlite.org, "How to corrupt an
SQLite database file", §2.2.1), and the Arrow driver brings its own copy: so children read (`sqlite_columns`) and leave
Arrow files in a folder that the caller owns. Two of them halve the time; that they saw the same moment is proved by the
head of the ledger, which every write moves. PostgreSQL is read over its own connection at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import adbc_driver_manager
import adbc_driver_postgresql
import pyarrow as pa

from tawthiq.domain.errors import InvalidFile

Kind = Literal["code", "text", "number", "real", "bytes"]
"""What a column holds; a code is never null and has few distinct values."""

READERS: Final = 2
TRIES: Final = 3
"""How often two readers may miss the same moment before one reads alone."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column to read: its name, the SQL that gives it, and what it holds."""

    name: str
    sql: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """One table to read, or those of its rows that a condition picks."""

    table: str
    columns: tuple[Column, ...]
    condition: str = ""


def read_tables(
    database: Mapping[str, Any], asked: Mapping[str, Asked], folder: Path, *, moment: str
) -> dict[str, pa.Table]:
    """Read each table; all see the database of one moment.

    `database` is Django's settings of it; `moment` names the table of one row that every write changes; files go to
    `folder`, which must exist and is the caller's to delete. Raises InvalidFile when the database cannot be read.
    """
    if "sqlite" in database["ENGINE"]:
        return _read_in_children(str(database["NAME"]), asked, folder, moment)
    try:
        return _read_postgresql(database, asked)
    except adbc_driver_manager.Error as error:
        raise InvalidFile("The database could not be read in columns. Check that its server runs.") from error


def select(asked: Asked) -> str:
    """Write the query of a table."""
    columns = ", ".join(f'{column.sql} AS "{column.name}"' for column in asked.columns)
    condition = f" WHERE {asked.condition}" if asked.condition else ""
    return f'SELECT {columns} FROM "{asked.table}"{condition}'


def _read_in_children(
    path: str, asked: Mapping[str, Asked], folder: Path, moment: str
) -> dict[str, pa.Table]:
    for readers in (*(READERS for _ in range(TRIES)), 1):
        children = [_start(path, asked, folder, moment, part, readers) for part in range(readers)]
        for said in [(child.communicate()[1], child.returncode) for child in children]:
            _require_done(*said)
        heads = [_open(folder / f"{moment}.{part}.arrow") for part in range(readers)]
        if all(head.equals(heads[0]) for head in heads):
            break
    parts = {
        name: [_open(folder / f"{name}.{part}.arrow") for part in range(readers)]
        for name in asked
        if name != moment
    }
    return {name: pa.concat_tables(tables) for name, tables in parts.items()} | {moment: heads[0]}


def _start(
    path: str, asked: Mapping[str, Asked], folder: Path, moment: str, part: int, parts: int
) -> subprocess.Popen[bytes]:
    wanted = {"path": path, "folder": str(folder), "moment": moment, "part": part, "parts": parts}
    wanted["asked"] = {name: asdict(one) for name, one in asked.items()}
    child = subprocess.Popen(
        [sys.executable, "-m", "tawthiq.records.sqlite_columns"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if child.stdin is not None:
        child.stdin.write(json.dumps(wanted).encode())
        child.stdin.close()
        child.stdin = None
    return child


def _require_done(said: bytes, code: int) -> None:
    if code != 0:
        last = said.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise InvalidFile(f"The database could not be read in columns: {last[0]}.")


def _open(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as mapped:
        return pa.ipc.open_file(mapped).read_all()


def _read_postgresql(database: Mapping[str, Any], asked: Mapping[str, Asked]) -> dict[str, pa.Table]:
    with (
        closing(adbc_driver_postgresql.connect(_postgresql_uri(database))) as opened,
        closing(adbc_driver_manager.AdbcConnection(opened)) as connection,
    ):
        connection.set_autocommit(False)
        with closing(adbc_driver_manager.AdbcStatement(connection)) as first:
            first.set_sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            first.execute_update()
        return {name: run_query(connection, select(one)) for name, one in asked.items()}


def run_query(connection: Any, sql: str, **options: str) -> pa.Table:
    """Run one query over an open connection of the Arrow driver and give its rows."""
    with closing(adbc_driver_manager.AdbcStatement(connection)) as statement:
        statement.set_options(**options)
        statement.set_sql_query(sql)
        stream, _ = statement.execute_query()
        return pa.RecordBatchReader.from_stream(stream).read_all()


def _postgresql_uri(database: Mapping[str, Any]) -> str:
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return " ".join(
        f"{word}='{_escaped(str(database[key]))}'" for word, key in words.items() if database.get(key)
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")
