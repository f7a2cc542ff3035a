"""A record's state as plain values: what the ledger stores, the same whether from memory or from the database."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from tawthiq.custody.canonical import Plain
from tawthiq.domain.errors import InvalidValue
from tawthiq.records.record import Record


def _degrees(value: Decimal) -> str:
    return f"{Decimal(value):.6f}"


def _day(value: date) -> str:
    return value.isoformat()


@lru_cache(maxsize=1024)
def instant_text(value: datetime) -> str:
    """Write an aware instant in UTC to the microsecond, as `2019-07-31T00:00:00.000000Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _bytes(value: bytes | memoryview) -> str:
    return b64encode(bytes(value)).decode("ascii")


_CONVERTERS: dict[type[models.Field[Any, Any]], Callable[[Any], str]] = {
    models.DateTimeField: instant_text,
    models.DateField: _day,
    models.DecimalField: _degrees,
    models.BinaryField: _bytes,
}

Columns = tuple[tuple[str, Callable[[Any], str] | None], ...]


@cache
def columns_of(model: type[Record]) -> Columns:
    """Return the columns whose values make the state, with what turns each into plain values."""
    return tuple(
        (field.attname, next((c for kind, c in _CONVERTERS.items() if type(field) is kind), None))
        for field in model._meta.concrete_fields
        if field.attname not in {"id", "version"}
    )


def state_of(record: Record) -> dict[str, Plain]:
    """Return a record's state; id and version stand beside it in the ledger."""
    values = record.__dict__
    return {
        name: values[name] if converter is None or values[name] is None else converter(values[name])
        for name, converter in columns_of(type(record))
    }


def state_from_values(model: type[Record], values: tuple[Any, ...]) -> dict[str, Plain]:
    """Return the state from a row of `columns_of(model)` values as the database gives them."""
    return {
        name: value if converter is None or value is None else converter(value)
        for (name, converter), value in zip(columns_of(model), values, strict=True)
    }


@cache
def lengths_of(model: type[Record]) -> tuple[tuple[str, int], ...]:
    """Return the text columns with their longest length; SQLite does not enforce them, so services do."""
    return tuple(
        (field.attname, field.max_length)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length is not None
    )


def refuse_overlong(record: Record) -> None:
    """Raise InvalidValue for a text longer than its column or one holding a NUL character."""
    values = record.__dict__
    if any(isinstance(value, str) and "\x00" in value for value in values.values()):
        raise InvalidValue("A text holds a NUL character, which no database keeps. Remove it.")
    for name, longest in lengths_of(type(record)):
        text = values[name]
        if text is not None and len(text) > longest:
            raise InvalidValue(
                f"The field {name} of this {kind_of(type(record))} has {len(text)} characters; "
                f"at most {longest} fit. Shorten it, or put the rest in the note."
            )


@cache
def kind_of(model: type[Record]) -> str:
    """Return the name of a record's kind, such as `incident` or `candidate-pair`."""
    name = model.__name__
    return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


@cache
def kinds() -> dict[str, type[Record]]:
    """Return every kind of record with its model."""
    return {kind_of(model): model for model in apps.get_models() if issubclass(model, Record)}
