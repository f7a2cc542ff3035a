"""Small numbers cannot be read in a public table, nor worked out from its totals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.analysis.disclosure import TOTAL, Disclosed, suppressed, with_totals
from tawthiq.domain.errors import InvalidValue

Keys = tuple[str, ...]

TABLES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 12), min_size=1, max_size=16
)


def worked_out(published: Disclosed) -> set[Keys]:
    """Solve all equations of the published table, as a reader could: the withheld cells that have one solution."""
    hidden = sorted(keys for keys, number in published.cells.items() if number is None)
    equations = []
    for total in published.cells:
        for axis, label in enumerate(total):
            if label == TOTAL:
                row = [0.0] * len(hidden)
                for n, keys in enumerate(hidden):
                    same = keys[:axis] + keys[axis + 1 :] == total[:axis] + total[axis + 1 :]
                    row[n] = (-1.0 if keys[axis] == TOTAL else 1.0) if same else 0.0
                equations.append(row)
    if not hidden:
        return set()
    _, sizes, directions = np.linalg.svd(np.array(equations))
    free = directions[int((sizes > 1e-9).sum()) :]
    return {keys for n, keys in enumerate(hidden) if not len(free) or np.abs(free[:, n]).max() < 1e-9}


@given(TABLES, st.integers(2, 6))
def test_no_withheld_number_can_be_worked_out(cells: dict[Keys, int], threshold: int) -> None:
    published = suppressed(cells, threshold=threshold)
    if published.cells[(TOTAL, TOTAL)] is not None:
        assert worked_out(published) == set()


@given(TABLES, st.integers(2, 6))
def test_no_small_number_is_published(cells: dict[Keys, int], threshold: int) -> None:
    published = suppressed(cells, threshold=threshold)
    assert not [n for n in published.cells.values() if n is not None and 0 < n < threshold]
    assert {k: n for k, n in published.cells.items() if n is not None}.items() <= with_totals(cells).items()
    assert not published.primary & published.complementary


@given(TABLES)
def test_the_order_of_the_cells_changes_nothing(cells: dict[Keys, int]) -> None:
    assert suppressed(cells) == suppressed(dict(reversed(cells.items())))


def test_a_table_of_large_numbers_is_published_whole() -> None:
    published = suppressed({("a", "x"): 5, ("a", "y"): 0, ("b", "x"): 9})
    assert None not in published.cells.values()
    assert published.cells[(TOTAL, TOTAL)] == 14


def test_one_small_number_takes_its_smallest_neighbours_along() -> None:
    cells: dict[Keys, int] = {
        ("a", "x"): 1,
        ("a", "y"): 20,
        ("a", "z"): 8,
        ("b", "x"): 30,
        ("b", "y"): 9,
        ("b", "z"): 40,
    }
    published = suppressed(cells)
    assert published.primary == {("a", "x")}
    assert ("a", "z") in published.complementary
    assert len(published.complementary) == 3
    assert published.cells[(TOTAL, TOTAL)] == 108


def test_two_small_numbers_whose_sum_is_small_need_a_third() -> None:
    published = suppressed({("a",): 1, ("b",): 1, ("c",): 7, ("d",): 9})
    assert published.complementary == {("c",)}


def test_a_table_that_is_small_as_a_whole_is_withheld_with_its_total() -> None:
    assert set(suppressed({("a",): 1, ("b",): 1}).cells.values()) == {None}


def test_a_cell_between_two_blocks_is_found_by_solving() -> None:
    blocks = [("a", "w"), ("a", "x"), ("b", "w"), ("b", "x"), ("c", "y"), ("c", "z"), ("d", "y"), ("d", "z")]
    cells: dict[Keys, int] = {(row, column): 90 for row in "abcd" for column in "wxyz"}
    for keys in (*blocks, ("b", "y")):
        cells[keys] = 2
    assert worked_out(suppressed(cells)) == set()


@pytest.mark.parametrize(
    ("cells", "threshold", "sentence"),
    [
        ({("a",): 1}, 1, "would withhold nothing"),
        ({("a",): -1}, 3, "below zero"),
        ({("a",): 1, ("a", "b"): 1}, 3, "as many in every cell"),
        ({(TOTAL,): 1}, 3, "stands for a total"),
    ],
)
def test_what_is_no_table_is_refused(cells: dict[Keys, int], threshold: int, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        suppressed(cells, threshold=threshold)
