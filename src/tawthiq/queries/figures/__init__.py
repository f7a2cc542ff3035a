"""Figures for people: a question to a snapshot they may read, answered as a table, chart, map and lists of records."""

from tawthiq.queries.figures.answering import Answer, figures_answered
from tawthiq.queries.figures.asked import SHOWN, Asked
from tawthiq.queries.figures.behind import Behind, RecordLine, records_behind
from tawthiq.queries.figures.calls import call_of_cell, call_of_table
from tawthiq.queries.figures.drawing import Titles
from tawthiq.queries.figures.values import CellShown, Heading, RowShown

__all__ = [
    "SHOWN",
    "Answer",
    "Asked",
    "Behind",
    "CellShown",
    "Heading",
    "RecordLine",
    "RowShown",
    "Titles",
    "call_of_cell",
    "call_of_table",
    "figures_answered",
    "records_behind",
]
