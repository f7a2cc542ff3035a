"""Bad input never gives a traceback: a clear sentence, exit 2, nothing written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests import hostile
from tests.cli.homes import make_home, tawthiq, tawthiq_many


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("hostile") / "home")


def entries(home: Path) -> int:
    with closing(sqlite3.connect(home / "tawthiq.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM ledger_entry").fetchone()[0])


def dates_of_year_zero(path: Path) -> Path:
    path.write_text("name,date\nExample Person,0000-00-00\n", encoding="utf-8")
    return path


def bidi_name(path: Path) -> Path:
    path.write_text(f"name,date\n{hostile.BIDI_NAME},2019-07-22\n", encoding="utf-8")
    return path


def minimum_above_maximum(path: Path) -> Path:
    path.write_text("external_id,minimum,maximum,date\n1,9,3,2019-07-22\n", encoding="utf-8")
    return path


def no_known_column(path: Path) -> Path:
    path.write_text("colour,taste\nred,sour\n", encoding="utf-8")
    return path


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


FILES: list[tuple[str, Callable[[Path], Path]]] = [
    ("empty.csv", hostile.empty),
    ("binary.csv", hostile.binary),
    ("encoding.csv", hostile.windows_1256),
    ("wide.csv", hostile.million_columns),
    ("endless.csv", hostile.endless_record),
    ("nul.csv", hostile.nul_bytes),
    ("bomb.xlsx", hostile.zip_bomb),
    ("lying.xlsx", hostile.lying_zip),
    ("far.xlsx", hostile.far_cell),
    ("entities.xlsx", hostile.entities),
    ("deep.jsonl", hostile.deep_json),
    ("cut.parquet", hostile.truncated_parquet),
    ("dates.csv", dates_of_year_zero),
    ("bidi.csv", bidi_name),
    ("range.csv", minimum_above_maximum),
    ("colours.csv", no_known_column),
    ("folder.csv", a_folder),
]


SOUND = {("incidents", "range.csv"), ("incidents", "bidi.csv"), ("places", "dates.csv")}
"""Files whose fault lies in a column that lists of this kind do not have."""


@pytest.mark.parametrize("kind", ["victims", "incidents", "sources", "places"])
def test_a_hostile_file_is_refused_with_a_sentence(home: Path, tmp_path: Path, kind: str) -> None:
    before = entries(home)
    files = [str(make(tmp_path / name)) for name, make in FILES]
    done = tawthiq_many(home, [("import", kind, file) for file in files])
    for file, (code, out, err) in zip(files, done, strict=True):
        taken = (kind, Path(file).name) in SOUND
        assert code == (0 if taken else 2), (file, code, out, err)
        assert "Traceback" not in out + err
        assert taken or len(err.strip()) > 20
        assert hostile.BIDI_NAME not in err
    assert entries(home) == before + sum(of == kind for of, _ in SOUND)


BAD_USE: list[tuple[tuple[str, ...], int]] = [
    (("import", "victims", "no-such-file.csv"), 2),
    (("import", "nonsense", "x"), 2),
    (("history", "INC-1999-000001"), 4),
    (("figures", "--snapshot", "no-such-folder", "--measure", "killed"), 4),
    (("figures", "--measure", "slapped"), 4),
    (("snapshot", "--rule", "no-such-rule", "--as", "analyst"), 2),
    (("snapshot", "--as", "documenter"), 3),
    (("snapshot", "--as", "nobody-of-this-name"), 4),
    (("account", "add", "x y", "--role", "reviewer"), 2),
    (("account", "add", "someone", "--role", "reviewer", "--as", "reviewer"), 3),
    (("init",), 2),
]


def test_bad_use_gives_a_sentence_and_the_promised_exit_code(home: Path) -> None:
    done = tawthiq_many(home, [arguments for arguments, _ in BAD_USE])
    for (arguments, expected), (code, _, err) in zip(BAD_USE, done, strict=True):
        assert code == expected, (arguments, code, err)
        assert "Traceback" not in err
        assert len(err.strip()) > 20


def test_a_home_that_is_none_is_not_found(tmp_path: Path) -> None:
    done = tawthiq(tmp_path / "nothing", "audit")
    assert (done.returncode, "There is no Tawthiq home" in done.stderr) == (4, True)


def test_a_damaged_database_is_named_not_traced(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    database = home / "tawthiq.sqlite3"
    for journal in home.glob("tawthiq.sqlite3-*"):
        journal.unlink()
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(database.stat().st_size - 4096))
    for command in (("audit",), ("doctor",), ("snapshot",), ("import", "victims", str(Path(__file__)))):
        done = tawthiq(home, *command)
        assert done.returncode in {1, 2}, done.stderr
        assert "Traceback" not in done.stderr
