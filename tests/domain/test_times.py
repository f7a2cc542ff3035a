"""Times of day, zones, nights, and weekdays that contradict the date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.dates import Occurred, PartialDate, TimeOfDay
from tawthiq.domain.errors import InvalidValue
from tawthiq.vocab import vocabulary

DAMASCUS = "Asia/Damascus"


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 720))
def test_parse_of_the_written_time_gives_an_equal_time(hour: int, minute: int, margin: int) -> None:
    clock = TimeOfDay.at(hour, minute, margin_minutes=margin)
    assert TimeOfDay.parse(str(clock)) == clock
    assert clock.minutes == (hour * 60 + minute - margin, hour * 60 + minute + margin)


@pytest.mark.parametrize("part", list(vocabulary("part_of_day")))
def test_a_part_of_the_day_is_read_in_both_languages_and_has_a_length(part: str) -> None:
    term = vocabulary("part_of_day")[part]
    for spelling in term.spellings:
        assert TimeOfDay.parse(spelling) == TimeOfDay(part=part)
    first, last = TimeOfDay(part=part).minutes
    assert 0 <= first < last <= 36 * 60


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("8:35", "08:35"),
        ("around 21:00", "21:00±15"),
        ("~21:00", "21:00±15"),
        ("حوالي الساعة ٢١:٠٠", "21:00±15"),
        ("21:00 ± 30", "21:00±30"),
        ("9 p.m.", "21:00"),
        ("12 am", "00:00"),
        ("12:15 PM", "12:15"),
        ("الساعة 9 مساءً", "21:00"),
        ("8:35 صباحاً", "08:35"),
        ("11 ليلاً", "23:00"),
        ("2 at night", "02:00"),
        ("12 ظهراً", "12:00"),
        ("18:00 مساءً", "18:00"),
        ("08:35:20", "08:35:20"),
    ],
)
def test_it_reads_times_as_people_state_them(text: str, written: str) -> None:
    assert str(TimeOfDay.parse(text)) == written


@pytest.mark.parametrize(
    "text", ["", "9", "25:00", "08:61", "0835", "6 ليلاً", "08:35 and 09:10", "Samer", "0 pm"]
)
def test_it_refuses_what_is_no_one_time(text: str) -> None:
    with pytest.raises(InvalidValue):
        TimeOfDay.parse(text)


def test_a_time_is_either_a_clock_or_a_part_of_the_day() -> None:
    with pytest.raises(InvalidValue, match="either a clock time or a part"):
        TimeOfDay()
    with pytest.raises(InvalidValue, match="margin"):
        TimeOfDay(part="night", margin_minutes=5)


def test_a_weekday_that_the_date_was_not_is_noticed_and_not_an_error() -> None:
    occurred = Occurred.parse("2019-07-13", zone=DAMASCUS, as_reported="Friday, July 13, 2019")
    (notice,) = occurred.notices
    assert notice.code == "weekday-contradicts"
    assert "Friday" in notice.sentence_en and "Saturday" in notice.sentence_en
    assert "الجمعة" in notice.sentence_ar and "السبت" in notice.sentence_ar


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_noticed_exactly_when_it_contradicts(day: date, shift: int) -> None:
    named = (day + timedelta(days=shift)).strftime("%A")
    occurred = Occurred(PartialDate.exactly(day), None, DAMASCUS, f"{named}, {day:%B} {day.day}, {day.year}")
    assert bool(occurred.notices) == (shift != 0)


@pytest.mark.parametrize(
    "text", ["Saturday or Sunday", "", "one of the witnesses sat in the sun for an hour and then left"]
)
def test_no_weekday_or_several_are_not_noticed(text: str) -> None:
    assert not Occurred.parse("2019-07-15", zone=DAMASCUS, as_reported=text).notices


def test_a_night_spans_two_days_and_either_weekday_fits() -> None:
    for text in ("On the night of Sunday, May 19", "ليلة الأحد 19 أيار", "Monday night"):
        night = Occurred.night_of(date(2019, 5, 19), zone=DAMASCUS, as_reported=text)
        assert night.when.edtf == "2019-05-19/2019-05-20"
        assert night.time == TimeOfDay(part="night")
        assert not night.notices
    assert Occurred.night_of(date(2019, 5, 19), zone=DAMASCUS, as_reported="Friday night").notices
    first, last = night.bounds
    zone = ZoneInfo(DAMASCUS)
    assert (first, last) == (datetime(2019, 5, 19, 19, tzinfo=zone), datetime(2019, 5, 20, 6, tzinfo=zone))


def test_a_time_with_an_offset_is_put_on_the_clock_of_the_zone() -> None:
    occurred = Occurred.parse("2019-07-22T05:35:00Z", zone=DAMASCUS)
    assert str(occurred) == "2019-07-22 08:35"
    assert occurred.as_reported == "2019-07-22T05:35:00Z"
    assert str(Occurred.parse("2023-01-22T22:35:00+00:00", zone=DAMASCUS)) == "2023-01-23 01:35"


def test_a_moment_outside_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no date and time"):
        Occurred.parse("0001-01-01T00:00:00+00:00", zone="America/New_York")


def test_a_local_time_is_kept_as_stated() -> None:
    occurred = Occurred.parse("2019-07-22T08:35", zone=DAMASCUS)
    assert str(occurred) == "2019-07-22 08:35"
    assert occurred.bounds[0] == datetime(2019, 7, 22, 8, 35, tzinfo=ZoneInfo(DAMASCUS))


def test_the_bounds_of_a_month_ignore_the_time_and_open_ends_have_none() -> None:
    first, last = Occurred.parse("2019-07", zone=DAMASCUS).bounds
    assert first == datetime(2019, 7, 1, tzinfo=ZoneInfo(DAMASCUS))
    assert last == datetime(2019, 8, 1, tzinfo=ZoneInfo(DAMASCUS))
    assert Occurred.parse("2019-07-01/..", zone=DAMASCUS).bounds[1] is None


@pytest.mark.parametrize("zone", ["", "Damascus", "../etc/passwd", "Asia/Nowhere", "/"])
def test_it_refuses_a_zone_that_is_none(zone: str) -> None:
    with pytest.raises(InvalidValue, match="Asia/Damascus"):
        Occurred.parse("2019", zone=zone)


@given(st.text(alphabet="0123456789:±~T.Zapm+- ساعةليلاً", max_size=20) | st.text(max_size=30))
def test_any_text_is_a_time_or_refused_with_a_sentence(text: str) -> None:
    for read in (
        TimeOfDay.parse,
        lambda t: Occurred.parse(t, zone=DAMASCUS),
        lambda t: Occurred.parse(f"2019-07-22T{t}", zone=DAMASCUS),
    ):
        try:
            read(text)
        except InvalidValue as error:
            assert str(error).endswith(".")
