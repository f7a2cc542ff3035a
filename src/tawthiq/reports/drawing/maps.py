"""Draw a map: areas, towns, symbols of attacks with labels, scale bar, north, degrees, legend, disclaimer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tawthiq.reports.drawing.geometry import (
    Point,
    Projection,
    Ring,
    area_of,
    clipped,
    extent_of,
    middle_of,
    round_length,
    simplified,
)  # fmt: skip
from tawthiq.reports.drawing.labels import Box, Wanted, place_labels, symbol_box
from tawthiq.reports.drawing.svg import Canvas, text_width
from tawthiq.reports.drawing.symbols import draw_symbol

WIDTH: Final = 680.0
_FRAME: Final = 1.0
_LABEL: Final = 11.5
_LINE: Final = 15.0
_LAND, _BORDER, _OUTSIDE, _FAINT, _TEXT = "#f3eee3", "#a79f8f", "#fafaf8", "#d9d5cc", "#222222"


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the background: its name and its rings."""

    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the background: drawn small, labelled where there is room."""

    name: str
    at: Point


@dataclass(frozen=True, slots=True)
class Spot:
    """What the map is about at one point: whose symbol, its label, its weight, how many attacks it stands for."""

    at: Point
    party: str
    label: str
    weight: int
    attacks: int = 1
    mark: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class MapTexts:
    """The texts of a map in the language of its report."""

    title: str
    north: str
    scale_km: str
    scale_m: str
    disclaimer: str
    weight: str
    parties: Sequence[tuple[str, str]]
    language: str
    approximate: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn map: its SVG, size, and the labels for which there was no room."""

    svg: str
    width: float
    height: float
    unlabelled: tuple[str, ...]


def draw_map(
    spots: Sequence[Spot],
    areas: Sequence[Area],
    towns: Sequence[Town],
    texts: MapTexts,
    *,
    least_km: float = 30.0,
) -> Drawn:
    """Draw a map that holds all spots; `least_km` is the least width that it shows."""
    shown = extent_of([spot.at for spot in spots]).widened(0.14, least_km).shaped(0.55, 1.0)
    projection = Projection(shown, _FRAME, _FRAME, WIDTH - 2 * _FRAME)
    frame = Box(_FRAME, _FRAME, WIDTH - _FRAME, _FRAME + projection.height)
    legend = _legend_height(texts, spots)
    canvas = Canvas(WIDTH, frame.bottom + legend, texts.title, texts.language)
    canvas.add("rect", x=0, y=0, width=canvas.width, height=canvas.height, fill="#ffffff")
    canvas.add(
        "rect",
        x=frame.left,
        y=frame.top,
        width=frame.right - frame.left,
        height=projection.height,
        fill=_OUTSIDE,
    )
    _draw_areas(canvas, projection, areas)
    _draw_degrees(canvas, projection, frame)
    unlabelled = _draw_content(canvas, projection, frame, spots, areas, towns, texts)
    canvas.add(
        "rect", x=frame.left, y=frame.top, width=frame.right - frame.left, height=projection.height, fill="none",
        stroke="#555555", stroke_width=1,
    )  # fmt: skip
    _draw_legend(canvas, frame.bottom, texts, spots)
    return Drawn(canvas.to_svg(), canvas.width, canvas.height, tuple(unlabelled))


def radius_of(weight: int) -> float:
    """Give the radius of a symbol: its area grows with the number it stands for."""
    return 4.5 + 1.55 * math.sqrt(max(weight, 0))


def _draw_areas(canvas: Canvas, projection: Projection, areas: Sequence[Area]) -> None:
    extent = projection.extent
    for area in areas:
        for ring in area.rings:
            inside = [projection(point) for point in clipped(ring, extent)]
            if len(inside) > 2:
                line = simplified([*inside, inside[0]], 0.35)
                canvas.path([line], fill=_LAND, stroke=_BORDER, stroke_width=0.9, stroke_linejoin="round")


def _draw_degrees(canvas: Canvas, projection: Projection, frame: Box) -> None:
    extent = projection.extent
    step = round_length((extent.north - extent.south) / 2.2)
    decimals = max(0, -math.floor(math.log10(step)))
    for index in range(math.ceil(extent.west / step), math.floor(extent.east / step) + 1):
        x = projection((index * step, extent.north))[0]
        canvas.path(
            [[(x, frame.top), (x, frame.bottom)]], closed=False, stroke=_FAINT, stroke_width=0.6, fill="none"
        )
        if frame.left + 30 < x < frame.right - 30:
            canvas.text((x, frame.top + 10), f"{index * step:.{decimals}f}° E", size=7.5, fill="#777777")
    for index in range(math.ceil(extent.south / step), math.floor(extent.north / step) + 1):
        y = projection((extent.west, index * step))[1]
        canvas.path(
            [[(frame.left, y), (frame.right, y)]], closed=False, stroke=_FAINT, stroke_width=0.6, fill="none"
        )
        if frame.top + 20 < y < frame.bottom - 30:
            label = f"{index * step:.{decimals}f}° N"
            canvas.text((frame.left + 4, y - 3), label, size=7.5, anchor="start", fill="#777777")


def _draw_content(
    canvas: Canvas, projection: Projection, frame: Box, spots: Sequence[Spot], areas: Sequence[Area],
    towns: Sequence[Town], texts: MapTexts,
) -> list[str]:  # fmt: skip
    points = _apart([(projection(spot.at), radius_of(spot.weight)) for spot in spots])
    corners = [
        Box(frame.left, frame.bottom - 34, frame.left + 190, frame.bottom),
        Box(frame.right - 34, frame.top, frame.right, frame.top + 48),
    ]
    taken = corners + [symbol_box(at, radius_of(spot.weight)) for at, spot in zip(points, spots, strict=True)]
    taken += [Box(frame.left, frame.top, frame.right, frame.top + 14)]
    order = sorted(range(len(spots)), key=lambda n: (-spots[n].weight, spots[n].label))
    named = [n for n in order if spots[n].label]
    wanted = [
        Wanted(points[n], radius_of(spots[n].weight), text_width(spots[n].label, _LABEL), _LABEL * 1.25)
        for n in named
    ]
    placed = place_labels(wanted, taken, frame)
    boxes = [spot.box for spot in placed if spot is not None]
    _draw_background(
        canvas, projection, frame, areas, towns, [*taken, *boxes], {spot.label for spot in spots}
    )
    for n, at in zip(named, placed, strict=True):
        if at is not None and at.leader is not None:
            canvas.path(
                [[points[n], at.leader]], closed=False, stroke="#555555", stroke_width=0.7, fill="none"
            )
    for n in sorted(order, key=lambda n: -spots[n].weight):
        inside = spots[n].mark or (str(spots[n].attacks) if spots[n].attacks > 1 else "")
        draw_symbol(canvas, points[n], radius_of(spots[n].weight), spots[n].party, inside)
    for n, at in zip(named, placed, strict=True):
        if at is not None:
            middle = ((at.box.left + at.box.right) / 2, at.box.bottom - _LABEL * 0.32)
            canvas.text(middle, spots[n].label, size=_LABEL, halo=True, fill=_TEXT, font_weight="600")
    _draw_scale(canvas, projection, frame, texts)
    return [spots[n].label for n, at in zip(named, placed, strict=True) if at is None]


def _draw_background(
    canvas: Canvas, projection: Projection, frame: Box, areas: Sequence[Area], towns: Sequence[Town],
    taken: list[Box], used: set[str],
) -> None:  # fmt: skip
    for area in areas:
        parts = [clipped(ring, projection.extent) for ring in area.rings]
        largest = max(parts, key=area_of, default=[]) if parts else []
        if len(largest) < 3 or area_of(largest) * projection.per_degree**2 < 2500:
            continue
        x, y = projection(middle_of(largest))
        width = text_width(area.name, 12) * 1.15
        box = Box(x - width / 2, y - 10, x + width / 2, y + 6)
        for shift in (0, -40, 40, -80, 80, -120, 120):
            moved = Box(box.left, box.top + shift, box.right, box.bottom + shift)
            if moved.within(frame) and not any(moved.meets(other) for other in taken):
                canvas.text(
                    (x, y + shift),
                    area.name,
                    size=12,
                    fill="#8a8170",
                    font_style="italic",
                    letter_spacing=0.6,
                )
                taken.append(moved)
                break
    for town in towns:
        if town.name in used or not projection.extent.holds(town.at):
            continue
        at = projection(town.at)
        spot = symbol_box(at, 2.0)
        wanted = Wanted(at, 2.0, text_width(town.name, 9), 11)
        placed = place_labels([wanted], [*taken, spot], frame)[0]
        if placed is None or placed.leader is not None or any(spot.meets(other) for other in taken):
            continue
        taken += [placed.box, spot]
        canvas.add("circle", cx=at[0], cy=at[1], r=1.8, fill="#8a8170")
        canvas.text(
            ((placed.box.left + placed.box.right) / 2, placed.box.bottom - 2.6),
            town.name,
            size=9,
            fill="#6f6757",
        )


def _apart(points: Sequence[tuple[Point, float]]) -> list[Point]:
    """Set symbols that stand on the same spot side by side, each touching the next; they stay in their order."""
    moved: list[Point] = []
    for index, (at, _) in enumerate(points):
        before = [points[n][1] for n in range(index) if math.dist(points[n][0], at) < 1.0]
        after = [points[n][1] for n in range(index + 1, len(points)) if math.dist(points[n][0], at) < 1.0]
        moved.append((at[0] + sum(before) - sum(after), at[1]) if before or after else at)

    return moved


def _draw_scale(canvas: Canvas, projection: Projection, frame: Box, texts: MapTexts) -> None:
    length = round_length(150 / projection.per_km)
    wide = length * projection.per_km
    x, y = frame.left + 14, frame.bottom - 12
    canvas.add("rect", x=x - 8, y=y - 20, width=wide + 20, height=28, fill="#ffffff", fill_opacity=0.8)
    canvas.path([[(x, y - 4), (x, y), (x + wide, y), (x + wide, y - 4)]], closed=False, stroke="#222222",
                stroke_width=1.4, fill="none")  # fmt: skip
    label = (
        texts.scale_km.format(number=f"{length:g}")
        if length >= 1
        else texts.scale_m.format(number=f"{length * 1000:g}")
    )
    canvas.text((x + wide / 2, y - 7), label, size=9.5, fill="#222222")
    north = (frame.right - 20, frame.top + 22)
    canvas.path([[(north[0], north[1] - 8), (north[0] + 6, north[1] + 10), (north[0], north[1] + 6),
                  (north[0] - 6, north[1] + 10)]], fill="#222222")  # fmt: skip
    canvas.text((north[0], north[1] + 23), texts.north, size=10, fill="#222222", font_weight="700")


def _weights(spots: Sequence[Spot]) -> list[int]:
    most = max((spot.weight for spot in spots), default=0)
    if most < 2:
        return []
    low = max(1, min(spot.weight for spot in spots))
    middle = round((low + most) / 2)
    return sorted({low, middle, most})


def _legend_height(texts: MapTexts, spots: Sequence[Spot]) -> float:
    weights = _weights(spots) if texts.weight else []
    tallest = radius_of(weights[-1]) * 2 if weights else 0.0
    return 12 + max(26.0, tallest + 6) + 18


def _draw_legend(canvas: Canvas, top: float, texts: MapTexts, spots: Sequence[Spot]) -> None:
    arabic = texts.language == "ar"
    weights = _weights(spots) if texts.weight else []
    tallest = max(26.0, radius_of(weights[-1]) * 2 + 6 if weights else 0.0)
    y = top + 10 + tallest / 2
    at = 12.0

    def x(place: float) -> float:
        return WIDTH - place if arabic else place

    def write(words: str, size: float, fill: str) -> float:
        canvas.text(
            (x(at), y + size * 0.36), words, size=size, anchor="end" if arabic else "start", fill=fill
        )
        return text_width(words, size)

    for party, name in texts.parties:
        draw_symbol(canvas, (x(at + 7), y), 7, party)
        at += 18
        at += write(name, 10.5, _TEXT) + 14
    if weights:
        at += 8
        at += write(texts.weight, 10.5, _TEXT) + 8
        for weight in weights:
            radius = radius_of(weight)
            canvas.add(
                "circle", cx=x(at + radius), cy=y, r=radius, fill="none", stroke="#555555", stroke_width=1
            )
            canvas.text((x(at + radius), y + 3.4), str(weight), size=9, fill=_TEXT)
            at += 2 * radius + 8
    edge = WIDTH - 12 if arabic else 12.0
    note = f"{texts.approximate} {texts.disclaimer}".strip()
    canvas.text(
        (edge, canvas.height - 7), note, size=8.5, anchor="end" if arabic else "start", fill="#555555"
    )
