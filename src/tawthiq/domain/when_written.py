"""Read one text that says when: a date and, often, a time of day, English or Arabic, in either order."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.partial_date import PartialDate
from tawthiq.domain.reported_dates import parse_reported
from tawthiq.domain.times import Notice, Occurred, TimeOfDay

MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class When:
    """What a text says of when, with what does not fit in it."""

    date: PartialDate
    time: TimeOfDay | None
    notices: tuple[Notice, ...] = ()


def parse_when(text: str, *, zone: str = "UTC") -> When:
    """Read a text as a date, or as a date beside a time; InvalidValue says what to write where it is neither.

    Every place where the words can be cut in two is tried, the whole text as a date first: what is read as both parts
    is never guessed.
    """
    plain = text.strip()
    try:
        return _noticed(parse_reported(plain), None, plain, zone)
    except InvalidValue as error:
        refused = error
    if "T" in plain and plain[:4].isdigit():
        found = Occurred.parse(plain, zone=zone)
        return _noticed(found.when, found.time, plain, zone)
    words = plain.split()
    for cut in range(1, min(len(words), MOST_WORDS)):
        for day, clock in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            read = _read(" ".join(day), " ".join(clock))
            if read is not None:
                return _noticed(*read, plain, zone)
    raise refused


def _read(day: str, clock: str) -> tuple[PartialDate, TimeOfDay] | None:
    try:
        return parse_reported(day.strip(" ,،")), TimeOfDay.parse(clock.strip(" ,،"))
    except InvalidValue:
        return None


def _noticed(date: PartialDate, time: TimeOfDay | None, text: str, zone: str) -> When:
    return When(date, time, Occurred(date, time, zone, as_reported=text).notices)
