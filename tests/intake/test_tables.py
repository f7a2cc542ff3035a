"""Reading lists: what stands in a file is handed on as it is; what cannot be read is refused in words."""

from __future__ import annotations

import csv
import datetime
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile
from tawthiq.intake.tables import LIMITS, Limits, Table, read_table
from tests import hostile

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (hostile.empty, "a.csv", "a.csv is empty"),
        (hostile.empty, "a.xlsx", "a.xlsx is empty"),
        (hostile.binary, "a.csv", "holds a NUL byte at byte"),
        (hostile.binary, "a.xlsx", "named .xlsx but is no such file"),
        (hostile.windows_1256, "a.csv", "is not utf-8: byte 24 is 0xD3. If it was saved in another encoding"),
        (hostile.million_columns, "a.csv", "line 1: one row is longer than 1,000,000 characters"),
        (hostile.endless_record, "a.csv", "one row is longer than 1,000,000 characters"),
        (hostile.zip_bomb, "a.xlsx", "more than 200 to one"),
        (hostile.lying_zip, "a.xlsx", "does not unpack to the size that it states"),
        (hostile.far_cell, "a.xlsx", "row 1,048,576, column 16,384: too far out"),
        (hostile.entities, "a.xlsx", "declares entities"),
        (hostile.truncated_parquet, "a.parquet", "cannot be read as a Parquet file"),
    ],
)
def test_it_refuses_a_hostile_file(
    tmp_path: Path, make: Callable[[Path], Path], name: str, said: str
) -> None:
    with pytest.raises(InvalidFile) as refusal:
        list(read_table(make(tmp_path / name)).rows())
    assert said in str(refusal.value)


def test_it_refuses_a_line_of_100_megabytes_in_little_memory(tmp_path: Path) -> None:
    path = hostile.long_line(tmp_path / "a.csv")
    tracemalloc.start()
    with pytest.raises(InvalidFile, match="longer than 1,000,000 characters"):
        list(read_table(path).rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_it_refuses_a_zip_bomb_in_little_memory(tmp_path: Path) -> None:
    path = hostile.lying_zip(tmp_path / "a.xlsx", megabytes=128)
    tracemalloc.start()
    with pytest.raises(InvalidFile):
        read_table(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_it_names_the_rows_whose_formula_or_error_has_no_value(tmp_path: Path) -> None:
    rows = list(read_table(hostile.uncomputed_formula(tmp_path / "a.xlsx")).rows())
    assert [row.number for row in rows] == [2, 3, 4]
    assert rows[0].fault.startswith("Cell B2 is a formula whose result is not in the file")
    assert rows[1].fault.startswith("Cell B3 is an error")
    assert rows[2].fault == "" and rows[2].cells == ("Hani Example", "2")


def test_it_names_the_row_with_a_nul(tmp_path: Path) -> None:
    rows = list(read_table(hostile.nul_bytes(tmp_path / "a.csv")).rows())
    assert [row.number for row in rows if row.fault] == [5002]
    assert "column “name” holds a NUL" in rows[-1].fault


def test_it_survives_deep_nesting(tmp_path: Path) -> None:
    rows = list(read_table(hostile.deep_json(tmp_path / "a.jsonl")).rows())
    assert rows[0].fault == "" and "nested too deeply" in rows[1].fault


def test_a_name_with_direction_marks_stays_as_reported(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", f"{hostile.HEADER}1,{hostile.BIDI_NAME},2019\n"))
    assert cells(table) == [("1", hostile.BIDI_NAME, "2019")]


def test_ragged_rows_are_kept_with_the_reason(tmp_path: Path) -> None:
    rows = list(read_table(write(tmp_path / "a.csv", "a,b\n1\n\n1,2\n1,2,3\n")).rows())
    assert [(row.number, bool(row.fault)) for row in rows] == [(2, True), (4, False), (5, True)]
    assert "has 3 cells, the header has 2" in rows[2].fault and rows[2].cells == ("1", "2", "3")


def test_blank_cells_beyond_the_last_column_are_no_fault(tmp_path: Path) -> None:
    assert cells(read_table(write(tmp_path / "a.csv", "a,b\n1,2,,\n"))) == [("1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_reads_unicode_without_being_told(tmp_path: Path, encoding: str) -> None:
    table = read_table(write(tmp_path / "a.csv", "الاسم,العمر\r\nسامي,٧\r\n", encoding))
    assert table.columns == ("الاسم", "العمر") and cells(table) == [("سامي", "٧")]


def test_it_reads_the_arabic_code_page_only_when_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "الاسم,العمر\nسامي,7\n", "windows-1256")
    assert read_table(path, encoding="windows-1256").columns == ("الاسم", "العمر")
    with pytest.raises(InvalidFile, match="byte 0 is 0xC7"):
        read_table(path)


def test_it_refuses_utf8_said_to_be_a_code_page(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "الاسم\nسامي\n")
    with pytest.raises(InvalidFile, match="is UTF-8, not windows-1256"):
        read_table(path, encoding="windows-1256")


def test_it_refuses_an_encoding_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"is no encoding read here. Choose one of: utf-8"):
        read_table(write(tmp_path / "a.csv", "a\n1\n"), encoding="klingon")


def test_the_byte_named_is_right_far_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ا,ب\n".encode() * 40_000 + b"\xff\n")
    with pytest.raises(InvalidFile, match="byte 240,000 is 0xFF"):
        list(read_table(path).rows())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [["a", "b"], ["x, y; z", "1|2\t3"], ['he said "no"', ""]]
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert cells(read_table(path)) == [tuple(row) for row in rows[1:]]


def test_it_obeys_the_line_by_which_excel_names_the_delimiter(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", "sep=;\na;b,c\n1;2,3\n"))
    assert table.columns == ("a", "b,c") and [row.number for row in table.rows()] == [3]


def test_it_refuses_a_quotation_mark_left_open(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="A quotation mark that opens a cell must close"):
        list(read_table(write(tmp_path / "a.csv", 'a,b\n1,"2\n3,4\n')).rows())


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="two columns of one name, numbers 1 and 3"):
        read_table(write(tmp_path / "a.csv", "name,age, name \n1,2,3\n"))


def test_a_column_without_a_name_is_called_by_its_position(tmp_path: Path) -> None:
    assert read_table(write(tmp_path / "a.csv", "name,,age\n1,2,3\n")).columns == ("name", "column 2", "age")


def test_hashtags_beneath_the_header_are_no_data(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", "When,Where\n#date+occurred,#loc+name\n2019,X\n"))
    assert table.hashtags == ("#date+occurred", "#loc+name") and cells(table) == [("2019", "X")]


def test_hashtags_can_be_the_only_header(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", "#date+occurred,#loc+name\n2019,X\n"))
    assert table.columns == table.hashtags and cells(table) == [("2019", "X")]


def test_a_title_above_the_header_is_skipped_when_told(tmp_path: Path) -> None:
    table = read_table(
        write(tmp_path / "a.csv", "List of July\nname,age\nx,1\n"), header_row=2, delimiter=","
    )
    assert table.columns == ("name", "age") and [row.number for row in table.rows()] == [3]


def test_dates_and_numbers_of_excel_become_plain_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "date", "time", "age", "id", "share", "alive"])
    day = datetime.date(2019, 7, 22)
    sheet.append(["x", day, datetime.datetime(2019, 7, 22, 8, 35), 7, 26303200000000, 1.5, False])  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert cells(table) == [("x", "2019-07-22", "2019-07-22T08:35:00", "7", "26303200000000", "1.5", "false")]


def test_rows_beneath_a_merged_cell_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["date", "name"], ["2019-07-22", "a"], [None, "b"], ["2019-07-23", "c"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    faults = [(row.number, row.fault) for row in read_table(tmp_path / "a.xlsx").rows() if row.fault]
    assert faults == [(3, "Rows 2 to 3 share a merged cell. Unmerge it and fill each row.")]


def test_one_of_several_sheets_must_be_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "One"
    book.create_sheet("Two").append(["name"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InvalidFile, match=r"2 sheets: One, Two\. Say which with --sheet"):
        read_table(tmp_path / "a.xlsx")
    with pytest.raises(InvalidFile, match=r"no sheet “Three”\. It has: One, Two"):
        read_table(tmp_path / "a.xlsx", sheet="Three")
    assert read_table(tmp_path / "a.xlsx", sheet="Two").columns == ("name",)


def test_json_lines_keep_numbers_as_written_and_fields_of_later_lines(tmp_path: Path) -> None:
    lines = '{"a": 1.50, "b": null}\n\n{"c": ["x", "y"], "a": 12345678901234567890}\nno\n{"a": 1, "a": 2}\n'
    table = read_table(write(tmp_path / "a.jsonl", lines))
    rows = list(table.rows())
    assert table.columns == ("a", "b", "c")
    assert [row.cells for row in rows[:2]] == [("1.50", "", ""), ("12345678901234567890", "", '["x", "y"]')]
    assert [(row.number, row.fault.split(".")[0]) for row in rows[2:]] == [
        (4, "The line is no JSON (character 1)"),
        (5, "A field stands twice in this line"),
    ]


def test_parquet_is_read_as_text(tmp_path: Path) -> None:
    data = {"a": [1.0, None], "when": [datetime.date(2019, 7, 5), None], "name": ["س", ""]}
    pyarrow.parquet.write_table(pyarrow.table(data), tmp_path / "a.parquet")
    assert cells(read_table(tmp_path / "a.parquet")) == [("1", "2019-07-05", "س"), ("", "", "")]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="has 5 columns; at most 4 are read"):
        read_table(write(tmp_path / "a.csv", "a,b,c,d,e\n"), limits=Limits(columns=4))


def test_batches_hold_every_row_once(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", "a\n" + "".join(f"{n}\n" for n in range(25))))
    batches = list(table.batches(10))
    assert [len(batch) for batch in batches] == [10, 10, 5]
    assert [row for batch in batches for row in batch] == list(table.rows())


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_every_cell_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    kept = [row for row in rows if any(cell.strip() for cell in row) and not row[0].startswith("#")]
    with (folder / "a.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *kept])
    lines = [json.dumps(dict(zip("abc", row, strict=True))) for row in [("1", "1", "1"), *kept]]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert cells(read_table(folder / "a.csv", delimiter=",")) == kept
    assert cells(read_table(folder / "a.jsonl"))[1:] == kept


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.parquet", "a"]))
def test_any_bytes_are_read_or_refused_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)
    try:
        assert all(row.number > 0 for row in read_table(path).rows())
    except InvalidFile as refusal:
        assert name in str(refusal)


def test_the_limits_are_those_documented() -> None:
    assert (LIMITS.columns, LIMITS.record_characters, LIMITS.workbook_ratio) == (2_000, 1_000_000, 200)


@given(st.data())
def test_a_workbook_with_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = hostile.uncomputed_formula(tmp_path_factory.mktemp("changed") / "a.xlsx")
    content = bytearray(path.read_bytes())
    places = st.integers(0, len(content) - 1)
    for at, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6)):
        content[at] = byte
    path.write_bytes(content)
    try:
        assert all(row.number > 0 for row in read_table(path).rows())
    except InvalidFile as refusal:
        assert "a.xlsx" in str(refusal)
