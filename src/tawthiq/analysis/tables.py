"""Make an Arrow table conform to the schema of a snapshot, sorted by its key, or say why it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.analysis.schema import TABLES, empty_table, table_schema
from tawthiq.domain.errors import InvalidValue


def conformed_groups(name: str, parts: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Cut parts that follow one another by their key into groups of `rows`, each conformed; there is at least one.

    Raises InvalidValue for what `conformed` refuses, and for a part that does not follow the one before it.
    """
    last: pa.Scalar | None = None
    for group in _groups(parts, rows):
        ordered = conformed(name, group)
        key = ordered.column(TABLES[name][0].name)
        if last is not None and len(key) and not pc.less(last, key[0]).as_py():
            raise InvalidValue(f"The rows of {name} do not come in the order of {TABLES[name][0].name}.")
        last = key[-1] if len(key) else last
        yield ordered


def _groups(parts: Iterable[pa.Table], rows: int) -> Iterator[pa.Table | None]:
    """Cut parts into tables of `rows` each; the last holds the rest, and nothing at all is one empty table."""
    waiting: pa.Table | None = None
    for part in parts:
        waiting = part if waiting is None else pa.concat_tables([waiting, part])
        while waiting.num_rows > rows:
            yield waiting.slice(0, rows)
            waiting = waiting.slice(rows)
    yield waiting


def conformed(name: str, table: pa.Table | None) -> pa.Table:
    """Give the table with the columns, types and order of the schema; a missing `maybe` column is null."""
    if table is None:
        return empty_table(name)
    ordered = _sorted(name, _typed(name, table))
    if name == "harms":
        _check_counts(ordered)
    return ordered


def _typed(name: str, table: pa.Table) -> pa.Table:
    if unknown := sorted(set(table.column_names) - {column.name for column in TABLES[name]}):
        raise InvalidValue(
            f"The table {name} has no column {', '.join(unknown)}. Leave it out of the snapshot."
        )
    schema = table_schema(name)
    return pa.table([_column(name, table, wanted) for wanted in schema], schema=schema).combine_chunks()


def _column(name: str, table: pa.Table, wanted: pa.Field) -> pa.ChunkedArray:
    if wanted.name not in table.column_names:
        if not wanted.nullable:
            raise InvalidValue(f"The table {name} lacks the column '{wanted.name}', which may not be empty.")
        return pa.chunked_array([pa.nulls(table.num_rows, wanted.type)])
    column = table.column(wanted.name)
    if column.type != wanted.type:
        try:
            column = column.cast(wanted.type)
        except pa.ArrowException as error:
            raise InvalidValue(
                f"The column {name}.{wanted.name} holds {column.type}, which cannot become {wanted.type} "
                "without loss."
            ) from error
    if column.null_count and not wanted.nullable:
        raise InvalidValue(
            f"The column {name}.{wanted.name} is empty in {column.null_count} rows. "
            "It may not be: write 'unknown', an empty list or false as fits."
        )
    return column


def _sorted(name: str, table: pa.Table) -> pa.Table:
    if table.num_rows < 2:
        return table
    key = TABLES[name][0].name
    if not _ascending(table.column(key), or_equal=True):
        table = table.sort_by(key).combine_chunks()
    if not _ascending(table.column(key), or_equal=False):
        raise InvalidValue(f"The table {name} holds the same {key} twice. Every row needs an id of its own.")
    return table


def _ascending(column: pa.ChunkedArray, *, or_equal: bool) -> bool:
    earlier, later = column.slice(0, len(column) - 1), column.slice(1)
    in_order = pc.less_equal(earlier, later) if or_equal else pc.less(earlier, later)
    return bool(pc.all(in_order).as_py())


def _check_counts(harms: pa.Table) -> None:
    for lower, upper in (("minimum", "maximum"), ("remaining_minimum", "remaining_maximum")):
        wrong = pc.or_kleene(pc.less(harms[lower], 0), pc.greater(harms[lower], harms[upper]))
        count = pc.sum(pc.fill_null(wrong, False)).as_py() or 0
        if count:
            raise InvalidValue(
                f"In {count} harms {lower} is below zero or above {upper}. "
                "Correct the records before the snapshot."
            )
