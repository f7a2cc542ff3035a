"""Linkage at scale: a list deduplicated by the command itself, its time, memory and growth beside their limits.

`python -m benchmarks linkage_scale`; TAWTHIQ_LINKAGE_ROWS=10000000 adds a longer list to the ladder (a quarter of an hour).
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow.csv

from benchmarks.linkage_lists import doubled
from benchmarks.measure import Measured, Row

LADDER: Final = (250_000, 500_000, 1_000_000)
SECONDS: Final = 60.0
"""Within how many seconds of the clock a million rows are to be deduplicated on two cores."""
MEGABYTES: Final = {1_000_000: 4_000.0, 10_000_000: 16_000.0}
SLACK: Final = 1.1
"""How far measured growth may stand above n log n: the processor is shared with others."""


@dataclass(frozen=True, slots=True)
class Run:
    """One deduplication: rows, seconds of the clock and of the processor, peak memory in megabytes."""

    rows: int
    seconds: float
    processor: float
    peak_mb: float


def run() -> list[Row]:
    """Deduplicate the ladder of lists, each in a process of its own, and hold the longest to its limits."""
    more = int(os.environ.get("TAWTHIQ_LINKAGE_ROWS", "0"))
    ladder = [*LADDER, *([more] if more > LADDER[-1] else [])]
    with tempfile.TemporaryDirectory() as folder:
        done = [deduplicated(rows, Path(folder)) for rows in ladder]
    for one in done:
        print(
            f"· {one.rows:,} rows deduplicated: {one.seconds:.1f} s, {one.processor:.1f} s of processor, "
            f"{one.peak_mb:.0f} MB, {one.processor / (one.rows * math.log(one.rows)) * 1e9:.0f} ns per row and log"
        )
    million = next(one for one in done if one.rows == LADDER[-1])
    rows = [_timed(million), *(_held(one) for one in done if one.rows in MEGABYTES)]
    return [*rows, _grown(done[0], done[-1])]


def deduplicated(rows: int, folder: Path) -> Run:
    """Make a list with the name skew of real ones and a tenth of its persons twice, and run the command on it."""
    path = folder / f"{rows}.csv"
    pyarrow.csv.write_csv(doubled(4, rows), path)
    command = [
        sys.executable,
        "-m",
        "tawthiq",
        "link",
        "--dedupe",
        str(path),
        "--output",
        str(folder / f"{rows}"),
    ]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"The deduplication of {rows:,} rows ended with {process.returncode}.")
    path.unlink()
    return Run(rows, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6)


def _timed(one: Run) -> Row:
    ours = Measured(one.seconds, one.peak_mb)
    task = f"deduplicate {one.rows:,} rows"
    ratio = one.seconds / SECONDS
    return Row(task, "the limit", ours, Measured(SECONDS, 0.0), ratio, f"≤ {SECONDS:g} s", ratio <= 1)


def _held(one: Run) -> Row:
    limit = MEGABYTES[one.rows]
    ours, theirs = Measured(one.seconds, one.peak_mb), Measured(one.seconds, limit)
    task = f"memory of {one.rows:,} rows: {one.peak_mb:.0f} MB"
    return Row(
        task, "the limit", ours, theirs, one.peak_mb / limit, f"≤ {limit:.0f} MB", one.peak_mb <= limit
    )


def _grown(few: Run, many: Run) -> Row:
    allowed = few.processor * many.rows * math.log(many.rows) / (few.rows * math.log(few.rows))
    ratio = many.processor / allowed
    task = f"growth from {few.rows:,} to {many.rows:,} rows, processor"
    ours, theirs = Measured(many.processor, many.peak_mb), Measured(allowed, 0.0)
    return Row(task, "n log n", ours, theirs, ratio, f"≤ {SLACK:g}×", ratio <= SLACK)
