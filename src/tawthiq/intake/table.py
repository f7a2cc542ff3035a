"""Table and Row: what every reader hands on: each cell as its text in the file, each row by its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tawthiq.domain.errors import InvalidFile
from tawthiq.domain.scripts import strip_invisible


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused; each bounds memory or keeps out a hostile file."""

    columns: int = 2_000
    record_characters: int = 1_000_000
    workbook_members: int = 10_000
    workbook_bytes: int = 1 << 30
    """Of all members of the workbook together, unpacked."""
    workbook_ratio: int = 200
    """Unpacked bytes for each packed byte, of any member larger than `ratio_applies_from` bytes."""
    ratio_applies_from: int = 16 << 20
    workbook_cells: int = 20_000_000
    """Rows times columns up to the last used cell, for a sheet is held in memory whole."""
    faulty_cells: int = 100_000
    row_group_bytes: int = 1 << 30
    """Of one row group of a Parquet file, unpacked, by the file's own statement."""


LIMITS = Limits()
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file as a spreadsheet counts, its cells, why it cannot be used."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""
    """Empty for a sound row; a sentence otherwise, and then `cells` may be fewer or more than the columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text: its columns, HXL hashtags if any, and rows that can be read many times."""

    name: str
    format: str
    encoding: str
    columns: tuple[str, ...]
    hashtags: tuple[str, ...]
    """One for each column, "" where none; empty when the file has no row of hashtags."""
    read: Callable[[], Iterator[Row]]
    """Opens the file anew and gives its rows; InvalidFile when it turns out broken further down."""

    def rows(self) -> Iterator[Row]:
        """Give every row that is not blank, in the order of the file."""
        return self.read()

    def batches(self, size: int = 5_000) -> Iterator[list[Row]]:
        """Give the rows in lists of at most `size`."""
        rows = self.read()
        while batch := list(islice(rows, size)):
            yield batch


def check_columns(name: str, headers: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """Return the names of the columns; one without a name is called by its position, no two are alike."""
    if len(headers) > limits.columns:
        raise InvalidFile(
            f"{name} has {len(headers):,} columns; at most {limits.columns:,} are read. "
            "Is it the right file, and is the delimiter right?"
        )
    columns: dict[str, int] = {}
    for position, header in enumerate(headers, start=1):
        column = " ".join(strip_invisible(header).split()) or f"column {position}"
        if column in columns:
            raise InvalidFile(
                f"{name} has two columns of one name, numbers {columns[column]} and {position}. "
                "Rename one of them: a value must come from one column."
            )
        columns[column] = position
    return tuple(columns)


def is_hashtag_row(cells: Sequence[str]) -> bool:
    """Say whether a row is of HXL hashtags: at least one, and nothing else but blanks."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(cell.startswith("#") and cell[1:2].isalpha() for cell in filled)


def fault_of(cells: Sequence[str], columns: Sequence[str]) -> str:
    """Say why a row cannot be used: not as many cells as columns, or a character no database can hold."""
    if len(cells) != len(columns):
        return (
            f"The row has {len(cells)} cells, the header has {len(columns)}. "
            "Put text that holds the delimiter in quotes, and give every row all its cells."
        )
    if _UNKEEPABLE.search("\n".join(cells)):
        column = next(column for column, cell in zip(columns, cells, strict=True) if _UNKEEPABLE.search(cell))
        return f"The cell of column “{column}” holds a NUL or half of a character. Remove it."
    return ""


def _without_blank_end(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Leave out blank cells beyond the last column, which spreadsheets add when they export."""
    return cells if len(cells) <= width or any(cell.strip() for cell in cells[width:]) else cells[:width]


def table_of(
    *,
    name: str,
    format: str,
    encoding: str,
    read: Callable[[], Iterator[Row]],
    header_row: int | None,
    limits: Limits,
) -> Table:
    """Make a table of raw rows whose first that is not blank (or the one numbered) holds the headers.

    A row of HXL hashtags right beneath is taken as such; a first row of hashtags is also the header.
    """
    raw = read()
    head = next((row for row in raw if header_row is None or row.number >= header_row), None)
    if head is None or head.fault:
        found = f"row {head.number}: {head.fault}" if head else "no row"
        raise InvalidFile(f"{name} has no header to read; found {found} Give it one row of column names.")
    columns = check_columns(name, head.cells, limits)
    beneath = next(raw, None)
    tags: tuple[str, ...] = ()
    last_head = head.number
    if is_hashtag_row(head.cells):
        tags = tuple(cell.strip() for cell in head.cells)
    elif beneath is not None and is_hashtag_row(beneath.cells) and len(beneath.cells) == len(columns):
        tags, last_head = tuple(cell.strip() for cell in beneath.cells), beneath.number

    def rows() -> Iterator[Row]:
        for row in read():
            if row.number > last_head:
                cells = _without_blank_end(row.cells, len(columns))
                fault = row.fault or fault_of(cells, columns)
                yield row if cells is row.cells and not fault else Row(row.number, cells, fault)

    return Table(name, format, encoding, columns, tags, rows)
