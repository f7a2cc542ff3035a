"""Programs we did not write, run within limits: they end in time with all they started, and say no more
than allowed.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tawthiq.domain.errors import Refused

KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH")
LONGEST_ANSWER, LONGEST_COMPLAINT = 64 << 20, 1 << 20
# set in the child by a small Python start, then the program takes its place: no code of ours runs between
# fork and exec
_START = (
    "import os,resource,sys;"
    "[resource.setrlimit(int(k),(int(v),int(v))) for k,v in (a.split('=') for a in sys.argv[1].split(','))];"
    "os.execvp(sys.argv[2],sys.argv[2:])"
)


@dataclass(frozen=True, slots=True)
class ProgramLimits:
    """What one run may cost: seconds by the clock, seconds of computing, bytes in one file."""

    seconds: float = 300
    cpu_seconds: int = 300
    file_bytes: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: its code (None when it was stopped for its time), and what it said."""

    code: int | None
    said: bytes
    complained: bytes


def run(
    command: Sequence[str],
    *,
    limits: ProgramLimits,
    folder: Path,
    told: bytes = b"",
    proxy: str | None = None,
) -> Ran:
    """Run a program in a folder of its own with a bare environment; stop it and its children when time is
    up.
    """
    if shutil.which(command[0]) is None:
        raise Refused(
            "program-missing", f"The program {Path(command[0]).name} is not installed on this machine."
        )
    caps = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_CORE: 0,
    }
    start = [sys.executable, "-c", _START, ",".join(f"{which}={most}" for which, most in caps.items())]
    own = tempfile.mkdtemp(prefix="tw-")  # a short path: browsers put sockets there (108 bytes)
    try:
        return _run_in(own, [*start, *command], limits, folder, told, proxy)
    finally:
        sweep_folder(Path(own))


def sweep_folder(folder: Path) -> None:
    """Remove a folder, also while a stopped program still writes into it as it ends."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def _run_in(
    own: str, command: Sequence[str], limits: ProgramLimits, folder: Path, told: bytes, proxy: str | None
) -> Ran:
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(own, proxy),
        start_new_session=True,
    ) as program:
        return converse(program, told, seconds=limits.seconds)


def converse(program: subprocess.Popen[bytes], told: bytes, *, seconds: float) -> Ran:
    """Tell a program of a session of its own what it is to do, and listen until it ends or its time is up.

    However much it says, no more than LONGEST_ANSWER is held; what it leaves running is stopped.
    """
    said, complained = _Listener(program.stdout, LONGEST_ANSWER), _Listener(program.stderr, LONGEST_COMPLAINT)
    teller = threading.Thread(target=_tell, args=(program.stdin, told), daemon=True)
    teller.start()
    try:
        code: int | None = program.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        code = None
    _stop(program)
    program.wait()
    teller.join()
    return Ran(code, said.heard(), complained.heard()[-4000:])


class _Listener:
    """Hears a stream to its end in a thread of its own, and keeps the first bytes of it."""

    def __init__(self, stream: IO[bytes] | None, most: int) -> None:
        self.stream, self.most, self.kept = stream, most, bytearray()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def heard(self) -> bytes:
        """Wait for the end and return what was kept."""
        self.thread.join()
        return bytes(self.kept)

    def _listen(self) -> None:
        while self.stream is not None and (piece := self.stream.read1(1 << 16)):  # type: ignore[attr-defined]  # of Popen
            self.kept += piece[: self.most - len(self.kept)]


def _tell(stream: IO[bytes] | None, told: bytes) -> None:
    if stream is not None:
        with contextlib.suppress(OSError), stream:  # it ended without hearing all: its code says why
            stream.write(told)


def _environment(own: str, proxy: str | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    through = (
        {}
        if proxy is None
        else dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    )
    return {**kept, **through, "HOME": own, "TMPDIR": own}


def _stop(program: subprocess.Popen[bytes]) -> None:
    """End the session that the program was started in; it is ours and holds nothing else."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
