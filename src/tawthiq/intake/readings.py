"""Read one cell into one value: each function returns it, or raises InvalidValue with what to write; none guesses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import Order, PartialDate, TimeOfDay, parse_reported
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.names import cleaned_name, is_placeholder
from tawthiq.domain.rules import HIGHEST_AGE
from tawthiq.domain.scripts import ascii_digits, fold, strip_invisible
from tawthiq.domain.vocabularies import find, unknown_code_sentence, vocabulary

# Written by programs and people where a cell has no value.
BLANK = frozenset({"", "na", "n/a", "#n/a", "null", "none", "nan", "nil", "-", "--", "—", "–", "."})
# Written where the value is not known; for codes, numbers and dates the same as blank.
UNKNOWN = BLANK | frozenset(
    map(fold, ("unknown", "unk", "not known", "not available", "?", "؟", "غير معروف", "غير معروفة", "مجهول",
               "مجهولة", "غير محدد", "لا يوجد", "غير متوفر"))
)  # fmt: skip
LONGEST_TEXT = 100_000
LONGEST_CODE = 80

_NUMBER = r"(\d{1,7}|\d{1,3}(?:[,٬]\d{3})+)"
_EXACTLY = re.compile(_NUMBER)
_BETWEEN = re.compile(_NUMBER + r"\s*(?:-|–|—|to|الى|إلى)\s*" + _NUMBER)
_AT_LEAST = re.compile(
    r"(?:at least|no fewer than|not less than|min\.?|>=|≥|ما لا يقل عن|لا يقل عن|على الأقل)\s*"
    + _NUMBER
    + r"|"
    + _NUMBER
    + r"\s*(?:\+|or more|على الأقل|فأكثر|فما فوق)"
)
_ZERO_DECIMALS = re.compile(r"(?<=\d)\.0+$")
_AGE = re.compile(
    r"(\d{1,3})\s*(years?|yrs?|y|months?|mos?|weeks?|days?|سنة|سنوات|عاما|عام|أعوام|شهر|شهرا|أشهر|شهور|"
    r"يوم|يوما|أيام|أسبوع|أسابيع)?(?:\s*old)?",
    re.IGNORECASE,
)
_AGE_SPAN = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
_AGE_IN_MONTHS = re.compile("mo|شهر|أشهر|شهور", re.IGNORECASE)
_AGE_IN_DAYS = re.compile("week|day|يوم|أيام|أسبوع|أسابيع", re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°º]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|”))?"
)
_DATE_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?")
_MANY = re.compile(r"\s*[;؛|\n]\s*")


@dataclass(frozen=True, slots=True)
class Age:
    """An age in completed years where stated, and the age group that the text itself names or implies."""

    years: int | None
    group: str | None


def is_blank(text: str) -> bool:
    """Say whether a cell holds nothing."""
    return strip_invisible(text).strip().casefold() in BLANK


def is_unknown(text: str) -> bool:
    """Say whether a cell says that its value is not known, or holds nothing."""
    return is_blank(text) or strip_invisible(text).strip() in ("?", "؟") or fold(text) in UNKNOWN


def _plain(text: str) -> str:
    return _ZERO_DECIMALS.sub("", " ".join(ascii_digits(strip_invisible(text)).split()))


def read_text(text: str) -> str:
    """Return a text without hidden characters; line breaks stay."""
    plain = strip_invisible(text).strip()
    if len(plain) > LONGEST_TEXT:
        raise InvalidValue(f"The text has {len(plain):,} characters; at most {LONGEST_TEXT:,} are kept.")
    return plain


def read_name(text: str) -> str | None:
    """Return a person's name, None for what stands for an unnamed person (مجهول الهوية, Unidentified, UNB8)."""
    return None if is_placeholder(text) else cleaned_name(text)


@lru_cache(maxsize=20_000)
def read_code(vocabulary_id: str, text: str) -> str:
    """Return the code that a text stands for; a text of no code is refused with those near it."""
    found = find(vocabulary_id, text) if len(text) <= LONGEST_CODE else None
    if found is None and is_unknown(text) and "unknown" in vocabulary(vocabulary_id):
        return "unknown"
    if found is None:
        raise InvalidValue(unknown_code_sentence(vocabulary_id, text))
    return found


@lru_cache(maxsize=20_000)
def read_cause(text: str) -> str:
    """Return the SDG cause of a text: one of its own labels, or the cause that a munition belongs to."""
    munition = find("munition", text) if find("cause", text) is None else None
    if munition is not None:
        return vocabulary("munition")[munition].links.get("cause", "unknown")
    return read_code("cause", text)


@lru_cache(maxsize=50_000)
def read_date(text: str, *, order: Order | None = None, year: int | None = None) -> PartialDate:
    """Return the date; one that can be two days is refused unless the order of the file is stated."""
    try:
        return parse_reported(text, order=order, default_year=year)
    except InvalidValue as error:
        if order is None and "can be two days" in str(error):
            raise InvalidValue(
                f"{error} For the whole file: date_order in the mapping, or --date-order."
            ) from None
        raise


def split_date_and_time(text: str) -> tuple[str, str]:
    """Take apart a date with a clock time, as Excel keeps them in one cell; midnight is no time."""
    found = _DATE_AND_TIME.fullmatch(strip_invisible(text).strip())
    if found is None:
        return text, ""
    clock = f"{found[2]}:{found[3]}" if found[3] not in (None, "00") else found[2]
    return found[1], "" if clock == "00:00" else clock


@lru_cache(maxsize=20_000)
def read_time(text: str) -> TimeOfDay:
    """Return the time of day: a clock time, one with a margin, or a part of the day."""
    plain = _plain(text)
    return TimeOfDay.parse(plain[:5] if re.fullmatch(r"\d\d:\d\d:00", plain) else plain)


def _whole(text: str) -> int:
    return int(text.replace(",", "").replace("٬", ""))


def read_count(text: str) -> CountRange:
    """Return how many: 13, 13-15, 13+, at least 13, ما لا يقل عن 13; words such as “dozens” are refused."""
    plain = _plain(text).lower()
    if exact := _EXACTLY.fullmatch(plain):
        return CountRange.exactly(_whole(exact[1]))
    if between := _BETWEEN.fullmatch(plain):
        return CountRange(_whole(between[1]), _whole(between[2]))
    if least := _AT_LEAST.fullmatch(plain):
        return CountRange.at_least(_whole(least[1] or least[2]))
    raise InvalidValue("This is no number of people. Write 13, 13-15, or at least 13.")


def _age_of(number: int, unit: str, zero: str | None) -> Age:
    if _AGE_IN_MONTHS.match(unit):
        return Age(number // 12, "infant" if number < 12 else None)
    if _AGE_IN_DAYS.match(unit):
        return Age(0, "infant")
    if number > HIGHEST_AGE:
        raise InvalidValue(f"An age of {number} cannot be; the highest kept is {HIGHEST_AGE}. Check it.")
    if number == 0 and not unit and zero != "infant":
        if zero == "unknown":
            return Age(None, None)
        raise InvalidValue(
            "An age of 0 can be an infant's or mean that the age is not known. Say which: zero_age in the mapping "
            "(infant or unknown), or write the age in months."
        )
    return Age(number, "infant" if number == 0 else None)


@lru_cache(maxsize=5_000)
def read_age(text: str, *, zero: str | None = None) -> Age:
    """Return the age: 7, 7 years, 8 months, ٧ سنوات, 30-35 (its group), child; 0 only when it is said what it is."""
    plain = _plain(text)
    if stated := _AGE.fullmatch(plain):
        return _age_of(int(stated[1]), stated[2] or "", zero)
    if span := _AGE_SPAN.fullmatch(plain):
        low, high = int(span[1]), int(span[2])
        if low > high or high > HIGHEST_AGE:
            raise InvalidValue(f"An age from {low} to {high} cannot be. Write the lower age first.")
        return Age(None, "child" if high < 18 else "adult" if low >= 18 else None)
    group = find("age_group", plain)
    if group is None:
        raise InvalidValue(
            "This is no age. Write completed years such as 7, months such as 8 months, or child."
        )
    return Age(None, group)


def read_degrees(text: str, *, axis: str) -> float:
    """Return a latitude or longitude in decimal degrees, read from these or from degrees, minutes and seconds."""
    plain = _plain(text).upper().replace("−", "-")
    hemisphere = plain[-1:] if plain[-1:] in "NSEW" else ""
    if hemisphere and hemisphere not in ("NS" if axis == "latitude" else "EW"):
        raise InvalidValue(f"This {axis} ends in {hemisphere}. Are latitude and longitude swapped?")
    body = plain[:-1].strip() if hemisphere else plain
    if _DECIMAL.fullmatch(body.rstrip("°º ")):
        degrees = float(body.rstrip("°º ").replace(",", "."))
    elif parts := _SEXAGESIMAL.fullmatch(body):
        degrees = float(parts[1]) + float(parts[2] or 0) / 60 + float(parts[3] or 0) / 3600
    else:
        raise InvalidValue(f"This is no {axis}. Write decimal degrees such as 35.8144.")
    degrees = -degrees if hemisphere and hemisphere in "SW" else degrees
    most = 90 if axis == "latitude" else 180
    if not -most <= degrees <= most:
        raise InvalidValue(f"A {axis} lies between -{most} and {most}. Are latitude and longitude swapped?")
    return degrees


def read_metres(text: str) -> int:
    """Return a radius in whole metres."""
    plain = _plain(text).lower().removesuffix("m").removesuffix("metres").strip()
    if not re.fullmatch(r"\d{1,7}(\.\d+)?", plain):
        raise InvalidValue("This is no number of metres. Write a number such as 500.")
    return round(float(plain))


def read_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several: split at ; or | or line breaks, or a JSON list of texts."""
    if text.lstrip().startswith("["):
        try:
            read = json.loads(text)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, list) and all(isinstance(part, str) for part in read):
            return tuple(dict.fromkeys(read_text(part) for part in read if part.strip()))
    return tuple(dict.fromkeys(part for part in _MANY.split(read_text(text)) if part))
