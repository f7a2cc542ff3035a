"""Run the demo: `python -m tawthiq.demo FOLDER` makes FOLDER anew and prints where everything lies."""

from __future__ import annotations

import importlib
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from tawthiq.cli.opening import open_records
from tawthiq.config.home import SETTINGS_FILE, create_home
from tawthiq.domain.errors import TawthiqError

if TYPE_CHECKING:
    from tawthiq.demo.running import Demonstrated

MARK = ".tawthiq-demo"
"""A folder with this file was made by the demo and may be made anew."""


def main(folder: Path) -> int:
    """Run the demo in a folder; exit code 0, 1 where a number differs from the published one, 2 for bad use."""
    console = Console(highlight=False)
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        console.print(f"{folder} holds something that the demo did not make. Name another folder.")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    home = folder / "home"
    home.mkdir(parents=True)
    (folder / MARK).touch()
    create_home(home, organisation="Tawthiq demonstration", zone="Asia/Damascus", counting_rule="snhr-2019")
    open_records(home)
    running = importlib.import_module("tawthiq.demo.running")  # models load only in an open home
    started = time.monotonic()
    try:
        with console.status("beginning") as status:
            shown: Demonstrated = running.run_demo(home, folder / "report", on_step=status.update)
    except TawthiqError as error:
        console.print(f"The demo stopped: {error}")
        return error.exit_code
    return _print(console, shown, time.monotonic() - started)


def _print(console: Console, shown: Demonstrated, seconds: float) -> int:
    wrong = [checked for checked in shown.checked if not checked.agrees]
    agree = len(shown.checked) - len(wrong)
    console.print(f"Recorded, reviewed and counted {shown.incidents} incidents in {seconds:.0f} s.")
    console.print(f"Of {len(shown.checked)} published numbers {agree} come out the same.")
    for checked in wrong:
        console.print(
            f"  {checked.published.id}: published {checked.published.value}, counted {checked.counted}"
        )
    console.print(
        f"The ledger: {shown.audit.entries} entries, {shown.audit.changes} changes, "
        f"{'no fault' if not shown.audit.faults else shown.audit.faults[0]}."
    )
    console.print(f"\nThe home        {shown.home}  ({SETTINGS_FILE}, database, snapshots)")
    console.print(f"The snapshot    {shown.snapshot}")
    for path in shown.built.paths:
        if path.suffix in {".pdf", ".html", ".docx"} and path.parent == shown.output:
            console.print(f"The report      {path}")
    console.print(f"The data        {shown.output / 'data'}")
    console.print(
        f"\nAsk it yourself: .venv/bin/tawthiq --home {shown.home} figures --measure killed --by party,governorate"
    )
    return 1 if wrong or shown.audit.faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Use: python -m tawthiq.demo FOLDER")
    sys.exit(main(Path(sys.argv[1])))
