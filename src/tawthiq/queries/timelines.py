"""When what fits a filter happened: numbers for each month, week or day, as an actor may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from tawthiq.queries.filters import Filters
from tawthiq.queries.mirror.choosing import chosen_incidents, chosen_persons
from tawthiq.queries.mirror.columns import Numbers
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.mirror.sight import seen, sight_of
from tawthiq.records.accounts.models import Account

Step = Literal["month", "week", "day"]
STEPS: tuple[Step, ...] = ("month", "week", "day")
MOST_BARS = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days, first and last included, and how many began in it."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars without gaps, how many have no date, and how many bars at the beginning are not shown."""

    bars: tuple[Bar, ...]
    step: Step
    undated: int
    total: int
    left_out: int


def incidents_timeline(actor: Account, filters: Filters, step: Step) -> Timeline:
    """Count incidents by the first day on which each may have happened."""
    with followed() as mirror:
        flags = chosen_incidents(mirror, actor, sight_of(actor, mirror), filters)
        days = mirror.table("incident")["first"][flags].astype(np.int64)
    return _timeline(days, step, len(days))


def persons_timeline(actor: Account, filters: Filters, step: Step) -> Timeline:
    """Count persons by the first day of the first incident in which they were harmed."""
    with followed() as mirror:
        sight = sight_of(actor, mirror)
        persons = chosen_persons(mirror, actor, sight, filters)
        harms, incidents = mirror.table("harm"), mirror.table("incident")
        fits = np.append(persons, False)[harms["person"]] & seen(mirror, sight, "harm")
        pairs = (harms["person"][fits].astype(np.int64) << 32) | incidents["first"][harms["incident"][fits]]
        ordered = np.sort(pairs[(pairs & 0xFFFFFFFF) > 0])
        firsts = (
            ordered[np.append(True, ordered[1:] >> 32 != ordered[:-1] >> 32)] if len(ordered) else ordered
        )
        total = int(np.count_nonzero(persons))
    days = np.append(firsts & 0xFFFFFFFF, np.zeros(total - len(firsts), np.int64))
    return _timeline(days, step, total)


def _timeline(days: Numbers, step: Step, total: int) -> Timeline:
    dated, counts = np.unique(days[days > 0], return_counts=True)
    found: dict[date, int] = {}
    for day, count in zip(dated.tolist(), counts.tolist(), strict=True):
        start = _start(date.fromordinal(day), step)
        found[start] = found.get(start, 0) + count
    bars: list[Bar] = []
    if found:
        start, end = min(found), max(found)
        while start <= end:
            following = _next(start, step)
            bars.append(Bar(start, following - timedelta(days=1), found.get(start, 0)))
            start = following
    return Timeline(
        tuple(bars[-MOST_BARS:]), step, total - sum(found.values()), total, max(0, len(bars) - MOST_BARS)
    )


def _start(day: date, step: Step) -> date:
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def _next(start: date, step: Step) -> date:
    if step == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return start + timedelta(days=7 if step == "week" else 1)
