"""Counts with a minimum and perhaps a maximum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.counts import CountRange, total
from tawthiq.domain.errors import InvalidValue

RANGES = st.builds(
    lambda low, more: CountRange(low, None if more is None else low + more),
    st.integers(0, 1000),
    st.none() | st.integers(0, 1000),
)


@given(st.lists(RANGES, max_size=6))
def test_a_total_adds_minimums_and_has_no_maximum_where_a_part_has_none(ranges: list[CountRange]) -> None:
    summed = total(ranges)
    assert summed.minimum == sum(part.minimum for part in ranges)
    open_ended = any(part.maximum is None for part in ranges)
    assert (summed.maximum is None) == open_ended
    assert total(reversed(ranges)) == summed


@given(RANGES, RANGES)
def test_taking_a_part_away_never_goes_below_zero_and_undoes_adding_it(
    whole: CountRange, part: CountRange
) -> None:
    left = whole.less_part(part)
    assert left.minimum >= 0 and (left.maximum is None or left.maximum >= left.minimum)
    assert (whole + part).less_part(part).minimum == whole.minimum


@pytest.mark.parametrize(
    ("minimum", "maximum", "says"), [(-1, None, "negative"), (3, 2, "above the maximum 2")]
)
def test_it_refuses_a_count_that_cannot_be(minimum: int, maximum: int | None, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        CountRange(minimum, maximum)


def test_it_reads_as_people_write_it() -> None:
    assert [str(CountRange(3, 3)), str(CountRange(3, 5)), str(CountRange(3, None))] == [
        "3",
        "3–5",
        "at least 3",
    ]
