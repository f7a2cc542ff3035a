"""The symbols of parties: colour and shape together, so that they can be told apart without colour (Okabe and Ito)."""

from __future__ import annotations

import math
from typing import Final

from tawthiq.reports.drawing.svg import Canvas, Point

COLOURS: Final = {
    "syrian-regime": "#c2410c", "russian": "#0072b2", "syrian-russian-alliance": "#aa4499", "isis": "#333333",
    "hts": "#117733", "armed-opposition": "#44aa99", "sdf": "#b8860b", "coalition": "#332288",
    "iranian-militia": "#882255", "other": "#7a6a53", "unknown": "#777777",
}  # fmt: skip
SHAPES: Final = {
    "syrian-regime": "circle", "russian": "square", "syrian-russian-alliance": "diamond", "isis": "triangle",
    "hts": "pentagon", "armed-opposition": "hexagon", "sdf": "down", "coalition": "star",
    "iranian-militia": "octagon", "other": "cross", "unknown": "circle",
}  # fmt: skip
_CORNERS: Final = {
    "square": (4, 45, 1.18), "diamond": (4, 0, 1.2), "triangle": (3, -90, 1.3), "down": (3, 90, 1.3),
    "pentagon": (5, -90, 1.12), "hexagon": (6, 0, 1.08), "octagon": (8, 22.5, 1.05),
}  # fmt: skip


def colour_of(party: str) -> str:
    """Return the colour of a party; one that is not of the table is drawn as other."""
    return COLOURS.get(party, COLOURS["other"])


def draw_symbol(canvas: Canvas, at: Point, radius: float, party: str, inside: str = "") -> None:
    """Draw the symbol of a party, with a short text inside where several attacks stand for one."""
    shape = SHAPES.get(party, "circle")
    fill = colour_of(party)
    if shape == "circle":
        canvas.add("circle", cx=at[0], cy=at[1], r=radius, fill=fill, stroke="#fff", stroke_width=1.2)
    else:
        canvas.path([_outline(shape, at, radius)], fill=fill, stroke="#fff", stroke_width=1.2)
    if inside:
        size = max(8.0, min(radius * 1.15, 13.0))
        canvas.text((at[0], at[1] + size * 0.36), inside, size=size, fill="#fff", font_weight="700")


def _outline(shape: str, at: Point, radius: float) -> list[Point]:
    if shape in ("star", "cross"):
        points, first = (5, -90.0) if shape == "star" else (4, 45.0)
        turns = [
            (first + 180 / points * n, radius * (1.3 if n % 2 == 0 else 0.55)) for n in range(points * 2)
        ]
    else:
        count, first, factor = _CORNERS[shape]
        turns = [(first + 360 / count * n, radius * factor) for n in range(count)]
    return [
        (at[0] + r * math.cos(math.radians(turn)), at[1] + r * math.sin(math.radians(turn)))
        for turn, r in turns
    ]
