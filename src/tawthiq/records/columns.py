"""Read queries as Arrow columns from one moment of a database, in a process of its own where it is SQLite.

Two copies of the SQLite library in one process release each other's file locks (sqlite.org, "How to corrupt an
SQLite database file", §2.2.1), and the Arrow driver brings its own copy: so the reading is done by a child process,
which writes Arrow files into a folder that the caller owns. PostgreSQL is read over its own connection at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import adbc_driver_manager.dbapi
import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow as pa

from tawthiq.domain.errors import InvalidFile


def read_tables(database: Mapping[str, Any], queries: Mapping[str, str], folder: Path) -> dict[str, pa.Table]:
    """Run each query and return its rows as a table; all see the database of one moment.

    `database` is Django's settings of it; files go to `folder`, which must exist and is the caller's to delete.
    Raises InvalidFile when the database cannot be read.
    """
    if "sqlite" in database["ENGINE"]:
        _read_in_child(str(database["NAME"]), queries, folder)
    else:
        try:
            with adbc_driver_postgresql.dbapi.connect(_postgresql_uri(database)) as connection:
                _write_files(
                    connection,
                    queries,
                    folder,
                    first="SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
                )
        except adbc_driver_manager.dbapi.Error as error:
            raise InvalidFile(
                "The database could not be read in columns. Check that its server runs."
            ) from error
    return {name: _open(folder / f"{name}.arrow") for name in queries}


def _read_in_child(path: str, queries: Mapping[str, str], folder: Path) -> None:
    asked = json.dumps({"path": path, "queries": dict(queries), "folder": str(folder)})
    command = [sys.executable, "-m", "tawthiq.records.columns"]
    done = subprocess.run(command, input=asked.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise InvalidFile(f"The database could not be read in columns: {last[0]}.")


def _write_files(
    connection: Any, queries: Mapping[str, str], folder: Path, *, first: str | None = None
) -> None:
    with connection.cursor() as cursor:
        if first is not None:
            cursor.execute(first)
        for name, sql in queries.items():
            cursor.execute(sql)
            batches = cursor.fetch_record_batch()
            with pa.ipc.new_file(folder / f"{name}.arrow", batches.schema) as file:
                for batch in batches:
                    file.write_batch(batch)


def _open(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as mapped:
        return pa.ipc.open_file(mapped).read_all()


def _postgresql_uri(database: Mapping[str, Any]) -> str:
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return " ".join(
        f"{word}='{_escaped(str(database[key]))}'" for word, key in words.items() if database.get(key)
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _main() -> None:
    asked = json.load(sys.stdin)
    with adbc_driver_sqlite.dbapi.connect(f"file:{asked['path']}") as connection:
        _write_files(connection, asked["queries"], Path(asked["folder"]))


if __name__ == "__main__":
    _main()
