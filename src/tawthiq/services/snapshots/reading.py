"""The queries that read the records for a snapshot, and the typed views over what they bring.

SQLite does not know a column's type until it sees a value, so a null is read as a stand-in of the field's type and
turned back into a null by the view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import duckdb
import pyarrow as pa
from django.db import models

from tawthiq.records.record import Part, Record
from tawthiq.records.states import kind_of

ABSENT_TEXT: Final = "\x01"
ABSENT_NUMBER: Final = -2_000_000_001
_ENGINE_TYPE: Final = {
    "TEXT": "VARCHAR",
    "DOUBLE PRECISION": "DOUBLE",
    "INTEGER": "BIGINT",
    "BIGINT": "BIGINT",
}


def _target(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _sql_type(field: models.Field[Any, Any]) -> tuple[str, str]:
    """Return (the type to read a field as, the type of its column in the view)."""
    target = _target(field)
    if isinstance(target, models.DecimalField):
        return "DOUBLE PRECISION", "DOUBLE"
    if isinstance(target, models.BooleanField):
        return "INTEGER", "BOOLEAN"
    if isinstance(target, models.IntegerField):
        return "BIGINT", "BIGINT"
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return "TEXT", "DATE"
    return "TEXT", "VARCHAR"


NOT_READ: Final = frozenset(
    {
        "version",
        "desk",
        "created_at",
        "created_by_id",
        "updated_at",
        "updated_by_id",
        "note",
        "note_ar",
        "withdrawn_at",
        "withdrawn_because",
    }
)
"""Columns that no table of a snapshot shows, and that therefore are not read."""

READ_ALL_THE_SAME: Final[Mapping[str, frozenset[str]]] = {
    "incident": frozenset({"note", "note_ar"}),
    "consent": frozenset({"created_at"}),
    "judgement": frozenset({"created_at"}),
}
"""Columns of a kind that are read nevertheless: an incident's notes are shown; of two answers or judgements the later
one holds."""


def _columns(model: type[Record]) -> list[models.Field[Any, Any]]:
    kept = READ_ALL_THE_SAME.get(kind_of(model), frozenset())
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.BinaryField)
        and (field.attname not in NOT_READ or field.attname in kept)
    ]


def query_for(model: type[Record]) -> str:
    """Return the SQL that reads a record's whole table, nulls as stand-ins; parts taken back are not read."""
    standing = ' WHERE "withdrawn_at" IS NULL' if issubclass(model, Part) else ""
    return f'SELECT {", ".join(map(_read_column, _columns(model)))} FROM "{model._meta.db_table}"{standing}'


def _read_column(field: models.Field[Any, Any]) -> str:
    read, _ = _sql_type(field)
    column = f'"{field.column}"'
    target = _target(field)
    as_is = isinstance(target, models.CharField | models.TextField | models.IntegerField)
    value = column if as_is else f"CAST({column} AS {read})"
    if field.null:
        absent = f"'{ABSENT_TEXT}'" if read == "TEXT" else str(ABSENT_NUMBER)
        return f"COALESCE({value}, {absent}) AS {column}"
    return value if as_is else f"{value} AS {column}"


def create_view(engine: duckdb.DuckDBPyConnection, model: type[Record], rows: pa.Table) -> None:
    """Make the typed view `kind` over a table that `query_for` read; hyphens become underscores."""
    name = kind_of(model).replace("-", "_")
    engine.register(f"raw_{name}", rows)
    columns = ", ".join(_typed_column(field) for field in _columns(model))
    engine.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM raw_{name}")


def _typed_column(field: models.Field[Any, Any]) -> str:
    read, typed = _sql_type(field)
    base = f'CAST("{field.column}" AS {_ENGINE_TYPE[read]})'
    absent = "chr(1)" if read == "TEXT" else str(ABSENT_NUMBER)
    value = f"NULLIF({base}, {absent})" if field.null else base
    return f'CAST({value} AS {typed}) AS "{field.column}"'


def create_views(
    engine: duckdb.DuckDBPyConnection, models_read: Iterable[type[Record]], tables: dict[str, pa.Table]
) -> None:
    """Make the views of all the kinds read."""
    for model in models_read:
        create_view(engine, model, tables[kind_of(model)])
