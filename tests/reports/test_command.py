"""The command `tawthiq report build`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tawthiq.analysis import Snapshot
from tawthiq.cli import run
from tests.reports.conftest import FRONT


@pytest.fixture(autouse=True)
def no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build without a home: in one, the home is asked which words were taken back."""
    monkeypatch.delenv("TAWTHIQ_HOME", raising=False)


def test_it_builds_and_says_what_it_built(
    snapshot: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.md").write_text(FRONT + '{{ killed("child") }} and 12 civilians', encoding="utf-8")
    arguments = [
        "report",
        "build",
        str(tmp_path),
        "--snapshot",
        str(snapshot.folder),
        "--output",
        str(tmp_path / "out"),
    ]
    assert run([*arguments, "--format", "html"]) == 0
    said = capsys.readouterr()
    assert str(tmp_path / "out" / "report.en.html") in said.out
    assert "1 figures, each proven" in said.out
    assert "notice: report.md:8: the number “12 civilians” is typed." in said.err
    assert run([*arguments, "--format", "html", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"] == 1


def test_a_figure_that_cannot_be_counted_ends_with_its_place(
    snapshot: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.md").write_text(FRONT + '{{ killed("child", party="rusian") }}', encoding="utf-8")
    arguments = [
        "report",
        "build",
        str(tmp_path),
        "--snapshot",
        str(snapshot.folder),
        "--output",
        str(tmp_path / "out"),
    ]
    assert run(arguments) == 2
    assert "tawthiq: report.md:8: The figure killed(" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_it_needs_a_snapshot_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.md").write_text(FRONT, encoding="utf-8")
    assert run(["report", "build", str(tmp_path), "--snapshot", str(tmp_path / "none")]) == 4
    assert "is no snapshot" in capsys.readouterr().err
