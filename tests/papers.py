"""Find the project's files and what the Markdown ones show: links, headings, commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
MADE: Final = frozenset({".git", ".venv", "build", "dist", "node_modules", "__pycache__", ".hypothesis"})
"""Folders that hold what tools made."""

_FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<img[^>]+src=\"([^\"]+)\"")
_HEADING: Final = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
_INLINE: Final = re.compile(r"`((?:\.venv/bin/)?tawthiq [^`]+)`")
_SHELL: Final = frozenset({"|", ">", ">>", "<", "&&", "||", ";", "2>"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as a paper shows it; a whole one stands in a console block, others are named in a sentence."""

    file: str
    line: int
    words: tuple[str, ...]
    whole: bool


def project_files() -> Iterator[Path]:
    """Yield every file of the project, without what tools made."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name in MADE or path.name.endswith((".egg-info", "_cache")):
                continue
            if path.is_dir():
                folders.append(path)
            elif path.is_file() and not path.is_symlink():
                yield path


def markdown_files() -> list[Path]:
    """Return the project's own Markdown files; the sources of reports have a syntax of their own."""
    return [path for path in project_files() if path.suffix == ".md" and "report." not in path.name]


def links_of(text: str) -> list[str]:
    """Return the targets of a text's links and pictures that lie in the project."""
    found = [first or second for first, second in _LINK.findall(_FENCE.sub("", text))]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors_of(text: str) -> set[str]:
    """Return the anchors that the headings of a text give."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_of(path: Path) -> Iterator[Shown]:
    """Yield the `tawthiq` commands of a paper: those of console blocks, and those named in sentences."""
    lines = path.read_text(encoding="utf-8").split("\n")
    name, fenced, at = str(path.relative_to(ROOT)), False, 0
    while at < len(lines):
        line, number = lines[at], at + 1
        at += 1
        if line.startswith("```"):
            fenced = not fenced
        elif fenced and line.startswith("$ "):
            text = line[2:]
            while text.endswith("\\"):
                text, at = text[:-1] + " " + lines[at], at + 1
            yield from _shown(name, number, text, whole=True)
        elif not fenced:
            for named in _INLINE.findall(line):
                yield from _shown(name, number, named, whole=False)


def _shown(file: str, line: int, text: str, *, whole: bool) -> Iterator[Shown]:
    words = shlex.split(text)
    if "tawthiq" not in words and ".venv/bin/tawthiq" not in words:
        return
    begin = next(n for n, word in enumerate(words) if word.endswith("tawthiq")) + 1
    rest = words[begin:]
    end = next((n for n, word in enumerate(rest) if word in _SHELL or word == "…"), len(rest))
    yield Shown(file, line, tuple(rest[:end]), whole=whole and "…" not in rest)
