"""The shapes that programs send: the services' own facts, with codes where the facts hold records.

Each shape is made from the facts' dataclass, so that a field is named in one place: a place, party, source or facility
is its code, a date is EDTF or a date as people write it, a vocabulary's field takes the vocabulary's codes.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, create_model
from pydantic import Field as PydanticField

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import NotFound
from tawthiq.domain.refusals import refusal
from tawthiq.domain.reported_dates import parse_reported
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.record import Record
from tawthiq.services.cases.checking import VOCABULARY_OF

WHOLE = Annotated[int, PydanticField(ge=-(2**31), le=2**31 - 1)]
"""A whole number that every database keeps."""


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a NUL character, which no database keeps")
    return text


TEXT = Annotated[str, AfterValidator(_without_nul), PydanticField(max_length=200_000)]


class Shape(Schema):
    """What every shape has: an unknown field is an error, never dropped in silence."""

    model_config = ConfigDict(extra="forbid")


class Range(Shape):
    """How many: at least, and at most where an upper bound is stated."""

    minimum: WHOLE
    maximum: WHOLE | None = None


@cache
def shape_of(facts: type) -> type[Shape]:
    """Return the shape of a facts dataclass; parts of it become shapes of their own."""
    kind = facts.__name__.removesuffix("Facts")
    hints = get_type_hints(facts)
    made: dict[str, Any] = {}
    for field in fields(facts):
        annotation = _outside(hints[field.name], kind, field.name)
        made[field.name] = (annotation, _default(field))
    return create_model(f"{kind}In", __base__=Shape, __doc__=facts.__doc__, **made)


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return _plain_default(field.default)
    return ... if field.default_factory is MISSING else PydanticField(default_factory=field.default_factory)


def _plain_default(value: Any) -> Any:
    if isinstance(value, CountRange):
        return Range(minimum=value.minimum, maximum=value.maximum)
    return [] if value == () else value


def _outside(hint: Any, kind: str, name: str) -> Any:
    """Return how a field of the facts looks from outside."""
    if hint is str:
        codes = VOCABULARY_OF.get(kind, {}).get(name)
        if codes is not None:
            return Literal[tuple(vocabulary(codes))]
        return Literal["open", "restricted"] if name == "confidentiality" else TEXT
    if hint is int:
        return WHOLE
    if hint is CountRange:
        return Range
    if hint is PartialDate or (isinstance(hint, type) and issubclass(hint, Record)):
        return TEXT
    if is_dataclass(hint) and isinstance(hint, type):
        return shape_of(hint)
    if get_origin(hint) is tuple:
        return list[_outside(get_args(hint)[0], kind, name)]  # type: ignore[misc]  # built while running
    if get_origin(hint) is dict:
        return dict[str, _outside(get_args(hint)[1], kind, name)]  # type: ignore[misc]  # built while running
    if get_origin(hint) in {Union, types.UnionType}:
        return Union[tuple(_outside(one, kind, name) for one in get_args(hint))]  # noqa: UP007  as many as there are
    return hint


def facts_from(actor: Account, facts: type[Any], stated: Shape) -> Any:
    """Return the facts that a shape states; codes are looked up as the actor may see them (NotFound otherwise)."""
    hints = get_type_hints(facts)
    return facts(
        **{
            field.name: _inside(actor, hints[field.name], getattr(stated, field.name), field.name)
            for field in fields(facts)
        }
    )


def _inside(actor: Account, hint: Any, value: Any, name: str) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        if value is None:
            return None
        hint = _meant(hint, value)
    if value is None or hint in {str, int}:
        return value
    if get_origin(hint) is tuple:
        return tuple(_inside(actor, get_args(hint)[0], one, name) for one in value)
    for kind, turn in _TURNED:
        if isinstance(hint, type) and issubclass(hint, kind):
            return turn(actor, hint, value, name)
    return facts_from(actor, hint, value) if isinstance(value, Shape) else value


def _meant(hint: Any, value: Any) -> Any:
    """Return which kind of a union a value from outside is: a record named by its code, or facts of a new one."""
    kinds = [one for one in get_args(hint) if one is not types.NoneType]
    is_stated = isinstance(value, Shape) and not isinstance(value, Range)
    return next((one for one in kinds if is_dataclass(one) == is_stated), kinds[0])


def _record(actor: Account, model: type[Record], code: str, name: str) -> Record:
    try:
        return get_visible(actor, model, code)
    except NotFound as error:
        raise refusal("unknown-reference", field=name).as_invalid() from error


def _date(actor: Account, kind: type, text: str, name: str) -> PartialDate:
    return parse_reported(text)


def _range(actor: Account, kind: type, value: Range, name: str) -> CountRange:
    return CountRange(value.minimum, value.maximum)


_TURNED: tuple[tuple[type, Callable[[Account, Any, Any, str], Any]], ...] = (
    (Record, _record),
    (PartialDate, _date),
    (CountRange, _range),
)
"""What becomes of a value from outside, by the kind of thing that the facts hold."""
