"""One text for when: dates with times as people write them, and no guess where it is neither."""

from __future__ import annotations

import pytest

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.when_written import parse_when


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("22 July 2019 around 08:35", "2019-07-22", "08:35±15"),
        ("Monday, July 22, 2019, at around 08:35", "2019-07-22", "08:35±15"),
        ("2019-07-22 08:35±10", "2019-07-22", "08:35±10"),
        ("2019-07-22T08:35", "2019-07-22", "08:35"),
        ("08:35 on 22 July 2019", "2019-07-22", "08:35"),
        ("٢٢ تموز ٢٠١٩", "2019-07-22", None),
        ("٢٢ تموز ٢٠١٩ الساعة ٠٨:٣٥", "2019-07-22", "08:35"),
        ("٢٢ تموز ٢٠١٩ ليلاً", "2019-07-22", "night"),
        ("2019-07-21/2019-07-22 night", "2019-07-21/2019-07-22", "night"),
        ("July 2019", "2019-07", None),
        ("2019-07-22~", "2019-07-22~", None),
    ],
)
def test_it_reads(text: str, date: str, time: str | None) -> None:
    read = parse_when(text)
    assert (read.date.edtf, None if read.time is None else str(read.time)) == (date, time)


def test_a_weekday_that_contradicts_is_noticed() -> None:
    (notice,) = parse_when("Tuesday 22 July 2019 08:35").notices
    assert notice.code == "weekday-contradicts"
    assert parse_when("Monday 22 July 2019 08:35").notices == ()


@pytest.mark.parametrize("text", ["", "soon", "5/7/2019 08:35", "22 July", "22 July 2019 at 28:35"])
def test_it_does_not_guess(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_when(text)
