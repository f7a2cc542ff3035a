"""Mapping: which column of a file gives which field, stated in a TOML file or found from headers and HXL hashtags."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from tawthiq.domain.dates import Order
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.intake.fields import (
    DEFAULTS,
    FIELDS,
    IDENTITY_HEADERS,
    Field,
    Kind,
    fold_cell,
    fold_header,
    kind_of,
)
from tawthiq.intake.table import Table

ORDERS: tuple[Order, ...] = ("day-first", "month-first")
ZERO_AGES = ("unknown", "infant")
_TEXTS = ("kind", "sheet", "encoding", "delimiter", "date_order", "zero_age")
_NUMBERS = ("year", "header_row")
_TABLES = ("columns", "constants", "values")
_KEYS = (*_TEXTS, *_NUMBERS, "missing", *_TABLES)
# HXL attributes that say how a value is written, not what it is.
_HXL_IDLE = frozenset({"en", "ar", "fr", "i_en", "i_ar", "name", "num", "iso8601", "text"})


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file of one kind is read: columns and constants for fields, values by field, and how dates are written."""

    kind: Kind
    columns: MappingOf[str, str] = field(default_factory=dict)
    constants: MappingOf[str, str] = field(default_factory=dict)
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    """Texts that the file writes where nothing is known, besides the usual ones."""
    date_order: Order | None = None
    year: int | None = None
    """The year of dates that have none."""
    zero_age: str | None = None
    """What an age of 0 means: `unknown` or `infant`."""
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None

    @property
    def defaults(self) -> MappingOf[str, str]:
        """Return what stands in fields that neither a column nor a constant gives."""
        given = {*self.columns, *self.constants}
        return {name: text for name, text in DEFAULTS[self.kind].items() if name not in given}

    def with_options(
        self, *, date_order: Order | None = None, year: int | None = None, zero_age: str | None = None
    ) -> Mapping:
        """Return the mapping with what was said outside of it put first."""
        return replace(
            self,
            date_order=date_order or self.date_order,
            year=year or self.year,
            zero_age=zero_age or self.zero_age,
        )

    def unused(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return the columns of a file that give no field."""
        used = set(self.columns.values())
        return tuple(column for column in columns if column not in used)


def _near(text: str, choices: Sequence[str], *, what: str) -> str:
    close = difflib.get_close_matches(text[:80], choices, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(f'“{choice}”' for choice in close)}?"
    return f"{what}: {', '.join(choices[:40])}."


def _choice(read: MappingOf[str, Any], key: str, choices: Sequence[str]) -> str | None:
    found = read.get(key)
    if found is not None and found not in choices:
        raise InvalidFile(f"The mapping's {key} is “{found}”. Choose one of: {', '.join(choices)}.")
    return found


def _texts(read: MappingOf[str, Any], key: str) -> dict[str, str]:
    table = read.get(key, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise InvalidFile(f'[{key}] in the mapping must hold lines of the form name = "text".')
    return dict(table)


def _check_fields(kind: Kind, names: Sequence[str], where: str) -> None:
    for name in names:
        if name not in FIELDS[kind]:
            near = _near(name, tuple(FIELDS[kind]), what=f"Fields of {kind}")
            raise InvalidFile(f"[{where}] in the mapping: {kind} have no field “{name}”. {near}")


def _check_shape(read: MappingOf[str, Any]) -> None:
    for key, value in read.items():
        if key not in _KEYS:
            raise InvalidFile(f"The mapping has no setting “{key}”. {_near(key, _KEYS, what='Settings')}")
        if key in _TEXTS and not isinstance(value, str):
            raise InvalidFile(f"The mapping's {key} must be a text in quotation marks.")
        if key in _NUMBERS and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise InvalidFile(f"The mapping's {key} must be a whole number above 0.")
    missing = read.get("missing", [])
    if not isinstance(missing, list) or not all(isinstance(text, str) for text in missing):
        raise InvalidFile('The mapping\'s missing must be a list of texts: missing = ["-9", "0000-00-00"].')


def _values(kind: Kind, read: MappingOf[str, Any]) -> dict[str, MappingOf[str, str]]:
    table = read.get("values", {})
    if not isinstance(table, dict):
        raise InvalidFile('[values.sex] in the mapping must hold lines of the form "text" = "code".')
    _check_fields(kind, tuple(table), "values")
    found = {name: _texts(table, name) for name in table}
    return {name: {fold_cell(text): value for text, value in lines.items()} for name, lines in found.items()}


def parse_mapping(text: str, *, kind: str | None = None) -> Mapping:
    """Read a mapping file; InvalidFile names the setting or field that is not known, and those near it."""
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidFile(f"The mapping is no TOML: {error}.") from None
    _check_shape(read)
    stated = read.get("kind", kind)
    if stated is None:
        raise InvalidFile(
            'The mapping does not say what the file lists. Add a line such as kind = "victims".'
        )
    if kind is not None and stated != kind:
        raise InvalidFile(f"The mapping is for {stated}, the import for {kind}. Use the mapping of {kind}.")
    known = kind_of(stated)
    columns, constants = _texts(read, "columns"), _texts(read, "constants")
    for names, where in ((columns, "columns"), (constants, "constants")):
        _check_fields(known, tuple(names), where)
    twice = sorted(columns.keys() & constants.keys())
    if twice:
        raise InvalidFile(f"The mapping gives “{twice[0]}” both a column and a constant. Keep one.")
    return Mapping(
        kind=known,
        columns=columns,
        constants=constants,
        values=_values(known, read),
        missing=frozenset(fold_cell(text) for text in read.get("missing", ())),
        date_order=next((order for order in ORDERS if order == _choice(read, "date_order", ORDERS)), None),
        year=read.get("year"),
        zero_age=_choice(read, "zero_age", ZERO_AGES),
        sheet=read.get("sheet"),
        encoding=read.get("encoding"),
        delimiter=read.get("delimiter"),
        header_row=read.get("header_row"),
    )


def _hashtag(text: str) -> tuple[str, frozenset[str]]:
    tag, *attributes = text.replace(" ", "").casefold().split("+")
    return tag, frozenset(attributes) - _HXL_IDLE


def _by_hashtags(fields: MappingOf[str, Field], table: Table) -> dict[str, str]:
    found: dict[str, tuple[int, int, str]] = {}
    for position, (column, text) in enumerate(zip(table.columns, table.hashtags, strict=False)):
        for known in fields.values():
            for rank, hashtag in enumerate(known.hashtags):
                if text and _hashtag(text) == _hashtag(hashtag) and _same_language(known, text):
                    best = found.get(known.name, (99, 0, ""))
                    found[known.name] = min(best, (rank, position, column))
    return {name: column for name, (_, _, column) in found.items()}


def _same_language(known: Field, hashtag: str) -> bool:
    attributes = set(hashtag.casefold().replace(" ", "").split("+")[1:])
    arabic = bool(attributes & {"ar", "i_ar"})
    if known.name.endswith("_ar"):
        return arabic
    return not (known.name.endswith("_en") and arabic)


def _by_headers(fields: MappingOf[str, Field], columns: Sequence[str]) -> dict[str, str]:
    folded: dict[str, list[str]] = {}
    for column in columns:
        folded.setdefault(fold_header(column), []).append(column)
    found: dict[str, str] = {}
    taken: set[str] = set()
    depth = max(len(known.headers) for known in fields.values())
    for rank in range(depth):
        for known in fields.values():
            if known.name in found or rank >= len(known.headers):
                continue
            named = folded.get(fold_header(known.headers[rank]), [])
            if len(named) > 1:
                raise InvalidValue(
                    f"The columns “{named[0]}” and “{named[1]}” both look like {known.name}. "
                    "Say in a mapping file which it is."
                )
            if named and named[0] not in taken:
                found[known.name] = named[0]
                taken.add(named[0])
    return found


def guess_mapping(kind: Kind, table: Table) -> Mapping:
    """Find the fields by the hashtags of a file, else by its headers in English or Arabic; never by its values."""
    fields = FIELDS[kind]
    tagged = _by_hashtags(fields, table)
    left = {name: known for name, known in fields.items() if name not in tagged}
    free = [column for column in table.columns if column not in tagged.values()]
    columns = tagged | (_by_headers(left, free) if left else {})
    if not columns:
        known = ", ".join(list(fields)[:8])
        raise InvalidValue(
            f"No column of {table.name} is known as a field of {kind} ({known}, …). Write a mapping file."
        )
    mapping = Mapping(kind, columns=columns)
    check_mapping(mapping, table)
    return mapping


def _refuse_identities(table: Table) -> None:
    for position, column in enumerate(table.columns):
        tag = table.hashtags[position] if position < len(table.hashtags) else ""
        if fold_header(column) in IDENTITY_HEADERS or tag.startswith("#contact"):
            raise InvalidValue(
                f"The column “{column}” tells who a source is. A list of sources holds aliases only: take the "
                "column out; identities are entered one by one by the custodian, sealed."
            )


def check_mapping(mapping: Mapping, table: Table) -> None:
    """Refuse a mapping that names a column the file lacks, or a file that names its sources."""
    if mapping.kind == "sources":
        _refuse_identities(table)
    for name, column in mapping.columns.items():
        if column not in table.columns:
            near = _near(column, table.columns, what="Its columns")
            raise InvalidValue(f"{table.name} has no column “{column}” for {name}. {near}")
    needed = REQUIRED[mapping.kind]
    given = {*mapping.columns, *mapping.constants}
    if not any(name in given for name in needed):
        raise InvalidValue(
            f"No column of {table.name} gives {' or '.join(needed)}. Say in a mapping file which does."
        )


# Of these fields at least one must come from the file, or its rows would say nothing.
REQUIRED: MappingOf[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "victims": ("name", "name_ar", "name_en", "external_id", "minimum"),
        "incidents": ("date", "place", "external_id", "title"),
        "sources": ("alias",),
        "places": ("name_en", "name_ar"),
    }
)
