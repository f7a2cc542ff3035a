"""Write a question as the call that a report's text uses, so that what was explored is printed and proven there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tawthiq.queries.figures.asked import Asked
from tawthiq.reports.functions import FUNCTION_OF

_FUNCTIONS: Final = {measure: name for name, measure in FUNCTION_OF.items()}
_NARROWS: Final = frozenset({"party", "governorate", "district", "community", "place", "certainty",
    "attribution_level", "munition", "platform", "target", "facility_kind", "cause", "incident"})  # fmt: skip
"""Axes whose value a call can name."""


def call_of_cell(asked: Asked, keys: Mapping[str, str]) -> str:
    """Return the call that prints one cell, `{{ killed("child", party="russian") }}`; empty where no call can.

    `keys` are the values of the cell's axes, named as a call names them.
    """
    if any(axis not in _NARROWS or key == "-" for axis, key in keys.items()):
        return ""
    return _call(asked, _FUNCTIONS[asked.measure], [], {**asked.filters, **keys})


def call_of_table(asked: Asked, *, caption: str) -> str:
    """Return the block that prints the whole table; empty without rows, or where no call can say the days asked for."""
    if not asked.rows:
        return ""
    parts = [f"by={_quoted(asked.rows)}"]
    parts += [f"across={_quoted(asked.columns)}"] if asked.columns else []
    block = _call(asked, "table", [_quoted(_FUNCTIONS[asked.measure])], dict(asked.filters), parts)
    return block.replace(") }}", f", caption={_quoted(caption)}) }}}}") if block else ""


def _call(
    asked: Asked,
    function: str,
    values: list[str],
    named: Mapping[str, str | tuple[str, ...]],
    parts: list[str] | None = None,
) -> str:
    if (asked.first is None) != (asked.last is None):
        return ""  # a call's period has two ends
    of = [f"of={_quoted(asked.of)}" if values else _quoted(asked.of)] if asked.of else []
    written = [*values, *of, *(parts or [])]
    written += [f"{name}={_value(value)}" for name, value in sorted(named.items()) if value]
    if asked.first is not None:
        written.append(f'period="{asked.first}/{asked.last}"')
        written += ['inside="possibly"'] if asked.inside == "possibly" else []
    return f"{{{{ {function}({', '.join(written)}) }}}}"


def _value(value: str | tuple[str, ...]) -> str:
    return _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
