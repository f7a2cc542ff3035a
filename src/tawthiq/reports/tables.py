"""Make tables of the document tree: header rows, row headers, totals; numbers stand at the end of their cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tawthiq.reports.tree import Node, attributes, plain


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its inline nodes, whether it is a number, how many columns it spans."""

    inlines: Sequence[Node]
    number: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; a total is set apart by the writers."""

    cells: Sequence[Cell]
    total: bool = False
    group: bool = False
    """A row that begins a group of rows, such as a party above its governorates."""


@dataclass(frozen=True, slots=True)
class TableText:
    """What a table holds: header rows, rows, widths of columns as parts of one (empty: as needed)."""

    header: Sequence[Sequence[Cell]]
    rows: Sequence[TableRow]
    widths: Sequence[float] = ()
    row_headers: int = 1
    classes: Sequence[str] = field(default=("figures",))


def table_node(content: TableText, *, identifier: str, caption: Sequence[Node], language: str) -> Node:
    """Make the node of a table; in a language that runs to the left, the end of a cell is its left."""
    end = "AlignLeft" if language == "ar" else "AlignRight"
    columns = sum(cell.columns for cell in content.header[0])
    numeric = _numeric(content, columns)
    widths: list[float | None] = list(content.widths) or [None] * columns
    specs = [
        [{"t": end if is_number else "AlignDefault"}, _width(width)]
        for is_number, width in zip(numeric, widths, strict=True)
    ]
    head = [attributes(), [_row(cells, scope="col") for cells in content.header]]
    body = [
        attributes(),
        content.row_headers,
        [],
        [_body_row(row, content.row_headers) for row in content.rows],
    ]
    shown = [None, [plain(caption)] if caption else []]
    return {
        "t": "Table",
        "c": [attributes(identifier, content.classes), shown, specs, head, [body], [attributes(), []]],
    }


def _numeric(content: TableText, columns: int) -> list[bool]:
    numeric = [False] * columns
    for row in content.rows:
        at = 0
        for cell in row.cells:
            if cell.number and cell.columns == 1:
                numeric[at] = True
            at += cell.columns
    return numeric


def _width(width: float | None) -> dict[str, Any]:
    return {"t": "ColWidthDefault"} if width is None else {"t": "ColWidth", "c": width}


def _row(cells: Sequence[Cell], scope: str) -> list[Any]:
    return [attributes(), [_cell(cell, [("scope", scope)]) for cell in cells]]


def _body_row(row: TableRow, row_headers: int) -> list[Any]:
    classes = [name for name, applies in (("total", row.total), ("group", row.group)) if applies]
    made = [_cell(cell, [("scope", "row")] if at < row_headers else []) for at, cell in enumerate(row.cells)]
    return [attributes("", classes), made]


def _cell(cell: Cell, pairs: list[tuple[str, str]]) -> list[Any]:
    return [attributes("", ["number"] if cell.number else [], pairs), {"t": "AlignDefault"}, 1, cell.columns,
            [plain(cell.inlines)]]  # fmt: skip
