"""Pairs with their weights, as columns; what comes out of comparing and goes into deciding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tawthiq.linkage.comparisons import Comparison, Level


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidate pairs as columns: rows' uids (left below right), weight in bits without the prior, level
    of each comparison."""

    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray
    levels: Mapping[str, np.ndarray]
    parts: Mapping[str, np.ndarray]

    def only(self, keep: np.ndarray) -> "Scored":
        """Keep the marked pairs."""
        return Scored(
            self.left[keep], self.right[keep], self.weight[keep],
            {n: v[keep] for n, v in self.levels.items()}, {n: v[keep] for n, v in self.parts.items()},
        )  # fmt: skip


def scored_columns(rows: Mapping[str, np.ndarray], comparisons: Sequence[Comparison]) -> Scored:
    """Read the columns l, r, w, gamma_… and part_… of a query, ordered by left and right."""
    order = np.lexsort((rows["r"], rows["l"]))
    return Scored(
        rows["l"][order], rows["r"][order], rows["w"][order],
        {c.name: rows[f"gamma_{c.name}"][order] for c in comparisons},
        {c.name: rows[f"part_{c.name}"][order] for c in comparisons},
    )  # fmt: skip


def scored_nothing(comparisons: Sequence[Comparison]) -> Scored:
    """Return no pairs, with the columns of the comparisons."""
    none = np.array([], dtype=np.int32)
    return Scored(
        none, none, np.array([], dtype=np.float64),
        {c.name: np.array([], dtype=np.int8) for c in comparisons},
        {c.name: np.array([], dtype=np.float32) for c in comparisons},
    )  # fmt: skip


def level_at(comparison: Comparison, gamma: int) -> Level | None:
    """Return the level that a number stands for; None for unknown."""
    return None if gamma < 0 else comparison.levels[len(comparison.levels) - 1 - gamma]
