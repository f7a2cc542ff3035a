"""The demo from start to finish, in processes of its own, as `make demo` runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tawthiq.analysis import Snapshot
from tawthiq.demo.checking import check_published
from tawthiq.demo.loading import demo_facts
from tawthiq.domain.counting import counting_rule
from tests.cli.homes import environment, tawthiq

pytestmark = pytest.mark.xdist_group("demo")  # the demo is run once for them all


def run_demo(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the demo as the Makefile does."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "tawthiq.demo", str(folder)],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo run once; its folder."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = run_demo(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Of 62 published numbers 62 come out the same." in done.stdout
    return folder


def snapshot_of(demo: Path) -> Snapshot:
    return Snapshot.open(next((demo / "home" / "snapshots").glob("report-*")))


def figures_of(demo: Path, *arguments: str) -> Any:
    done = tawthiq(demo / "home", "figures", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_published_number_is_counted_again(demo: Path) -> None:
    checked = check_published(snapshot_of(demo), demo_facts().published, counting_rule("snhr-2019"))
    assert len(checked) == 62
    assert [(c.published.id, c.published.value, c.counted) for c in checked if not c.agrees] == []


def test_another_rule_for_the_unborn_gives_other_numbers(demo: Path) -> None:
    """Were every rule to agree, the test above could not tell a right rule from a wrong one."""
    checked = check_published(snapshot_of(demo), demo_facts().published, counting_rule("unborn-as-child"))
    assert {c.published.id for c in checked if not c.agrees} == {"F02", "F05", "F08", "F46", "F49", "F53"}


def test_the_command_answers_by_party_and_governorate(demo: Path) -> None:
    said = figures_of(demo, "--measure", "killed", "--of", "civilian", "--by", "party,governorate")
    rows = {(row["party"], row["governorate"]): row["minimum"] for row in said["rows"]}
    assert rows == {
        ("syrian-regime", "Idlib"): 483,
        ("syrian-regime", "Hama"): 91,
        ("syrian-regime", "Aleppo"): 51,
        ("russian", "Idlib"): 124,
        ("russian", "Hama"): 32,
    }
    assert set(said) == {"rows", "rule", "snapshot"}
    assert all(set(row) >= {"minimum", "maximum", "records"} for row in said["rows"])


@pytest.mark.parametrize("spelling", ["Ma'aret al Numan", "Maarrat an-Numan", "معرة النعمان"])
def test_a_place_narrows_by_any_spelling(demo: Path, spelling: str) -> None:
    said = figures_of(demo, "--measure", "killed", "--of", "civilian", "--place", spelling)
    assert said["rows"][0]["minimum"] == 102


def test_massacres_are_counted_as_incidents(demo: Path) -> None:
    said = figures_of(demo, "--measure", "incidents", "--incident-class", "massacre")
    assert said["rows"][0]["minimum"] == 33


def test_the_report_is_there_in_both_languages_and_all_formats(demo: Path) -> None:
    report = demo / "report"
    for language in ("en", "ar"):
        for suffix, begins in ((".pdf", b"%PDF"), (".html", b"<!DOCTYPE html"), (".docx", b"PK")):
            found = [path for path in report.glob(f"*{suffix}") if path.stem.endswith(language)]
            assert len(found) == 1, (language, suffix)
            assert found[0].read_bytes().startswith(begins)
    assert (report / "data" / "datapackage.json").exists()


def test_a_second_run_gives_the_same_figures(demo: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run_demo(again).returncode == 0
    arguments = ("--measure", "killed", "--of", "civilian", "--by", "party,governorate,community")
    assert figures_of(again, *arguments)["rows"] == figures_of(demo, *arguments)["rows"]


def test_the_audit_of_the_demo_finds_no_fault(demo: Path) -> None:
    audited = tawthiq(demo / "home", "audit")
    assert audited.returncode == 0, audited.stdout


def test_it_leaves_a_folder_alone_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert run_demo(tmp_path).returncode == 2
    assert (tmp_path / "mine.txt").read_text() == "mine"
