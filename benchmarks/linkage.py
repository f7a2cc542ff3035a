"""Linkage on sets with truth: Tawthiq beside Splink's defaults, recordlinkage, dedupe and exact matching, in one run.

`python -m benchmarks.linkage [--data DIR]` prints precision, recall, F1, seconds and peak memory. Each method runs in a
process of its own. recordlinkage and dedupe need an older pandas than we do, hence an environment of their own; it is
made under build/ on the first run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Measured, Row

SETS: Final = ("febrl3", "febrl4", "fake_1000", "historical_50k")
METHODS: Final = ("Tawthiq", "Splink defaults", "recordlinkage", "dedupe", "exact matching")
APART: Final = ("recordlinkage", "dedupe")
PEERS: Final = ("recordlinkage==0.16", "dedupe==3.0.3", "pyarrow")
LIMIT_SECONDS: Final = 600
ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method found on one set."""

    precision: float
    recall: float
    f1: float
    seconds: float
    peak_mb: float


def run(data: Path | None = None) -> list[Row]:
    """Return a row for each set and peer; ours is to have no lower F1, and to be faster than all but exact matching."""
    folder = data or Path(os.environ.get("TAWTHIQ_LINKAGE_DATA", ROOT / "build" / "linkage_benchmarks"))
    if not folder.is_dir():
        print(f"· linkage: no sets in {folder}; give --data DIR or TAWTHIQ_LINKAGE_DATA. Not measured.")
        return []
    rows = []
    for name in SETS:
        found = {method: outcome for method in METHODS if (outcome := measured(method, name, folder))}
        show(name, found)
        if "Tawthiq" in found:
            rows += [_row(name, p, found["Tawthiq"], o) for p, o in found.items() if p != "Tawthiq"]
    return rows


def measured(method: str, name: str, folder: Path) -> Outcome | None:
    """Run one method on one set; None, with a line saying why, when it cannot be run or takes too long."""
    python = _peers() if method in APART else sys.executable
    if python is None:
        print(f"· {method} could not be installed: not measured.")
        return None
    command = [python, "-m", "benchmarks.linkage_methods", method, name, str(folder)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LIMIT_SECONDS, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        print(f"· {method} on {name}: no result in {LIMIT_SECONDS} s.")
        return None
    if done.returncode:
        print(f"· {method} on {name} failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        return None
    return Outcome(**json.loads(done.stdout.strip().splitlines()[-1]))


def _peers() -> str | None:
    folder = ROOT / "build" / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = str(Path(sys.executable).parent / "uv")
        made = subprocess.run([uv, "venv", "-q", str(folder)], check=False)
        filled = subprocess.run([uv, "pip", "install", "-q", "--python", str(python), *PEERS], check=False)
        if made.returncode or filled.returncode:
            return None
    return str(python)


def _row(name: str, peer: str, ours: Outcome, theirs: Outcome) -> Row:
    one, two = (Measured(o.seconds, o.peak_mb) for o in (ours, theirs))
    good = ours.f1 >= theirs.f1
    fast = peer == "exact matching" or ours.seconds <= theirs.seconds
    task = f"{name}: F1 {ours.f1:.4f} (theirs {theirs.f1:.4f})"
    aim = "F1 no lower" if peer == "exact matching" else "F1 no lower, faster"
    return Row(task, peer, one, two, theirs.seconds / ours.seconds, aim, good and fast)


def show(name: str, found: dict[str, Outcome]) -> None:
    """Print one set's outcomes side by side."""
    table = Table(title=name, title_justify="left")
    table.add_column("method")
    for heading in ("precision", "recall", "F1", "seconds", "peak MB"):
        table.add_column(heading, justify="right")
    for method, o in found.items():
        cells = (
            f"{o.precision:.4f}",
            f"{o.recall:.4f}",
            f"{o.f1:.4f}",
            f"{o.seconds:.1f}",
            f"{o.peak_mb:.0f}",
        )
        table.add_row(method, *cells)
    Console().print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure linkage on sets with truth.")
    parser.add_argument("--data", type=Path)
    sys.exit(0 if all(row.met for row in run(parser.parse_args().data)) else 1)
