"""Standing judgements as row numbers of the prepared table, for deciding and grouping."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np

from tawthiq.linkage.judgements import RowKey, Verdict
from tawthiq.linkage.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Told:
    """Pairs of rows (smaller first) that people judged the same, apart, or could not tell."""

    same: frozenset[tuple[int, int]]
    apart: frozenset[tuple[int, int]]
    unsure: frozenset[tuple[int, int]]

    def marks(self, pairs: Set[tuple[int, int]], left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Mark which of the scored pairs are among the given ones."""
        if not pairs:
            return np.zeros(len(left), dtype=bool)
        wanted = np.array(sorted(a << 32 | b for a, b in pairs), dtype=np.int64)
        return np.isin(left.astype(np.int64) << 32 | right.astype(np.int64), wanted)

    def pairs(self) -> list[tuple[int, int]]:
        """Return all judged pairs in order."""
        return sorted(self.same | self.apart | self.unsure)

    def settled(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Mark the pairs that need no decision by weight: judged either way, or left open by a person."""
        return self.marks(self.same | self.apart | self.unsure, left, right)


def resolve(prepared: Prepared, verdicts: Mapping[tuple[RowKey, RowKey], Verdict]) -> Told:
    """Find the judged rows in the prepared lists; judgements on rows that are not there have no effect."""
    if not verdicts:
        return Told(frozenset(), frozenset(), frozenset())
    names = [prepared.lists[n] for n in prepared.people["list"].to_pylist()]
    rows = {
        RowKey(n, i): at
        for at, (n, i) in enumerate(zip(names, prepared.people["id"].to_pylist(), strict=True))
    }
    found: dict[Verdict, set[tuple[int, int]]] = {v: set() for v in Verdict}
    for (one, two), verdict in verdicts.items():
        if one in rows and two in rows:
            a, b = sorted((rows[one], rows[two]))
            found[verdict].add((a, b))
    return Told(*(frozenset(found[v]) for v in (Verdict.SAME, Verdict.NOT_SAME, Verdict.UNSURE)))
