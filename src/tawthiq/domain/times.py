"""TimeOfDay and Occurred: when on the day, as stated, with its margin or part of the day, and where the clock stood."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tawthiq.domain.calendar_words import fold_words, pattern_of, words_of
from tawthiq.domain.edtf import shown
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.partial_date import PartialDate
from tawthiq.domain.reported_dates import weekday_contradicts
from tawthiq.domain.scripts import ascii_digits, strip_invisible
from tawthiq.domain.vocabularies import find, require
from tawthiq.vocab import calendar_words

ABOUT_MINUTES = 15
_LONGEST_MARGIN = 12 * 60
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?(?!\d)")
_MARGIN = re.compile(r"±\s*(\d{1,3})")
# Words for the half of the day, as folded. Night is either: 7 to 11 at night is before midnight, 12 to 5 after.
_AM = re.compile(r"(?<![^\W\d_])(?:am|صباحا|صباح|ص|فجرا)(?!\w)")
_PM = re.compile(r"(?<![^\W\d_])(?:pm|مسا|م|عصرا|بعد الظهر|ظهرا)(?!\w)")
_NIGHT = re.compile(r"(?<![^\W\d_])(?:at night|ليلا)(?!\w)")
_IDLE = re.compile(r"(?<!\w)(?:at|the|hours?|hrs|oclock|local|time|الساعه|ساعه|عند|في|تمام|توقيت)(?!\w)")
HOW = "Write 08:35, 21:00±15 or a part of the day such as night."


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A clock time with a margin in minutes on both sides, or a part of the day (code of `part_of_day`)."""

    clock: time | None = None
    margin_minutes: int = 0
    part: str | None = None

    def __post_init__(self) -> None:
        if (self.clock is None) == (self.part is None):
            raise InvalidValue(f"A time of day is either a clock time or a part of the day. {HOW}")
        if self.part is not None:
            require("part_of_day", self.part)
        if not 0 <= self.margin_minutes <= _LONGEST_MARGIN or (self.part is not None and self.margin_minutes):
            raise InvalidValue(
                f"A margin of {self.margin_minutes} minutes cannot be. Give 0 to {_LONGEST_MARGIN}. {HOW}"
            )

    @classmethod
    def at(cls, hour: int, minute: int = 0, *, margin_minutes: int = 0) -> "TimeOfDay":
        """Make a clock time."""
        return cls(clock=_clock(hour, minute, 0), margin_minutes=margin_minutes)

    @classmethod
    def parse(cls, text: str) -> "TimeOfDay":
        """Read 08:35, 21:00±15, around 21:00 (±15), 9 p.m., night, and the same in Arabic."""
        return _parse_time(text)

    @property
    def minutes(self) -> tuple[int, int]:
        """Return the earliest and latest minute, counted from midnight of the day; past 1440 is the next day."""
        if self.clock is not None:
            middle = _minutes_of(self.clock)
            return middle - self.margin_minutes, middle + self.margin_minutes
        links = require("part_of_day", self.part or "").links
        start, end = (_minutes_of(time.fromisoformat(links[name])) for name in ("from", "to"))
        return start, end if end > start else end + 24 * 60

    @property
    def clock_text(self) -> str | None:
        """Return the clock time as HH:MM or HH:MM:SS; None for a part of the day."""
        if self.clock is None:
            return None
        return self.clock.isoformat("seconds" if self.clock.second else "minutes")

    def __str__(self) -> str:
        if self.clock is None:
            return self.part or ""
        return f"{self.clock_text}±{self.margin_minutes}" if self.margin_minutes else f"{self.clock_text}"


def _minutes_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(hour: int, minute: int, second: int) -> time:
    if hour > 23 or minute > 59 or second > 59:
        raise InvalidValue(
            f"There is no time {hour:02d}:{minute:02d}. Hours run from 00 to 23, minutes from 00 to 59."
        )
    return time(hour, minute, second)


def _hour_of(hour: int, text: str) -> int:
    night = bool(_NIGHT.search(text))
    morning = bool(_AM.search(text)) or (night and (hour == 12 or hour < 6))
    later = bool(_PM.search(text)) or (night and 7 <= hour < 12)
    if not (morning or later or night) or (later and not morning and 13 <= hour <= 23):
        return hour
    if morning == later or not 1 <= hour <= 12:
        raise InvalidValue(f"The hour {hour} does not go with the word for the half of the day. {HOW}")
    return hour % 12 + (12 if later else 0)


def _parse_time(text: str) -> TimeOfDay:
    plain = ascii_digits(strip_invisible(text)).strip()
    part = find("part_of_day", plain)
    if part is not None:
        return TimeOfDay(part=part)
    stated = _MARGIN.search(plain)
    folded = _fold_time(_MARGIN.sub(" ", plain).replace("~", " "))
    about = pattern_of(words_of("approximate"))
    margin = int(stated[1]) if stated else ABOUT_MINUTES if about.search(folded) or "~" in plain else 0
    found = _CLOCK.findall(folded)
    halves = [pattern for pattern in (_AM, _PM, _NIGHT) if pattern.search(folded)]
    rest = folded
    for understood in (about, _CLOCK, *halves, _IDLE):
        rest = understood.sub(" ", rest)
    if len(found) != 1 or re.search(r"\w", rest) or not (found[0][1] or halves):
        raise InvalidValue(f"This is no time of day: {shown(text)}. {HOW}")
    hour, minute, second = (int(part or 0) for part in found[0])
    return TimeOfDay(clock=_clock(_hour_of(hour, folded), minute, second), margin_minutes=margin)


def _fold_time(text: str) -> str:
    return " ".join(
        fold_words(word.replace(".", "")) if not word[:1].isdigit() else word for word in text.split()
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that does not fit and that a person should look at; never an error."""

    code: str
    sentence_en: str
    sentence_ar: str


@dataclass(frozen=True, slots=True)
class Occurred:
    """When something happened: date, time of day, the IANA zone whose clock is meant, and the text as reported."""

    when: PartialDate
    time: TimeOfDay | None
    zone: str
    as_reported: str | None = None

    def __post_init__(self) -> None:
        _zone(self.zone)

    @classmethod
    def parse(cls, text: str, *, zone: str, as_reported: str | None = None) -> "Occurred":
        """Read an EDTF date or a date and time (2019-07-22T08:35); a time with an offset is put on the zone's clock."""
        day, mark, clock = text.strip().partition("T")
        if not mark:
            return cls(PartialDate.parse(day), None, zone, as_reported)
        if re.search(r"Z|[+-]\d{2}:?\d{2}$", clock):
            local = _on_the_clock_of(_zone(zone), text.strip())
            return cls(
                PartialDate.exactly(local.date()), TimeOfDay(clock=local.time()), zone, as_reported or text
            )
        return cls(PartialDate.parse(day), TimeOfDay.parse(clock), zone, as_reported)

    @classmethod
    def night_of(cls, day: date, *, zone: str, as_reported: str | None = None) -> "Occurred":
        """Make the night that begins on a day and ends on the next: both days, and night."""
        if day == date.max:
            raise InvalidValue(f"The night of {day} ends on no day. Give an earlier date.")
        when = PartialDate.between(day, day + timedelta(days=1))
        return cls(when, TimeOfDay(part="night"), zone, as_reported)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return what does not fit: a weekday in the reported text that the date cannot be."""
        found = weekday_contradicts(self.as_reported or "", self.when)
        return () if found is None else (_weekday_notice(self.when, *found),)

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """Return the earliest and latest moment on the local clock, aware of the zone; None where the date is open."""
        zone, lower, upper = _zone(self.zone), self.when.lower, self.when.upper
        first, last = (0, 24 * 60) if self.time is None else self.time.minutes
        if self.time is not None and self._is_one_night and upper is not None:
            upper -= timedelta(days=1)
        elif self.when.precision != "day":
            first, last = 0, 24 * 60
        return (
            None if lower is None else _moment(lower, first, zone),
            None if upper is None else _moment(upper, last, zone),
        )

    @property
    def _is_one_night(self) -> bool:
        past_midnight = (
            self.time is not None and self.time.part is not None and self.time.minutes[1] > 24 * 60
        )
        return past_midnight and self.when.precision == "interval" and self.when.days == 2

    def __str__(self) -> str:
        return f"{self.when}" if self.time is None else f"{self.when} {self.time}"


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    try:
        return midnight + timedelta(minutes=minutes)
    except OverflowError:
        return midnight


def _on_the_clock_of(zone: ZoneInfo, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise InvalidValue(f"This is no date and time: {shown(text)}. Write 2019-07-22T08:35.") from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue(
            "This is no time zone of the IANA list. Write one such as Asia/Damascus."
        ) from error


def _weekday_notice(when: PartialDate, named: int, possible: frozenset[int]) -> Notice:
    names = [
        (words[0].capitalize(), next(word for word in words if not word.isascii()))
        for words in _weekday_rows()
    ]
    english = " or ".join(names[day][0] for day in sorted(possible))
    arabic = " أو ".join(names[day][1] for day in sorted(possible))
    return Notice(
        "weekday-contradicts",
        f"The text says {names[named][0]}, but {when} was a {english}. Check the date with the source.",
        f"يذكر النص يوم {names[named][1]} لكن {when} كان يوم {arabic}. تحقق من التاريخ مع المصدر.",
    )


def _weekday_rows() -> list[list[str]]:
    rows: list[list[str]] = calendar_words()["weekdays"]
    return rows
