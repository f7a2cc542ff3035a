"""An import killed at any moment is wholly in or wholly out, and the audit passes."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.homes import COMMAND, environment, make_home, tawthiq, victims_csv

ROWS = 8_000
KILLS = 14


def counted(home: Path) -> tuple[int, int]:
    """Count persons and harms in the home's database."""
    with closing(sqlite3.connect(home / "tawthiq.sqlite3")) as database:
        return tuple(
            database.execute(f"SELECT count(*) FROM cases_{kind}").fetchone()[0]
            for kind in ("person", "harm")
        )


@pytest.mark.slow
def test_an_import_killed_anywhere_is_wholly_in_or_wholly_out(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    seen = set()
    chance = random.Random(20190731)
    whole = _seconds_of_a_whole_import(tmp_path)
    for attempt in range(KILLS):
        file = victims_csv(tmp_path / f"list-{attempt}.csv", ROWS)
        before = counted(home)
        process = subprocess.Popen(
            [*COMMAND, "--home", str(home), "import", "victims", str(file)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(),
        )  # fmt: skip
        try:
            process.wait(timeout=chance.uniform(0.2, 1.1) * whole)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        after = counted(home)
        added = (after[0] - before[0], after[1] - before[1])
        assert added in {(0, 0), (ROWS, ROWS)}
        seen.add(added)
    audited = tawthiq(home, "audit")
    assert audited.returncode == 0, audited.stdout
    assert (0, 0) in seen


def _seconds_of_a_whole_import(folder: Path) -> float:
    home = make_home(folder / "measured")
    file = victims_csv(folder / "measured.csv", ROWS)
    started = time.monotonic()
    assert tawthiq(home, "import", "victims", str(file)).returncode == 0
    return time.monotonic() - started


def test_importing_the_same_list_again_changes_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    file = victims_csv(tmp_path / "list.csv", 50)
    assert tawthiq(home, "import", "victims", str(file)).returncode == 0
    first = counted(home)
    again = tawthiq(home, "import", "victims", str(file))
    assert again.returncode == 0
    assert "50 unchanged" in again.stdout
    assert counted(home) == first == (50, 50)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    done = tawthiq(home, "import", "victims", str(victims_csv(tmp_path / "list.csv", 50)), "--dry-run")
    assert "Would be: 50 create" in done.stdout
    assert counted(home) == (0, 0)
