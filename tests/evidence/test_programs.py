"""A program we did not write ends in time, with all that it started, and fills neither memory nor pipes."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

import pytest

from tawthiq.domain.errors import Refused
from tawthiq.evidence import programs
from tawthiq.evidence.programs import ProgramLimits, run

FLOOD = (
    "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20)); sys.stderr.buffer.write(b'e' * 1000)"
)


def python(folder: Path, script: str, *, seconds: float = 20, told: bytes = b"") -> programs.Ran:
    return run([sys.executable, "-c", script], limits=ProgramLimits(seconds), folder=folder, told=told)


def test_it_hears_what_a_program_says_and_how_it_ends(tmp_path: Path) -> None:
    ran = python(
        tmp_path,
        "import sys; print(sys.stdin.read()[::-1]); print('no', file=sys.stderr); sys.exit(3)",
        told=b"abc",
    )
    assert (ran.code, ran.said, ran.complained) == (3, b"cba\n", b"no\n")


def test_a_program_that_never_stops_talking_is_stopped_and_held_to_its_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "LONGEST_ANSWER", 1 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = python(tmp_path, FLOOD, seconds=2)
    assert (ran.code, len(ran.said)) == (None, 1 << 20)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # KiB


def test_what_a_program_leaves_running_is_stopped(tmp_path: Path) -> None:
    ran = python(tmp_path, "import subprocess, sys; print(subprocess.Popen(['sleep', '600']).pid)")
    assert ran.code == 0
    left, until = int(ran.said), time.monotonic() + 10
    while is_running(left) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(left)


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_one_that_does_not_listen_or_is_not_there_is_no_fault_of_ours(tmp_path: Path) -> None:
    assert python(tmp_path, "import os; os.close(0)", told=bytes(1 << 20)).code == 0
    with pytest.raises(Refused, match="not installed"):
        run(["no-such-program"], limits=ProgramLimits(), folder=tmp_path)
    assert os.listdir(tmp_path) == []
