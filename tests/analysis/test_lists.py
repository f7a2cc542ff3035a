"""A plain list of victims becomes a snapshot, or the row that does not parse is named and nothing is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.analysis import ListTaken, Snapshot, Where, counting_rule, figures, snapshot_from_list
from tawthiq.domain.errors import InvalidValue

RULE = counting_rule("snhr-2019")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def taken(folder: Path, rows: list[dict[str, Any]], **given_values: Any) -> tuple[ListTaken, Snapshot]:
    columns = {
        name: [row.get(name) for row in rows] for name in dict.fromkeys(key for row in rows for key in row)
    }
    found = snapshot_from_list(pa.table(columns), folder / "s", taken_at=NOW, **given_values)
    return found, Snapshot.open(folder / "s", threads=1)


def total(snapshot: Snapshot, **asked: Any) -> int:
    return figures(snapshot, rule=RULE, measure=asked.pop("measure", "killed"), **asked).rows[0].minimum


def test_a_csv_with_the_usual_headers_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "ID,Full Name,Gender,Age,Date of death,Governorate,Status,Perpetrator,Favourite colour\n"
        "1,Invented One,M,12,2019-05-19,Idlib,civilian,Russian forces,red\n"
        "2,اسم مخترع,أنثى,33,2019-05,إدلب,مدني,russian,blue\n",
        encoding="utf-8",
    )
    found = snapshot_from_list(pyarrow.csv.read_csv(path), tmp_path / "s", taken_at=NOW)
    snapshot = Snapshot.open(tmp_path / "s")
    assert (found.rows, found.not_understood, found.snapshot_id) == (2, ("Favourite colour",), snapshot.id)
    assert total(snapshot, where=Where(party="russian")) == 2
    assert [total(snapshot, of=of) for of in ("boy", "woman")] == [1, 1]
    assert total(snapshot, where=Where(governorate="Idlib")) == 1


def test_rows_of_one_incident_can_be_a_massacre_and_rows_of_none_cannot(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"status": "civilian", "incident": "a"} for _ in range(5)]
    rows += [{"status": "civilian", "minimum": 50, "incident": None}]
    _, snapshot = taken(tmp_path, rows)
    assert total(snapshot, measure="incidents") == 1
    assert total(snapshot, where=Where(incident_class="massacre")) == 5
    assert total(snapshot) == 55


def test_a_group_and_its_named_members_count_once(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "g", "status": "civilian", "minimum": 5, "maximum": None, "within": None},
        {"id": "p", "status": "civilian", "minimum": None, "maximum": None, "within": "g"},
    ]
    _, snapshot = taken(tmp_path, rows)
    row = figures(snapshot, measure="killed", rule=RULE).rows[0]
    assert (row.minimum, row.maximum, row.records) == (5, None, 2)


def test_what_the_list_does_not_say_is_unknown(tmp_path: Path) -> None:
    _, snapshot = taken(tmp_path, [{"name": "Invented"}], defaults={"status": "civilian"})
    row = snapshot.table("harms").to_pylist()[0]
    assert [row[name] for name in ("sex", "age_group", "party", "munition", "occupation")] == ["unknown"] * 5
    assert (row["incident_first"], row["governorate_id"], row["attribution_level"]) == (None, None, None)
    assert total(snapshot, of="unknown-age") == 1


def test_dates_may_be_cells_of_days_or_edtf(tmp_path: Path) -> None:
    _, snapshot = taken(tmp_path, [{"status": "civilian", "date": date(2019, 7, 5)}])
    assert snapshot.table("harms")["incident_edtf"].to_pylist() == ["2019-07-05"]
    _, other = taken(tmp_path / "other", [{"status": "civilian", "date": "2019-07/2019-08"}])
    assert other.table("harms")["incident_last"].to_pylist() == [date(2019, 8, 31)]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"sex": "purple"}, "Row 2 of the list: "),
        ({"date": "2019-02-30"}, "Row 2 of the list: "),
        ({"age": 400}, "its age is above 130"),
        ({"age": "twelve"}, "'age_years' is no whole number"),
        ({"age": float("nan")}, "'age_years' is no whole number"),
        ({"minimum": 1.5}, "'minimum' is no whole number"),
        ({"minimum": 5, "maximum": 2}, "minimum 5 is above its maximum 2"),
        ({"status": " "}, "its 'status' is empty"),
    ],
)
def test_a_row_that_does_not_parse_is_named_and_nothing_is_written(
    tmp_path: Path, row: dict[str, Any], sentence: str
) -> None:
    good = dict.fromkeys(row) | {"status": "civilian"}
    with pytest.raises(InvalidValue, match=sentence):
        taken(tmp_path, [good, {"status": "civilian", **row}])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("rows", "defaults", "sentence"),
    [
        ([{"name": "x"}], None, "does not say who was a civilian"),
        ([{"sex": "M", "gender": "F", "status": "civilian"}], None, "Two columns of the list mean 'sex'"),
        ([{"name": "x"}], {"status": "civilian", "colour": "red"}, "No column colour"),
        ([{"status": "civilian", "within": "nobody"}], None, "not in the table"),
        ([{"status": "civilian", "id": "1"}, {"status": "civilian", "id": "1"}], None, "same harm_id twice"),
    ],
)
def test_a_list_that_cannot_be_taken_says_why(
    tmp_path: Path, rows: list[dict[str, Any]], defaults: dict[str, str] | None, sentence: str
) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        taken(tmp_path, rows, defaults=defaults)


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="no rows"):
        snapshot_from_list(pa.table({"status": pa.array([], pa.string())}), tmp_path / "s", taken_at=NOW)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "status": st.sampled_from(["civilian", "combatant", "unknown", "مدني"]),
                "minimum": st.integers(0, 9),
                "governorate": st.sampled_from(["Idlib", "Hama", None]),
                "incident": st.sampled_from(["a", "b", None]),
            }
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_civilian_of_a_list_is_counted(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    found, snapshot = taken(tmp_path_factory.mktemp("list"), rows)
    assert found.rows == len(rows)
    assert total(snapshot) == sum(row["minimum"] for row in rows if row["status"] in ("civilian", "مدني"))
