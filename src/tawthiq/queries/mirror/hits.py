"""Which records hold a word: asked of the index once, then only about the records written since."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tawthiq.queries.mirror.columns import Numbers
from tawthiq.queries.mirror.following import Mirror
from tawthiq.records.search.index import holds, keys_with

FOUND_IN = ("incident", "place", "person", "facility")
"""The kinds that a word leads to."""

MOST_WORDS = 300

LONGEST_KEPT = 60.0
"""Seconds after which a word is asked anew in any case: an index made anew leaves no entry in the ledger."""


@dataclass(slots=True)
class Hits:
    """Rows of each kind that hold a word, and how far they follow what was written."""

    rows: dict[str, Numbers]
    followed: int
    asked: float = field(default_factory=time.monotonic)


def rows_with(mirror: Mirror, words: tuple[str, ...]) -> Mapping[str, Numbers]:
    """Return for each kind the rows that hold one of the words (spellings of one word that is looked for)."""
    known: Hits | None = mirror.hits.pop(words, None)
    if known is None or time.monotonic() - known.asked > LONGEST_KEPT:
        known = _asked_anew(mirror, words)
    elif known.followed < len(mirror.written):
        known = _followed(mirror, words, known)
    mirror.hits[words] = known
    if len(mirror.hits) > MOST_WORDS:
        del mirror.hits[next(iter(mirror.hits))]
    return known.rows


def _asked_anew(mirror: Mirror, words: tuple[str, ...]) -> Hits:
    keys = _keys(keys_with(words))
    return Hits({name: _rows(mirror, name, keys) for name in FOUND_IN}, len(mirror.written))


def _followed(mirror: Mirror, words: tuple[str, ...], known: Hits) -> Hits:
    texts = {key: text for one in mirror.written[known.followed :] for key, text in one.items()}
    written = np.fromiter(texts, np.int64, len(texts))
    holding = np.array([key for key, text in texts.items() if holds(text, words)], np.int64)
    rows = {}
    for name, before in known.rows.items():
        changed = _rows(mirror, name, written)
        stay = before[~np.isin(before, changed)] if len(changed) else before
        rows[name] = np.append(stay, _rows(mirror, name, holding)) if len(changed) else stay
    return Hits(rows, len(mirror.written), known.asked)


def _keys(text: str) -> Numbers:
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _rows(mirror: Mirror, name: str, keys: Numbers) -> Numbers:
    rows = mirror.table(name).rows_of(keys)
    return rows[rows >= 0]
