"""A worker beside the server: a child process that is started with it, started again when it dies, stopped with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SHORT_LIFE: Final = 10.0
"""A worker that dies sooner than this (seconds) is started again later each time."""

LONGEST_PAUSE: Final = 60.0
ENDS_WITHIN: Final = 20.0


@contextmanager
def worker_beside(home: Path) -> Iterator[None]:
    """Keep a worker of the home running while the block runs."""
    over = threading.Event()
    command = [sys.executable, "-m", "tawthiq", "--home", str(home), "worker", "--parent", str(os.getpid())]
    keeper = threading.Thread(target=_keep, args=(command, over), name="worker-keeper")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(command: list[str], over: threading.Event) -> None:
    """Run the command again and again until it is over; then stop it."""
    pause = 1.0
    while not over.is_set():
        began = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as worker:
            while worker.poll() is None and not over.wait(0.5):
                pass
            if over.is_set():
                _stop(worker)
                return
        pause = 1.0 if time.monotonic() - began > SHORT_LIFE else min(pause * 2, LONGEST_PAUSE)
        over.wait(pause)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        worker.kill()
