"""Write and open snapshots: whole or not at all, every file checked by its SHA-256 before a row is read."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tawthiq.analysis.manifest import FILE_NAME, Manifest, TableFile, parse_manifest
from tawthiq.analysis.schema import TABLES, table_schema
from tawthiq.analysis.tables import conformed, conformed_groups
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound

ROW_GROUP: Final = 122_880
"""Rows per Parquet row group: DuckDB's own unit of work, so that every core finds some."""

Rows: TypeAlias = pa.Table | Callable[[], Iterable[pa.Table]]
"""The rows of a table: all of them, or what gives them part by part, in the order of their key."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """An opened snapshot: immutable tables that answer questions; safe to share between threads."""

    folder: Path
    id: str
    about: Manifest
    connection: duckdb.DuckDBPyConnection = field(repr=False)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, folder: Path | str, *, memory_limit: str = "1GB", threads: int | None = None) -> Snapshot:
        """Open the snapshot in `folder` after checking every file against `snapshot.json`.

        `memory_limit` is DuckDB's ("500MB", "4GB"); what does not fit goes to a temporary folder on disk.
        """
        folder = Path(folder)
        about = read_manifest(folder)
        for table, file in about.files.items():
            _check_file(folder / f"{table}.parquet", table, file)
        return cls(folder, about.id, about, _connect(folder, memory_limit, threads))

    def rows(self, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one query over the tables of the snapshot; values are bound, never part of the text."""
        cursor = self.connection.cursor()
        try:
            return cursor.execute(sql, values).fetchall() if values else cursor.execute(sql).fetchall()
        finally:
            cursor.close()

    def arrow(self, sql: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """Run one query as `rows` does and give its rows in columns."""
        cursor = self.connection.cursor()
        try:
            return cursor.sql(sql, params=values or None).to_arrow_table()
        finally:
            cursor.close()

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read a table, or some of its columns, into memory."""
        if name not in TABLES:
            raise InvalidValue(f"A snapshot has no table '{name}'. It has: {', '.join(TABLES)}.")
        return pq.read_table(self.folder / f"{name}.parquet", columns=list(columns) if columns else None)

    def close(self) -> None:
        """Let go of the memory that the snapshot's engine holds."""
        self.connection.close()


def write_snapshot(
    folder: Path | str,
    tables: Mapping[str, Rows],
    *,
    taken_at: datetime,
    ledger_head: str | None,
    rule: str,
    public: bool = False,
    source: str = "records",
) -> str:
    """Write tables as a snapshot folder and return its id; the same tables and facts give the same bytes.

    The folder appears whole or not at all: files are written to a sibling, flushed to disk, then renamed.
    Rows that are given part by part are never all in memory.
    A table that is not given is written empty; a column that may be null and is not given is written null.
    """
    folder = Path(folder)
    if unknown := sorted(set(tables) - set(TABLES)):
        raise InvalidValue(f"A snapshot has no table {', '.join(unknown)}. It has: {', '.join(TABLES)}.")
    if folder.exists():
        raise InvalidValue(
            f"{folder} is there already. A snapshot never changes: give the new one its own name."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.parent / f".{folder.name}.{os.getpid()}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        files = {name: _write_table(part, name, tables.get(name)) for name in TABLES}
        about = Manifest(taken_at, ledger_head, rule, public, source, files)
        _write_bytes(part / FILE_NAME, about.to_bytes())
        _flush(part)
        part.rename(folder)
        _flush(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return about.id


def latest_snapshot(home: Path | str) -> Path:
    """Find the newest snapshot of a home, by the time at which it was taken."""
    taken = [
        (read_manifest(path.parent).taken_at, path.parent)
        for path in Path(home).glob(f"snapshots/*/{FILE_NAME}")
        if not path.parent.name.startswith(".")
    ]
    if not taken:
        raise NotFound(f"{home} holds no snapshot yet. Take one first: tawthiq --home {home} snapshot.")
    return max(taken)[1]


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file without reading it into memory at once."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read what a snapshot says of itself; raises NotFound or InvalidFile."""
    try:
        content = (folder / FILE_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"{folder} is no snapshot: it holds no {FILE_NAME}.") from error
    except OSError as error:
        raise InvalidFile(f"{folder / FILE_NAME} cannot be read: {error.strerror}.") from error
    about = parse_manifest(content)
    if about.to_bytes() != content:
        raise InvalidFile(f"{folder / FILE_NAME} was changed after it was written. Restore it from its copy.")
    return about


def _check_file(path: Path, table: str, file: TableFile) -> None:
    try:
        found = file_digest(path)
    except OSError as error:
        raise InvalidFile(f"{path} cannot be read: {error.strerror}. Restore it from its copy.") from error
    if found != file.sha256:
        raise InvalidFile(
            f"{path} is not the file that {FILE_NAME} names: its SHA-256 is {found[:12]}…, "
            f"expected {file.sha256[:12]}…. Restore it from its copy."
        )
    try:
        metadata = pq.read_metadata(path)
        schema = metadata.schema.to_arrow_schema()
    except (pa.ArrowException, OSError) as error:
        raise InvalidFile(f"{path} is not a readable Parquet file.") from error
    if not schema.equals(table_schema(table)) or metadata.num_rows != file.rows:
        raise InvalidFile(f"{path} does not hold the columns and rows that schema and {FILE_NAME} promise.")


def _connect(folder: Path, memory_limit: str, threads: int | None) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    try:
        connection = duckdb.connect(config=config)
    except duckdb.Error as error:
        raise InvalidValue(f"'{memory_limit}' is no memory limit. Write it as '500MB' or '4GB'.") from error
    for table in TABLES:
        connection.read_parquet(_literal(folder / f"{table}.parquet")).create_view(table)
    return connection


def _literal(path: Path) -> str:
    """Write a path so that DuckDB, which takes patterns, finds that one file."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _write_table(folder: Path, name: str, rows: Rows | None) -> TableFile:
    path = folder / f"{name}.parquet"
    tables = conformed_groups(name, rows(), ROW_GROUP) if callable(rows) else [conformed(name, rows)]
    count = 0
    with pq.ParquetWriter(path, table_schema(name), compression="zstd", write_page_index=False) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=ROW_GROUP)
            count += table.num_rows
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    return TableFile(count, path.stat().st_size, file_digest(path))


def _write_bytes(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
