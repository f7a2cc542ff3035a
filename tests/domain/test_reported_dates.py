"""Dates as people write them in forms and sheets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.dates import PartialDate, parse_reported
from tawthiq.domain.errors import InvalidValue
from tawthiq.vocab import calendar_words

DAYS = st.dates(date(1930, 1, 1), date(2099, 12, 31))
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    "text",
    [
        "2019-07-22", "2019-7-22", "2019/07/22", "22/7/2019", "22.07.2019", "22-07-2019", "7/22/2019", "22 July 2019",
        "July 22, 2019", "22nd of July 2019", "Monday, July 22, 2019", "22-Jul-2019", "22 Jul. 2019", "٢٢ تموز ٢٠١٩",
        "22 تموز/يوليو 2019", "الاثنين 22 تموز 2019", "٢٢/٧/٢٠١٩", "في ٢٢ يوليو ٢٠١٩", "22 يوليه 2019م",
        "\u200f22\u200f/7/2019", "2019-07-22 00:00:00", "2019-07-22T00:00:00Z", " 22 جويلية 2019 ", "۲۲ تموز ۲۰۱۹",
    ],
)  # fmt: skip
def test_it_reads_one_day_in_every_usual_form(text: str) -> None:
    assert parse_reported(text) == PartialDate.parse("2019-07-22")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("July 2019", "2019-07"),
        ("تموز 2019", "2019-07"),
        ("07/2019", "2019-07"),
        ("2019", "2019"),
        ("summer 2019", "2019-22"),
        ("شتاء 2019", "2019-24"),
        ("around July 2019", "2019-07~"),
        ("حوالي ٢٢ أيار ٢٠١٩", "2019-05-22~"),
        ("22 July 2019?", "2019-07-22?"),
        ("unknown", "XXXX"),
        ("غير معروف", "XXXX"),
        ("2019-07-05/open", "2019-07-05/.."),
        ("2019-07-uu", "2019-07-XX"),
    ],
)
def test_it_keeps_what_is_not_known(text: str, edtf: str) -> None:
    assert parse_reported(text).edtf == edtf


@pytest.mark.parametrize("number", range(1, 13))
def test_it_knows_every_name_of_every_month(number: int) -> None:
    for name in calendar_words()["months"][number - 1]:
        assert parse_reported(f"3 {name} 2019") == PartialDate.exactly(date(2019, number, 3)), name


@given(DAYS, st.integers(0, 5))
def test_a_day_written_out_is_read_back_in_either_script(day: date, which: int) -> None:
    names = calendar_words()["months"][day.month - 1]
    text = f"{day.day} {names[which % len(names)]} {day.year}"
    assert parse_reported(text) == PartialDate.exactly(day)
    assert parse_reported(text.translate(ARABIC_DIGITS)) == PartialDate.exactly(day)


@given(DAYS)
def test_slashes_are_read_in_the_stated_order_and_never_guessed(day: date) -> None:
    text = f"{day.day}/{day.month}/{day.year}"
    assert parse_reported(text, order="day-first") == PartialDate.exactly(day)
    swapped = f"{day.month}/{day.day}/{day.year}"
    assert parse_reported(swapped, order="month-first") == PartialDate.exactly(day)
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(InvalidValue, match="State the order"):
            parse_reported(text)
    else:
        assert parse_reported(text) == PartialDate.exactly(day)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5/7/2019", "can be two days"),
        ("22-07-19", "four digits"),
        ("22-Jul-19", "no single date"),
        ("Jul-19", "can be a day or a year"),
        ("43668", "Format the column as dates"),
        ("43668.5", "Format the column as dates"),
        ("2019-07-22T08:35:00", "a field of its own"),
        ("15/5/1440", "Hijri"),
        ("1440-05-15", "Hijri"),
        ("0000-00-00", "write XXXX"),
        ("00/00/2019", "write 2019"),
        ("31 April 2019", "no such day"),
        ("29 شباط 2019", "no such day"),
        ("5-7 July 2019", "no single date"),
        ("July or August 2019", "more than one month"),
        ("mid July 2019", "no single date"),
        ("22 July", "has no year"),
        ("22 July 1019", "outside 1900–2100"),
        ("", "The date is empty"),
        ("Friday", "no single date"),
        ("7" * 5000, "at most|no single date|no date"),
    ],
)
def test_it_refuses_what_could_mean_two_things_and_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        parse_reported(text)


def test_a_stated_order_that_gives_no_date_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no month 22"):
        parse_reported("7/22/2019", order="day-first")


def test_a_year_from_elsewhere_is_marked_as_uncertain() -> None:
    assert parse_reported("February 28", default_year=2020).edtf == "2020-02-28?"


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused_without_repeating_its_letters(text: str) -> None:
    try:
        when = parse_reported(text)
    except InvalidValue as error:
        letters = {word for word in text.split() if len(word) > 12 and word.isalpha()}
        assert not any(word in str(error) for word in letters)
    else:
        assert PartialDate.parse(when.edtf) == when
