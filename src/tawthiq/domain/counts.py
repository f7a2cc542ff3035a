"""CountRange: how many, at least and at most; the minimum is never guessed and the maximum may be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tawthiq.domain.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class CountRange:
    """A count of people or things: `minimum` is certain, `maximum` is None where no upper bound is stated."""

    minimum: int
    maximum: int | None

    def __post_init__(self) -> None:
        if self.minimum < 0:
            raise InvalidValue(f"A count cannot be negative: minimum {self.minimum}. Write 0 or more.")
        if self.maximum is not None and self.maximum < self.minimum:
            raise InvalidValue(
                f"The minimum {self.minimum} is above the maximum {self.maximum}. "
                "Give a maximum of at least the minimum, or leave it unknown."
            )

    @classmethod
    def exactly(cls, number: int) -> CountRange:
        """Make the range of a number known exactly."""
        return cls(number, number)

    @classmethod
    def at_least(cls, number: int) -> CountRange:
        """Make the range of a number with no upper bound stated."""
        return cls(number, None)

    def __add__(self, other: CountRange) -> CountRange:
        maximum = None if self.maximum is None or other.maximum is None else self.maximum + other.maximum
        return CountRange(self.minimum + other.minimum, maximum)

    def less_part(self, part: CountRange) -> CountRange:
        """Take away a part that is counted elsewhere, never below zero (design §3, `within`)."""
        maximum = None if self.maximum is None else max(self.maximum - part.minimum, 0)
        return CountRange(max(self.minimum - part.minimum, 0), maximum)

    def __str__(self) -> str:
        if self.maximum is None:
            return f"at least {self.minimum}"
        return str(self.minimum) if self.minimum == self.maximum else f"{self.minimum}–{self.maximum}"


def total(ranges: Iterable[CountRange]) -> CountRange:
    """Add up ranges; the sum of none is exactly zero."""
    return sum(ranges, CountRange(0, 0))
