"""Homes of their own for tests of the command, each in a process of its own as people use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-W", "error", "-m", "tawthiq"]


def environment() -> dict[str, str]:
    """The environment without what the test suite sets for itself."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("TAWTHIQ", "DJANGO"))}


def tawthiq(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a home and return what it printed."""
    return subprocess.run(
        [*COMMAND, "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )


def make_home(path: Path) -> Path:
    """Make an empty home."""
    done = tawthiq(path, "init", "--zone", "Asia/Damascus")
    assert done.returncode == 0, done.stderr
    return path


def victims_csv(path: Path, rows: int) -> Path:
    """Write a list of plainly fictional victims."""
    lines = ["id,name,sex,age,date of incident,place,weapon,perpetrator"]
    for n in range(rows):
        day = f"2019-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
        lines.append(
            f"V{n},Example Person {n},{'female' if n % 2 else 'male'},{n % 80 + 1},{day},Alder,missile,russian"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def tawthiq_many(home: Path, commands: list[tuple[str, ...]]) -> list[tuple[int, str, str]]:
    """Run many commands on a home, one after the other in one process; exit code, output, errors of each."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.cli.driver"],
        input=json.dumps([["--home", str(home), *command] for command in commands]),
        capture_output=True, text=True, env=environment(), check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]
