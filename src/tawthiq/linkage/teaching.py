"""Learn from people's judgements: what each level weighs is corrected, the shipped weight being the prior.

A logistic regression of the verdicts on the levels of the judged pairs, with the model's own log odds as offset and a
normal prior around no correction (standard deviation PRIOR_BITS): its mode is the correction in bits. The odds of a pair
are modelled given its levels, so that people judge the doubtful pairs first does no harm. Without judgements every
correction is exactly 0.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.scored import Scored

PRIOR_BITS = 2.0
MOST_BITS = 6.0  # no number of judgements moves a level further
STEPS = 50


def teach(
    comparisons: Sequence[Comparison], judged: Scored, same: np.ndarray, prior: float
) -> tuple[Comparison, ...]:
    """Return the comparisons with their levels corrected by judged pairs; `same` marks those judged to be one person."""
    if not len(same):
        return tuple(comparisons)
    offset = judged.weight * math.log(2) + math.log(prior / (1 - prior))
    bits = _corrections(_levels_met(comparisons, judged), offset, same.astype(float)) / math.log(2)
    taught, at = [], 0
    for comparison in comparisons:
        own = np.clip(bits[at : at + len(comparison.levels)], -MOST_BITS, MOST_BITS)[::-1].tolist()
        at += len(comparison.levels)
        levels = tuple(replace(v, taught=round(b, 6)) for v, b in zip(comparison.levels, own, strict=True))
        taught.append(replace(comparison, levels=levels))
    return tuple(taught)


def reweighed(scored: Scored, comparisons: Sequence[Comparison]) -> Scored:
    """Return the pairs with the corrections of their levels added; the same object where there are none."""
    if not any(level.taught for c in comparisons for level in c.levels):
        return scored
    weight, parts = scored.weight.copy(), dict(scored.parts)
    for comparison in comparisons:
        added = np.array([*(level.taught for level in reversed(comparison.levels)), 0.0])
        correction = added[scored.levels[comparison.name]]  # unknown is -1: the 0 at the end
        weight += correction
        parts[comparison.name] = (parts[comparison.name] + correction).astype(np.float32)
    return replace(scored, weight=np.round(weight, 6), parts=parts)


def _levels_met(comparisons: Sequence[Comparison], judged: Scored) -> np.ndarray:
    """Return a row for each pair with 1 for each level it is at, weakest levels first; unknown ones have none."""
    columns = []
    for comparison in comparisons:
        levels = judged.levels[comparison.name]
        columns += [(levels == n).astype(float) for n in range(len(comparison.levels))]
    return np.stack(columns, axis=1)


def _corrections(met: np.ndarray, offset: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Find the mode by Newton's method: the function is concave, and its step is halved where it would overshoot."""
    ridge = 1 / (PRIOR_BITS * math.log(2)) ** 2
    found = np.zeros(met.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(offset + met @ found, -500, 500)))
        slope = met.T @ (same - chance) - ridge * found
        curve = (met * (chance * (1 - chance))[:, None]).T @ met + ridge * np.eye(len(found))
        step = np.linalg.solve(curve, slope)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        found += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return found
