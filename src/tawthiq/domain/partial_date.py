"""PartialDate: when something happened, exactly as well as it is known, in one canonical EDTF text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tawthiq.domain.edtf import Choice, Content, Interval, Point, parse, span_of
from tawthiq.domain.errors import InvalidValue

Precision = Literal[
    "day",
    "month",
    "season",
    "year",
    "decade",
    "century",
    "millennium",
    "interval",
    "one-of",
    "all-of",
    "unknown",
]
Span = tuple[date | None, date | None]

# UCDP GED date_prec: the widest number of days that a code covers (standards 3.2).
UCDP_WIDTHS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
_YEAR_PRECISIONS: tuple[Precision, ...] = ("year", "decade", "century", "millennium")


def _point(day: date) -> Point:
    return Point(f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}")


def _precision_of(point: Point) -> Precision:
    if point.year == "XXXX":
        return "unknown"
    if "X" in point.year:
        unsure = len(point.year) - point.year.index("X")
        return _YEAR_PRECISIONS[unsure]
    if point.month is None or "X" in point.month:
        return "year"
    if point.is_part_of_year:
        return "season"
    return "month" if point.day is None or "X" in point.day else "day"


def _span_of_member(member: Point | Interval) -> Span:
    return member.span if isinstance(member, Point) else (span_of(member.start)[0], span_of(member.end)[1])


def _is_inside(span: Span, first: date | None, last: date | None) -> bool:
    lower, upper = span
    after = first is None or (lower is not None and lower >= first)
    return after and (last is None or (upper is not None and upper <= last))


def _touches(span: Span, first: date | None, last: date | None) -> bool:
    lower, upper = span
    begins_in_time = lower is None or last is None or lower <= last
    return begins_in_time and (upper is None or first is None or upper >= first)


def _check_period(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and first > last:
        raise InvalidValue(
            f"The period from {first} to {last} ends before it begins. Put the earlier date first."
        )


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of any precision: a day, a month, an interval, one of several days, or unknown."""

    content: Content

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read an EDTF text; InvalidValue says what to write when it is none or no such day exists."""
        return cls(parse(text))

    @classmethod
    def exactly(cls, day: date) -> "PartialDate":
        """Make the date of one known day."""
        return cls(_point(day))

    @classmethod
    def between(cls, first: date, last: date) -> "PartialDate":
        """Make the interval from one day to another, both included."""
        return cls(Interval(_point(first), _point(last)))

    @classmethod
    def one_of(cls, days: Iterable[date]) -> "PartialDate":
        """Make the date that is one of several days."""
        return cls(Choice("one-of", tuple(map(_point, sorted(days)))))

    @classmethod
    def unknown(cls) -> "PartialDate":
        """Make the date of which nothing is known; it is a value of its own, never blank."""
        return cls(Point("XXXX"))

    @property
    def edtf(self) -> str:
        """Return the canonical text; `parse` of it gives an equal date."""
        return str(self.content)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the bounds of each member of a choice, or the one pair of bounds of any other date."""
        if isinstance(self.content, Choice):
            return tuple(map(_span_of_member, self.content.members))
        return (_span_of_member(self.content),)

    @property
    def lower(self) -> date | None:
        """Return the first day it can be; None when open or unknown."""
        known = [lower for lower, _ in self.spans if lower is not None]
        return min(known) if len(known) == len(self.spans) else None

    @property
    def upper(self) -> date | None:
        """Return the last day it can be; None when open or unknown."""
        known = [upper for _, upper in self.spans if upper is not None]
        return max(known) if len(known) == len(self.spans) else None

    @property
    def precision(self) -> Precision:
        """Return how well it is known; digits in doubt count as not known from there on."""
        if isinstance(self.content, Interval):
            return "interval"
        return self.content.kind if isinstance(self.content, Choice) else _precision_of(self.content)

    @property
    def is_doubted(self) -> bool:
        """Say whether any part is marked uncertain or approximate."""
        return any(sign in self.edtf for sign in "?~%")

    @property
    def is_exact(self) -> bool:
        """Say whether it is one day, without doubt."""
        return self.lower is not None and self.lower == self.upper and not self.is_doubted

    @property
    def is_unknown(self) -> bool:
        """Say whether neither a first nor a last possible day is known."""
        return self.lower is None and self.upper is None

    @property
    def days(self) -> int | None:
        """Return the number of days from the first to the last possible one; None when open or unknown."""
        lower, upper = self.lower, self.upper
        return None if lower is None or upper is None else (upper - lower).days + 1

    @property
    def ucdp_precision(self) -> int | None:
        """Return UCDP's date_prec, 1 (the day) to 5 (within a year), None when wider; a doubted day is 2."""
        days = self.days
        if days is None:
            return None
        code = next((code for widest, code in UCDP_WIDTHS if days <= widest), None)
        return 2 if code == 1 and self.is_doubted else code

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """Return a key that orders dates by their first, then last possible day; unknown ends lie outside."""
        return (self.lower or date.min, self.upper or date.max, self.edtf)

    def is_certainly_within(self, first: date | None, last: date | None) -> bool:
        """Say whether every day it can be lies in the period, ends included; None leaves that end open."""
        _check_period(first, last)
        return all(_is_inside(span, first, last) for span in self.spans)

    def is_possibly_within(self, first: date | None, last: date | None) -> bool:
        """Say whether any day it can be lies in the period, ends included; None leaves that end open."""
        _check_period(first, last)
        return any(_touches(span, first, last) for span in self.spans)

    def overlaps(self, other: "PartialDate") -> bool:
        """Say whether both can be the same day."""
        return any(_touches(mine, *theirs) for mine in self.spans for theirs in other.spans)

    def is_certainly_before(self, other: "PartialDate") -> bool:
        """Say whether the last day it can be lies before the first day of the other."""
        return self.upper is not None and other.lower is not None and self.upper < other.lower

    def widened(self, days: int) -> "PartialDate":
        """Return the interval that reaches so many days further on both sides; an open end stays open."""
        lower, upper = self.lower, self.upper
        start = ".." if lower is None else _point(lower - min(timedelta(days), lower - date.min))
        end = ".." if upper is None else _point(upper + min(timedelta(days), date.max - upper))
        return PartialDate(Interval(start, end))

    def __str__(self) -> str:
        return self.edtf
