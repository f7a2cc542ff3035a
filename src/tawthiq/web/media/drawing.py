"""A small map without tiles: the file's own point and the incidents', their circles, and a scale bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.queries.evidence_grid import Pin, distance_m

WIDE, HIGH, MARGIN = 480, 300, 48
METRES_PER_DEGREE = 111_320
NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Dot:
    """A pin on the drawing: its place and circle in pixels, and which way its name is written."""

    what: str
    x: float
    y: float
    radius: float
    is_file: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class SmallMap:
    """What the template draws, with the distance of the file from the nearest incident."""

    dots: tuple[Dot, ...]
    bar_pixels: float
    bar_metres: int
    apart_m: float | None
    wide: int = WIDE
    high: int = HIGH

    @property
    def has_file(self) -> bool:
        """Say whether the file itself names a point."""
        return any(dot.is_file for dot in self.dots)


def small_map(pins: Sequence[Pin]) -> SmallMap | None:
    """Draw the pins, north up; None where there is nothing to draw."""
    if not pins:
        return None
    east, north = zip(*(_metres(pin, pins[0]) for pin in pins), strict=True)
    span = max(
        max(east) - min(east),
        (max(north) - min(north)) * WIDE / HIGH,
        2 * max(p.radius_m for p in pins),
        200.0,
    )
    scale = (WIDE - 2 * MARGIN) / span
    middle_e, middle_n = (max(east) + min(east)) / 2, (max(north) + min(north)) / 2
    dots = []
    for pin, e, n in zip(pins, east, north, strict=True):
        x = WIDE / 2 + (e - middle_e) * scale
        dots.append(
            Dot(
                pin.what, round(x, 1), round(HIGH / 2 - (n - middle_n) * scale, 1), round(pin.radius_m * scale, 1),
                not pin.what, "end" if x > WIDE / 2 else "start",
            )
        )  # fmt: skip
    bar = _nice(span / 4)
    return SmallMap(tuple(dots), round(bar * scale, 1), bar, _apart(pins))


def _metres(pin: Pin, origin: Pin) -> tuple[float, float]:
    east = (pin.longitude - origin.longitude) * METRES_PER_DEGREE * math.cos(math.radians(origin.latitude))
    return east, (pin.latitude - origin.latitude) * METRES_PER_DEGREE


def _nice(metres: float) -> int:
    tens = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(step * tens for step in NICE if step * tens <= metres))


def _apart(pins: Sequence[Pin]) -> float | None:
    files = [pin for pin in pins if not pin.what]
    others = [pin for pin in pins if pin.what]
    return min(distance_m(files[0], other) for other in others) if files and others else None
