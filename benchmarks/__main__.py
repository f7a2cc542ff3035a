"""Run every benchmark module and print one table: `python -m benchmarks [name …]`; exit 1 if an aim is missed."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.measure import Measured, Row

NOT_BENCHMARKS = frozenset(
    {"__main__", "measure", "generate", "linkage_sets", "linkage_methods", "linkage_lists", "linkage_words"}
)


def main(asked: list[str]) -> int:
    """Run the benchmarks asked for, or all, and print their rows."""
    names = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name not in NOT_BENCHMARKS)
    if unknown := sorted(set(asked) - set(names)):
        print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    console = Console()
    rows: list[Row] = []
    for name in asked or names:
        start = time.perf_counter()
        rows += importlib.import_module(f"benchmarks.{name}").run()
        console.print(f"· {name}: {time.perf_counter() - start:.0f} s", highlight=False)
    console.print(_table(rows))
    missed = [row for row in rows if not row.met]
    console.print(f"{len(rows) - len(missed)} of {len(rows)} aims met.", highlight=False)
    for row in missed:
        console.print(
            f"Missed: {row.task}, beside {row.peer}: {row.ratio:.2f}×, aim {row.aim}.", highlight=False
        )
    return 1 if missed else 0


def _table(rows: list[Row]) -> Table:
    table = Table(title="Ours beside peers, on the same data in one run", title_justify="left")
    for heading in ("task", "peer"):
        table.add_column(heading)
    for heading in ("ours", "peer's", "ratio", "aim", "met", "our peak", "peer's peak"):
        table.add_column(heading, justify="right")
    for row in rows:
        times = (_time(row.ours), _time(row.theirs), f"{row.ratio:.2f}×", row.aim, "yes" if row.met else "NO")
        table.add_row(
            row.task, row.peer, *times, f"{row.ours.peak_mb:.0f} MB", f"{row.theirs.peak_mb:.0f} MB"
        )
    return table


def _time(measured: Measured) -> str:
    return f"{measured.seconds * 1e3:.1f} ms" if measured.seconds < 1 else f"{measured.seconds:.2f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
