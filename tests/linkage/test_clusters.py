"""Groups: no chaining, whatever the order of pairs."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.linkage.clusters import cluster as cluster_columns

Pair = tuple[int, int, float]


def cluster(
    rows: int,
    pairs: list[Pair],
    *,
    apart: set[tuple[int, int]] | None = None,
    exclusive: list[int] | None = None,
) -> list[int]:
    left, right, bits = (np.array([p[n] for p in pairs], dtype=float if n == 2 else int) for n in range(3))
    lists = None if exclusive is None else np.array(exclusive)
    found = cluster_columns(rows, left, right, bits, apart=apart or set(), exclusive=lists)
    return [int(group) for group in found]


PAIRS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(-12, 12)).filter(lambda p: p[0] < p[1]),
    unique_by=lambda p: (p[0], p[1]),
    max_size=20,
)


def test_two_rows_that_disagree_are_not_joined_through_a_third() -> None:
    assert cluster(3, [(0, 1, 5.0), (1, 2, 4.0), (0, 2, -12.0)]) == [0, 0, 2]


def test_a_chain_whose_ends_were_never_compared_does_not_grow() -> None:
    assert len(set(cluster(6, [(n, n + 1, 3.0) for n in range(5)]))) > 1


@settings(deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_has_no_effect(pairs: list[tuple[int, int, float]], rng: object) -> None:
    shuffled = list(pairs)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert cluster(8, pairs) == cluster(8, shuffled)


@settings(deadline=None)
@given(PAIRS, st.sets(st.tuples(st.integers(0, 3), st.integers(4, 7)), max_size=4))
def test_rows_judged_apart_never_share_a_group(
    pairs: list[tuple[int, int, float]], apart: set[tuple[int, int]]
) -> None:
    groups = cluster(8, pairs, apart=apart)
    assert all(groups[a] != groups[b] for a, b in apart)


@settings(deadline=None)
@given(PAIRS)
def test_rows_of_one_clean_list_never_share_a_group(pairs: list[tuple[int, int, float]]) -> None:
    groups = cluster(8, pairs, exclusive=[n % 2 for n in range(8)])
    assert all(groups.count(g) <= 2 for g in groups)
