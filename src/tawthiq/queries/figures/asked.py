"""What a person asks of a snapshot: a value that is checked once and says the same in the address of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal

from tawthiq.analysis import FigureTable, Period, Snapshot, Where, figures
from tawthiq.domain.counting import CountingRule, counting_rule

SHOWN: Final = ("least", "range", "share")
"""How a cell of two axes is shown: its minimum, minimum and maximum, or its share in the row."""

FILTERS: Final = (
    "party", "place", "governorate", "district", "community", "incident_class", "certainty", "attribution_level",
    "munition", "platform", "target", "facility_kind", "cause",
)  # fmt: skip
"""What a question may be narrowed by, each also possible in a report's call."""

THRESHOLD: Final = 3
"""Numbers below this are withheld in a view for the public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: measure, category, axes of rows and columns, filters, days, rule, and how the cells are shown."""

    measure: str = "killed"
    of: str = ""
    rows: str = ""
    columns: str = ""
    filters: Mapping[str, str | tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    first: date | None = None
    last: date | None = None
    inside: Literal["certainly", "possibly"] = "certainly"
    rule: str = "snhr-2019"
    shown: str = "least"
    for_public: bool = False
    earlier: str = ""

    @property
    def by(self) -> tuple[str, ...]:
        """Return the axes asked for, rows first."""
        return tuple(axis for axis in (self.rows, self.columns) if axis)

    @property
    def period(self) -> Period | None:
        """Return the days asked for."""
        return Period(self.first, self.last, self.inside) if self.first or self.last else None

    @property
    def counting_rule(self) -> CountingRule:
        """Return the rule, or raise InvalidValue."""
        return counting_rule(self.rule)

    def count(self, snapshot: Snapshot, by: tuple[str, ...], language: str) -> FigureTable:
        """Ask the snapshot, broken down by some of the axes."""
        stated: dict[str, Any] = {name: value for name, value in self.filters.items() if value}
        return figures(
            snapshot, measure=self.measure, of=self.of or None, by=by, where=Where(**stated), period=self.period,
            rule=self.counting_rule, language=language,
        )  # fmt: skip


def key_of(code: object) -> str:
    """Write the code of a cell's axis for an address; `-` stands for unknown."""
    return "-" if code is None else str(code)
