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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, prepare, values, repeats, warm))
    process.start()
    theirs.close()
    try:
        found: Measured = ours.recv()
    except EOFError as error:
        raise RuntimeError(f"The benchmark {prepare.__name__} ended without a result; see above.") from error
    finally:
        process.join()
    return found


def at_most(task: str, peer: str, ours: Measured, theirs: Measured, *, times: float) -> Row:
    """Make the row of a task that may take at most `times` what the peer takes."""
    ratio = ours.seconds / theirs.seconds
    return Row(task, peer, ours, theirs, ratio, f"≤ {times:g}×", ratio <= times)


def at_least(task: str, peer: str, ours: Measured, theirs: Measured, *, times: float) -> Row:
    """Make the row of a task that should be at least `times` faster than the peer."""
    ratio = theirs.seconds / ours.seconds
    return Row(task, peer, ours, theirs, ratio, f"≥ {times:g}×", ratio >= times)


def _run(answer: Connection, prepare: Callable[..., Prepared], values: Any, repeats: int, warm: int) -> None:
    task = prepare(*values)
    for _ in range(warm):
        task()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        taken.append(time.perf_counter() - start)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    answer.send(Measured(statistics.median(taken), peak))
    answer.close()
