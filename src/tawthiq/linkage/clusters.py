"""Group accepted pairs into persons without chaining: groups join only when their rows agree with each
other on the whole."""

from collections.abc import Iterable, Mapping

import numpy as np

MISSING = -6.0  # bits for two rows of one group never compared: nothing they share brought them together
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
    pairs: Iterable[tuple[int, int, float]],
    *,
    apart: Iterable[tuple[int, int]] = (),
    together: Iterable[tuple[int, int]] = (),
    exclusive: Mapping[int, int] | None = None,
) -> list[int]:
    """Return each row's group (its smallest row), joining the strongest pairs first where groups agree on average.

    Pairs carry log odds in bits. Rows judged apart never share a group; rows judged the same always
    do unless judged apart. Exclusive rows (row → list) share a group with no other row of their list.
    """
    links = {(min(a, b), max(a, b)): max(-BITS_LIMIT, min(BITS_LIMIT, bits)) for a, b, bits in pairs}
    groups = _Groups(rows, apart, exclusive or {})
    for a, b in sorted((min(p), max(p)) for p in together):
        groups.join(a, b)
    for (a, b), _ in sorted(
        ((p, w) for p, w in links.items() if w > 0), key=lambda item: (-item[1], item[0])
    ):
        if groups.may_join(a, b) and groups.agreement(a, b, links) > 0:
            groups.join(a, b)
    return [groups.of[r] for r in range(rows)]


class _Groups:
    """Rows in groups, each named by its smallest row."""

    __slots__ = ("apart", "exclusive", "members", "of")

    def __init__(self, rows: int, apart: Iterable[tuple[int, int]], exclusive: Mapping[int, int]) -> None:
        self.of = list(range(rows))
        self.members: dict[int, list[int]] = {}
        self.exclusive = exclusive
        self.apart: dict[int, set[int]] = {}
        for a, b in apart:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def rows(self, group: int) -> list[int]:
        return self.members.get(group, [group])

    def may_join(self, a: int, b: int) -> bool:
        one, two = self.of[a], self.of[b]
        if one == two:
            return False
        ones, twos = self.rows(one), self.rows(two)
        if self.apart and any(not self.apart.get(r, set()).isdisjoint(twos) for r in ones):
            return False
        lists = {self.exclusive[r] for r in ones if r in self.exclusive}
        return not any(self.exclusive.get(r) in lists for r in twos)

    def agreement(self, a: int, b: int, links: Mapping[tuple[int, int], float]) -> float:
        ones, twos = self.rows(self.of[a]), self.rows(self.of[b])
        return sum(links.get((min(i, j), max(i, j)), MISSING) for i in ones for j in twos) / (
            len(ones) * len(twos)
        )

    def join(self, a: int, b: int) -> None:
        one, two = sorted((self.of[a], self.of[b]))
        if one == two:
            return
        joined = [*self.rows(one), *self.rows(two)]
        self.members.pop(two, None)
        self.members[one] = joined
        for row in joined:
            self.of[row] = one
