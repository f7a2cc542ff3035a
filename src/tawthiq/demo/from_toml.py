"""Turns tables of TOML into frozen values; an unknown or missing key is an InvalidFile that names it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import Any, TypeVar

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidFile

Made = TypeVar("Made")


def read_toml(text: str, *, name: str) -> dict[str, Any]:
    """Parse TOML with exact decimals; InvalidFile names the file."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(f"{name} is not TOML: {error}. Correct that line.") from error


def make(kind: Callable[..., Made], table: Mapping[str, Any], *, name: str, **given: Any) -> Made:
    """Make a value of the dataclass `kind` from a table and from values already made."""
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}  # type: ignore[arg-type] # dataclass
    unknown = sorted(table.keys() - known.keys())
    if unknown:
        raise InvalidFile(f"{name} has unknown keys: {', '.join(unknown)}. Known: {', '.join(known)}.")
    values = {key: _value(key, value) for key, value in table.items()} | given
    missing = [
        key
        for key, field in known.items()
        if key not in values and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise InvalidFile(f"{name} lacks {', '.join(missing)}. Add them.")
    return kind(**values)


def _value(key: str, value: Any) -> Any:
    if key in _READ_AS:
        return _READ_AS[key](value)
    return tuple(value) if isinstance(value, list) else value


def _count(value: int | Mapping[str, int]) -> CountRange:
    """Read 7 as exactly seven, {at_least = 7} as seven or more."""
    if isinstance(value, int):
        return CountRange.exactly(value)
    if value.keys() != {"at_least"}:
        raise InvalidFile(f"A count is a number or {{at_least = number}}; found keys {', '.join(value)}.")
    return CountRange.at_least(value["at_least"])


_READ_AS: Mapping[str, Callable[[Any], Any]] = {
    "count": _count,
    "occurred": PartialDate.parse,
    "died": PartialDate.parse,
    "held": PartialDate.parse,
}
"""How the values of these keys are read; every other key keeps what TOML gives, lists as tuples."""
