"""Records: importing a list beside bare `executemany`, and a snapshot of a million harms beside DuckDB's own copying.

The list has the error mix measured on real lists. The peer of the import writes the very rows that the import made
(persons, harms, incidents, ledger, ids) into the same empty tables with the same indexes, in one transaction, from
values already in memory: what no import can do without. The peer of the snapshot copies the same tables, already in
DuckDB, to Parquet files with the same compression: no reading of the records, no joins, no digests.
"""

from __future__ import annotations

import csv
import importlib
import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.generate import misspelt, people
from benchmarks.measure import Prepared, Row, at_most, measure
from tawthiq.cli.opening import open_records
from tawthiq.config.home import create_home

LISTED = 20_000
HARMS = 1_000_000
PER_INCIDENT = 5
REPEATS, WARM = 3, 1

WRITTEN = (
    "cases_incident", "cases_strike", "cases_attribution", "cases_person", "cases_harm", "ledger_entry",
    "ledger_change", "ledger_externalid",
)  # fmt: skip
"""The tables that an import of victims writes to."""


def run() -> list[Row]:
    """Measure both and return their rows."""
    with tempfile.TemporaryDirectory(prefix="tawthiq-bench-") as folder:
        return [_import(Path(folder)), _snapshot(Path(folder))]


def victims_csv(path: Path, rows: int) -> Path:
    """Write a list of victims with the error mix of real lists."""
    chance = random.Random(7)
    table = people(rows).to_pydict()
    names = misspelt(
        [
            " ".join(filter(None, parts))
            for parts in zip(*(table[c] for c in _name_columns(table)), strict=True)
        ]
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["id", "name", "sex", "age", "date of incident", "governorate", "weapon", "perpetrator"]
        )
        for number, name in enumerate(names):
            day = date(2012, 1, 1) + timedelta(days=chance.randrange(3000))
            age = chance.choice(["", str(chance.randrange(1, 90))])
            writer.writerow(
                [number, name, chance.choice(["male", "male", "female", ""]), age, day.isoformat(),
                 chance.choice(["Idlib", "Aleppo", "Hama", "إدلب"]), chance.choice(["missile", "barrel bomb", ""]),
                 chance.choice(["russian", "syrian-regime", ""])]
            )  # fmt: skip
    return path


def _name_columns(table: dict[str, Any]) -> list[str]:
    return [name for name in ("given", "father", "grandfather", "family") if name in table]


def _new_home(path: Path) -> Path:
    create_home(path, organisation="Benchmark", zone="Asia/Damascus", counting_rule="snhr-2019")
    open_records(path)
    founding = importlib.import_module("tawthiq.services.founding")
    founding.found_home(
        administrator="administrator",
        accounts={"documenter": ["documenter"], "reviewer": ["reviewer"], "analyst": ["analyst"]},
    )
    _django_connection().close()
    return path


def _django_connection() -> Any:
    return importlib.import_module("django.db").connection


def _copies(database: Path, number: int) -> list[Path]:
    with closing(sqlite3.connect(database)) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return [Path(shutil.copy(database, database.with_name(f"copy-{n}.sqlite3"))) for n in range(number)]


def _import(folder: Path) -> Row:
    file = victims_csv(folder / "victims.csv", LISTED)
    ours = measure(prepare_import, folder / "ours", file, repeats=REPEATS, warm=WARM)
    theirs = measure(prepare_executemany, folder / "theirs", file, repeats=REPEATS, warm=WARM)
    rate = f"{LISTED / ours.seconds:,.0f} rows/s beside {LISTED / theirs.seconds:,.0f}"
    return at_most(
        f"import {LISTED:,} victims ({rate})", "bare executemany of the same rows", ours, theirs, times=4
    )


def prepare_import(home: Path, file: Path) -> Prepared:
    """Make homes enough for every run; the task imports the list into the next of them."""
    _new_home(home)
    copies = iter(_copies(home / "tawthiq.sqlite3", REPEATS + WARM))

    def task() -> None:
        _import_into(next(copies), file)

    return task


def _import_into(database: Path, file: Path) -> None:
    tables = importlib.import_module("tawthiq.intake.tables")
    mapping = importlib.import_module("tawthiq.intake.mapping")
    importing = importlib.import_module("tawthiq.services.importing")
    accounts = importlib.import_module("tawthiq.services.accounts")
    connection = _django_connection()
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    table = tables.read_table(file)
    outcomes = importing.import_list(
        accounts.account_named("documenter"),
        table,
        mapping=mapping.guess_mapping("victims", table),
        origin="list",
    )
    if not outcomes.written:
        raise RuntimeError(f"The import refused {len(outcomes.rejects)} rows.")
    connection.close()


def prepare_executemany(home: Path, file: Path) -> Prepared:
    """Import once, take the rows it made, and write them again with nothing but executemany."""
    _new_home(home)
    first, *copies = _copies(home / "tawthiq.sqlite3", REPEATS + WARM + 1)
    before = {table: _rowids(first, table) for table in WRITTEN}
    _import_into(first, file)
    made = {table: _rows_after(first, table, before[table]) for table in WRITTEN}
    waiting = iter(copies)

    def task() -> None:
        with closing(sqlite3.connect(next(waiting), isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=FULL")
            database.execute("PRAGMA foreign_keys=ON")
            database.execute("BEGIN IMMEDIATE")
            for table, rows in made.items():
                if rows:
                    database.executemany(
                        f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows
                    )
            database.execute("COMMIT")

    return task


def _rowids(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as opened:
        return int(opened.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0])


def _rows_after(database: Path, table: str, last: int) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(f"SELECT * FROM {table} WHERE rowid > ?", [last]).fetchall()


def _snapshot(folder: Path) -> Row:
    home = folder / "million"
    measure(prepare_million, home, repeats=1, warm=0)
    ours = measure(prepare_snapshot, home, repeats=REPEATS, warm=WARM)
    theirs = measure(prepare_duckdb_copy, home, folder / "copied", repeats=REPEATS, warm=WARM)
    return at_most(f"snapshot of {HARMS:,} harms", "DuckDB COPY of the same tables", ours, theirs, times=3)


def prepare_million(home: Path) -> Prepared:
    """Fill a home with a million harms; the ledger is left out, for a snapshot reads no more of it than its head."""

    def task() -> None:
        _new_home(home)
        bulk = importlib.import_module("tawthiq.services.bulk")
        cases = importlib.import_module("tawthiq.records.cases.models")
        writing = importlib.import_module("tawthiq.services.writing")
        accounts = importlib.import_module("tawthiq.services.accounts")
        actor = accounts.account_named("documenter")
        chance = random.Random(11)
        with writing.writing(actor, action="filled") as write:
            for start in range(0, HARMS // PER_INCIDENT, 10_000):
                _fill(write, bulk, cases, chance, start)

    return task


def _fill(write: Any, bulk: Any, cases: Any, chance: random.Random, start: int) -> None:
    incidents = []
    harms = []
    for number in range(start, start + 10_000):
        incident_id = f"i{number:025d}"
        day = date(2012, 1, 1) + timedelta(days=chance.randrange(3000))
        incidents.append(
            {"id": incident_id, "occurred": day.isoformat(), "first": day, "last": day, "state": "accepted",
             "certainty": "likely", "title_en": f"Attack {number}"}
        )  # fmt: skip
        harms += [
            {"incident_id": incident_id, "kind": "killed", "minimum": 1, "maximum": 1, "group_label": "one",
             "status": "civilian", "sex": chance.choice(["male", "female", "unknown"]),
             "age_group": chance.choice(["adult", "child", "unknown"]), "cause": "heavy-weapons"}
            for _ in range(PER_INCIDENT)
        ]  # fmt: skip
    bulk.add_rows(write, cases.Incident, incidents)
    bulk.add_rows(write, cases.Harm, harms)


def prepare_snapshot(home: Path) -> Prepared:
    """The task takes a snapshot of the home."""
    open_records(home)
    snapshots = importlib.import_module("tawthiq.services.snapshots")
    accounts = importlib.import_module("tawthiq.services.accounts")
    names = (datetime.now(UTC).isoformat() for _ in range(100))

    def task() -> None:
        actor = accounts.account_named("analyst")
        snapshots.take_snapshot(
            actor,
            folder=home / "snapshots",
            rule="snhr-2019",
            name=f"run-{next(names)}",
            at=datetime.now(UTC),
        )

    return task


def prepare_duckdb_copy(home: Path, folder: Path) -> Prepared:
    """Load the tables of the newest snapshot into DuckDB; the task copies each to a Parquet file."""
    newest = max((home / "snapshots").iterdir())
    engine = duckdb.connect()
    tables = [file.stem for file in newest.glob("*.parquet")]
    for table in tables:
        engine.execute(f"CREATE TABLE {table} AS SELECT * FROM '{newest / table}.parquet'")
    folder.mkdir()

    def task() -> None:
        for table in tables:
            engine.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet, COMPRESSION zstd)")

    return task
