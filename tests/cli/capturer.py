"""A process to be killed: captures a page again and again, and says each capture once it is acknowledged."""

from __future__ import annotations

import sys

from tawthiq.cli import run

if __name__ == "__main__":
    home, site = sys.argv[1:]
    number = 0
    while True:
        path = ("/page", "/film.mp4", "/gone")[number % 3]
        print("begun", flush=True)
        run(["--home", home, "capture", f"{site}{path}", "--plain", "--format", "json"])
        number += 1
