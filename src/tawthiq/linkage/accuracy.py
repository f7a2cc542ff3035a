"""Estimate precision and recall of a linkage from its own probabilities; an estimate by the model, not a
measurement."""

from dataclasses import dataclass

import numpy as np

THRESHOLDS = (0.3, 0.5, 0.7, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the model expects of accepting pairs from a threshold on."""

    threshold: float
    pairs: int
    precision: float
    recall: float


def expected_accuracy(
    probability: np.ndarray, thresholds: tuple[float, ...] = THRESHOLDS
) -> tuple[Accuracy, ...]:
    """Return expected precision and recall for each threshold, over all pairs compared."""
    total = max(float(probability.sum()), 1e-9)
    found = []
    for threshold in thresholds:
        kept = probability[probability >= threshold]
        right = float(kept.sum())
        found.append(Accuracy(threshold, len(kept), right / len(kept) if len(kept) else 1.0, right / total))
    return tuple(found)
