"""Place labels beside points so that none covers another label or a symbol; those without room are named."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]

_DISTANCES: Final = (3.0, 9.0, 18.0, 30.0, 46.0, 66.0, 90.0)
_ANGLES: Final = (0, 180, 315, 45, 225, 135, 90, 270, 337, 22, 203, 158)
"""Directions in degrees clockwise from the right; right and left read best."""
_LEADER_FROM: Final = 14.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share an area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Say whether this rectangle lies wholly inside another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is wanted: its point, the radius of the symbol there, the size of its text."""

    at: Point
    radius: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label goes: its rectangle, and the end of a line to its point where it stands far off."""

    box: Box
    leader: Point | None


def place_labels(wanted: Sequence[Wanted], taken: Sequence[Box], frame: Box) -> list[Placed | None]:
    """Place labels in order of importance; None for one that finds no room."""
    occupied = list(taken)
    placed: list[Placed | None] = []
    for label in wanted:
        found = next((p for p in _candidates(label) if _free(p.box, occupied, frame)), None)
        if found is not None:
            occupied.append(found.box)
        placed.append(found)
    return placed


def symbol_box(at: Point, radius: float) -> Box:
    """Give the rectangle that a symbol takes."""
    return Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)


def _free(box: Box, occupied: Sequence[Box], frame: Box) -> bool:
    return box.within(frame) and not any(box.meets(other) for other in occupied)


def _candidates(label: Wanted) -> Iterator[Placed]:
    for distance in _DISTANCES:
        for angle in _ANGLES:
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            away = label.radius + distance
            x = label.at[0] + dx * away + (label.width / 2) * _side(dx)
            y = label.at[1] + dy * away + (label.height / 2) * _side(dy)
            box = Box(x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2)
            edge = (min(max(label.at[0], box.left), box.right), min(max(label.at[1], box.top), box.bottom))
            yield Placed(box, edge if distance > _LEADER_FROM else None)


def _side(part: float) -> float:
    return 0.0 if abs(part) < 0.2 else math.copysign(1.0, part)
