"""Notes hold a file's own words against the record, and say nothing where nothing differs."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.evidence.compare import WORDS, Record, metres_between, notes
from tawthiq.evidence.values import Claims, Provenance, ProvenanceState

UTC = datetime.UTC
MARKET = Record(
    began=datetime.datetime(2019, 7, 22, 5, 35, tzinfo=UTC),
    zone="Asia/Damascus",
    latitude=35.645,
    longitude=36.6717,
    radius_m=300,
    received_at=datetime.datetime(2019, 7, 23, tzinfo=UTC),
)
HONEST = Claims(
    taken_local="2019-07-22T08:40:00",
    taken_offset="+03:00",
    latitude=35.6452,
    longitude=36.672,
    device="Phone",
)


def codes(claims: Claims, record: Record = MARKET, provenance: Provenance | None = None) -> list[str]:
    return [note.code for note in notes(claims, record, provenance)]


def test_a_file_that_fits_the_record_has_no_note() -> None:
    assert codes(HONEST) == []


def test_a_position_far_away_is_noted_with_the_distance() -> None:
    (note,) = notes(
        Claims(taken_local="2019-07-22T08:40:00", taken_offset="+03:00", latitude=36.2, longitude=37.16),
        MARKET,
    )
    assert note.code == "gps-far" and "75.8 km" in note.english and "75.8 كم" in note.arabic
    assert "300 m" in note.english and "300 م" in note.arabic


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (Claims(taken_local="2019-07-22T08:00:00", taken_offset="+03:00"), ["taken-before"]),
        (Claims(taken_local="2019-07-22T08:00:00"), ["clock-without-zone", "taken-before-if-local"]),
        (Claims(taken_local="2019-07-22T08:25:00", taken_offset="+03:00"), []),
        (Claims(taken_local="2019-07-22T05:40:00", taken_offset="+00:00"), []),
        (Claims(taken_local="2019-07-25T05:40:00", taken_offset="+00:00"), ["in-future"]),
        (Claims(taken_local="1970-01-01T00:00:07", taken_offset="+00:00"), ["clock-default"]),
        (Claims(latitude=0.0, longitude=0.0), ["gps-null"]),
        (Claims(taken_local="2019-07-22T99:00:00", taken_offset="+03:00"), []),
        (Claims(), ["says-nothing"]),
    ],
)
def test_times_and_places_are_held_against_the_record(claims: Claims, expected: list[str]) -> None:
    assert codes(claims) == expected


def test_a_clock_that_disagrees_with_the_satellites_is_noted() -> None:
    claims = Claims(taken_local="2019-07-22T08:40:00", taken_offset="+03:00", gps_time="2019-07-21T05:40:00Z")
    (note,) = notes(claims, MARKET)
    assert note.code == "clock-against-gps" and "24.0 h" in note.english


def test_editing_is_told_apart_from_recoding() -> None:
    claims = Claims(
        taken_local="2019-07-22T08:40:00", taken_offset="+03:00", software=("Lavf58.20", "Adobe Photoshop")
    )
    assert codes(claims) == ["recoded-with", "edited-with"]


def test_the_manifest_is_noted_by_its_state() -> None:
    for state, code in (
        ("tampered", "manifest-tampered"),
        ("remote", "manifest-remote"),
        ("valid", "manifest-untrusted"),
    ):
        assert codes(HONEST, provenance=Provenance(ProvenanceState(state))) == [code]
    assert codes(HONEST, provenance=Provenance(ProvenanceState.ABSENT)) == []
    assert codes(HONEST, provenance=Provenance(ProvenanceState.VALID, is_trusted=True)) == []


def test_without_a_record_only_the_file_itself_is_judged() -> None:
    assert codes(HONEST, Record()) == []
    assert codes(Claims(taken_local="2019-07-22T08:00:00"), Record()) == ["clock-without-zone"]


@pytest.mark.parametrize("code", WORDS)
def test_every_sentence_says_the_same_things_in_arabic(code: str) -> None:
    english, arabic = WORDS[code]
    assert sorted(w for w in english.split("{")[1:]) != [] or "{" not in arabic
    assert {part.split("}")[0] for part in english.split("{")[1:]} == {
        p.split("}")[0] for p in arabic.split("{")[1:]
    }
    assert any("\u0600" <= c <= "\u06ff" for c in arabic)


@given(*[st.tuples(st.floats(-90, 90), st.floats(-180, 180))] * 2)
def test_distance_is_the_same_both_ways_and_never_beyond_half_the_globe(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert metres_between(one, other) == pytest.approx(metres_between(other, one), abs=0.01)
    assert 0 <= metres_between(one, other) <= 20_015_200


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert metres_between((35, 36), (36, 36)) == pytest.approx(111_195, rel=0.001)


@given(
    st.builds(
        Claims,
        taken_local=st.text(max_size=25),
        taken_offset=st.none() | st.text(max_size=7),
        gps_time=st.text(max_size=22),
    )
)
def test_no_claim_however_odd_raises(claims: Claims) -> None:
    notes(claims, MARKET)
