"""Bind a call's values to what its function takes; says what was given wrongly, and what is meant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tawthiq.reports.calls import Call, Value

REQUIRED: Final = object()

KINDS: Final = {
    "text": "a text in quotation marks",
    "texts": "a text or a list of texts",
    "number": "a whole number",
    "flag": "true or false",
    "figure": 'a figure, such as killed("child")',
    "figures": "a list of figures",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a function takes: its name, kind (see KINDS), what it is when left out, and its choices."""

    name: str
    kind: str = "text"
    default: Any = None
    choices: Sequence[str] = ()


Values = Mapping[str, Any]


def bind(call: Call, parameters: Sequence[Parameter]) -> Values:
    """Give the value of each parameter; values without a name fill the parameters in order."""
    if len(call.values) > len(parameters):
        raise call.place.error(
            f"{call.name}() takes at most {len(parameters)} values, found {len(call.values)}. It takes: "
            f"{_names(parameters)}."
        )
    bound: dict[str, Any] = {}
    for parameter, value in zip(parameters, call.values, strict=False):
        bound[parameter.name] = _checked(call, parameter, value)
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in call.named:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"It takes: {_names(parameters) or 'nothing'}."
            raise call.place.error(f"{call.name}() takes no '{name[:40]}'. {hint}")
        if name in bound:
            raise call.place.error(f"{call.name}() is given '{name}' twice. Give it once.")
        bound[name] = _checked(call, known[name], value)
    for parameter in parameters:
        if parameter.name not in bound:
            if parameter.default is REQUIRED:
                raise call.place.error(f"{call.name}() needs '{parameter.name}': {KINDS[parameter.kind]}.")
            bound[parameter.name] = parameter.default
    return bound


def _names(parameters: Sequence[Parameter]) -> str:
    return ", ".join(parameter.name for parameter in parameters)


def _checked(call: Call, parameter: Parameter, value: Value) -> Any:
    if not _is_of(parameter.kind, value):
        raise call.place.error(
            f"{call.name}() was given {_found(value)} for '{parameter.name}', expected {KINDS[parameter.kind]}."
        )
    if parameter.kind == "texts" and isinstance(value, str):
        value = (value,)
    if parameter.kind == "figures" and isinstance(value, Call):
        value = (value,)
    for item in (value if isinstance(value, tuple) else (value,)) if parameter.choices else ():
        if item not in parameter.choices:
            near = difflib.get_close_matches(str(item), parameter.choices, n=1)
            hint = f"Did you mean '{near[0]}'? " if near else ""
            raise call.place.error(
                f"Found '{str(item)[:40]}' for '{parameter.name}' of {call.name}(). {hint}"
                f"There are: {', '.join(parameter.choices)}."
            )
    return value


def _is_of(kind: str, value: Value) -> bool:
    return {
        "text": isinstance(value, str),
        "texts": isinstance(value, str) or _all(str, value),
        "number": isinstance(value, int) and not isinstance(value, bool),
        "flag": isinstance(value, bool),
        "figure": isinstance(value, Call) or (isinstance(value, int) and not isinstance(value, bool)),
        "figures": isinstance(value, Call) or _all(Call, value),
    }[kind]  # fmt: skip


def _all(kind: type, value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, kind) for item in value)


def _found(value: Value) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {str: "a text", int: "a number", tuple: "a list", Call: "a call"}
    return names[type(value)]
