"""The audit finds any row of the ledger that was flipped, deleted, inserted or swapped in the database itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tawthiq.custody.canonical import canonical_text
from tawthiq.queries.audit import audit_ledger, grew
from tawthiq.records.cases.models import Incident
from tawthiq.records.states import state_of
from tawthiq.services.cases.recording import change_record
from tests.conftest import Cast
from tests.services.cases import make_places, record_accepted, record_draft, simple_case

TABLES = {
    "ledger_entry": ["sequence", "previous", "actor", "recorded_at", "action", "reason", "changes_count",
                     "changes_root", "digest"],
    "ledger_change": ["entry_id", "position", "record_kind", "record_id", "version", "state"],
    "ledger_head": ["sequence", "digest"],
}  # fmt: skip
KEYS = {"ledger_entry": ["sequence"], "ledger_change": ["entry_id", "position"], "ledger_head": ["id"]}

sqlite_only = pytest.mark.skipif("postgresql" in str(settings.DATABASES["default"]["ENGINE"]),
                                 reason="copies a database file; the same code reads both databases")  # fmt: skip


@pytest.fixture
def written(committed_cast: Cast, tmp_path: Path) -> Iterator[Path]:
    """A database file with a ledger of several people's work."""
    places = make_places(committed_cast.documenter)
    record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case(places["alder"]))
    second = record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case(dead=9))
    assert audit_ledger().faults == ()
    assert second.version == 3
    connection.close()
    yield Path(str(connection.settings_dict["NAME"]))


class Tampered:
    """A copy of the database, opened as somebody with the file and no scruples would."""

    def __init__(self, original: Path) -> None:
        self.path = original.with_name("tampered.sqlite3")
        shutil.copyfile(original, self.path)
        self.original = str(original)

    def __enter__(self) -> Any:
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        return cursor

    def __exit__(self, *_: object) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.original


def rows_of(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT rowid FROM {table} ORDER BY rowid")
    return [row[0] for row in cursor.fetchall()]


def flipped(value: Any, at: int) -> Any:
    """Change one character of a text, or one bit of a number."""
    if isinstance(value, int):
        return value ^ (1 << (at % 8))
    if not value:
        return "x"
    at %= len(value)
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]


PATIENT = limits(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@sqlite_only
@given(data=st.data())
@PATIENT
def test_a_flipped_value_anywhere_is_found(written: Path, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(TABLES)))
    column = data.draw(st.sampled_from(TABLES[table]))
    with Tampered(written) as cursor:
        row = data.draw(st.sampled_from(rows_of(cursor, table)))
        cursor.execute(f"SELECT {column} FROM {table} WHERE rowid = %s", [row])
        value = flipped(cursor.fetchone()[0], data.draw(st.integers(0, 4000)))
        try:
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE rowid = %s", [value, row])
        except DatabaseError:  # its own constraints refuse some flips: then nothing was flipped
            return
        assert audit_ledger().faults != ()


@sqlite_only
@given(data=st.data())
@PATIENT
def test_a_deleted_row_is_found(written: Path, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(TABLES)))
    with Tampered(written) as cursor:
        row = data.draw(st.sampled_from(rows_of(cursor, table)))
        cursor.execute(f"DELETE FROM {table} WHERE rowid = %s", [row])
        assert audit_ledger().faults != ()


@sqlite_only
@given(data=st.data())
@PATIENT
def test_swapped_rows_are_found(written: Path, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(["ledger_entry", "ledger_change"]))
    content = [column for column in TABLES[table] if column not in KEYS[table]]
    with Tampered(written) as cursor:
        rows = rows_of(cursor, table)
        left, right = data.draw(st.permutations(rows))[:2]
        cursor.execute(
            f"SELECT {', '.join(content)} FROM {table} WHERE rowid IN (%s, %s) ORDER BY rowid", [left, right]
        )
        first, second = cursor.fetchall()
        if first == second:
            return
        low, high = sorted((left, right))
        if table == "ledger_entry":
            cursor.execute(f"UPDATE {table} SET digest = 'aside' WHERE rowid = %s", [low])
        marks = ", ".join(f"{column} = %s" for column in content)
        cursor.execute(f"UPDATE {table} SET {marks} WHERE rowid = %s", [*first, high])
        cursor.execute(f"UPDATE {table} SET {marks} WHERE rowid = %s", [*second, low])
        assert audit_ledger().faults != ()


@sqlite_only
@given(data=st.data())
@PATIENT
def test_an_inserted_row_is_found(written: Path, data: st.DataObject) -> None:
    with Tampered(written) as cursor:
        entries = rows_of(cursor, "ledger_entry")
        if data.draw(st.booleans()):
            at = data.draw(st.sampled_from(entries))
            cursor.execute(
                "INSERT INTO ledger_change (entry_id, position, record_kind, record_id, version, state) "
                "SELECT entry_id, 900, record_kind, record_id, version + 1, state FROM ledger_change "
                "ORDER BY abs(entry_id - %s) LIMIT 1",
                [at],
            )
        else:
            cursor.execute(
                "INSERT INTO ledger_entry SELECT sequence + 1, digest, actor, recorded_at, action, reason, 0, "
                "changes_root, substr(digest, 2) || '0' FROM ledger_entry ORDER BY sequence DESC LIMIT 1"
            )
        assert audit_ledger().faults != ()


@sqlite_only
def test_the_fault_names_the_entry(written: Path) -> None:
    with Tampered(written) as cursor:
        cursor.execute("UPDATE ledger_entry SET reason = 'nothing to see' WHERE sequence = 7")
        assert audit_ledger().faults[0] == "entry 7 was altered"


@sqlite_only
def test_a_record_changed_behind_the_ledger_is_named(written: Path) -> None:
    with Tampered(written) as cursor:
        cursor.execute("UPDATE cases_harm SET minimum = 3 WHERE minimum = 9")
        cursor.execute("SELECT id FROM cases_harm WHERE minimum = 3")
        harm = cursor.fetchone()[0]
        assert audit_ledger().faults == (f"the harm {harm} is not as the ledger last recorded it",)


@sqlite_only
def test_a_record_removed_behind_the_ledger_is_found(written: Path) -> None:
    with Tampered(written) as cursor:
        cursor.execute("DELETE FROM cases_harm WHERE minimum = 9")
        assert "the ledger knows" in audit_ledger().faults[0]


def test_the_ledger_cannot_be_changed_or_deleted_through_the_database(cast: Cast) -> None:
    for statement in (
        "UPDATE ledger_entry SET reason = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_change SET state = 'x'",
        "DELETE FROM ledger_change",
    ):
        with closing(connection.cursor()) as cursor, pytest.raises(Exception, match="append-only"):
            _in_savepoint(cursor, statement)


def _in_savepoint(cursor: Any, statement: str) -> None:
    cursor.execute("SAVEPOINT attempt")
    try:
        cursor.execute(statement)
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT attempt")


def test_a_column_added_later_is_no_fault_while_it_holds_its_default(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    now = canonical_text(state_of(draft))
    before = json.loads(now)
    del before["site"]
    older = (draft.version, json.dumps(before))
    assert grew(Incident, older, draft.version, now)
    assert not grew(Incident, older, draft.version, now.replace('"site":""', '"site":"a street"'))
    assert not grew(Incident, older, draft.version, now.replace("Market hit", "Market spared"))
    assert not grew(Incident, older, draft.version + 1, now)


def test_an_edit_does_not_make_good_what_was_altered_behind_the_ledger(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    Incident.objects.filter(pk=draft.pk).update(site="altered")
    change_record(cast.documenter, Incident, draft.pk, expected_version=1, title_en="Edited since")
    assert audit_ledger().faults == (f"the incident {draft.pk} is not as the ledger last recorded it",)
