"""Bulletins with their truth, and how well the drafts match, field by field.

`untouched` bulletins were written, in the manner of casualty recorders, by a hand that knew neither rules nor tests, and no
rule was made with them in sight; `harder` ones, by another hand, tell in other manners (dispatches, summaries, talk) and of
other wars, and are as untouched. All others are tuning material. Once a rule is changed for one of a set, all of it is
tuning material and another writer has to write the next.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tawthiq.domain.scripts import fold
from tawthiq.reading.incidents import draft_incidents

FOLDER: Final = Path(__file__).parent / "bulletins"
FIELDS: Final = (
    "date", "place", "governorate", "party", "attribution", "platform", "munition", "civilians_killed", "children", "women", "injured", "arrested",
)  # fmt: skip
Reader = Callable[[str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin and the incidents a person reads in it."""

    text: str
    incidents: tuple[Mapping[str, Any], ...]


@dataclass(slots=True)
class Score:
    """Right, wrong and missed values of each field, and attacks invented or missed."""

    right: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    invented: int = 0
    missed: int = 0

    def f1(self, name: str = "") -> float:
        """Give the F1 of a field, or of all fields together."""
        names = (name,) if name else FIELDS
        right, said, true = (sum(c[n] for n in names) for c in (self.right, self.said, self.true))
        return 2 * right / (said + true) if said + true else 1.0


def tuning(language: str) -> list[Bulletin]:
    """Read the bulletins that rules were made with, of a language: english or arabic."""
    return [*_read(language), *_read(f"{language}.fresh"), *_read(f"{language}.recorders")]


def untouched(language: str) -> list[Bulletin]:
    """Read the recorders' bulletins that no rule was made with; FileNotFoundError names the file where it is missing."""
    return _read(f"{language}.untouched")


def harder(language: str) -> list[Bulletin]:
    """Read the bulletins of other manners and wars that no rule was made with."""
    return _read(f"{language}.harder")


def _read(name: str) -> list[Bulletin]:
    path = FOLDER / f"{name}.jsonl"
    if not path.exists():
        raise FileNotFoundError(
            f"{path.name} is missing from {FOLDER}: without it nothing is said of unseen bulletins."
        )
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Bulletin(row["text"], tuple(row["incidents"])) for row in rows]


def scored(found: Iterable[Bulletin], read: Reader = draft_incidents) -> Score:
    """Compare drafts with the truth, attacks paired by the values they share."""
    score = Score()
    for bulletin in found:
        drafts = read(bulletin.text)
        for truth, draft in _paired(bulletin.incidents, drafts):
            score.invented += truth is None
            score.missed += draft is None
            for name in FIELDS:
                expected, got = (truth or {}).get(name), (draft or {}).get(name)
                score.true[name] += expected is not None
                score.said[name] += got is not None
                score.right[name] += expected is not None and is_same(expected, got)
    return score


def summary(name: str, score: Score) -> str:
    """Write one line: F1 of all fields, of each, attacks invented and missed."""
    fields = ", ".join(f"{f} {score.f1(f):.3f}" for f in FIELDS)
    return f"{name}: F1 {score.f1():.3f}, {score.invented} invented, {score.missed} missed ({fields})"


def is_same(expected: Any, got: Any) -> bool:
    """Say whether two values are one: names by their folded spelling, the rest exactly."""
    if isinstance(expected, str) and isinstance(got, str):
        return fold(expected) == fold(got)
    return bool(expected == got)


def _paired(
    truths: Iterable[Mapping[str, Any]], drafts: Iterable[dict[str, Any]]
) -> list[tuple[Mapping[str, Any] | None, dict[str, Any] | None]]:
    rest = list(drafts)
    pairs: list[tuple[Mapping[str, Any] | None, dict[str, Any] | None]] = []
    for truth in truths:
        best = max(rest, key=lambda d: sum(is_same(truth[k], d.get(k)) for k in truth), default=None)
        if best is not None:
            rest.remove(best)
        pairs.append((truth, best))
    return [*pairs, *((None, d) for d in rest)]
