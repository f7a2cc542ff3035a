"""Comparisons and blocks for lists that are not victim lists: any columns, weights learnt from the lists themselves."""

from collections.abc import Sequence
from itertools import combinations

from tawthiq.linkage.blocking import Block
from tawthiq.linkage.comparisons import Comparison, Level

_SWAPS = {"given_text": "family_text", "family_text": "given_text"}


def text_comparison(column: str, title: str, *, rare: bool) -> Comparison:
    """Compare a column of text: the same (a rare value says more), exchanged, near, alike, different."""
    swap = _SWAPS.get(column)
    exchanged = (
        (Level(f"{column}/swapped", f"{column}_l = {swap}_r OR {column}_r = {swap}_l", 0.05, 0.002),)
        if swap
        else ()
    )
    return Comparison(
        column,
        f"{column}_l IS NULL OR {column}_r IS NULL",
        (
            Level(f"{column}/same", f"{column}_l = {column}_r", 0.7, 0.01, column if rare else None),
            *exchanged,
            Level(f"{column}/near", f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.92", 0.12, 0.005),
            Level(f"{column}/alike", f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.78", 0.05, 0.02),
            Level(f"{column}/other", "ELSE", 0.08, 0.96),
        ),
        title,
        (column, *((swap,) if swap else ())),
    )


def code_comparison(column: str, title: str, *, rare: bool) -> Comparison:
    """Compare a short code: the same or not."""
    return Comparison(
        column,
        f"{column}_l IS NULL OR {column}_r IS NULL",
        (
            Level(f"{column}/same", f"{column}_l = {column}_r", 0.9, 0.2, column if rare else None),
            Level(f"{column}/other", "ELSE", 0.1, 0.8),
        ),
        title,
        (column,),
    )


def date_comparison(column: str, title: str) -> Comparison:
    """Compare a date as written: the same, one digit off, two digits off or exchanged, different."""
    same_length = f"length({column}_l) = length({column}_r)"
    return Comparison(
        column,
        f"{column}_l IS NULL OR {column}_r IS NULL",
        (
            Level(f"{column}/same", f"{column}_l = {column}_r", 0.8, 0.0005, column),
            Level(f"{column}/near", f"{same_length} AND hamming({column}_l, {column}_r) <= 1", 0.08, 0.002),
            Level(f"{column}/alike", f"{same_length} AND hamming({column}_l, {column}_r) <= 2", 0.06, 0.01),
            Level(f"{column}/other", "ELSE", 0.06, 0.98),
        ),
        title,
        (column,),
    )


def generic_blocks(columns: Sequence[str], codes: Sequence[str]) -> tuple[Block, ...]:
    """Pair up what two rows must share to be compared: any two telling columns, and each alone under the cap."""
    telling = [c for c in columns if c not in codes]
    single = tuple(Block((c,), tuple(o for o in telling if o != c)[:1]) for c in telling)
    return (*single, *(Block(pair) for pair in combinations(telling, 2)))


def training_blocks(columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Choose blocks such that each comparison is outside at least one: names, then the telling columns in turn."""
    names = tuple(c for c in ("given_text", "family_text") if c in columns)
    rest = [c for c in columns if c not in names]
    blocks: list[tuple[str, ...]] = [names] if len(names) == 2 else []
    blocks += [(c,) for c in rest[:3]]
    return tuple(b for b in blocks if b)
