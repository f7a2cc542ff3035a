"""The hash chain, without a database."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.custody.chain import GENESIS, ChangeRow, EntryRow, changes_root, entry_digest, first_fault

Ledger = list[tuple[EntryRow, list[ChangeRow]]]


def make_ledger(sizes: list[int]) -> Ledger:
    """Make a ledger whose entries have so many changes each."""
    ledger: Ledger = []
    previous = GENESIS
    for number, size in enumerate(sizes, start=1):
        changes = [ChangeRow(i, "incident", f"id{i}", number, f'{{"a":{i}}}') for i in range(size)]
        unsigned = EntryRow(
            number,
            previous,
            "actor",
            "2019-07-31T00:00:00.000000Z",
            "done",
            "",
            size,
            changes_root(changes),
            "",
        )
        entry = replace(unsigned, digest=entry_digest(unsigned))
        ledger.append((entry, changes))
        previous = entry.digest
    return ledger


def fault_of(ledger: Ledger, whole: Ledger) -> str | None:
    head = whole[-1][0]
    found = first_fault(ledger, head_sequence=head.sequence, head_digest=head.digest)
    return None if found is None else found.what


def altered_row(row: Any, field: str, value: str) -> Any:
    """Give a row with one field altered."""
    return replace(row, **{field: value})


SIZES = st.lists(st.integers(0, 3), min_size=2, max_size=6)


@given(SIZES)
def test_a_ledger_as_written_has_no_fault(sizes: list[int]) -> None:
    whole = make_ledger(sizes)
    assert fault_of(whole, whole) is None


@given(SIZES, st.data())
def test_a_removed_entry_is_named(sizes: list[int], data: st.DataObject) -> None:
    whole = make_ledger(sizes)
    gone = data.draw(st.integers(0, len(whole) - 1))
    said = fault_of(whole[:gone] + whole[gone + 1 :], whole)
    assert said is not None
    assert f"{gone + 1}" in said


@given(SIZES, st.data())
def test_swapped_entries_are_found(sizes: list[int], data: st.DataObject) -> None:
    whole = make_ledger(sizes)
    left, right = sorted(data.draw(st.permutations(range(len(whole))))[:2])
    swapped = list(whole)
    swapped[left], swapped[right] = swapped[right], swapped[left]
    assert fault_of(swapped, whole) is not None


@pytest.mark.parametrize(
    "field", ["actor", "recorded_at", "action", "reason", "previous", "changes_root", "digest"]
)
def test_an_altered_entry_is_named(field: str) -> None:
    whole = make_ledger([1, 2, 1])
    entry, changes = whole[1]
    altered: Ledger = [whole[0], (altered_row(entry, field, "x" * 64), changes), whole[2]]
    said = fault_of(altered, whole)
    assert said is not None
    assert "entry 2" in said


@pytest.mark.parametrize("field", ["record_kind", "record_id", "state"])
def test_an_altered_change_is_named(field: str) -> None:
    whole = make_ledger([1, 2, 1])
    entry, changes = whole[1]
    altered: Ledger = [whole[0], (entry, [changes[0], altered_row(changes[1], field, "x")]), whole[2]]
    assert fault_of(altered, whole) == "a change of entry 2 was altered"


def test_a_change_cannot_pass_part_of_itself_to_its_neighbouring_field() -> None:
    left = ChangeRow(0, "a", "bc", 1, "{}")
    right = ChangeRow(0, "ab", "c", 1, "{}")
    assert changes_root([left]) != changes_root([right])
