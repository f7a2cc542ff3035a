"""Answer a question as a table with totals, a chart and a map; each cell knows how to ask for its records.

A cell is shown as counted; for the public, small numbers and enough others are withheld (analysis/disclosure).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tawthiq.analysis import FigureTable, Snapshot
from tawthiq.analysis.disclosure import TOTAL, suppressed
from tawthiq.analysis.figures import OVERLAPS
from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.figures.asked import THRESHOLD, Asked, key_of
from tawthiq.queries.figures.drawing import Titles, chart_of, map_of
from tawthiq.queries.figures.labels import labels_of
from tawthiq.queries.figures.values import CellShown, Heading, RowShown
from tawthiq.queries.snapshots import SnapshotLine, open_readable
from tawthiq.records.accounts.models import Account
from tawthiq.vocab import Language

MOST_COLUMNS: Final = 30
MOST_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    asked: Asked
    snapshot: SnapshotLine
    rule_label: str
    rule_title: str
    wording: str
    overlaps: str
    columns: tuple[Heading, ...]
    rows: tuple[RowShown, ...]
    total: RowShown
    chart: str
    map: str
    not_mapped: tuple[tuple[str, int], ...]
    withheld: int
    earlier: SnapshotLine | None

    @property
    def is_share(self) -> bool:
        """Say whether the cells are whole percent instead of counts."""
        return self.asked.measure == "share"


Found = dict[tuple[str, str], tuple[int, int | None, int]]
"""Minimum, maximum and records by the keys of row and column; an empty key is a total."""


def figures_answered(
    actor: Account, snapshot_name: str, asked: Asked, *, language: Language, titles: Titles
) -> Answer:
    """Answer a question from a snapshot that the actor may read; `titles` are the words for chart and map."""
    line, snapshot = open_readable(actor, snapshot_name)
    tables = _tables(snapshot, asked, language)
    found = _found(tables)
    row_labels = _labels(actor, snapshot, tables, asked.rows, language)
    column_labels = _labels(actor, snapshot, tables, asked.columns, language)
    _refuse_too_many(row_labels, column_labels)
    overlaps = next((OVERLAPS[language] for table in tables if table.overlaps), "")
    shown = _for_public(found, asked, bool(overlaps)) if asked.for_public else {}
    before, earlier = _earlier(actor, asked, language)
    cells = _Cells(found, shown, before, asked)
    columns = tuple(Heading(key, label) for key, label in column_labels.items())
    rows = tuple(_row(cells, Heading(key, label), columns) for key, label in row_labels.items())
    total = _row(cells, Heading("", titles.total), columns)
    drawn = ("", ()) if asked.for_public else map_of(snapshot, asked, language, titles)
    rule = asked.counting_rule
    return Answer(
        asked, line, rule.label, rule.title_ar if language == "ar" else rule.title_en, tables[0].wording[language],
        overlaps, columns, rows, total, chart_of(asked, rows, columns, language, titles), *drawn,
        sum(1 for number in shown.values() if number is None), earlier,
    )  # fmt: skip


def _tables(snapshot: Snapshot, asked: Asked, language: Language) -> list[FigureTable]:
    """Ask for the cells and for each total: a total is counted, never added up."""
    levels = list(dict.fromkeys([asked.by, asked.by[:1], asked.by[1:], ()]))
    return [asked.count(snapshot, by, language) for by in levels]


def _found(tables: list[FigureTable]) -> Found:
    found: Found = {}
    widest = tables[0].question.by
    for table in tables:
        for row in table.rows:
            keys = {axis: key_of(code) for axis, code in zip(table.question.by, row.codes, strict=True)}
            place = [keys.get(axis, "") for axis in widest]
            found[_pair(place)] = (row.minimum, row.maximum, row.records)
    return found


def _pair(place: list[str]) -> tuple[str, str]:
    return (place[0] if place else "", place[1] if len(place) > 1 else "")


def _labels(
    actor: Account, snapshot: Snapshot, tables: list[FigureTable], axis: str, language: Language
) -> dict[str, str]:
    if not axis:
        return {}
    own = [table for table in tables if table.question.by == (axis,)]
    return labels_of(actor, snapshot, own, axis, language)


def _refuse_too_many(rows: Mapping[str, str], columns: Mapping[str, str]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise InvalidValue(
            f"This table would have {len(columns)} columns; {MOST_COLUMNS} can be read side by side. Swap rows and "
            "columns, or narrow the question."
        )
    if len(rows) > MOST_ROWS:
        raise InvalidValue(
            f"This table would have {len(rows)} rows; {MOST_ROWS} is the most shown. Narrow the question."
        )


def _for_public(found: Found, asked: Asked, overlaps: bool) -> dict[tuple[str, str], int | None]:
    if asked.measure == "share" or not asked.by:
        raise InvalidValue("Only counts broken down by rows can be shown as for the public. Choose rows.")
    if overlaps:
        raise InvalidValue(
            "A record stands in several of these rows, so small numbers cannot be withheld safely. Choose other rows."
        )
    axes = len(asked.by)
    whole = {keys[:axes]: cell[0] for keys, cell in found.items() if all(keys[:axes])}
    disclosed = suppressed(whole, threshold=THRESHOLD)
    return {
        _pair(["" if key == TOTAL else key for key in keys]): number
        for keys, number in disclosed.cells.items()
    }


def _earlier(actor: Account, asked: Asked, language: Language) -> tuple[Found | None, SnapshotLine | None]:
    if not asked.earlier:
        return None, None
    line, snapshot = open_readable(actor, asked.earlier)
    return _found(_tables(snapshot, asked, language)), line


@dataclass(frozen=True, slots=True)
class _Cells:
    found: Found
    shown: Mapping[tuple[str, str], int | None]
    before: Found | None
    asked: Asked

    def at(self, row: str, column: str) -> CellShown:
        minimum, maximum, records = self.found.get((row, column), (0, 0, 0))
        earlier = None if self.before is None else self.before.get((row, column), (0, 0, 0))[0]
        if self.asked.for_public:
            number = self.shown.get((row, column), 0)
            return CellShown(row, column, number or 0, None, 0, withheld=number is None)
        return CellShown(row, column, minimum, maximum, records, self._share(row, column), earlier=earlier)

    def _share(self, row: str, column: str) -> int | None:
        """Return the whole percent of the row's total, or of the whole for a total."""
        if self.asked.measure == "share":
            return None
        part = self.found.get((row, column), (0, 0, 0))[0]
        whole = self.found.get((row, "") if column else ("", ""), (0, 0, 0))[0]
        return (200 * part + whole) // (2 * whole) if whole else None


def _row(cells: _Cells, heading: Heading, columns: tuple[Heading, ...]) -> RowShown:
    return RowShown(
        heading, tuple(cells.at(heading.key, column.key) for column in columns), cells.at(heading.key, "")
    )
