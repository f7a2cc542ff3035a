"""Write a linkage as tables: pairs with decision and explanation, groups of rows, who stands on which lists."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from tawthiq.linkage.decisions import Decision
from tawthiq.linkage.explain import explanation, through_others
from tawthiq.linkage.linking import Linked
from tawthiq.linkage.scored import level_at

LISTED_FROM = 0.001  # less likely pairs are counted in the summary, not listed
SHOWN_VALUES = {"birth": "birth", "date": "date"}
CIRCULAR_SHARE = 0.9  # a list of which so much stands on another word for word is likely a copy of it


@dataclass(frozen=True, slots=True)
class Circular:
    """A list that is mostly another one over again: not an independent source."""

    copy: str
    origin: str
    share: float


def decision_of(linked: Linked, at: int) -> Decision:
    """Return what became of a pair."""
    if linked.accepted[at]:
        return Decision.ACCEPTED
    return Decision.REVIEW if linked.review[at] else Decision.REJECTED


def worth_a_look(linked: Linked) -> list[int]:
    """Return the places of the pairs that are accepted or for a person to see, in the order of their rows."""
    return [int(at) for at in np.flatnonzero(linked.accepted | linked.review)]


def outcomes_of(linked: Linked, at: int) -> list[tuple[str, str, float]]:
    """Return what the comparisons of a pair came to: comparison, outcome, weight in bits; unknown ones left out."""
    found = []
    for comparison in linked.comparisons:
        level = level_at(comparison, int(linked.scored.levels[comparison.name][at]))
        if level is not None:
            found.append((comparison.name, level.code, float(linked.scored.parts[comparison.name][at])))
    return found


def decision_counts(linked: Linked) -> dict[str, int]:
    """Count the compared pairs above the floor by decision."""
    accepted, review = int(linked.accepted.sum()), int(linked.review.sum())
    return {
        Decision.ACCEPTED.value: accepted,
        Decision.REVIEW.value: review,
        Decision.REJECTED.value: len(linked.probability) - accepted - review,
    }


def pairs_table(linked: Linked, *, language: str = "en") -> pa.Table:
    """Return left_id, right_id, probability, decision, explanation; accepted pairs are exactly those
    sharing a group."""
    kept = np.flatnonzero((linked.probability >= LISTED_FROM) | linked.accepted)
    left, right = _in_the_order_asked(linked, kept)
    people, accepted = linked.prepared.people, linked.accepted[kept]
    through = accepted & (linked.probability[kept] < linked.thresholds.accept)
    decision = np.where(
        accepted,
        Decision.ACCEPTED.value,
        np.where(linked.review[kept], Decision.REVIEW.value, Decision.REJECTED.value),
    )
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "left_id": people["id"].take(pa.array(left)),
        "right_id": people["id"].take(pa.array(right)),
        "probability": pa.array(np.round(linked.probability[kept].astype(float), 6)),
        "decision": pa.array(decision.astype(object), pa.string()),
        "explanation": pa.array(_explanations(linked, kept, left, right, through, language), pa.string()),
    }
    if len(linked.prepared.lists) > 2:
        names = np.array(linked.prepared.lists, dtype=object)
        own = people["list"].to_numpy()
        columns |= {"left_list": pa.array(names[own[left]]), "right_list": pa.array(names[own[right]])}
    return pa.table(columns).sort_by([("left_id", "ascending"), ("right_id", "ascending")])


def _in_the_order_asked(linked: Linked, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put the row of the list that was given first to the left."""
    left, right = linked.scored.left[kept], linked.scored.right[kept]
    place = np.array(linked.asked)[linked.prepared.people["list"].to_numpy()]
    swapped = (place[left] > place[right]) | ((place[left] == place[right]) & (left > right))
    return np.where(swapped, right, left), np.where(swapped, left, right)


def _explanations(
    linked: Linked, kept: np.ndarray, left: np.ndarray, right: np.ndarray, through: np.ndarray, language: str
) -> list[str]:
    """Write each combination of levels met once, then fill in the values of the rows."""
    if not len(kept):
        return []
    first, which = _combinations([linked.scored.levels[c.name][kept] for c in linked.comparisons])
    texts = [
        explanation(
            linked.comparisons,
            [int(linked.scored.levels[c.name][at]) for c in linked.comparisons],
            language=language,
        )
        for at in kept[first].tolist()
    ]
    values = {
        f"{name}_{side}": linked.prepared.people[column].take(pa.array(rows)).to_pylist()
        for name, column in SHOWN_VALUES.items()
        for side, rows in (("l", left), ("r", right))
    }
    added = f" {through_others(language)}"
    return [
        texts[n].format(**{name: found[at] for name, found in values.items()}) + (added if others else "")
        for at, (n, others) in enumerate(zip(which.tolist(), through.tolist(), strict=True))
    ]


def _combinations(levels: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return where each combination of levels is first met, and which of them each pair has."""
    codes = np.zeros(len(levels[0]), dtype=np.int64)
    first = codes
    for column in levels:
        _, first, codes = np.unique(codes * 64 + column + 1, return_index=True, return_inverse=True)
    return first, codes


def clusters_table(linked: Linked) -> pa.Table:
    """Return person, list, id for every row of every list; a row alone is a person too."""
    people = linked.prepared.people
    names = [linked.prepared.lists[n] for n in people["list"].to_pylist()]
    rows = list(
        zip(
            linked.groups.tolist(),
            names,
            people["id"].to_pylist(),
            people["skeleton"].is_valid().to_pylist(),
            strict=True,
        )
    )
    numbers = {g: n + 1 for n, g in enumerate(dict.fromkeys(linked.groups.tolist()))}
    return pa.table(
        {
            "cluster_id": [f"P{numbers[g]:07d}" for g, *_ in rows],
            "list": [r[1] for r in rows],
            "id": [r[2] for r in rows],
            "named": [r[3] for r in rows],
        }
    )


def overlap_table(linked: Linked) -> pa.Table:
    """Return for each person how many rows each list has of them: the input of estimation."""
    own = linked.prepared.people["list"].to_numpy()
    numbers = {g: n + 1 for n, g in enumerate(dict.fromkeys(linked.groups.tolist()))}
    person = np.array([numbers[g] - 1 for g in linked.groups.tolist()], dtype=np.int64)
    columns: dict[str, object] = {"cluster_id": [f"P{n:07d}" for n in numbers.values()]}
    for number, name in _in_order(linked):
        columns[name] = np.bincount(person[own == number], minlength=len(numbers))
    return pa.table(columns)


def overlap_counts(linked: Linked) -> dict[tuple[str, ...], int]:
    """Return how many persons stand on exactly which lists; rows without a name are persons of their own."""
    table = overlap_table(linked)
    names = table.column_names[1:]
    rows = zip(*(table[n].to_pylist() for n in names), strict=True)
    return dict(
        sorted(Counter(tuple(n for n, c in zip(names, row, strict=True) if c) for row in rows).items())
    )


def _in_order(linked: Linked) -> Iterator[tuple[int, str]]:
    yield from sorted(enumerate(linked.prepared.lists), key=lambda item: linked.asked[item[0]])


def circular_lists(linked: Linked) -> tuple[Circular, ...]:
    """Name lists that repeat another nearly whole: agreement between them is no second testimony."""
    own = linked.prepared.people["list"].to_numpy()
    left, right = own[linked.scored.left[linked.accepted]], own[linked.scored.right[linked.accepted]]
    found = []
    for a, b in combinations(range(len(linked.prepared.lists)), 2):
        shared = int(np.sum(((left == a) & (right == b)) | ((left == b) & (right == a))))
        sizes = {n: int(np.sum(own == n)) for n in (a, b)}
        copy, origin = sorted((a, b), key=lambda n: (sizes[n], linked.asked[n]))
        share = shared / max(1, sizes[copy])
        if share >= CIRCULAR_SHARE:
            found.append(
                Circular(linked.prepared.lists[copy], linked.prepared.lists[origin], min(1.0, share))
            )
    return tuple(found)
