"""Write a linkage as tables: pairs with decision and explanation, groups of rows, who stands on which lists."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from tawthiq.linkage.decisions import Decision
from tawthiq.linkage.engine import level_at
from tawthiq.linkage.explain import explain, through_others
from tawthiq.linkage.linking import Linked

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
    ids = linked.prepared.people["id"].to_pylist()
    own = linked.prepared.people["list"].to_pylist()
    shown = {name: linked.prepared.people[column].to_pylist() for name, column in SHOWN_VALUES.items()}
    columns: dict[str, list[object]] = {
        c: [] for c in ("left_id", "right_id", "probability", "decision", "explanation")
    }
    if len(linked.prepared.lists) > 2:
        columns |= {"left_list": [], "right_list": []}
    for at in kept.tolist():
        left, right = _ordered(int(linked.scored.left[at]), int(linked.scored.right[at]), linked.asked, own)
        gammas = [int(linked.scored.levels[c.name][at]) for c in linked.comparisons]
        sentences = explain(
            linked.comparisons, gammas, {n: v[left] for n, v in shown.items()}, {n: v[right] for n, v in shown.items()},
            language=language,
        )  # fmt: skip
        through = linked.accepted[at] and linked.probability[at] < linked.thresholds.accept
        columns["left_id"].append(ids[left])
        columns["right_id"].append(ids[right])
        columns["probability"].append(round(float(linked.probability[at]), 6))
        columns["decision"].append(decision_of(linked, at).value)
        columns["explanation"].append(f"{sentences} {through_others(language)}" if through else sentences)
        if "left_list" in columns:
            columns["left_list"].append(linked.prepared.lists[own[left]])
            columns["right_list"].append(linked.prepared.lists[own[right]])
    return pa.table(columns).sort_by([("left_id", "ascending"), ("right_id", "ascending")])


def _ordered(left: int, right: int, asked: tuple[int, ...], own: list[int]) -> tuple[int, int]:
    return (left, right) if (asked[own[left]], left) <= (asked[own[right]], right) else (right, left)


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
