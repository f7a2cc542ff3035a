"""`tawthiq proofread` and `tawthiq read`: what they print and how they exit; no home is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tawthiq.cli import run

WRONG = "Deaths\n\nThe attacks killed 71 civilians, including 80 children."
RIGHT = "Deaths\n\nThe attacks killed 71 civilians, including 8 children."
ATTACK = "On May 3, 2020, Syrian regime artillery shelled Kansafra village in Idlib, killing two children."


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_fault_exits_1_and_is_printed_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proofread", written(tmp_path, "a.txt", WRONG), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["checks"] == len(found["done"]) > 0
    assert {"kind", "severity", "line", "text", "said", "expected", "explanation"} <= set(
        found["findings"][0]
    )


def test_a_report_without_faults_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proofread", written(tmp_path, "a.md", RIGHT), "--checks"]) == 0
    assert "0 faults, 0 warnings" in capsys.readouterr().out


def test_the_marked_copy_is_written_where_asked(tmp_path: Path) -> None:
    copy = tmp_path / "copy.html"
    run(["proofread", written(tmp_path, "a.txt", WRONG), "--html", str(copy)])
    assert "<mark" in copy.read_text(encoding="utf-8")


def test_two_versions_that_differ_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = "Décès\n\nLes attaques ont tué 71 civils, dont 9 enfants."
    first = written(tmp_path, "a.txt", RIGHT)
    assert run(["proofread", first, written(tmp_path, "b.txt", other), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["kind"] == "languages"


def test_drafts_are_printed_with_spans_and_confidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", written(tmp_path, "a.txt", ATTACK), "--format", "json"]) == 0
    draft = json.loads(capsys.readouterr().out)["incidents"][0]
    assert (draft["place"], draft["governorate"], draft["children"]) == ("Kansafra", "Idlib", 2)
    assert draft["spans"]["place"] and draft["confidence"]["place"]


def test_a_list_of_places_adds_a_governorate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = written(tmp_path, "places.csv", "name,governorate\nKansafra,Idlib\n")
    bulletin = written(tmp_path, "a.txt", ATTACK.replace(" in Idlib", ""))
    assert run(["read", bulletin, "--places", places, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["incidents"][0]["governorate"] == "Idlib"


def test_a_file_of_another_kind_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proofread", written(tmp_path, "a.xls", WRONG)]) == 2
    assert "cannot be read" in capsys.readouterr().err
