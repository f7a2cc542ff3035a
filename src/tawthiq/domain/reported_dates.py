"""Read one date as people write it in forms and sheets, English or Arabic; what could mean two days is refused."""

import re
from dataclasses import dataclass
from typing import Literal

from tawthiq.domain.calendar_words import (
    fold_words,
    months,
    pattern_of,
    seasons,
    weekday_in,
    weekdays,
    words_of,
)
from tawthiq.domain.edtf import HOW, modernise, shown
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.partial_date import PartialDate
from tawthiq.domain.scripts import ascii_digits, strip_invisible

Order = Literal["day-first", "month-first"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
_HIJRI = range(1300, 1500)
_EDTF = re.compile(r"[0-9uxX?~%./,\-\[\]{}]+|open/.*|.*/open|unknown/.*|.*/unknown")
_ISO_LIKE = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_NUMERIC = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{2,4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00(:00(\.0+)?)?(Z|[+-]00:?00)?$")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_SHORT_MONTH_YEAR = re.compile(r"[^\W\d]+\.?\s?[-/'’]\s?\d{2}")
LONGEST_TEXT = 120
_BETWEEN_DIGIT_AND_LETTER = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_ORDINAL = re.compile(r"(?<=\d)\s?(?:st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    """The parts of a written date: numbers that stand free, month or season, weekday, signs of doubt."""

    numbers: tuple[str, ...]
    month: int | None
    doubt: str
    rest: str


def _checked_year(year: int) -> int:
    if year in _HIJRI:
        raise InvalidValue(
            f"The year {year} looks like a Hijri year. Convert the date to the Gregorian calendar."
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidValue(
            f"The year {year} is outside {FIRST_YEAR}–{LAST_YEAR}. Check it, or write the date as EDTF."
        )
    return year


def _not_hijri(when: PartialDate) -> PartialDate:
    if when.lower is not None and when.lower.year in _HIJRI:
        _checked_year(when.lower.year)
    return when


def _made(year: int, month: int | None = None, day: int | None = None, doubt: str = "") -> PartialDate:
    parts = [f"{_checked_year(year):04d}"]
    parts += [f"{part:02d}" for part in (month, day) if part is not None]
    return PartialDate.parse("-".join(parts) + doubt)


def _numeric(first: int, second: int, year_text: str, order: Order | None, text: str) -> PartialDate:
    if len(year_text) != 4:
        raise InvalidValue(f"The year of {shown(text)} is not written in full. Write four digits, as 2019.")
    can_be_day_first, can_be_month_first = second <= 12, first <= 12
    if order is None and can_be_day_first and can_be_month_first and first != second:
        raise InvalidValue(
            f"{shown(text)} can be two days. State the order (day-first or month-first), or write 2019-07-22."
        )
    if order is None:
        order = "day-first" if can_be_day_first else "month-first"
    day, month = (first, second) if order == "day-first" else (second, first)
    if month > 12:
        raise InvalidValue(
            f"{shown(text)} is no date when read {order}: there is no month {month}. Check the order."
        )
    return _made(int(year_text), month, day)


def _from_digits(text: str, order: Order | None) -> PartialDate | None:
    iso = _ISO_LIKE.fullmatch(text)
    if iso is not None:
        if "/" in text and iso[3] is None:
            return None
        return _not_hijri(PartialDate.parse("-".join(part.zfill(2) for part in iso.groups() if part)))
    numeric = _NUMERIC.fullmatch(text)
    if numeric is not None:
        return _numeric(int(numeric[1]), int(numeric[2]), numeric[3], order, text)
    month_year = _MONTH_YEAR.fullmatch(text)
    return None if month_year is None else _made(int(month_year[2]), int(month_year[1]))


def _take(pattern: re.Pattern[str], text: str) -> tuple[list[str], str]:
    return pattern.findall(text), pattern.sub(" ", text)


def _words_in(text: str) -> _Words:
    folded = _BETWEEN_DIGIT_AND_LETTER.sub(" ", fold_words(_ORDINAL.sub("", text)))
    month_names, folded = _take(pattern_of(frozenset(months())), folded)
    season_names, folded = _take(pattern_of(frozenset(seasons())), folded)
    _, folded = _take(pattern_of(frozenset(weekdays())), folded)
    approximate, folded = _take(pattern_of(words_of("approximate")), folded)
    uncertain, folded = _take(pattern_of(words_of("uncertain")), folded)
    _, folded = _take(pattern_of(words_of("idle")), folded)
    numbers, folded = _take(re.compile(r"(?<!\w)\d{1,4}(?!\w)"), folded)
    named = {months()[name] for name in month_names} | {seasons()[name] for name in season_names}
    if len(named) > 1:
        raise InvalidValue(f"The text names more than one month or season. Write one date. {HOW}")
    doubt = "%" if approximate and uncertain else "~" if approximate else "?" if uncertain else ""
    if "~" in text or "?" in text or "؟" in text:
        doubt = "%" if "~" in text and ("?" in text or "؟" in text) else "~" if "~" in text else "?"
    return _Words(tuple(numbers), named.pop() if named else None, doubt, folded.strip())


def _from_words(text: str, default_year: int | None) -> PartialDate:
    words = _words_in(text)
    years = [int(number) for number in words.numbers if len(number) > 2]
    days = [int(number) for number in words.numbers if len(number) <= 2]
    understood = (
        not words.rest and len(years) <= 1 and len(days) <= 1 and (words.month is not None or bool(years))
    )
    if not understood or (days and (words.month is None or words.month > 12)):
        raise InvalidValue(f"This is no single date: {shown(text)}. {HOW}")
    day = days[0] if days else None
    if years:
        return _made(years[0], words.month, day, words.doubt)
    if default_year is None:
        raise InvalidValue("The date has no year. Write the year, or state the year of the whole file.")
    return _made(default_year, words.month, day, "%" if words.doubt in ("~", "%") else "?")


def parse_reported(text: str, *, default_year: int | None = None, order: Order | None = None) -> PartialDate:
    """Read one date as written; a year taken from elsewhere is marked `?`; InvalidValue says what to write.

    `order` says how the file writes 5/7/2019; without it only dates that can be one day alone are read. A weekday
    is passed over here (Occurred notices when it contradicts the date); a time of day other than 00:00 is refused.
    """
    plain = _MIDNIGHT.sub("", ascii_digits(strip_invisible(text)).strip())
    if not plain:
        raise InvalidValue(f"The date is empty. {HOW} If it is not known, write unknown.")
    if fold_words(plain) in words_of("unknown"):
        return PartialDate.unknown()
    if len(plain) > LONGEST_TEXT:
        raise InvalidValue(f"A text of {len(plain)} characters is no single date. {HOW}")
    if _SHORT_MONTH_YEAR.fullmatch(plain):
        raise InvalidValue("A month and two digits can be a day or a year. Write 2019-07, or 19 July 2019.")
    if _CLOCK.search(plain):
        raise InvalidValue(f"{shown(text)} has a time of day. Give the time in a field of its own.")
    if re.fullmatch(r"\d+(\.\d+)?", plain) and len(plain) != 4:
        raise InvalidValue(
            f"The number {plain[:12]} is no date. Format the column as dates, or write 2019-07-22."
        )
    found = _from_digits(plain, order)
    if found is not None:
        return found
    if _EDTF.fullmatch(plain):
        return _not_hijri(PartialDate.parse(modernise(plain)))
    return _from_words(plain, default_year)


def weekday_contradicts(text: str, when: PartialDate) -> tuple[int, frozenset[int]] | None:
    """Return the weekday that a text names and those the date can be, when the two cannot agree; else None."""
    named, lower, days = weekday_in(text), when.lower, when.days
    if named is None or lower is None or days is None or days > 6:
        return None
    possible = frozenset((lower.weekday() + step) % 7 for step in range(days))
    return None if named in possible else (named, possible)
