"""Snapshots of records."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.services.snapshots import harms, take_snapshot, taking
from tests.conftest import Cast
from tests.services.cases import make_places, record_accepted, simple_case


def test_it_holds_the_harms_with_what_is_left_of_a_group(committed_cast: Cast, tmp_path: Path) -> None:
    places = make_places(committed_cast.documenter)
    record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case(places["alder"]))
    taken = take_snapshot(committed_cast.analyst, folder=tmp_path / "snapshots", rule="snhr-2019")
    found = Snapshot.open(taken.folder).table("harms").to_pylist()
    assert sorted((h["remaining_minimum"], h["remaining_maximum"]) for h in found) == [(1, 1), (6, 6)]
    assert {h["governorate_en"] for h in found} == {"Northmark"}
    assert {h["party"] for h in found} == {"russian"}
    assert {h["state"] for h in found} == {"accepted"}
    assert audit_ledger().faults == ()


def test_an_outsider_takes_a_snapshot_of_nothing(committed_cast: Cast, tmp_path: Path) -> None:
    record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case())
    taken = take_snapshot(committed_cast.outsider, folder=tmp_path, rule="snhr-2019")
    assert taken.rows["incidents"] == taken.rows["harms"] == taken.rows["strikes"] == 0


def test_a_documenter_may_not_take_one(committed_cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="may not do this"):
        take_snapshot(committed_cast.documenter, folder=tmp_path, rule="snhr-2019")


def test_two_of_one_second_have_two_names(committed_cast: Cast, tmp_path: Path) -> None:
    moment = datetime(2019, 7, 31, 12, 0, 0, tzinfo=UTC)
    first, second = (
        take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", at=moment) for _ in range(2)
    )
    assert (first.name, second.name) == ("2019-07-31T120000Z", "2019-07-31T120000Z-2")


def test_a_name_is_given_once(committed_cast: Cast, tmp_path: Path) -> None:
    take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="july")
    with pytest.raises(InvalidValue, match="was a snapshot named july before"):
        take_snapshot(committed_cast.analyst, folder=tmp_path / "elsewhere", rule="snhr-2019", name="july")


def test_it_is_taken_where_others_keep_writing(
    committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case())
    heads = iter(range(1_000))
    monkeypatch.setattr(taking, "_head", lambda: f"another head each time: {next(heads)}")
    taken = take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019")
    assert taken.rows["incidents"] == 1 and next(heads) == taking.TRIES


def test_harms_in_many_parts_are_the_harms_in_one(
    committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = make_places(committed_cast.documenter)
    for _ in range(2):
        record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case(places["alder"]))
    whole = take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="whole")
    monkeypatch.setattr(harms, "PART", 1)
    parts = take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="parts")
    assert whole.rows["harms"] == 4
    for table in ("harms", "incidents"):
        files = [(taken.folder / f"{table}.parquet").read_bytes() for taken in (whole, parts)]
        assert files[0] == files[1]
