"""Where something stands in a report's source: every error of a report begins with its file and line."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.domain.errors import InvalidFile


@dataclass(frozen=True, slots=True, order=True)
class SourcePlace:
    """A line of a report's source file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def error(self, sentence: str) -> InvalidFile:
        """Make the error of this place; `sentence` says what was found, what was expected and what to do."""
        return InvalidFile(f"{self}: {sentence}")


def line_of(text: str, offset: int) -> int:
    """Count the line, from 1, on which an offset of a text lies."""
    return text.count("\n", 0, offset) + 1
