"""Reading tables in columns: two readers see one moment, every kind of column comes as what it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tawthiq.domain.errors import InvalidFile
from tawthiq.records import columns
from tawthiq.records.columns import Asked, Column, read_tables

HEAD = Asked("head", (Column("digest", '"digest"', "text"),))
HARMS = Asked(
    "harm",
    (
        Column("id", '"id"', "text"), Column("kind", '"kind"', "code"), Column("sex", '"sex"', "code"),
        Column("note", '"note"', "text"), Column("minimum", '"minimum"', "number"), Column("x", '"x"', "real"),
        Column("shape", '"shape"', "bytes"),
    ),
)  # fmt: skip


def _database(path: Path, rows: int) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE head (id INTEGER PRIMARY KEY, digest TEXT)")
        database.execute("INSERT INTO head VALUES (1, 'first')")
        database.execute(
            "CREATE TABLE harm (id TEXT PRIMARY KEY, kind TEXT, sex TEXT, note TEXT, minimum INT, x REAL, shape BLOB)"
        )
        made = [_row(n) for n in range(rows)]
        database.executemany("INSERT INTO harm VALUES (?, ?, ?, ?, ?, ?, ?)", made)
        database.commit()
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


def _row(n: int) -> tuple[Any, ...]:
    kind, sex = ("killed", "injured", "")[n % 3], ("male", "female")[n % 2]
    note = None if n < 2000 else f"note {n}"
    return (
        f"h{n:05}",
        kind,
        sex,
        note,
        None if n % 5 == 0 else n,
        0.5 * n if n % 7 else None,
        b"\0" if n % 2 else None,
    )


@pytest.mark.parametrize("rows", [0, 1, 3001])
def test_every_row_comes_once_with_its_nulls_and_types(tmp_path: Path, rows: int) -> None:
    database = _database(tmp_path / "db", rows)
    read = read_tables(database, {"harm": HARMS, "head": HEAD}, tmp_path, moment="head")
    got = read["harm"].select([column.name for column in HARMS.columns]).to_pylist()
    assert sorted(tuple(row.values()) for row in got) == [_row(n) for n in range(rows)]
    assert read["head"].to_pylist() == [{"digest": "first"}]
    types = {field.name: field.type for field in read["harm"].schema}
    assert (types["note"], types["minimum"], types["x"]) == (pa.string(), pa.int64(), pa.float64())


def test_readers_that_saw_two_moments_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = _database(tmp_path / "db", 10)
    start = columns._start
    started: list[tuple[int, int]] = []

    def write_between(path: str, asked: Any, folder: Path, moment: str, part: int, parts: int) -> Any:
        started.append((part, parts))
        child = start(path, asked, folder, moment, part, parts)
        if len(started) == 1:
            child.wait()
            with closing(sqlite3.connect(path)) as writer:
                writer.execute("UPDATE head SET digest = 'second'")
                writer.execute("INSERT INTO harm VALUES ('h99999', 'killed', 'male', '', 1, 0, NULL)")
                writer.commit()
        return child

    monkeypatch.setattr(columns, "_start", write_between)
    read = read_tables(database, {"harm": HARMS, "head": HEAD}, tmp_path, moment="head")
    assert started == [(0, 2), (1, 2), (0, 2), (1, 2)]
    assert read["head"].to_pylist() == [{"digest": "second"}]
    assert read["harm"].num_rows == 11


def test_a_code_with_a_control_character_stops_the_reading(tmp_path: Path) -> None:
    database = _database(tmp_path / "db", 3)
    with closing(sqlite3.connect(tmp_path / "db")) as writer:
        writer.execute("UPDATE harm SET kind = 'a' || char(31) || 'b' WHERE id = 'h00001'")
        writer.commit()
    with pytest.raises(InvalidFile, match="a code holds a control character; run tawthiq audit"):
        read_tables(database, {"harm": HARMS, "head": HEAD}, tmp_path, moment="head")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "db").write_bytes(b"nothing of the kind" * 100)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "db")}
    with pytest.raises(InvalidFile, match="could not be read in columns"):
        read_tables(database, {"head": HEAD}, tmp_path, moment="head")
