"""Read dates of birth and death, ages, sexes, places and numbers of people from cells; unknown is None,
never 0 or ''."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tawthiq.domain.scripts import ascii_digits, fold, strip_invisible

SEXES = {
    "m": "male", "male": "male", "man": "male", "boy": "male", "ذكر": "male", "رجل": "male", "طفل": "male", "1": "male",
    "f": "female", "female": "female", "woman": "female", "girl": "female", "انثي": "female", "امراه": "female",
    "طفله": "female", "2": "female", "سيده": "female",
}  # fmt: skip
_UNKNOWN = frozenset(
    {"", "-", "?", "na", "n/a", "nan", "none", "null", "unknown", "nat", "غير معروف", "مجهول", "غير محدد"}
)
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_DMY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})[-/](\d{1,2})$|^(\d{4})$")
_AGE = re.compile(r"^(\d{1,3})(?:\.\d+)?\s*(.*)$")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
MONTH_WORDS = ("month", "day", "week", "hour", "شهر", "اشهر", "شهور", "يوم", "ايام", "اسبوع", "ساع")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is stated: a year, and month and day when both are known."""

    year: int
    month_day: str | None

    @property
    def text(self) -> str | None:
        """Return YYYY-MM-DD, or None when only the year is stated."""
        return f"{self.year:04d}-{self.month_day}" if self.month_day else None


@lru_cache(maxsize=200_000)
def read_day(text: str | None) -> Day | None:
    """Read a date written as ISO, day first, eight digits, or a year alone; 0000-00-00 and the like are unknown."""
    plain = ascii_digits(strip_invisible(text or "")).strip()
    if match := _ISO.match(plain) or _COMPACT.match(plain):
        year, month, day = (int(g) for g in match.groups())
    elif match := _DMY.match(plain):
        day, month, year = (int(g) for g in match.groups())
    elif match := _MONTH.match(plain):
        year, month, day = int(match.group(1) or match.group(3)), 0, 0
    else:
        return None
    if not 1000 <= year <= 2200:
        return None
    if month > 12 >= day:
        month, day = day, month
    return Day(year, f"{month:02d}-{day:02d}" if _exists(year, month, day) else None)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=10_000)
def read_age(text: str | None) -> int | None:
    """Read an age in whole years; months and days of life are age 0; nothing above 120."""
    plain = (
        fold(ascii_digits(text or ""))
        if text and not text.strip().replace(".", "").isdigit()
        else (text or "").strip()
    )
    match = _AGE.match(plain)
    if not match:
        return None
    if any(word in match.group(2) for word in MONTH_WORDS):
        return 0
    age = int(match.group(1))
    return age if age <= 120 else None


@lru_cache(maxsize=10_000)
def read_sex(text: str | None) -> str | None:
    """Read a sex in English or Arabic; anything else is unknown."""
    return SEXES.get(fold(text or ""))


@lru_cache(maxsize=200_000)
def read_text(text: str | None) -> str | None:
    """Fold a cell for comparison; words for unknown are None."""
    folded = fold(text or "")
    return None if folded in _UNKNOWN else folded or None


def read_number(text: str | None) -> str | None:
    """Read an identity number: letters and digits only, trailing letters off; cut, scientific or constant
    ones are unknown."""
    plain = ascii_digits(strip_invisible(text or "")).strip()
    if _SCIENTIFIC.match(plain):
        return None
    digits = re.sub(r"[^0-9A-Za-z]", "", re.sub(r"\.0+$", "", plain)).upper()
    return digits if len(digits) >= 4 and len(set(digits)) > 1 else None
