"""Numbered and lettered lines: 'A- …', '1/ …', 'ii) …', 'أ- …', and bullets; which belong together, and at which level.

A number counts only where the next one follows it somewhere below: a line that begins 'A. ' alone is no list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
ARABIC: Final = "ابجدهوزحطي"
WORDS: Final = (
    ("first", "second", "third", "fourth", "fifth", "sixth"),
    ("اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا"),
)

_NUMBER = re.compile(
    r"[ \t]*(?:(?P<mark>[A-Za-z]|[IVXivx]{2,4}|\d{1,2}|[أإابجدهوزحطي])ـ?[ \t]?"
    r"(?:[-–—](?:[ \t]+|(?=[A-ZÄÖÜÉأ-ي]))|[.):][ \t]+|/[ \t]*/?[ \t]*)"
    r"|(?P<word>First|Second|Third|Fourth|Fifth|Sixth|أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا)ً?[ \t]?[:،,-][ \t]*)"
    r"(?=[\"“«'(]?[^\W\d_]|(?<=\d[-/)][ ])\d)"
)
_BULLET = re.compile(r"[ \t]*(?P<mark>[-*•◦▪●○·‣–—])[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line of a list: which list, its place by number (0 where it has a bullet), how many characters stand before its text."""

    level: int
    order: int
    length: int


@dataclass(slots=True)
class _Level:
    """A list that is open: what its lines begin with, the last number, the lines."""

    family: str
    last: int
    lines: list[tuple[int, int, int]] = field(default_factory=list)


def numbered(lines: Sequence[str]) -> dict[int, Numbered]:
    """Find the lines that belong to lists of two lines or more, by their place in the sequence."""
    stack: list[_Level] = []
    every: list[_Level] = []
    for at, line in enumerate(lines):
        found = _read(line)
        if found is None:
            continue
        marks, length = found
        level = _continued(stack, marks) or _begun(stack, every, marks)
        if level is not None:
            level.lines.append((at, level.last, length))
    return {
        at: Numbered(n, order, length)
        for n, level in enumerate(every, 1)
        if len(level.lines) > 1
        for at, order, length in level.lines
    }


def _read(line: str) -> tuple[list[tuple[str, int]], int] | None:
    """Give what a line may be numbered as, and how long its number is."""
    match = _NUMBER.match(line)
    if match is not None:
        marks = _marks(match.group("mark") or match.group("word"))
        return (marks, match.end()) if marks else None
    bullet = _BULLET.match(line)
    return ([("bullet" + bullet.group("mark"), 0)], bullet.end()) if bullet else None


def _marks(mark: str) -> list[tuple[str, int]]:
    """Give every reading of a number: 'I' is the ninth letter or the first Roman numeral."""
    folded = mark.lower().replace("أ", "ا").replace("إ", "ا")
    found: list[tuple[str, int]] = []
    if folded in ROMAN:
        found.append(("roman", ROMAN.index(folded) + 1))
    for words in WORDS:
        if folded in words:
            found.append((words[0], words.index(folded) + 1))
    if mark.isdigit():
        found.append(("digit", int(mark)))
    elif len(folded) == 1 and folded in ARABIC:
        found.append(("arabic", ARABIC.index(folded) + 1))
    elif len(mark) == 1 and mark.isascii():
        found.append(("upper" if mark.isupper() else "lower", ord(folded) - ord("a") + 1))
    return found


def _continued(stack: list[_Level], marks: Sequence[tuple[str, int]]) -> _Level | None:
    """Find the open list that a line goes on, and close the lists below it."""
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        for family, number in marks:
            if level.family == family and number == (level.last + 1 if number else 0):
                del stack[depth + 1 :]
                level.last = number
                return level
    return None


def _begun(stack: list[_Level], every: list[_Level], marks: Sequence[tuple[str, int]]) -> _Level | None:
    for family, number in marks:
        if number <= 1:
            level = _Level(family, number)
            stack.append(level)
            every.append(level)
            return level
    return None
