"""Canonical JSON (RFC 8785) of plain values: the same value always gives the same bytes.

Only strings, integers that every reader keeps exact (|n| < 2^53), booleans, null, lists and objects with ASCII keys
are allowed. Within that range the standard encoder with sorted keys and no spaces writes exactly what RFC 8785
asks for (a property test holds it against the rfc8785 library), at its speed; anything else is refused.
"""

import json
from typing import TypeAlias

from tawthiq.domain.errors import InvalidValue

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"

LARGEST_EXACT_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


def canonical_text(value: Plain) -> str:
    """Write a plain value as canonical JSON text."""
    return _encode(value)


def canonical_bytes(value: Plain) -> bytes:
    """Write a plain value as canonical JSON in UTF-8, refusing what RFC 8785 readers could read differently.

    Raises InvalidValue for floats, large integers, non-ASCII keys, lone surrogates and other types.
    """
    refuse_unplain(value)
    return _encode(value).encode()


def refuse_unplain(value: object) -> None:
    """Raise InvalidValue unless the value is plain all the way down."""
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _refuse_surrogates(value)
    elif isinstance(value, int):
        if abs(value) > LARGEST_EXACT_INTEGER:
            raise InvalidValue(f"The integer {value} is too large for canonical JSON. Write it as text.")
    elif isinstance(value, list):
        for item in value:
            refuse_unplain(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise InvalidValue("A key in canonical JSON must be ASCII text. Rename it.")
            refuse_unplain(item)
    else:
        raise InvalidValue(
            f"A {type(value).__name__} has no canonical form. Write it as text, an integer, true, false or null."
        )


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue("A text holds half a character (a lone surrogate). Type it anew.") from error
