"""Turn a plain list of victims into a snapshot without any server; nothing guessed, no column lost unsaid."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tawthiq.analysis.schema import PLACE_LEVELS, table_schema
from tawthiq.analysis.snapshot import write_snapshot
from tawthiq.analysis.within import with_remaining
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.partial_date import PartialDate
from tawthiq.domain.scripts import fold
from tawthiq.domain.vocabularies import require_or_find, vocabulary

CODED: Final[Mapping[str, tuple[str, str | None]]] = {
    "kind": ("harm_kind", "killed"),
    "status": ("status", None),
    "sex": ("sex", "unknown"),
    "age_group": ("age_group", "unknown"),
    "occupation": ("occupation", "unknown"),
    "cause": ("cause", "unknown"),
    "munition": ("munition", "unknown"),
    "platform": ("platform", "unknown"),
    "target": ("target_kind", "unknown"),
    "party": ("party", "unknown"),
    "attribution_level": ("attribution_level", "established"),
    "certainty": ("certainty", "confirmed"),
    "state": ("review_state", "accepted"),
    "basis": ("basis", "recorded"),
}
"""Columns of codes, their vocabulary, and what an absent or empty value means; None: the list must say.

A list is taken at its maker's word: what it names is accepted and confirmed, unless it says otherwise.
"""

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "harm_id": ("harm id", "id", "victim id", "record id"),
    "incident_id": ("incident id", "incident", "event", "event id"),
    "sex": ("sex", "gender"),
    "age_years": ("age years", "age"),
    "date": ("date", "date of death", "incident date", "incident edtf", "occurred"),
    "party": ("party", "perpetrator", "responsible"),
    "munition": ("munition", "weapon"),
    "name": ("name", "full name", "victim name"),
    "governorate": ("governorate", "province", "governorate en"),
}
"""Headers understood beside a column's own name; letter case, signs and underscores do not matter."""

_PLAIN: Final = (
    "harm_id",
    "incident_id",
    "name",
    "name_en",
    "name_ar",
    "family",
    "within",
    "group_label",
    "unborn_as",
)
_NUMBERS: Final = ("minimum", "maximum", "age_years")
_PLACES: Final = (*PLACE_LEVELS, *(f"{level}_pcode" for level in PLACE_LEVELS))
KNOWN: Final = (*_PLAIN, *_NUMBERS, *CODED, *_PLACES, "date", "torture", "as_reported")


@dataclass(frozen=True, slots=True)
class ListTaken:
    """The snapshot that a list became, how many rows it had, and which of its columns were not understood."""

    snapshot_id: str
    rows: int
    columns: Mapping[str, str]
    not_understood: tuple[str, ...]


def snapshot_from_list(
    table: pa.Table,
    folder: Path | str,
    *,
    taken_at: datetime,
    rule: str = "snhr-2019/1",
    defaults: Mapping[str, str] | None = None,
    source: str = "list",
) -> ListTaken:
    """Write a list of victims, one row each (or a group with minimum and maximum), as a snapshot.

    Codes may be written in English or Arabic. `defaults` says what holds for a column that the list lacks,
    such as {"status": "civilian"}. A row without an incident becomes an incident known only in sum: never a
    massacre.
    All or nothing: InvalidValue names the first row that does not parse, counted from 1 below the header.
    """
    columns = _understood(table.column_names)
    stated = dict(defaults or {})
    if unknown := sorted(set(stated) - set(KNOWN)):
        raise InvalidValue(
            f"No column {', '.join(unknown)} to give a default for. There are: {', '.join(KNOWN)}."
        )
    if "status" not in columns and "status" not in stated:
        raise InvalidValue(
            "The list does not say who was a civilian. "
            "Give it a column 'status', or the default status=civilian."
        )
    if table.num_rows == 0:
        raise InvalidValue("The list has a header but no rows. Give a list of at least one victim.")
    rows = table.select(list(columns.values())).rename_columns(list(columns)).to_pylist()
    places: dict[str, dict[str, Any]] = {}
    harms = [_harm(number, {**stated, **_filled(row)}, places) for number, row in enumerate(rows, start=1)]
    tables = {
        "harms": with_remaining(_table("harms", harms)),
        "incidents": _table("incidents", _incidents(harms)),
        "places": _table("places", list(places.values())),
        "parties": _table("parties", _parties()),
    }
    snapshot_id = write_snapshot(
        folder, tables, taken_at=taken_at, ledger_head=None, rule=rule, source=source
    )
    left = tuple(name for name in table.column_names if name not in columns.values())
    return ListTaken(snapshot_id, len(harms), columns, left)


def _understood(headers: Sequence[str]) -> dict[str, str]:
    """Map each known column to the header that means it; two headers for one column are refused."""
    found: dict[str, str] = {}
    for column in KNOWN:
        wanted = {fold(column.replace("_", " ")), *map(fold, HEADERS.get(column, ()))}
        fitting = [header for header in headers if fold(header.replace("_", " ")) in wanted]
        if len(fitting) > 1:
            raise InvalidValue(
                f"Two columns of the list mean '{column}': {' and '.join(fitting)}. Leave one."
            )
        if fitting:
            found[column] = fitting[0]
    return found


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and str(value).strip() != ""}


def _harm(number: int, row: Mapping[str, Any], places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    try:
        harm: dict[str, Any] = {name: _code(name, row) for name in CODED}
        harm |= {name: str(row[name]).strip() for name in _PLAIN if name in row}
        harm |= _counts(row)
        harm |= _when(row)
        harm |= _where(row, places)
    except InvalidValue as error:
        raise InvalidValue(f"Row {number} of the list: {error}") from error
    harm.setdefault("harm_id", f"row-{number:08d}")
    harm["harm_code"] = harm["harm_id"]
    harm["incident_kind"] = "attack" if "incident_id" in harm else "aggregate"
    harm.setdefault("incident_id", f"of-{harm['harm_id']}")
    harm["incident_code"] = harm["incident_id"]
    harm["parties"] = [] if harm["party"] == "unknown" else [harm["party"]]
    harm["attribution_level"] = harm["attribution_level"] if harm["parties"] else None
    harm["torture"] = _is_yes(row.get("torture"))
    harm |= {"facility_kinds": [], "may_name": False, "remaining_minimum": 0}
    return harm


def _code(name: str, row: Mapping[str, Any]) -> str:
    terms, absent = CODED[name]
    if name not in row:
        if absent is None:
            raise InvalidValue(f"its '{name}' is empty. Write a value, 'unknown' where it is not known.")
        return absent
    return require_or_find(terms, str(row[name]).strip()).code


def _counts(row: Mapping[str, Any]) -> dict[str, int | None]:
    numbers = {name: _number(name, row[name]) for name in _NUMBERS if name in row}
    minimum = numbers.get("minimum", 1)
    maximum = numbers.get("maximum", None if "minimum" in numbers else 1)
    if maximum is not None and maximum < minimum:
        raise InvalidValue(f"its minimum {minimum} is above its maximum {maximum}. Correct one of the two.")
    return {"minimum": minimum, "maximum": maximum, "age_years": numbers.get("age_years")}


def _number(name: str, value: Any) -> int:
    text = fold(str(value)) if isinstance(value, str) else value
    try:
        number = int(text)
        if number != float(text) or not 0 <= number <= 1_000_000:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise InvalidValue(
            f"its '{name}' is no whole number of 0 or more. Correct it, or leave it empty."
        ) from error
    if name == "age_years" and number > 130:
        raise InvalidValue("its age is above 130 years. Correct it, or leave it empty.")
    return number


def _when(row: Mapping[str, Any]) -> dict[str, Any]:
    if "date" not in row:
        return {"incident_edtf": PartialDate.unknown().edtf}
    value = row["date"]
    day = value.date() if isinstance(value, datetime) else value
    occurred = PartialDate.exactly(day) if isinstance(day, date) else PartialDate.parse(str(day).strip())
    return {"incident_edtf": occurred.edtf, "incident_first": occurred.lower, "incident_last": occurred.upper}


def _where(row: Mapping[str, Any], places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Give the place columns of a row, adding the places that it names to the gazetteer of the list."""
    found: dict[str, Any] = {}
    path: list[str] = []
    for level in PLACE_LEVELS:
        name, pcode = (str(row[key]).strip() if key in row else None for key in (level, f"{level}_pcode"))
        if name is None and pcode is None:
            continue
        spelling = pcode or fold(name or "")
        digest = hashlib.sha256("\x1f".join([*path[-1:], level, spelling]).encode()).hexdigest()[:12]
        place_id = f"list-{digest}"
        place = places.setdefault(place_id, {
            "place_id": place_id, "parent_id": path[-1] if path else None, "kind": level, "pcode": pcode,
            "name_en": name, "spellings": [], "path": [*path, place_id], "approximate": True,
        })  # fmt: skip
        path.append(place_id)
        found |= {f"{level}_id": place_id, f"{level}_en": place["name_en"], f"{level}_pcode": pcode}
    if path:
        found |= {"place_id": path[-1], "place_name_en": places[path[-1]]["name_en"]}
    return {**found, "place_path": path}


def _incidents(harms: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give one incident for each that the list names; its facts are those of its first row."""
    same = ("state", "certainty", "place_path", "place_id", "parties", "party", "attribution_level")
    found: dict[str, dict[str, Any]] = {}
    for harm in harms:
        incident = {"incident_id": harm["incident_id"], "incident_code": harm["incident_code"]}
        incident |= {"kind": harm["incident_kind"], "edtf": harm["incident_edtf"], "zone": "unknown"}
        incident |= {"first": harm.get("incident_first"), "last": harm.get("incident_last")}
        incident |= {name: harm.get(name) for name in (*same, *(f"{level}_id" for level in PLACE_LEVELS))}
        found.setdefault(harm["incident_id"], incident | {"control": [], "tags": []})
    return list(found.values())


def _parties() -> list[dict[str, Any]]:
    terms = vocabulary("party")
    return [
        {
            "code": code,
            "parent": term.parent,
            "name_en": term.en,
            "name_ar": term.ar,
            "kind": term.links["kind"],
        }
        for code, term in terms.items()
    ]


def _is_yes(value: Any) -> bool:
    return value is True or fold(str(value)) in ("yes", "true", "1", "y", "نعم")


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = table_schema(name)
    return pa.table(
        {field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema},
        schema=schema,
    )
