"""Draw bar charts, lines and timelines; in Arabic they run from the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tawthiq.reports.drawing.geometry import round_length
from tawthiq.reports.drawing.labels import Box, Placed, Wanted, place_labels
from tawthiq.reports.drawing.svg import Canvas, text_width
from tawthiq.reports.drawing.symbols import colour_of

WIDTH: Final = 680.0
_TEXT, _GRID = "#222222", "#dcd8d0"
_BAR: Final = 20.0
_SERIES: Final = ("#0072b2", "#c2410c", "#117733", "#aa4499", "#b8860b", "#555555")


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values with its name; `code` is a party's code where the series is a party."""

    name: str
    values: tuple[int, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a timeline: its day, value, label and party."""

    day: date
    value: int
    label: str
    party: str


def draw_bars(
    keys: Sequence[str], series: Sequence[Series], *, title: str, language: str
) -> tuple[str, float]:
    """Draw horizontal bars, one group per key, the value at the end of each bar."""
    arabic = language == "ar"
    left = min(230.0, max((text_width(key, 10.5) for key in keys), default=40) + 14)
    most = max((value for row in series for value in row.values), default=0) or 1
    room = WIDTH - left - 60
    group = _BAR * len(series) + 10
    legend = 26.0 if len(series) > 1 else 4.0
    canvas = Canvas(WIDTH, legend + group * len(keys) + 10, title, language)

    def x(place: float) -> float:
        return WIDTH - place if arabic else place

    canvas.add("rect", x=0, y=0, width=WIDTH, height=canvas.height, fill="#ffffff")
    _legend(canvas, series, x, arabic)
    for at, key in enumerate(keys):
        top = legend + at * group + 5
        canvas.text(
            (x(left - 8), top + (group - 10) / 2 + 4),
            key,
            size=10.5,
            anchor="start" if arabic else "end",
            fill=_TEXT,
        )
        for row, values in enumerate(series):
            value = values.values[at]
            long = room * value / most
            y = top + row * _BAR
            canvas.add("rect", x=x(left + long) if arabic else left, y=y + 2, width=long, height=_BAR - 4,
                       fill=_colour(values, row))  # fmt: skip
            canvas.text((x(left + long + 5), y + _BAR / 2 + 4), f"{value:,}", size=10.5, fill=_TEXT,
                        anchor="end" if arabic else "start")  # fmt: skip
    canvas.path(
        [[(x(left), legend), (x(left), canvas.height - 8)]],
        closed=False,
        stroke="#555555",
        stroke_width=1,
        fill="none",
    )
    return canvas.to_svg(), canvas.height


def draw_lines(
    keys: Sequence[str], series: Sequence[Series], *, title: str, language: str
) -> tuple[str, float]:
    """Draw one line per series over ordered keys, with a grid and the values' scale."""
    arabic = language == "ar"
    height, left, bottom, top = 300.0, 48.0, 258.0, 30.0
    most = max((value for row in series for value in row.values), default=0) or 1
    canvas = Canvas(WIDTH, height, title, language)
    canvas.add("rect", x=0, y=0, width=WIDTH, height=height, fill="#ffffff")
    step = max(1, int(round_length(most / 3 if most > 3 else 1)))
    ceiling = -(-most // step) * step

    def x(place: float) -> float:
        return WIDTH - place if arabic else place

    def point(at: int, value: int) -> tuple[float, float]:
        part = at / max(len(keys) - 1, 1)
        return (x(left + 10 + part * (WIDTH - left - 40)), bottom - (bottom - top) * value / ceiling)

    for value in range(0, ceiling + 1, step):
        y = point(0, value)[1]
        canvas.path(
            [[(x(left), y), (x(WIDTH - 16), y)]], closed=False, stroke=_GRID, stroke_width=0.8, fill="none"
        )
        canvas.text(
            (x(left - 6), y + 4), f"{value:,}", size=9.5, anchor="start" if arabic else "end", fill=_TEXT
        )
    _legend(canvas, series, x, arabic)
    every = -(
        -len(keys)
        // max(1, int((WIDTH - left - 40) / (max((text_width(key, 9) for key in keys), default=30) + 12)))
    )
    for at, key in enumerate(keys):
        if at % every == 0:
            canvas.text((point(at, 0)[0], bottom + 16), key, size=9, fill=_TEXT)
    for row, values in enumerate(series):
        line = [point(at, value) for at, value in enumerate(values.values)]
        canvas.path([line], closed=False, stroke=_colour(values, row), stroke_width=2.2, fill="none")
        for dot in line:
            canvas.add("circle", cx=dot[0], cy=dot[1], r=3, fill=_colour(values, row))
    return canvas.to_svg(), height


def _label_heads(
    canvas: Canvas,
    heads: Sequence[tuple[float, float]],
    labels: Sequence[str],
    placed: Sequence[Placed | None],
) -> None:
    """Write each label where it found room, with a line to its head where that lies apart."""
    for head, text, at in zip(heads, labels, placed, strict=True):
        if at is None:
            continue
        if at.leader is not None:
            canvas.path([[head, at.leader]], closed=False, stroke="#888888", stroke_width=0.6, fill="none")
        middle = (at.box.left + at.box.right) / 2
        canvas.text((middle, at.box.bottom - 3), text, size=9.5, halo=True, fill=_TEXT)


def draw_timeline(
    events: Sequence[Event], first: date, last: date, ticks: Sequence[tuple[date, str]], parties: Sequence[Series],
    *, title: str, language: str,
) -> tuple[str, float]:  # fmt: skip
    """Draw events as stems over days; the height of a stem is its value, its label stands at its head."""
    arabic = language == "ar"
    height, bottom, top = 340.0, 306.0, 44.0
    canvas = Canvas(WIDTH, height, title, language)
    canvas.add("rect", x=0, y=0, width=WIDTH, height=height, fill="#ffffff")
    days = max((last - first) / timedelta(days=1), 1.0)
    most = max((event.value for event in events), default=1) or 1

    def x(day: date) -> float:
        place = 24 + (day - first) / timedelta(days=1) / days * (WIDTH - 48)
        return WIDTH - place if arabic else place

    _legend(canvas, parties, lambda place: WIDTH - place if arabic else place, arabic)
    for day, label in ticks:
        canvas.path(
            [[(x(day), top), (x(day), bottom + 4)]], closed=False, stroke=_GRID, stroke_width=0.8, fill="none"
        )
        canvas.text((x(day), bottom + 20), label, size=9.5, fill=_TEXT)
    heads = [(x(e.day), bottom - (bottom - top - 16) * e.value / most) for e in events]
    frame = Box(2, 26, WIDTH - 2, bottom)
    stems = [Box(hx - 3, hy - 4, hx + 3, bottom) for hx, hy in heads]
    order = sorted(range(len(events)), key=lambda n: -events[n].value)
    labels = [f"{events[n].label} ({events[n].value})" for n in order]
    wanted = [Wanted(heads[n], 4, text_width(text, 9.5), 12) for n, text in zip(order, labels, strict=True)]
    placed = place_labels(wanted, stems, frame)
    for n, event in enumerate(events):
        canvas.path(
            [[(heads[n][0], bottom), heads[n]]],
            closed=False,
            stroke=colour_of(event.party),
            stroke_width=2.4,
            fill="none",
        )
        canvas.add("circle", cx=heads[n][0], cy=heads[n][1], r=4, fill=colour_of(event.party))
    _label_heads(canvas, [heads[n] for n in order], labels, placed)
    canvas.path(
        [[(12, bottom), (WIDTH - 12, bottom)]], closed=False, stroke="#555555", stroke_width=1.2, fill="none"
    )
    return canvas.to_svg(), height


def _colour(series: Series, row: int) -> str:
    return colour_of(series.code) if series.code else _SERIES[row % len(_SERIES)]


def _legend(canvas: Canvas, series: Sequence[Series], x: Callable[[float], float], arabic: bool) -> None:
    at = 12.0
    for row, values in enumerate(series if len(series) > 1 else ()):
        canvas.add(
            "rect", x=x(at + 11) if arabic else x(at), y=6, width=11, height=11, fill=_colour(values, row)
        )
        at += 16
        canvas.text((x(at), 15.5), values.name, size=10.5, anchor="end" if arabic else "start", fill=_TEXT)
        at += text_width(values.name, 10.5) + 14
