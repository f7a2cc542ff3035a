"""Write a cell of a table of figures, and the part of an address that asks for its records."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template

from tawthiq.queries.figures import Answer, CellShown

register = template.Library()


@register.filter
def keys(cell: CellShown) -> str:
    """Write the cell's keys as the end of an address's query."""
    return urlencode({"row": cell.row, "column": cell.column})


@register.filter
def written(cell: CellShown, answer: Answer) -> str:
    """Write a cell as asked: its minimum, its range, or its share."""
    if answer.is_share:
        return f"{cell.minimum} %"
    if answer.asked.shown == "share":
        return "" if cell.share is None else f"{cell.share} %"
    if answer.asked.shown == "range" and cell.maximum != cell.minimum:
        return f"≥ {cell.minimum}" if cell.maximum is None else f"{cell.minimum}–{cell.maximum}"
    return str(cell.minimum)


@register.filter
def signed(number: int) -> str:
    """Write a change with its sign."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"
