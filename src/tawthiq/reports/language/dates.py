"""Write days, months, periods and times of day in English and in Arabic with Levantine and Gregorian month names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import find, label
from tawthiq.vocab import Language

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_RANGE: Final = {"en": "between {first} and {last}", "ar": "بين {first} و{last}"}
_FROM_TO: Final = {"en": "{first} to {last}", "ar": "من {first} حتى {last}"}
_UNKNOWN: Final = {"en": "on an unknown date", "ar": "في تاريخ غير معروف"}
_ABOUT: Final = {"en": "about {when}", "ar": "نحو {when}"}
_AND: Final = {"en": " and ", "ar": " و"}
_COMMA: Final = {"en": ", ", "ar": "، "}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The names of months and weekdays of a language; Monday comes first, as in Python."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]


@cache
def calendars() -> Mapping[str, Calendar]:
    """Read the table of months and weekdays."""
    text = resources.files("tawthiq.reports.language").joinpath("calendar.toml").read_text(encoding="utf-8")
    return {
        language: Calendar(tuple(names["months"]), tuple(names["weekdays"]))
        for language, names in tomllib.loads(text).items()
    }


def day(value: date, language: Language, *, weekday: bool = False, year: bool = True) -> str:
    """Write a day: "Monday 22 July 2019", "الإثنين 22 تموز/يوليو 2019"."""
    names = calendars()[language]
    parts = [names.weekdays[value.weekday()]] if weekday else []
    parts += [str(value.day), names.months[value.month - 1]]
    return " ".join([*parts, str(value.year)] if year else parts)


def month(value: date, language: Language) -> str:
    """Write a month of a year: "July 2019", "تموز/يوليو 2019"."""
    return f"{calendars()[language].months[value.month - 1]} {value.year}"


def period(first: date, last: date, language: Language) -> str:
    """Write a period: "between 26 April and 27 July 2019", or "19–20 May 2019" within one month."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, language)}"
    return _RANGE[language].format(
        first=day(first, language, year=first.year != last.year), last=day(last, language)
    )


def span(first: date, last: date, language: Language) -> str:
    """Write a period as a heading does: "26 April to 27 July 2019"."""
    return _FROM_TO[language].format(
        first=day(first, language, year=first.year != last.year), last=day(last, language)
    )


@lru_cache(maxsize=4096)
def written(edtf: str, language: Language, *, weekday: bool = False) -> str:
    """Write any date as recorded (EDTF), however precise; a doubted one as "about"."""
    known = PartialDate.parse(edtf)
    first, last = known.lower, known.upper
    if known.is_unknown or first is None or last is None:
        return _UNKNOWN[language]
    if first == last:
        text = day(first, language, weekday=weekday)
    elif first.day == 1 and first.year == last.year and first.month == last.month and _is_month_end(last):
        text = month(first, language)
    elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        text = str(first.year)
    else:
        text = period(first, last, language)
    return _ABOUT[language].format(when=text) if known.is_doubted else text


def time_of_day(text: str, language: Language) -> str:
    """Say a time of day: a clock time as it is written, "08:35", in both languages; a part of the day by its name."""
    if _TIME.fullmatch(text):
        return text
    part = find("part_of_day", text)
    if part is None:
        raise InvalidValue(
            f"Found '{text[:20]}', expected a time of day from 00:00 to 23:59, as in 08:35, or a part of the day."
        )
    return label("part_of_day", part, language)


def listed(parts: Sequence[str], language: Language) -> str:
    """Join parts as a sentence lists them: "a, b and c", "أ، وب، وج" being written "أ، ب وج"."""
    if len(parts) < 2:
        return "".join(parts)
    return _COMMA[language].join(parts[:-1]) + _AND[language] + parts[-1]


def _is_month_end(value: date) -> bool:
    return value.toordinal() + 1 == date(value.year + value.month // 12, value.month % 12 + 1, 1).toordinal()
