"""Incidents and persons over time: bars for each month, week or day, each a way into the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.timelines import STEPS, Bar, Step, Timeline, incidents_timeline, persons_timeline
from tawthiq.web.doors import actor_of, door
from tawthiq.web.look.asking import filters_of, frame

HEIGHT = 160
WIDTH = 900
WIDEST = 40
ROOM_FOR_A_DATE = 80


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar as drawn: where and how high, what it counts, and the list behind it."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    address: str
    label: bool


@door("read-case")
def incidents_timeline_page(request: HttpRequest) -> HttpResponse:
    """Show incidents over time."""
    return _page(request, "incidents")


@door("read-case")
def persons_timeline_page(request: HttpRequest) -> HttpResponse:
    """Show persons over time."""
    return _page(request, "persons")


def _page(request: HttpRequest, subject: str) -> HttpResponse:
    actor, filters = actor_of(request), filters_of(request.GET)
    step = request.GET.get("step", "month")
    if step not in STEPS:
        raise InvalidValue(f"A timeline goes by one of: {', '.join(STEPS)}.")
    counted = incidents_timeline if subject == "incidents" else persons_timeline
    timeline = counted(actor, filters, cast(Step, step))
    steps = [(one, one == step) for one in STEPS]
    lists = [
        f"{reverse(subject)}?{replace(filters, first=bar.first, last=bar.last).query}"
        for bar in timeline.bars
    ]
    drawn = draw(timeline, lists)
    most = max((bar.count for bar in timeline.bars), default=0)
    shown = {"timeline": timeline, "bars": drawn, "steps": steps, "step": step, "width": WIDTH, "height": HEIGHT,
             "bottom": HEIGHT + 20, "most": most}  # fmt: skip
    return render(request, "look/timeline.html", shown | frame(request, actor, subject, filters, "timeline"))


def draw(timeline: Timeline, lists: list[str]) -> list[Drawn]:
    """Place the bars side by side; about every tenth carries its date."""
    most = max((bar.count for bar in timeline.bars), default=1) or 1
    width = min(WIDEST, WIDTH / max(1, len(timeline.bars)))
    every = max(1, len(timeline.bars) // 9)
    return [
        Drawn(
            bar=bar, x=round(n * width, 2), y=round(HEIGHT - bar.count / most * (HEIGHT - 10), 2),
            width=round(max(1.0, width - 1), 2), height=round(bar.count / most * (HEIGHT - 10), 2), address=address,
            label=n % every == 0 and n * width < WIDTH - ROOM_FOR_A_DATE,
        )
        for n, (bar, address) in enumerate(zip(timeline.bars, lists, strict=True))
    ]  # fmt: skip
