"""Measure one task in a process of its own: the median time of several runs, and the peak memory."""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

Prepared = Callable[[], Any]
"""What is timed; made once, before the clock starts, by the task that prepares it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds of a run and peak memory of its process in MB."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the benchmark: our task beside a peer's, and what we aim for.

    `ratio` is ours / peer's where smaller is better ("at most 1.5×"), peer's / ours where larger is ("at least 10×").
    """

    task: str
    peer: str
    ours: Measured
    theirs: Measured
    ratio: float
    aim: str
    met: bool


def measure(prepare: Callable[..., Prepared], *values: Any, repeats: int = 7, warm: int = 2) -> Measured:
    """Prepare a task in a fresh process, run it `warm` times unmeasured, then `repeats` times."""
    return measure_each(_only, prepare, values, repeats=repeats, warm=warm)[0]


def measure_each(
    prepare: Callable[..., list[Prepared]], *values: Any, repeats: int = 7, warm: int = 2
) -> list[Measured]:
    """Prepare several tasks in one fresh process and measure each; the peak memory is that of them all."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, prepare, values, repeats, warm))
    process.start()
    theirs.close()
    try:
        found: list[Measured] = ours.recv()
    except EOFError as error:
        raise RuntimeError(f"The benchmark {prepare.__name__} ended without a result; see above.") from error
    finally:
        process.join()
    return found


def _only(prepare: Callable[..., Prepared], values: Any) -> list[Prepared]:
    return [prepare(*values)]


def at_most(task: str, peer: str, ours: Measured, theirs: Measured, *, times: float) -> Row:
    """Make the row of a task that may take at most `times` what the peer takes."""
    ratio = ours.seconds / theirs.seconds
    return Row(task, peer, ours, theirs, ratio, f"≤ {times:g}×", ratio <= times)


def at_least(task: str, peer: str, ours: Measured, theirs: Measured, *, times: float) -> Row:
    """Make the row of a task that should be at least `times` faster than the peer."""
    ratio = theirs.seconds / ours.seconds
    return Row(task, peer, ours, theirs, ratio, f"≥ {times:g}×", ratio >= times)


def _run(
    answer: Connection, prepare: Callable[..., list[Prepared]], values: Any, repeats: int, warm: int
) -> None:
    taken = [_median(task, repeats, warm) for task in prepare(*values)]
    peak = _peak_mb()
    answer.send([Measured(seconds, peak) for seconds in taken])
    answer.close()


def _peak_mb() -> float:
    """Give the peak memory of this process; Linux hands `ru_maxrss` on from the parent, so its status is read."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _median(task: Prepared, repeats: int, warm: int) -> float:
    for _ in range(warm):
        task()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
