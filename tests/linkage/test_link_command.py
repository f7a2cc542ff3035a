"""The command `tawthiq link`: files in, tables out, refusals that say what to do."""

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from tawthiq.cli.link import command, parse_columns
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tests.linkage.people import crowd

HEADERS = {"id": "م", "name": "الاسم", "birth": "تاريخ الميلاد", "sex": "الجنس"}


def written(path: Path, rows: list[dict[str, str]], headers: dict[str, str]) -> Path:
    table = [list(headers.values()), *([row.get(role, "") for role in headers] for row in rows)]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in table:
            sheet.append(line)
        book.save(path)
    else:
        columns = {h: pa.array([line[n] for line in table[1:]]) for n, h in enumerate(table[0])}
        pyarrow.parquet.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_it_links_lists_of_every_format_with_headers_of_either_language(tmp_path: Path, suffix: str) -> None:
    rows = crowd(150)
    one = written(tmp_path / f"one{suffix}", rows, HEADERS)
    two = written(
        tmp_path / "two.csv", [{**r, "id": f"t{r['id']}"} for r in rows[:60]], {r: r for r in HEADERS}
    )
    done = CliRunner().invoke(
        command, [str(one), str(two), "--output", str(tmp_path / "out"), "--format", "json"]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["pairs"]["accepted"] == 60 and told["persons"] == 150
    with (tmp_path / "out" / "pairs.csv").open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    assert list(pairs[0]) == ["left_id", "right_id", "probability", "decision", "explanation"]
    assert {p["right_id"].removeprefix("t") for p in pairs if p["decision"] == "accepted"} == {
        f"c{n}" for n in range(60)
    }
    assert pyarrow.parquet.read_table(tmp_path / "out" / "overlap.parquet").column_names == [
        "cluster_id",
        "one",
        "two",
    ]
    page = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    assert "<svg" in page and not any(row["name"] in page for row in rows)


def test_it_finds_who_stands_twice_on_one_list(tmp_path: Path) -> None:
    rows = crowd(150)
    twice = [{**row, "id": f"again-{row['id']}", "name": row["name"].replace("ي", "ى")} for row in rows[:10]]
    path = written(tmp_path / "list.csv", [*rows, *twice], {r: r for r in HEADERS})
    done = CliRunner().invoke(
        command, ["--dedupe", str(path), "--output", str(tmp_path / "out"), "--format", "json"]
    )
    assert json.loads(done.stdout)["persons"] == 150


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["one.csv"], "Give one list with --dedupe, or two"),
        (["--dedupe", "one.csv", "one.csv"], "Give one list with --dedupe, or two"),
        (["--dedupe", "one.csv", "--columns", "nome=x"], "is not ROLE=COLUMN"),
        (["--dedupe", "one.csv", "--accept", "0.2", "--review", "0.4"], "no pair could be both"),
    ],
)
def test_it_refuses_what_it_cannot_do(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    written(tmp_path / "one.csv", crowd(3), {r: r for r in HEADERS})
    done = CliRunner().invoke(command, [str(tmp_path / a) if a == "one.csv" else a for a in arguments])
    assert isinstance(done.exception, InvalidValue) and sentence in str(done.exception)


def test_a_column_that_is_not_there_is_named_beside_those_that_are(tmp_path: Path) -> None:
    path = written(tmp_path / "one.csv", crowd(3), {r: r for r in HEADERS})
    done = CliRunner().invoke(command, ["--dedupe", str(path), "--columns", "name=nom"])
    assert isinstance(done.exception, InvalidFile)
    assert str(done.exception) == "one: no column called nom. The columns are: id, name, birth, sex"


def test_a_list_without_names_is_refused_with_the_columns_it_has(tmp_path: Path) -> None:
    one = written(tmp_path / "one.csv", crowd(3), {r: r for r in HEADERS})
    two = written(
        tmp_path / "two.csv", [{"colour": "red", "weight": "3"}], {r: r for r in ("colour", "weight")}
    )
    done = CliRunner().invoke(command, [str(one), str(two)])
    assert isinstance(done.exception, InvalidValue)
    assert str(done.exception) == (
        "two: no column of names was found. Say which with --columns name=… The columns are: colour, weight"
    )


def test_an_empty_file_is_refused_and_one_row_is_linked(tmp_path: Path) -> None:
    one = written(tmp_path / "one.csv", crowd(30), HEADERS)
    empty, single = tmp_path / "empty.csv", written(tmp_path / "single.csv", crowd(1), HEADERS)
    empty.touch()
    done = CliRunner().invoke(command, [str(one), str(empty)])
    assert isinstance(done.exception, InvalidFile) and "empty.csv is empty" in str(done.exception)
    done = CliRunner().invoke(
        command, [str(one), str(single), "--output", str(tmp_path / "out"), "--format", "json"]
    )
    assert json.loads(done.stdout)["pairs"]["accepted"] == 1


def test_repeated_and_blank_ids_are_said_with_how_their_rows_are_called(tmp_path: Path) -> None:
    rows = [row | {"id": i} for row, i in zip(crowd(4), ("1", "1", "", "4"), strict=True)]
    path = written(tmp_path / "list.csv", rows, HEADERS)
    done = CliRunner().invoke(command, ["--dedupe", str(path), "--output", str(tmp_path / "out")])
    assert "list.csv: 3 rows have no id of their own (م is blank or repeated)" in done.stderr
    with (tmp_path / "out" / "clusters.csv").open(encoding="utf-8") as file:
        called = {cell for line in csv.reader(file) for cell in line}
    assert {"1(row 1)", "1(row 2)", "(row 3)", "4"} <= called


def test_columns_are_read_by_role() -> None:
    assert parse_columns("id=a, name=b,other=c+d") == {"id": ["a"], "name": ["b"], "other": ["c", "d"]}
