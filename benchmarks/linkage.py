"""Linkage on sets with truth: Tawthiq beside Splink's defaults, recordlinkage, dedupe and exact matching, in one run.

`python -m benchmarks.linkage [--data DIR] [--words DIR]` prints precision, recall, F1, seconds and peak memory. Each method runs in a
process of its own. recordlinkage and dedupe need an older pandas than we do, hence an environment of their own; it is
made under build/ on the first run.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.linkage_lists import Lists, first_kind, second_kind
from benchmarks.linkage_words import third_kind
from benchmarks.measure import Measured, Row
from tawthiq.linkage.linking import link
from tawthiq.linkage.lists import as_people

FILES: Final = {
    "febrl3": ("dataset3.csv",),
    "febrl4": ("dataset4a.csv", "dataset4b.csv"),
    "fake_1000": ("fake_1000.csv",),
    "historical_50k": ("historical_figures_with_errors_50k.parquet",),
}
CASES: Final[dict[str, tuple[dict[str, Any], float]]] = {
    "birth dates": ({}, 0.99),
    "age only": ({"ages": True}, 0.97),
    "two words against long": ({"length": 2}, 0.95),
    "Latin against Arabic": ({"latin": True}, 0.90),
}
SETS: Final = ("febrl3", "febrl4", "fake_1000", "historical_50k")
METHODS: Final = ("Tawthiq", "Splink defaults", "recordlinkage", "dedupe", "exact matching")
APART: Final = ("recordlinkage", "dedupe")
PEERS: Final = ("recordlinkage==0.16", "dedupe==3.0.3", "BTrees<6", "pyarrow")  # dedupe 3.0.3 needs BTrees 5
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


def run(data: Path | None = None, *, words: Path | None = None) -> list[Row]:
    """Return a row for each set and peer; ours is to have no lower F1, and to be faster than all but exact matching."""
    folder = data or Path(os.environ.get("TAWTHIQ_LINKAGE_DATA", ROOT / "build" / "linkage_benchmarks"))
    if not folder.is_dir():
        found_there = _febrl_of_recordlinkage()
        if found_there is None:
            print(f"· linkage: no sets in {folder}, and recordlinkage could not be installed. Not measured.")
            return []
        print(
            f"· linkage: no sets in {folder}; FEBRL 3 and 4 as recordlinkage brings them. All four: --data DIR."
        )
        folder = found_there
    rows = arabic_rows(words)
    for name in SETS:
        if not all((folder / file).exists() for file in FILES[name]):
            print(f"· {name}: not in {folder}. Not measured.")
            continue
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
    done = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    )
    try:
        out, err = done.communicate(timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(done.pid, signal.SIGKILL)  # dedupe starts processes of its own
        done.communicate()
        print(f"· {method} on {name}: no result in {LIMIT_SECONDS} s.")
        return None
    if done.returncode:
        said = err.strip().splitlines() or [f"killed by signal {-done.returncode}, often for its memory"]
        print(f"· {method} on {name} failed: {said[-1]}")
        return None
    return Outcome(**json.loads(out.strip().splitlines()[-1]))


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


def _febrl_of_recordlinkage() -> Path | None:
    """Find the sets that recordlinkage brings with it, in the environment of the peers."""
    python = _peers()
    if python is None:
        return None
    found = sorted(Path(python).parents[1].glob("lib/python*/site-packages/recordlinkage/datasets/febrl"))
    return found[0] if found else None


def arabic_rows(words: Path | None) -> list[Row]:
    """Link 34,000 rows with 6,000 as real lists differ, from two generators, and a third where there is a folder of words."""
    kinds: list[Callable[..., Lists]] = [first_kind, second_kind]
    if words is not None:
        kinds.append(partial(third_kind, folder=words))
    rows = []
    for case, (options, aim) in CASES.items():
        for number, make in enumerate(kinds, 1):
            f1, seconds = _arabic(make(2021, **options))
            done = Measured(seconds, 0.0)
            print(f"· Arabic lists, {case}, kind {number}: F1 {f1:.4f} (aim {aim}), {seconds:.1f} s")
            rows.append(Row(f"Arabic lists, {case}, kind {number}: F1 {f1:.4f}", "aim", done, done, f1 / aim,
                            f"F1 at least {aim}", f1 >= aim))  # fmt: skip
    return rows


def _arabic(lists: Lists) -> tuple[float, float]:
    roles = {column: column for column in lists.left.column_names}
    start = time.perf_counter()
    linked = link([as_people("left", lists.left, roles), as_people("right", lists.right, roles)])
    seconds = time.perf_counter() - start
    ids = linked.prepared.people["id"].to_pylist()
    pairs = zip(linked.scored.left[linked.accepted], linked.scored.right[linked.accepted], strict=True)
    same = [ids[a][1:] == ids[b][1:] for a, b in pairs]
    precision, recall = sum(same) / max(1, len(same)), sum(same) / lists.shared
    return 2 * precision * recall / max(precision + recall, 1e-9), seconds


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
    parser.add_argument("--data", type=Path, help="folder of the sets")
    parser.add_argument("--words", type=Path, help="folder of Arabic-Latin name pairs: lists of a third kind")
    asked = parser.parse_args()
    sys.exit(0 if all(row.met for row in run(asked.data, words=asked.words)) else 1)
