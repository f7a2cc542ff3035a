"""Turn weights into probabilities and decisions: how many true pairs there are, one-to-one where lists are
clean, vetoes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.scored import Scored, level_at

ACCEPT = 0.5  # the most right decisions over all pairs; raise it for fewer false links
REVIEW = 0.05
ITERATIONS = 30


class Decision(StrEnum):
    """What becomes of a pair without a person's judgement."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a pair is accepted, and from which it is shown to a person."""

    accept: float = ACCEPT
    review: float = REVIEW


def estimate_prior(weights: np.ndarray, pairs: float, *, start: float) -> float:
    """Estimate the share of true pairs among all possible ones from the weights (EM on the share alone)."""
    expected = max(1.0, start)
    odds = np.exp2(np.clip(weights, -60, 200))
    for _ in range(ITERATIONS):
        prior = min(0.5, expected / pairs)
        ratio = prior / (1 - prior)
        expected = max(0.5, float(np.sum(odds * ratio / (1 + odds * ratio))))
    return min(0.5, expected / pairs)


def probabilities(scored: Scored, prior: float, *, rival_lists: np.ndarray | None = None) -> np.ndarray:
    """Return each pair's probability. Where each row's list is given, those are clean: candidates in one
    list compete."""
    odds = np.exp2(np.clip(scored.weight, -60, 200)) * (prior / (1 - prior))
    if rival_lists is None:
        return np.asarray(odds / (1 + odds))
    count = int(rival_lists.max(initial=0)) + 1
    left = scored.left.astype(np.int64) * count + rival_lists[scored.right]
    right = scored.right.astype(np.int64) * count + rival_lists[scored.left]
    top = len(rival_lists) * count
    rivals = np.bincount(left, odds, top)[left] + np.bincount(right, odds, top)[right] - odds
    return np.asarray(odds / (1 + np.maximum(rivals, odds)))


def vetoed(scored: Scored, comparisons: Sequence[Comparison]) -> np.ndarray:
    """Mark pairs with an outcome that no other agreement may outweigh."""
    marked = np.zeros(len(scored.weight), dtype=bool)
    for comparison in comparisons:
        for gamma in range(len(comparison.levels)):
            level = level_at(comparison, gamma)
            if level is not None and level.veto:
                marked |= scored.levels[comparison.name] == gamma
    return marked


def best_for_both(
    scored: Scored,
    chance: np.ndarray,
    allowed: np.ndarray,
    groups: np.ndarray,
    judged: Iterable[tuple[int, int]] = (),
) -> np.ndarray:
    """Choose pairs, likeliest first, so that no row has two partners in one other list."""
    order = np.lexsort((scored.right, scored.left, -scored.weight, -chance))
    chosen = np.zeros(len(chance), dtype=bool)
    taken: set[tuple[int, int]] = set()
    for left, right in judged:
        taken.update(((left, int(groups[right])), (right, int(groups[left]))))
    for at in order[allowed[order]]:
        left, right = int(scored.left[at]), int(scored.right[at])
        ends = ((left, int(groups[right])), (right, int(groups[left])))
        if not taken.intersection(ends):
            taken.update(ends)
            chosen[at] = True
    return chosen
