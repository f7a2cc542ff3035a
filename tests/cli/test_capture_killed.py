"""A capture killed at any moment: what was acknowledged is whole, nothing half is recorded, the audit passes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings

from tests.cli.homes import environment
from tests.cli.test_evidence_backup import SECRET, tawthiq
from tests.evidence.site import site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "postgresql" in str(settings.DATABASES["default"]["ENGINE"]), reason="a home of its own, on SQLite"
    ),
]
KILLS = 6


def test_a_capture_killed_anywhere_leaves_a_home_that_passes_the_audit(tmp_path: Path) -> None:
    home, chance = tmp_path / "home", random.Random(20261126)
    tawthiq(home, "init")
    toml = home / "tawthiq.toml"
    toml.write_text(toml.read_text().replace("capture_networks = []", 'capture_networks = ["127.0.0.0/8"]'))
    said: list[dict[str, object]] = []
    with site() as (address, _):
        for number in range(KILLS):
            # The first is killed as soon as it begins; the others anywhere in what follows.
            said += captured_until_killed(home, address, after=chance.uniform(0.0, 0.3 * number))
            audited = json.loads(tawthiq(home, "audit", "--fixity", "--format", "json"))
            assert audited["faults"] == []
            assert audited["fixity"]["checked"] == audited["fixity"]["recorded"]
            assert audited["fixity"]["unrecorded"] <= number + 1  # at most one unfinished file for each kill
    acknowledged = {item["sha256"] for one in said for item in one["items"]}  # type: ignore[attr-defined]  # from JSON
    kept = {row["sha256"] for row in json.loads(tawthiq(home, "evidence", "list", "--format", "json"))}
    assert acknowledged <= kept
    captures = {one["capture"] for one in said}
    assert len(captures) == len(said) > 0
    # What was killed left its work behind; the next command that works there clears it.
    tawthiq(home, "evidence", "add", str(toml), "--no-analysis")
    assert not list((home / "work").iterdir())


def captured_until_killed(home: Path, address: str, *, after: float) -> list[dict[str, object]]:
    """Let captures run until so many seconds after the first began, kill them all, return what was acknowledged."""
    command = [sys.executable, "-W", "error", "-m", "tests.cli.capturer", str(home), address]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
        env=environment() | SECRET, start_new_session=True, cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        # The first capture loads everything: time is counted from its end, but for the shortest.
        if after:
            lines += [process.stdout.readline(), process.stdout.readline()]
        timer = threading.Timer(after, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        lines += list(process.stdout)
        timer.join()
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}\n")]
