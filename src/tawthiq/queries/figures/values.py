"""The cells, rows and headings of an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A row's or column's key and what it is called."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell: at least, at most (None: no upper bound stated), how many records; or that it is withheld.

    `row` and `column` are the keys by which its records are asked for, empty for a total.
    """

    row: str
    column: str
    minimum: int = 0
    maximum: int | None = 0
    records: int = 0
    share: int | None = None
    withheld: bool = False
    earlier: int | None = None

    @property
    def change(self) -> int:
        """Return by how much the minimum differs from the earlier snapshot's."""
        return self.minimum - (self.earlier or 0)


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row: its heading, its cells under the columns, and its total (the only cell where there are no columns)."""

    heading: Heading
    cells: tuple[CellShown, ...]
    total: CellShown
