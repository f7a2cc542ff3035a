"""`tawthiq figures` prints the cells as a table, JSON or CSV, of a snapshot or of the newest one of a home."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tawthiq.cli.figures import command
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound, TawthiqError
from tests.analysis.records import harm, snapshot_of


@click.group()
@click.option("--home")
def program(home: str | None) -> None:
    """Stand in for the command that figures is part of."""


program.add_command(command)


def run(*words: str, home: Path | None = None) -> Result:
    before = ["--home", str(home)] if home else []
    result = CliRunner().invoke(program, [*before, "figures", *words])
    if isinstance(result.exception, TawthiqError):
        raise result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    harms = [
        harm("a", minimum=5, place="maara", parties=["russian"], incident_id="i1"),
        harm("b", age_group="child", sex="male", incident_id="i2", munition="barrel-bomb"),
    ]
    snapshot_of(tmp_path / "home" / "snapshots" / "one", harms).close()
    return tmp_path / "home" / "snapshots" / "one"


def test_json_is_the_agreed_object(folder: Path) -> None:
    result = run("--snapshot", str(folder), "--by", "party,governorate", "--format", "json")
    told = json.loads(result.output)
    assert set(told) == {"rows", "rule", "snapshot"}
    assert told["rows"][0] == {
        "party": "russian", "governorate": "Idlib", "minimum": 5, "maximum": 5, "records": 1,
    }  # fmt: skip
    assert told["rule"] == "snhr-2019/1"


def test_the_newest_snapshot_of_a_home_is_counted(folder: Path) -> None:
    assert json.loads(run("--format", "json", home=folder.parents[1]).output)["rows"][0]["minimum"] == 6


def test_without_home_or_snapshot_it_says_how_to_name_one() -> None:
    with pytest.raises(InvalidValue, match="--snapshot FOLDER"):
        run()


def test_conditions_narrow_what_is_counted(folder: Path) -> None:
    def minimum(*words: str) -> int:
        told = json.loads(run("--snapshot", str(folder), "--format", "json", *words).output)
        found: int = told["rows"][0]["minimum"]
        return found

    assert minimum("--place", "Ma'aret al Numan") == 5
    assert minimum("--incident-class", "massacre") == 5
    assert minimum("--measure", "incidents", "--incident-class", "massacre") == 1
    assert minimum("--munition", "barrel-bomb", "--munition", "missile") == 1
    assert minimum("--of", "boy", "--governorate", "SY07", "--attribution-level", "established") == 1
    assert minimum("--from", "2019-07-06") == 0
    assert minimum("--from", "2019-07-05", "--to", "2019-07-05", "--inside", "possibly") == 6


def test_csv_has_a_header_and_no_formulas(tmp_path: Path) -> None:
    snapshot_of(tmp_path / "s", [harm("=cmd()", parties=["=HYPERLINK(1)"], minimum=2, maximum=None)]).close()
    result = run("--snapshot", str(tmp_path / "s"), "--by", "party", "--format", "csv", "--explain")
    assert list(csv.reader(io.StringIO(result.output))) == [
        ["party", "minimum", "maximum", "records", "record_ids"],
        ["'=HYPERLINK(1)", "2", "", "1", "'=cmd()"],
    ]


def test_the_table_is_worded_as_a_floor_and_names_its_rule(folder: Path) -> None:
    result = run("--snapshot", str(folder), "--by", "age-group", "--explain")
    assert "at least" in result.output
    assert "Rule snhr-2019/1" in result.output
    assert "child: b" in result.output


def test_a_rule_can_come_from_a_file(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('based_on = "snhr-2019"\nid = "own"\nversion = "3"\nmassacre_threshold = 1\n')
    asked = ("--measure", "incidents", "--incident-class", "massacre", "--format", "json", "--rule", str(own))
    told = json.loads(run("--snapshot", str(folder), *asked).output)
    assert (told["rows"][0]["minimum"], told["rule"]) == (2, "own/3")
    with pytest.raises(InvalidFile, match="cannot be read as text"):
        run("--snapshot", str(folder), "--rule", str(tmp_path / "none.toml"))


def test_errors_carry_their_exit_codes(folder: Path) -> None:
    with pytest.raises(NotFound) as missing:
        run("--snapshot", str(folder / "nowhere"))
    with pytest.raises(InvalidValue) as wrong:
        run("--snapshot", str(folder), "--by", "colour")
    assert (missing.value.exit_code, wrong.value.exit_code) == (4, 2)
