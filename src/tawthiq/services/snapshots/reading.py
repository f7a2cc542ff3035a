"""Which columns of the records a snapshot reads, and the typed views over what they bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import duckdb
import pyarrow as pa
from django.db import models

from tawthiq.records.columns import Asked, Column, Kind
from tawthiq.records.record import Part, Record
from tawthiq.records.states import kind_of

CODE_LENGTH: Final = 40


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


def asked_of(model: type[Record]) -> Asked:
    """Say which columns of a record's table to read, and how; parts taken back are not read."""
    standing = '"withdrawn_at" IS NULL' if issubclass(model, Part) else ""
    return Asked(model._meta.db_table, tuple(map(_column, _columns(model))), standing)


def _column(field: models.Field[Any, Any]) -> Column:
    target = _target(field)
    read, _ = _sql_type(field)
    name = f'"{field.column}"'
    as_is = isinstance(target, models.CharField | models.TextField | models.IntegerField)
    return Column(str(field.column), name if as_is else f"CAST({name} AS {read})", _kind(field))


def _kind(field: models.Field[Any, Any]) -> Kind:
    if _is_code(field):
        return "code"
    kinds: Mapping[str, Kind] = {"TEXT": "text", "DOUBLE PRECISION": "real"}
    return kinds.get(_sql_type(field)[0], "number")


def _is_code(field: models.Field[Any, Any]) -> bool:
    """Say whether a column holds codes of a vocabulary: short, never null, many rows with the same."""
    short = isinstance(field, models.CharField) and (field.max_length or CODE_LENGTH + 1) <= CODE_LENGTH
    return short and not (field.null or field.unique)


def create_view(engine: duckdb.DuckDBPyConnection, model: type[Record], name: str, rows: pa.Table) -> None:
    """Make the typed view `name` over rows of a record's table."""
    engine.register(f"raw_{name}", rows)
    columns = ", ".join(_typed_column(field) for field in _columns(model))
    engine.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM raw_{name}")


def _typed_column(field: models.Field[Any, Any]) -> str:
    _, typed = _sql_type(field)
    return f'CAST("{field.column}" AS {typed}) AS "{field.column}"'


def create_views(
    engine: duckdb.DuckDBPyConnection, models_read: Iterable[type[Record]], tables: dict[str, pa.Table]
) -> None:
    """Make the views of all the kinds read; hyphens become underscores."""
    for model in models_read:
        create_view(engine, model, kind_of(model).replace("-", "_"), tables[kind_of(model)])
