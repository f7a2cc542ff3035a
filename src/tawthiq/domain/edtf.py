"""The grammar of dates (EDTF, ISO 8601-2): every text read becomes a value that writes one canonical text.

Read: ISO dates, `?` `~` `%` left and right of a part, `X` digits, seasons, quarters and half-years, `a/b`,
`..`, an unknown end, `[one of]`, `{all of}`. The old draft's `u`, `open`, `unknown` and `?~` are read, never
written.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tawthiq.domain.errors import InvalidValue

HOW = "Write 2019-07-22, 2019-07, 2019, 2019-07-XX, 2019-07-05/2019-07-08 or another EDTF date."

# Months 21-41 of ISO 8601-2: first month and number of months. Winter begins in December of its year.
PARTS_OF_YEAR = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
_PART = "[?~%]?"
_POINT = re.compile(
    rf"(?P<ly>{_PART})(?P<year>[0-9X]{{4}})(?P<ry>{_PART})"
    rf"(?:-(?P<lm>{_PART})(?P<month>[0-9X]{{2}})(?P<rm>{_PART})"
    rf"(?:-(?P<ld>{_PART})(?P<day>[0-9X]{{2}})(?P<rd>{_PART}))?)?"
)
LONGEST_TEXT = 1000
_SAFE_TO_SHOW = re.compile(r"[0-9XxuTZ?~%./,:+\-\[\]{} ]{1,40}")

ChoiceKind = Literal["one-of", "all-of"]


def shown(text: str) -> str:
    """Show a refused text only when it is all digits and signs, so that no name slips into an error."""
    return f"“{text}”" if _SAFE_TO_SHOW.fullmatch(text) else f"a text of {len(text)} characters"


def matches(pattern: str, width: int, lowest: int, highest: int) -> Iterator[int]:
    """Yield, in order, the numbers that a pattern of digits and X can stand for."""
    for number in range(lowest, highest + 1):
        if all(p in ("X", d) for p, d in zip(pattern, f"{number:0{width}d}", strict=True)):
            yield number


def _days_of(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _dates(point: "Point", *, latest: bool) -> Iterator[date]:
    """Yield the days a point can stand for, from one side; only the first is ever asked for."""
    step = -1 if latest else 1
    months = list(matches(point.month or "XX", 2, 1, 12))[::step]
    days = list(matches(point.day or "XX", 2, 1, 31))[::step]
    years = (range(9999, 0, -1) if latest else range(1, 10000)) if "X" in point.year else (int(point.year),)
    for year in years:
        if not all(p in ("X", d) for p, d in zip(point.year, f"{year:04d}", strict=True)):
            continue
        for month in months:
            for day in days:
                if day <= _days_of(year, month):
                    yield date(year, month, day)


def _last_day(year: int, first_month: int, months: int) -> date:
    after = year * 12 + first_month - 1 + months
    return date.max if after // 12 > 9999 else date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _bounds_of_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return (date(year, month, day),) * 2
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _bounds(point: "Point") -> tuple[date, date] | None:
    """Return the first and last day of a point whatever its year is known; None when no such day exists."""
    if point.month and point.day and f"{point.year}{point.month}{point.day}".isdigit():
        return _bounds_of_day(int(point.year), int(point.month), int(point.day))
    if point.is_part_of_year:
        if point.day is not None:
            return None
        month, length = PARTS_OF_YEAR[int(point.month or "")]
        years = list(matches(point.year, 4, 1, 9999))
        return (date(years[0], month, 1), _last_day(years[-1], month, length)) if years else None
    first = next(_dates(point, latest=False), None)
    last = next(_dates(point, latest=True), None)
    return None if first is None or last is None else (first, last)


@dataclass(frozen=True, slots=True)
class Point:
    """One date, whole or in part: digits or X, and for each of year, month and day '', '?', '~' or '%'."""

    year: str
    month: str | None = None
    day: str | None = None
    doubts: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        if _bounds(self) is None:
            raise InvalidValue(_no_such_date(self))

    @property
    def is_part_of_year(self) -> bool:
        """Say whether the month stands for a season, a quarter or a half-year."""
        return self.month is not None and self.month.isdigit() and int(self.month) in PARTS_OF_YEAR

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Return the first and last possible day; both None when nothing of the year is known."""
        return (None, None) if self.year == "XXXX" else (_bounds(self) or (None, None))

    def __str__(self) -> str:
        parts = [part for part in (self.year, self.month, self.day) if part is not None]
        doubts = self.doubts[: len(parts)]
        same = (
            next((i for i, doubt in enumerate(doubts) if doubt != doubts[0]), len(parts)) if doubts[0] else 0
        )
        written = [
            part + (doubts[0] if i == same - 1 else "") if i < same else doubts[i] + part
            for i, part in enumerate(parts)
        ]
        return "-".join(written)


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another; an end is a Point, `..` (open) or the empty text (unknown)."""

    start: Point | str
    end: Point | str

    def __post_init__(self) -> None:
        if not self.start and not self.end:
            raise InvalidValue(
                "An interval of two unknown ends says nothing. Give one end, or write XXXX for unknown."
            )
        first, last = span_of(self.start)[0], span_of(self.end)[1]
        if first is not None and last is not None and first > last:
            raise InvalidValue(f"The interval {self} ends before it begins. Put the earlier date first.")

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several dates, or all of them; a member is a Point or a run `a..b`, open at one end."""

    kind: ChoiceKind
    members: tuple[Point | Interval, ...]

    def __str__(self) -> str:
        opening, closing = ("[", "]") if self.kind == "one-of" else ("{", "}")
        return opening + ",".join(map(_member_text, self.members)) + closing


Content = Point | Interval | Choice


def span_of(end: Point | str) -> tuple[date | None, date | None]:
    """Return the bounds of an interval's end; an open or unknown end has none."""
    return (None, None) if isinstance(end, str) else end.span


def _member_text(member: Point | Interval) -> str:
    if isinstance(member, Point):
        return str(member)
    return "..".join("" if isinstance(end, str) else str(end) for end in (member.start, member.end))


def _no_such_date(point: Point) -> str:
    text = "-".join(part for part in (point.year, point.month, point.day) if part is not None)
    if point.year == "0000":
        return f"{text} is no date: there is no year 0000. If nothing is known of the date, write XXXX."
    if "00" in (point.month, point.day):
        known = point.year if point.month == "00" else f"{point.year}-{point.month}"
        return (
            f"{text} is no date: no month or day is 00. For what is not known write {known}, or X as digits."
        )
    if point.month is not None and not any(matches(point.month, 2, 1, 12)):
        return f"{text} is no date: months run from 01 to 12. {HOW}"
    return (
        f"{text} is no date: that month has no such day. Check day and month, or write X for unsure digits."
    )


def _both(left: str, right: str) -> str:
    doubts = set(left + right)
    return "%" if "%" in doubts or {"?", "~"} <= doubts else "".join(doubts)


def parse_point(text: str) -> Point:
    """Read one date; a sign right of a part speaks of it and all coarser ones, left of a part of it alone."""
    found = _POINT.fullmatch(text)
    if found is None:
        raise InvalidValue(f"This is no date: {shown(text)}. {HOW}")
    part = {name: value or "" for name, value in found.groupdict().items()}
    day = _both(part["ld"], part["rd"])
    month = _both(part["lm"], part["rm"] + part["rd"])
    year = _both(part["ly"], part["ry"] + part["rm"] + part["rd"])
    return Point(part["year"], found["month"], found["day"], (year, month, day))


def _parse_end(text: str) -> Point | str:
    return text if text in ("", "..") else parse_point(text)


def _parse_member(text: str) -> Point | Interval:
    if ".." not in text:
        return parse_point(text)
    start, _, end = text.partition("..")
    return Interval(parse_point(start) if start else "..", parse_point(end) if end else "..")


def modernise(text: str) -> str:
    """Write the old draft's signs as today's: u and x as X, open as `..`, unknown as nothing, `?~` as `%`."""
    text = re.sub(r"\?~|~\?", "%", text.strip())
    if "/" in text:
        text = "/".join(
            {"open": "..", "unknown": ""}.get(end.strip(), end.strip()) for end in text.split("/")
        )
    return re.sub(r"[ux]", "X", text) if re.fullmatch(r"[0-9uxX?~%./,\-\[\]{} ]*", text) else text


def parse(text: str) -> Content:
    """Read any supported EDTF text; InvalidValue says what is wrong with it and what to write."""
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(f"A date has at most {LONGEST_TEXT} characters; this has {len(text)}. {HOW}")
    plain = modernise(text)
    if plain[:1] + plain[-1:] in ("[]", "{}"):
        kind: ChoiceKind = "one-of" if plain[0] == "[" else "all-of"
        members = tuple(_parse_member(member.strip()) for member in plain[1:-1].split(","))
        return Choice(kind, members)
    if "/" in plain:
        start, _, end = plain.partition("/")
        return Interval(_parse_end(start), _parse_end(end))
    return parse_point(plain)
