"""Bounds, precision and comparison of dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@st.composite
def intervals(draw: st.DrawFn) -> PartialDate:
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return PartialDate.between(first, last)


@given(intervals(), intervals())
def test_overlap_is_the_same_from_both_sides_and_agrees_with_the_days(
    one: PartialDate, other: PartialDate
) -> None:
    assert one.lower and one.upper and other.lower and other.upper
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(other) == (max(one.lower, other.lower) <= min(one.upper, other.upper))
    assert one.overlaps(other) or one.is_certainly_before(other) or other.is_certainly_before(one)


@given(intervals(), intervals())
def test_what_is_certainly_within_is_possibly_within(when: PartialDate, period: PartialDate) -> None:
    if when.is_certainly_within(period.lower, period.upper):
        assert when.is_possibly_within(period.lower, period.upper)


@given(DAYS)
def test_a_known_day_is_exact(day: date) -> None:
    when = PartialDate.exactly(day)
    assert when.is_exact and when.days == 1 and when.ucdp_precision == 1
    assert when.edtf == day.isoformat()


@given(st.lists(DAYS, min_size=1, max_size=4))
def test_one_of_several_days_is_possibly_but_not_certainly_each(days: list[date]) -> None:
    when = PartialDate.one_of(days)
    assert all(when.is_possibly_within(day, day) for day in days)
    assert when.is_certainly_within(days[0], days[0]) == (len(set(days)) == 1)
    assert PartialDate.parse(when.edtf) == when


def test_a_day_between_the_members_of_a_choice_is_not_possible() -> None:
    when = PartialDate.parse("[2019-07-01,2019-07-09]")
    assert not when.is_possibly_within(date(2019, 7, 4), date(2019, 7, 6))


def test_the_period_of_the_report_is_ninety_three_days() -> None:
    assert PartialDate.parse("2019-04-26/2019-07-27").days == 93


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2019-07-22", 1),
        ("2019-07-22?", 2),
        ("2019-05-19/2019-05-20", 2),
        ("2019-07-01/2019-07-06", 2),
        ("2019-07-01/2019-07-07", 3),
        ("2019-07-01/2019-07-08", 4),
        ("2019-07", 4),
        ("2019-06/2019-07", 5),
        ("2019", 5),
        ("2020", 5),
        ("2019/2020", None),
        ("2019-07-05/..", None),
        ("XXXX", None),
    ],
)
def test_ucdp_precision_follows_from_the_width(text: str, code: int | None) -> None:
    assert PartialDate.parse(text).ucdp_precision == code


def test_an_open_end_lies_within_no_closed_period_for_certain() -> None:
    when = PartialDate.parse("2019-07-05/..")
    assert not when.is_certainly_within(date(2019, 1, 1), date(2019, 12, 31))
    assert when.is_certainly_within(date(2019, 1, 1), None)
    assert when.is_possibly_within(date(2025, 1, 1), date(2025, 1, 2))
    assert not when.is_possibly_within(None, date(2019, 7, 4))


def test_an_unknown_date_is_possible_everywhere_and_certain_nowhere() -> None:
    when = PartialDate.unknown()
    assert when.is_unknown and when.overlaps(PartialDate.parse("2019")) and not when.is_exact
    assert when.is_possibly_within(date(2019, 1, 1), date(2019, 1, 2))
    assert not when.is_certainly_within(None, date(2019, 1, 2))


def test_a_doubted_day_is_not_exact() -> None:
    assert not PartialDate.parse("2019-07-05?").is_exact
    assert PartialDate.parse("2019-07-05?").is_doubted


def test_it_refuses_a_period_that_ends_before_it_begins() -> None:
    with pytest.raises(InvalidValue, match="Put the earlier date first"):
        PartialDate.parse("2019").is_possibly_within(date(2019, 2, 1), date(2019, 1, 1))


def test_dates_sort_by_their_first_then_last_possible_day() -> None:
    texts = ["2019-07-05", "2019-07", "XXXX", "2019-07-05/..", "2019", "2018-12-31"]
    ordered = sorted(map(PartialDate.parse, texts), key=lambda when: when.sort_key)
    assert [when.edtf for when in ordered] == [
        "XXXX",
        "2018-12-31",
        "2019",
        "2019-07",
        "2019-07-05",
        "2019-07-05/..",
    ]


@given(intervals(), st.integers(0, 400))
def test_widening_reaches_as_far_on_both_sides(when: PartialDate, days: int) -> None:
    assert when.lower and when.upper
    wide = when.widened(days)
    assert (wide.lower, wide.upper) == (when.lower - timedelta(days), when.upper + timedelta(days))
