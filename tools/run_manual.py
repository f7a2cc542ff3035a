"""Run every command that docs/manual shows, in order, and write what it prints below it; --check only compares.

A block that begins with ```csv NAME (or toml, markdown, python, text) is a file of that name; a ```console block holds
commands after `$ `. All pages share one folder and one home, as a reader would who follows them. What differs from
one run to the next (digests, ids, times) is left out of the comparison.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tawthiq.cli import run

MANUAL = Path(__file__).parent.parent / "docs" / "manual"
WIDTH = "100"
_OPENING = re.compile(r"^```(\w+)(?: (\S+))?$")
_SAME_HOME = re.compile(r"tawthiq (?:--home home |(?!--home))")
_SHELL_SIGNS = re.compile(r"[|><;&$*]")
_CHANGING = (
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "DIGEST"),
    (re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b|\b[0-9a-z]{26}\b"), "ID"),
    (re.compile(r"\b20[2-9]\d-\d\d-\d\d[T ]\d\d:?\d\d:?\d\d[.\d]*(?:Z|\+00:00)?"), "TIME"),
    (re.compile(r"\b(?:INC|HRM|PER|SRC|EVD|HND)-20[2-9]\d-"), "CODE-"),
    (re.compile(r"\b\d{8}t\d{6}z-[0-9a-f]{8}\b"), "BACKUP"),
    (re.compile(r"\b[0-9a-f]{4}(?:-[0-9a-f]{4}){7}\b"), "KEY"),
    (re.compile(r"\b\d+(?:\.\d+)? (?:s|ms|bytes sent)\b|\b\d+ bytes(?=, SHA-256)"), "AMOUNT"),
    (re.compile(r"[━─┏┓┗┛┡┩└┘┳┻╇┴╃ ]+"), " "),
)


def main(arguments: list[str]) -> int:
    """Run the manual; exit 1 where a page shows something else than the program prints."""
    before = {page: page.read_text(encoding="utf-8") for page in sorted(MANUAL.glob("[0-9]*.md"))}
    os.environ |= {
        "COLUMNS": WIDTH,
        "TERM": "dumb",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for name in [name for name in os.environ if name.startswith(("TAWTHIQ", "DJANGO"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        after = {page: "\n".join(_run_page(text.split("\n"))) for page, text in before.items()}
    different = [page for page in before if _lasting(before[page]) != _lasting(after[page])]
    for page in different:
        if "--check" in arguments:
            _show_difference(page, before[page], after[page])
        else:
            page.write_text(after[page], encoding="utf-8")
        print(f"{page.name}: {'shows something else' if '--check' in arguments else 'written anew'}")
    return 1 if different and "--check" in arguments else 0


def _run_page(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        yield lines[at]
        opened = _OPENING.match(lines[at])
        at += 1
        if opened is None:
            continue
        end = next(n for n in range(at, len(lines)) if lines[n] == "```")
        block = lines[at:end]
        if opened[1] == "console":
            yield from _run_block(block)
        else:
            yield from block
            if opened[2]:
                Path(opened[2]).parent.mkdir(parents=True, exist_ok=True)
                Path(opened[2]).write_text("\n".join(block) + "\n", encoding="utf-8")
        yield "```"
        at = end + 1


def _run_block(block: list[str]) -> Iterator[str]:
    at = 0
    while at < len(block):
        line = block[at]
        at += 1
        if not line.startswith("$ "):
            continue
        written = [line]
        while written[-1].endswith("\\"):
            written.append(block[at])
            at += 1
        yield from written
        command = " ".join(part.removesuffix("\\").strip() for part in written)[2:]
        yield from _output_of(command)


def _output_of(command: str) -> list[str]:
    if command.startswith("export "):
        name, _, value = shlex.split(command)[1].partition("=")
        os.environ[name] = value
        return []
    if _SAME_HOME.match(command) and not _SHELL_SIGNS.search(
        command
    ):  # here: a process is open for one home only
        kept = io.StringIO()
        with contextlib.redirect_stdout(kept), contextlib.redirect_stderr(kept):
            code = run(shlex.split(command)[1:])
        text = kept.getvalue()
    else:
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        text, code = done.stdout + done.stderr, done.returncode
    if code not in (0, 1, 2, 3, 4):
        raise SystemExit(f"{command} ended with {code}:\n{text}")
    return [line.rstrip() for line in text.lstrip("\ufeff").split("\n") if line.strip()]


def _lasting(text: str) -> str:
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return text


def _show_difference(page: Path, before: str, after: str) -> None:
    pairs = zip(_lasting(before).split("\n"), _lasting(after).split("\n"), strict=False)
    shown, printed = next((pair for pair in pairs if pair[0] != pair[1]), ("", "(more or fewer lines)"))
    print(f"{page.name} shows:\n  {shown}\nthe program prints:\n  {printed}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
