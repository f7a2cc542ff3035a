"""The manual shows what the program prints."""

import subprocess
import sys

import pytest

from tests.papers import ROOT


@pytest.mark.slow
def test_every_command_of_the_manual_prints_what_the_manual_shows() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "run_manual.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
