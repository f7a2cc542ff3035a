"""A snapshot is written whole or not at all, and one that was changed does not open."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.analysis import (
    TABLES,
    Snapshot,
    counting_rule,
    figures,
    latest_snapshot,
    table_schema,
    write_snapshot,
)
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tests.analysis.records import TAKEN_AT, harm, snapshot_of, table, tables

FACTS: dict[str, Any] = {"taken_at": TAKEN_AT, "ledger_head": "ab" * 32, "rule": "snhr-2019/1"}


def test_the_id_is_the_digest_of_snapshot_json(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a")])
    content = (tmp_path / "s" / "snapshot.json").read_bytes()
    assert snapshot.id == hashlib.sha256(content).hexdigest()
    facts = json.loads(content)
    assert facts["taken_at"] == "2019-07-31T12:00:00Z"
    assert {name: facts["files"][f"{name}.parquet"]["rows"] for name in ("harms", "incidents")} == {
        "harms": 1,
        "incidents": 1,
    }


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    made = tables([harm("b"), harm("a")])
    one = write_snapshot(tmp_path / "one", made, **FACTS)
    chunked = {name: pa.concat_tables([t.slice(1), t.slice(0, 1)]) for name, t in made.items() if t.num_rows}
    other = write_snapshot(tmp_path / "other", made | chunked, **FACTS)
    assert one == other
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_every_table_has_its_schema_and_order(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("b"), harm("a")])
    for name in TABLES:
        assert snapshot.table(name).schema.equals(table_schema(name))
    assert snapshot.table("harms", ["harm_id"])["harm_id"].to_pylist() == ["a", "b"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_changed_byte_keeps_it_from_opening(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("changed") / "s"
    write_snapshot(folder, tables([harm("a")]), **FACTS)
    path = data.draw(st.sampled_from(sorted(folder.iterdir())))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        opened = Snapshot.open(folder)
    except InvalidFile as error:
        assert path.name in str(error)
    else:  # a digit of the head or time changed within its form: another snapshot, with another id
        assert path.name == "snapshot.json"
        assert opened.id == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"[]", b"{}", b"[" * 100_000, b'{"format": "tawthiq-snapshot"}']
)
def test_a_snapshot_json_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "snapshot.json").write_bytes(content)
    with pytest.raises(InvalidFile, match=r"snapshot\.json"):
        Snapshot.open(tmp_path)


def test_a_folder_without_snapshot_is_not_found(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotFound, match=r"holds no snapshot\.json"):
            Snapshot.open(folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    snapshot_of(tmp_path / "s", [harm("a")])
    (tmp_path / "s" / "strikes.parquet").unlink()
    with pytest.raises(InvalidFile, match=r"strikes\.parquet cannot be read"):
        Snapshot.open(tmp_path / "s")


def test_a_file_outside_the_folder_cannot_be_named(tmp_path: Path) -> None:
    snapshot_of(tmp_path / "s", [])
    path = tmp_path / "s" / "snapshot.json"
    path.write_text(path.read_text().replace("strikes.parquet", "../strikes.parquet"))
    with pytest.raises(InvalidFile, match="no table of a snapshot"):
        Snapshot.open(tmp_path / "s")


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    snapshot_of(tmp_path / "s", [])
    path = tmp_path / "s" / "snapshot.json"
    path.write_text(path.read_text().replace('"schema_version": "1.0"', '"schema_version": "2.0"'))
    with pytest.raises(InvalidFile, match=r"schema version 2\.0; this Tawthiq reads 1\.0"):
        Snapshot.open(tmp_path / "s")


def test_a_snapshot_is_never_written_over(tmp_path: Path) -> None:
    snapshot_of(tmp_path / "s", [])
    with pytest.raises(InvalidValue, match="there already"):
        write_snapshot(tmp_path / "s", {}, **FACTS)


@pytest.mark.parametrize(
    ("given_tables", "sentence"),
    [
        ({"victims": table("harms", [])}, "no table victims"),
        ({"harms": pa.table({"harm_id": ["a"]})}, "lacks the column 'harm_code'"),
        ({"evidence": pa.table({"colour": ["red"]})}, "no column colour"),
        ({"attributions": table("attributions", [{"attribution_id": "a"}])}, "is empty in 1 rows"),
        ({"harms": table("harms", [harm("a"), harm("a")])}, "the same harm_id twice"),
        (
            {"harms": table("harms", [harm("a", minimum=3, maximum=2)])},
            "minimum is below zero or above maximum",
        ),
        ({"harms": table("harms", [harm("a", remaining_minimum=-1)])}, "remaining_minimum is below zero"),
    ],
)
def test_a_table_that_does_not_fit_leaves_nothing_behind(
    tmp_path: Path, given_tables: dict[str, pa.Table], sentence: str
) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        write_snapshot(tmp_path / "s", given_tables, **FACTS)
    assert list(tmp_path.iterdir()) == []


def test_other_arrow_types_of_the_same_meaning_are_taken(tmp_path: Path) -> None:
    made = tables([harm("a"), harm("b")])
    harms = made["harms"]
    wide = harms.set_column(0, "harm_id", harms["harm_id"].cast(pa.large_string()))
    wide = wide.set_column(wide.column_names.index("minimum"), "minimum", wide["minimum"].cast(pa.int64()))
    wide = wide.set_column(wide.column_names.index("sex"), "sex", wide["sex"].dictionary_encode())
    assert write_snapshot(tmp_path / "a", made, **FACTS) == write_snapshot(
        tmp_path / "b", made | {"harms": wide}, **FACTS
    )


def test_a_number_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    harms = tables([harm("a")])["harms"]
    wide = harms.set_column(harms.column_names.index("minimum"), "minimum", pa.array([2**40], pa.int64()))
    with pytest.raises(InvalidValue, match=r"harms\.minimum holds int64, which cannot become int32"):
        write_snapshot(tmp_path / "s", {"harms": wide}, **FACTS)


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="needs a time zone"):
        write_snapshot(tmp_path / "s", {}, **FACTS | {"taken_at": TAKEN_AT.replace(tzinfo=None)})


def test_folders_with_signs_that_mean_patterns_open(tmp_path: Path) -> None:
    for name in ("a[1]", "b*", "it's; drop", "سجل"):
        snapshot = snapshot_of(tmp_path / name, [harm("a")])
        assert figures(snapshot, measure="killed", rule=counting_rule("snhr-2019")).rows[0].minimum == 1


def test_the_latest_snapshot_of_a_home_is_the_last_taken(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no snapshot yet"):
        latest_snapshot(tmp_path)
    for name, hours in (("z", 0), ("a", 2), ("m", 1)):
        facts = FACTS | {"taken_at": TAKEN_AT + timedelta(hours=hours)}
        write_snapshot(tmp_path / "snapshots" / name, {}, **facts)
    assert latest_snapshot(tmp_path).name == "a"


def test_times_are_written_in_utc(tmp_path: Path) -> None:
    later = datetime.fromisoformat("2019-07-31T15:00:00+03:00")
    here = write_snapshot(tmp_path / "a", {}, **FACTS | {"taken_at": later})
    assert here == write_snapshot(tmp_path / "b", {}, **FACTS | {"taken_at": later.astimezone(UTC)})


def test_threads_can_share_a_snapshot(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [harm("a"), harm("b", place="hama")])
    found: list[int] = []

    def ask(name: str) -> None:
        table = figures(snapshot, measure="killed", by=["governorate"], rule=counting_rule(name))
        found.append(sum(row.minimum for row in table.rows))

    threads = [threading.Thread(target=ask, args=(n,)) for n in ("snhr-2019", "snhr-2014", "sdg-16-1-2") * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 9


def test_a_failed_write_leaves_no_part_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_snapshot(tmp_path / "s", {}, **FACTS)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_or_memory_limit_is_answered_with_what_there_is(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "s", [])
    with pytest.raises(InvalidValue, match=r"no table 'victims'\. It has: harms"):
        snapshot.table("victims")
    with pytest.raises(InvalidValue, match="no memory limit"):
        Snapshot.open(tmp_path / "s", memory_limit="plenty")
