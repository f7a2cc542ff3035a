"""Refuse what a report's Markdown could make a browser do: addresses that are programs, attributes that act.

Raw HTML is no Markdown here (see pandoc.MARKDOWN): it stays text. What is left are links and attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import unquote

from tawthiq.reports.places import SourcePlace, line_of
from tawthiq.reports.tree import Node

SCHEMES: Final = ("http", "https", "mailto")
"""What a link of a report may lead to, beside a place in the report itself."""

ATTRIBUTES: Final = frozenset({"alt", "lang", "dir", "width", "height", "start", "startFrom"})
"""What a text may say of its own parts; identifiers and classes beside."""

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):")
_INVISIBLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_ATTRIBUTED: Final = frozenset({"Span", "Div", "Code", "CodeBlock", "Link", "Image", "Table", "Figure"})


def refuse_active(blocks: Sequence[Node], text: str, file: str, literals: Sequence[str]) -> None:
    """Raise, naming the line, for a link or an attribute that could act; `literals` are the calls, which are none."""
    for node in _nodes(blocks):
        kind, content = node["t"], node["c"]
        pairs = content[1][2] if kind == "Header" else content[0][2]
        for name, _ in pairs:
            if name not in ATTRIBUTES:
                raise _place(text, file, name).error(
                    f"Found the attribute '{name[:40]}'. A report's text may say: {', '.join(sorted(ATTRIBUTES))}."
                )
        if kind == "Link" and not is_harmless(content[2][0]):
            raise _place(text, file, content[2][0]).error(
                f"Found a link to '{content[2][0][:60]}'. A link begins with # (a place of the report), "
                f"{', '.join(f'{scheme}:' for scheme in SCHEMES)}."
            )


def is_harmless(target: str) -> bool:
    """Say whether a browser that follows the address stays a reader: no program, no file, no other scheme."""
    seen = _INVISIBLE.sub("", unquote(target)).lower()
    if seen.startswith("#"):
        return True
    scheme = _SCHEME.match(seen)
    return scheme is not None and scheme[1] in SCHEMES


def _place(text: str, file: str, needle: str) -> SourcePlace:
    at = text.find(needle)
    return SourcePlace(file, line_of(text, at) if at >= 0 else 1)


def _nodes(tree: Any) -> Iterator[Node]:
    """Go through every node that has attributes."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, list):
            waiting.extend(at)
        elif isinstance(at, dict):
            if at.get("t") in _ATTRIBUTED or at.get("t") == "Header":
                yield at
            waiting.append(at.get("c"))
