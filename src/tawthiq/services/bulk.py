"""Write many records of one kind fast: rows go to the database as they are, without making objects.

The ledger gets exactly what it would get record by record. Defaults come from the model's own fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from tawthiq.custody.canonical import canonical_text
from tawthiq.domain.errors import InvalidValue
from tawthiq.records.record import Record
from tawthiq.records.states import columns_of, kind_of, lengths_of
from tawthiq.services.writing import Writing, take_numbers

Row = dict[str, Any]
"""A record as column values by attribute name; what is left out takes the field's default."""

STRAIGHT = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
"""Fields whose Python values every database takes as they are."""


@dataclass(frozen=True, slots=True)
class _Plan:
    names: tuple[str, ...]
    defaults: Row
    made_anew: Mapping[str, Callable[[], Any]]
    prepared: tuple[tuple[int, models.Field[Any, Any]], ...]
    sql: str


@cache
def _plan_for(model: type[Record]) -> _Plan:
    fields = model._meta.concrete_fields
    names = tuple(field.attname for field in fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.get_attname_column()[1] or field.attname) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    defaults = {f.attname: f.default for f in fields if f.has_default() and not callable(f.default)}
    defaults |= {f.attname: None for f in fields if f.null and not f.has_default()}
    anew = {f.attname: f.default for f in fields if f.has_default() and callable(f.default)}
    prepared = tuple((i, f) for i, f in enumerate(fields) if not isinstance(_target(f), STRAIGHT))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    return _Plan(names, defaults, anew, prepared, sql)


def _target(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    return field.target_field if isinstance(field, models.ForeignKey) else field


def add_rows(write: Writing, model: type[Record], rows: Sequence[Row]) -> None:
    """Write new records of one kind, in order; each row gets its id, code and authorship here unless it has them.

    Raises InvalidValue for a text too long for its column, before anything is written.
    """
    if not rows:
        return
    plan = _plan_for(model)
    common = plan.defaults | {
        "version": 1,
        "created_at": write.at,
        "updated_at": write.at,
        "created_by_id": write.actor.pk,
        "updated_by_id": write.actor.pk,
    }
    full = [_complete(row, common, plan) for row in rows]
    _give_codes(write, model, full)
    for row in full:
        _refuse_overlong(model, row)
    _insert(plan, full)
    kind, columns = kind_of(model), columns_of(model)
    for row in full:
        state = {
            name: row[name] if converter is None or row[name] is None else converter(row[name])
            for name, converter in columns
        }
        write.record(kind, row["id"], 1, canonical_text(state))


def _complete(row: Row, common: Row, plan: _Plan) -> Row:
    full = common | row
    for name, make in plan.made_anew.items():
        if name not in full:
            full[name] = make()
    return full


def _give_codes(write: Writing, model: type[Record], rows: Sequence[Row]) -> None:
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        if not row.get("code"):
            year = (row.get("first") or write.at).year
            waiting.setdefault(f"{model.PREFIX}-{year}", []).append(row)
    for series, members in waiting.items():
        first = take_numbers(series, len(members)) - len(members) + 1
        for number, row in enumerate(members, start=first):
            row["code"] = f"{series}-{number:06d}"


def _refuse_overlong(model: type[Record], row: Row) -> None:
    for name, longest in lengths_of(model):
        text = row[name]
        if text is not None and len(text) > longest:
            raise InvalidValue(
                f"The field {name} of a {kind_of(model)} has {len(text)} characters; at most {longest} fit. Shorten it."
            )


def _insert(plan: _Plan, rows: Sequence[Row]) -> None:
    values = [[row[name] for name in plan.names] for row in rows]
    for index, field in plan.prepared:
        ready: dict[Any, Any] = {}
        for row in values:
            value = row[index]
            if value.__hash__ is None:
                row[index] = field.get_db_prep_save(value, connection)
                continue
            if value not in ready:
                ready[value] = field.get_db_prep_save(value, connection)
            row[index] = ready[value]
    with connection.cursor() as cursor:
        cursor.executemany(plan.sql, values)
