"""Text out of files, made fit to store and show: no control or direction marks, bounded in length and
number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PureWindowsPath

LONGEST_TEXT = 2000
MOST_TAGS = 500
LONGEST_NAME = 120
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean(text: str) -> str:
    """Drop what cannot be seen (controls, direction overrides, lone surrogates), join blanks, cut what is
    long.
    """
    seen = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or _is_seen(c))
    joined = re.sub(r"\s+", " ", seen).strip()
    return joined if len(joined) <= LONGEST_TEXT else joined[:LONGEST_TEXT] + "…"


def seen_lines(text: str) -> str:
    """Drop what cannot be seen from a text that is to be read whole, in its own lines."""
    return "".join(c for c in text.replace("\r\n", "\n") if c in "\t\n" or _is_seen(c))


def bounded_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Keep the first tags, cleaned, and say how many were left out."""
    kept = {clean(name)[:LONGEST_NAME]: clean(value) for name, value in list(tags.items())[:MOST_TAGS]}
    left = len(tags) - MOST_TAGS
    return {**kept, "left out": f"{left} more tags"} if left > 0 else kept


def safe_name(name: str) -> str:
    """Give a file's name as it may be shown and written: no folders, no unseen marks, never empty, never
    long.

    The name as received is kept beside it by the caller; this one is for screens and export folders.
    """
    last = clean(PureWindowsPath(name.replace("\0", "")).name).lstrip(".").replace(":", "_")
    last = re.sub(r'[<>"|?*\\/]', "_", last)
    if len(last) > LONGEST_NAME:
        stem, dot, ending = last.rpartition(".")
        last = f"{stem[: LONGEST_NAME - 10]}…{dot}{ending[:8]}" if dot else last[:LONGEST_NAME]
    return last or "unnamed"


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN or character in "\u200c\u200d"
