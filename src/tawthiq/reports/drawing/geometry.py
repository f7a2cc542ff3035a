"""Read polygons (WKB), project them to a flat map, simplify them; refuses geometry that it cannot read."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tawthiq.domain.errors import InvalidValue

Point = tuple[float, float]
Ring = tuple[Point, ...]

KM_PER_DEGREE: Final = 111.32
_POLYGON, _MULTIPOLYGON = 3, 6


def rings_of_wkb(content: bytes) -> tuple[Ring, ...]:
    """Read the rings of a polygon or multipolygon, outer and inner alike, as longitude and latitude."""
    try:
        rings, end = _geometry(content, 0)
    except (struct.error, IndexError, RecursionError, MemoryError) as error:
        raise InvalidValue(
            "A boundary cannot be read: its WKB ends too early. Import the boundary anew."
        ) from error
    if end != len(content):
        raise InvalidValue("A boundary cannot be read: bytes stand after its WKB. Import the boundary anew.")
    return rings


def _geometry(content: bytes, at: int) -> tuple[tuple[Ring, ...], int]:
    order = "<" if content[at] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", content, at + 1)
    at += 5
    if kind & 0x20000000:  # an EWKB with its coordinate system stated
        at += 4
    dimensions = 2 + bool(kind & 0x80000000) + bool(kind & 0x40000000) + (kind & 0xFFFF) // 1000 % 3
    kind = (kind & 0xFFFF) % 1000
    (count,) = struct.unpack_from(f"{order}I", content, at)
    at += 4
    rings: list[Ring] = []
    if kind == _MULTIPOLYGON:
        for _ in range(count):
            inner, at = _geometry(content, at)
            rings.extend(inner)
        return tuple(rings), at
    if kind != _POLYGON:
        raise InvalidValue(
            f"A boundary is a geometry of kind {kind}, expected a polygon (3) or multipolygon (6)."
        )
    for _ in range(count):
        (points,) = struct.unpack_from(f"{order}I", content, at)
        size = points * dimensions
        numbers = struct.unpack_from(f"{order}{size}d", content, at + 4)
        rings.append(tuple(zip(numbers[0::dimensions], numbers[1::dimensions], strict=True)))
        at += 4 + size * 8
    return tuple(rings), at


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of the earth: west, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    def widened(self, part: float, least_km: float) -> Extent:
        """Widen on all sides by a part of the size, to at least so many kilometres from west to east."""
        middle = (self.south + self.north) / 2
        per_degree = KM_PER_DEGREE * math.cos(math.radians(middle))
        wide = max((self.east - self.west) * (1 + 2 * part), least_km / per_degree)
        high = max((self.north - self.south) * (1 + 2 * part), least_km * 0.55 / KM_PER_DEGREE)
        x, y = (self.west + self.east) / 2, middle
        return Extent(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

    def shaped(self, least: float, most: float) -> Extent:
        """Widen to a shape, height by width, between two limits."""
        factor = math.cos(math.radians((self.south + self.north) / 2))
        wide, high = (self.east - self.west) * factor, self.north - self.south
        new_high, new_wide = max(high, wide * least), max(wide, high / most)
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        return Extent(
            x - new_wide / factor / 2, y - new_high / 2, x + new_wide / factor / 2, y + new_high / 2
        )

    def holds(self, point: Point) -> bool:
        """Say whether a point lies inside."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


def extent_of(points: Iterable[Point]) -> Extent:
    """Give the smallest extent that holds all points; there must be at least one."""
    known = list(points)
    return Extent(
        min(x for x, _ in known), min(y for _, y in known), max(x for x, _ in known), max(y for _, y in known)
    )


@dataclass(frozen=True, slots=True)
class Projection:
    """An equal-rectangle map true to scale at its middle: good to a percent for a country."""

    extent: Extent
    left: float
    top: float
    width: float

    @property
    def per_degree(self) -> float:
        """Return units of the drawing per degree of longitude."""
        return self.width / (self.extent.east - self.extent.west)

    @property
    def per_degree_north(self) -> float:
        """Return units of the drawing per degree of latitude."""
        return self.per_degree / math.cos(math.radians((self.extent.south + self.extent.north) / 2))

    @property
    def height(self) -> float:
        """Return the height of the map."""
        return (self.extent.north - self.extent.south) * self.per_degree_north

    @property
    def per_km(self) -> float:
        """Return units of the drawing per kilometre."""
        return self.per_degree_north / KM_PER_DEGREE

    def __call__(self, point: Point) -> Point:
        """Place a longitude and latitude on the drawing."""
        return (
            self.left + (point[0] - self.extent.west) * self.per_degree,
            self.top + (self.extent.north - point[1]) * self.per_degree_north,
        )


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Leave out points that change a line by less than the tolerance (Douglas and Peucker 1973), without recursion."""
    if len(points) < 3:
        return list(points)
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = first, tolerance
        for at in range(first + 1, last):
            away = _distance(points[at], points[first], points[last])
            if away > distance:
                farthest, distance = at, away
        if farthest != first:
            keep[farthest] = True
            spans += [(first, farthest), (farthest, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def _distance(point: Point, first: Point, last: Point) -> float:
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = dx * dx + dy * dy
    part = 0.0 if not length else ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / length
    part = min(1.0, max(0.0, part))
    return math.hypot(point[0] - first[0] - part * dx, point[1] - first[1] - part * dy)


def middle_of(ring: Sequence[Point]) -> Point:
    """Give the centre of area of a ring; of a degenerate one, the mean of its points."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    if abs(area) < 1e-12:
        return (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
    return (x / (3 * area), y / (3 * area))


def area_of(ring: Sequence[Point]) -> float:
    """Give the area that a ring encloses, in the square of its unit."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def round_length(most_km: float) -> float:
    """Give the largest of 1, 2, 5 times a power of ten that is not above a length."""
    power = 10.0 ** math.floor(math.log10(most_km))
    return max(step * power for step in (1, 2, 5) if step * power <= most_km * 1.0000001)


def clipped(ring: Sequence[Point], extent: Extent) -> list[Point]:
    """Cut a ring to an extent (Sutherland and Hodgman 1974)."""
    points = list(ring)
    for axis, limit, sign in (
        (0, extent.west, 1.0), (0, extent.east, -1.0), (1, extent.south, 1.0), (1, extent.north, -1.0)
    ):  # fmt: skip
        points = _cut(points, axis, limit, sign)
    return points


def _cut(points: Sequence[Point], axis: int, limit: float, sign: float) -> list[Point]:
    kept: list[Point] = []
    for first, second in zip(points, [*points[1:], *points[:1]], strict=True):
        inside, next_inside = (first[axis] - limit) * sign >= 0, (second[axis] - limit) * sign >= 0
        if inside:
            kept.append(first)
        if inside != next_inside:
            part = (limit - first[axis]) / (second[axis] - first[axis])
            kept.append((first[0] + part * (second[0] - first[0]), first[1] + part * (second[1] - first[1])))
    return kept
