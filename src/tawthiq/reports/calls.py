"""Parse the calls in a report's text, `{{ killed("child", party="russian") }}`, into values; nothing is executed.

Grammar: call = name "(" [argument {"," argument} [","]] ")"; argument = [name "="] value;
value = string | whole number | true | false | "[" [value {"," value}] "]" | call. There are no attributes,
no operators, no variables: what a call may name is the table of functions of this package, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tawthiq.reports.places import SourcePlace, line_of

Value: TypeAlias = "str | int | bool | tuple[Value, ...] | Call"

DEEPEST: Final = 8
"""How deep calls and lists may be nested; a report needs three."""
_LONGEST_SHOWN: Final = 20

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"(?:[^"\\]|\\["\\])*"|'(?:[^'\\]|\\['\\])*')
    |(?P<number>-?\d+(?![\w.]))
    |(?P<name>[a-z][a-z0-9_]*)
    |(?P<sign>[()\[\],=])
    |(?P<end>\}\})""",
    re.VERBOSE | re.ASCII,
)
_OPEN: Final = re.compile(r"\\?\{\{")
_TYPOGRAPHIC: Final = "“”„«»‘’"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as written: the function's name, its values in order, its named values, and where it stands."""

    name: str
    values: tuple[Value, ...]
    named: tuple[tuple[str, Value], ...]
    place: SourcePlace

    def __str__(self) -> str:
        parts = [_written(value) for value in self.values]
        parts += [f"{name}={_written(value)}" for name, value in self.named]
        return f"{self.name}({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A call and the stretch of source text, braces included, that it takes up."""

    call: Call
    start: int
    end: int


def calls_in(text: str, file: str, *, first_line: int = 1) -> Iterator[Embedded]:
    """Find and parse every `{{ … }}` of a text; `\\{{` stands for braces that are meant as such."""
    offset = 0
    while found := _OPEN.search(text, offset):
        offset = found.end()
        if found.group().startswith("\\"):
            continue
        tokens = _Tokens(text, found.end(), file, first_line)
        call = _call(tokens, depth=0)
        offset = tokens.close()
        yield Embedded(call, found.start(), offset)


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return str(value)


class _Tokens:
    """The tokens of one call, read one by one; knows its place for errors."""

    def __init__(self, text: str, offset: int, file: str, first_line: int) -> None:
        self.text, self.offset, self.file, self.first_line = text, offset, file, first_line

    def place(self) -> SourcePlace:
        return SourcePlace(self.file, line_of(self.text, self.offset) + self.first_line - 1)

    def peek(self) -> tuple[str, str]:
        while True:
            found = _TOKEN.match(self.text, self.offset)
            if found is None:
                raise self.place().error(_unreadable(self.text[self.offset :]))
            if found.lastgroup != "space":
                return found.lastgroup or "", found.group()
            self.offset = found.end()

    def take(self) -> tuple[str, str]:
        kind, token = self.peek()
        self.offset += len(token)
        return kind, token

    def expect(self, sign: str, after: str) -> None:
        kind, token = self.peek()
        if token != sign or kind != "sign":
            raise self.place().error(f"Found {_shown(token)} after {after}, expected '{sign}'.")
        self.take()

    def close(self) -> int:
        kind, token = self.take()
        if kind != "end":
            raise self.place().error(f"Found {_shown(token)} after the call, expected '}}}}'.")
        return self.offset


def _unreadable(rest: str) -> str:
    if not rest:
        return "A call begins with '{{' and never ends. Close it with '}}'."
    if rest[0] in _TYPOGRAPHIC:
        return f'Found the typographic quotation mark {rest[0]}. Write plain quotation marks: "child".'
    if rest[0] in "\"'":
        return f"A text begins with {rest[0]} and never ends. Close it with {rest[0]}."
    return (
        f"Found {_shown(rest.split()[0] if rest.split() else rest)} inside a call, expected a name, a text in "
        "quotation marks, a whole number, a list or ')'. Write for instance {{ killed(\"child\") }}."
    )


def _shown(token: str) -> str:
    return f"'{token[:_LONGEST_SHOWN]}{'…' if len(token) > _LONGEST_SHOWN else ''}'"


def _call(tokens: _Tokens, *, depth: int) -> Call:
    kind, name = tokens.peek()
    place = tokens.place()
    if kind != "name":
        raise place.error(f'Found {_shown(name)}, expected the name of a function, as in killed("child").')
    tokens.take()
    tokens.expect("(", f"'{name}'")
    values: list[Value] = []
    named: dict[str, Value] = {}
    while tokens.peek()[1] != ")":
        _argument(tokens, values, named, depth)
        if tokens.peek()[1] != ")":
            tokens.expect(",", "an argument")
    tokens.take()
    return Call(name, tuple(values), tuple(named.items()), place)


def _argument(tokens: _Tokens, values: list[Value], named: dict[str, Value], depth: int) -> None:
    place, before = tokens.place(), tokens.offset
    kind, name = tokens.peek()
    before = tokens.offset
    if kind == "name":
        tokens.take()
        if tokens.peek()[1] == "=":
            tokens.take()
            if name in named:
                raise place.error(f"'{name}' is given twice. Give it once.")
            named[name] = _value(tokens, depth + 1)
            return
        tokens.offset = before
    if named:
        raise place.error("A value without a name stands after a named one. Put it first, or name it.")
    values.append(_value(tokens, depth + 1))


def _value(tokens: _Tokens, depth: int) -> Value:
    kind, token = tokens.peek()
    if depth > DEEPEST:
        raise tokens.place().error(f"Calls are nested more than {DEEPEST} deep. Write it more simply.")
    if kind == "text":
        tokens.take()
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    if kind == "number":
        tokens.take()
        if len(token) > _LONGEST_SHOWN:
            raise tokens.place().error("A number has more than 20 digits. Check it.")
        return int(token)
    if kind == "name" and token in ("true", "false"):
        tokens.take()
        return token == "true"
    if kind == "name":
        return _call(tokens, depth=depth)
    if token == "[":
        return _list(tokens, depth)
    raise tokens.place().error(
        f"Found {_shown(token)}, expected a value: a text, a number, a list or a call."
    )


def _list(tokens: _Tokens, depth: int) -> tuple[Value, ...]:
    tokens.take()
    values: list[Value] = []
    while tokens.peek()[1] != "]":
        values.append(_value(tokens, depth + 1))
        if tokens.peek()[1] != "]":
            tokens.expect(",", "a value of the list")
    tokens.take()
    return tuple(values)
