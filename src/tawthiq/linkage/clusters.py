"""Group accepted pairs into persons without chaining: groups join only when their rows agree with each
other on the whole."""

from collections.abc import Iterable, Sequence

import numpy as np

MISSING = -6.0  # bits for two rows of one group never compared: nothing they share brought them together
SCALE = 1000  # weights are summed in thousandths of a bit, so that the order of sums changes nothing
MISSING_SCALED = round(MISSING * SCALE)
BITS_LIMIT = 12.0  # one strong agreement does not outvote more than this of disagreement
LARGEST_RESCORED = 400


def components(rows: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the smallest row number reachable from each row along the pairs."""
    parent = list(range(rows))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for one, two in zip(left.tolist(), right.tolist(), strict=True):
        a, b = root(one), root(two)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return np.array([root(r) for r in range(rows)], dtype=np.int64)


def cluster(
    rows: int,
    left: np.ndarray,
    right: np.ndarray,
    bits: np.ndarray,
    *,
    apart: Iterable[tuple[int, int]] = (),
    together: Iterable[tuple[int, int]] = (),
    exclusive: np.ndarray | None = None,
) -> np.ndarray:
    """Return each row's group (its smallest row), joining the strongest pairs first where groups agree on average.

    Pairs carry log odds in bits, each pair once. Rows judged apart never share a group; rows judged the same always
    do unless judged apart. Where each row's list is given as `exclusive`, no two rows of a list share a group.
    """
    judged = sorted((min(p), max(p)) for p in together)
    one, two = np.minimum(left, right), np.maximum(left, right)
    hopeful = bits > 0
    said = np.array(judged, dtype=np.int64).reshape(-1, 2)
    reached = components(
        rows, np.concatenate([one[hopeful], said[:, 0]]), np.concatenate([two[hopeful], said[:, 1]])
    )
    sizes = np.bincount(reached, minlength=rows)
    bound = np.zeros(rows, dtype=bool)
    for pair in (*judged, *apart):
        bound[list(pair)] = True
    easy = hopeful & (sizes[reached[one]] == 2) & ~bound[one] & ~bound[two]
    if exclusive is not None:
        easy &= exclusive[one] != exclusive[two]
    found = np.arange(rows)
    found[two[easy]] = one[easy]
    inner = (reached[one] == reached[two]) & ~easy
    order = np.lexsort((two[inner], one[inner], -bits[inner]))
    weights = np.rint(np.clip(bits[inner], -BITS_LIMIT, BITS_LIMIT) * SCALE).astype(np.int64)
    links = list(zip(one[inner].tolist(), two[inner].tolist(), weights.tolist(), strict=True))
    groups = _Groups(links, apart, None if exclusive is None else exclusive.tolist())
    for a, b in judged:
        groups.join(a, b)
    for n in order.tolist():
        a, b, weight = links[n]
        if weight <= 0:
            break
        if groups.may_join(a, b) and groups.agreement(a, b) > 0:
            groups.join(a, b)
    for row, group in groups.of.items():
        found[row] = group
    return found


class _Groups:
    """Rows in groups, each named by its smallest row; sums of weights between groups are kept as whole numbers."""

    __slots__ = ("apart", "between", "exclusive", "members", "of")

    def __init__(
        self,
        links: Iterable[tuple[int, int, int]],
        apart: Iterable[tuple[int, int]],
        exclusive: Sequence[int] | None,
    ) -> None:
        self.of: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.between: dict[
            int, dict[int, int]
        ] = {}  # what the weights of compared rows exceed MISSING by, summed
        self.exclusive = exclusive
        for a, b, weight in links:
            self.between.setdefault(a, {})[b] = self.between.setdefault(b, {})[a] = weight - MISSING_SCALED
        self.apart: dict[int, set[int]] = {}
        for a, b in apart:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def group(self, row: int) -> int:
        return self.of.get(row, row)

    def rows(self, group: int) -> list[int]:
        return self.members.get(group, [group])

    def may_join(self, a: int, b: int) -> bool:
        one, two = self.group(a), self.group(b)
        if one == two:
            return False
        ones, twos = self.rows(one), self.rows(two)
        if self.apart and any(not self.apart.get(r, set()).isdisjoint(twos) for r in ones):
            return False
        if self.exclusive is None:
            return True
        lists = {self.exclusive[r] for r in ones}
        return not any(self.exclusive[r] in lists for r in twos)

    def agreement(self, a: int, b: int) -> int:
        """Return the sum of weights over all pairs of rows of two groups; above 0 they agree on average."""
        one, two = self.group(a), self.group(b)
        pairs = len(self.rows(one)) * len(self.rows(two))
        return self.between.get(one, {}).get(two, 0) + pairs * MISSING_SCALED

    def join(self, a: int, b: int) -> None:
        one, two = sorted((self.group(a), self.group(b)))
        if one == two:
            return
        joined = [*self.rows(one), *self.rows(two)]
        self.members.pop(two, None)
        self.members[one] = joined
        for row in joined:
            self.of[row] = one
        sums = self.between.setdefault(one, {})
        for other, weight in self.between.pop(two, {}).items():
            if other != one:
                sums[other] = sums.get(other, 0) + weight
                self.between[other][one] = sums[other]
                self.between[other].pop(two, None)
        sums.pop(two, None)
