"""From rows to drafts: every cell read as its field says, what belongs together checked, nothing guessed or dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.refusals import Refusal
from tawthiq.domain.rules import (
    refuse_age_against_group,
    refuse_death_before_incident,
    refuse_part_above_whole,
)
from tawthiq.domain.scripts import fold
from tawthiq.domain.vocabularies import find
from tawthiq.intake.cells import SHORT, Style, understand
from tawthiq.intake.drafts import (
    Draft,
    Fault,
    IncidentDraft,
    PlaceDraft,
    Reject,
    SourceDraft,
    VictimDraft,
)
from tawthiq.intake.fields import DEFAULTS, FIELDS, Field, Kind, fold_cell
from tawthiq.intake.mapping import Mapping
from tawthiq.intake.readings import Age, read_time, split_date_and_time
from tawthiq.intake.table import Row, Table

AGE_OF_MAJORITY = 18
_NO_PARTY = "unknown"


@dataclass(slots=True)
class _Reading:
    """What is gathered while one row is read."""

    mapping: Mapping
    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def column(self, name: str) -> str:
        return self.mapping.columns.get(name, name)

    def fault(self, name: str, reason: str) -> None:
        self.faults.append(Fault(self.column(name), reason))

    def warn(self, name: str, sentence: str) -> None:
        self.warnings.append(f"{self.column(name)}: {sentence}")

    def refuse(self, name: str, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.fault(name, refusal.sentence)


def _take(reading: _Reading, known: Field, text: str, style: Style) -> None:
    """Read one cell into the values, or add a fault; the text as reported is kept either way."""
    if not text:
        return
    reading.reported[known.name] = text
    if known.name in reading.mapping.values:
        text = reading.mapping.values[known.name].get(fold_cell(text), text)
    if known.reading == "date":
        text = _without_clock(reading, text)
    cell = understand(known, text, style)
    if cell.value is not None:
        reading.values[known.name] = cell.value
    if cell.fault:
        reading.fault(known.name, cell.fault)
    if cell.notice:
        reading.warn(known.name, cell.notice)


def _without_clock(reading: _Reading, text: str) -> str:
    day, clock = split_date_and_time(text)
    if clock and "time" in FIELDS[reading.mapping.kind] and "time" not in reading.mapping.columns:
        reading.values.setdefault("time", read_time(clock))
    return day


def _pop(reading: _Reading, name: str) -> Any:
    return reading.values.pop(name, None)


def _with_words_for_persons(reading: _Reading) -> None:
    """Take the age group from words such as boy, woman or امرأة that say sex and age in one."""
    text = reading.reported.get("sex", "")
    if text and "age_group" not in reading.values and (group := _group_in(text[:SHORT])) is not None:
        reading.values["age_group"] = group


@lru_cache(maxsize=5_000)
def _group_in(text: str) -> str | None:
    found = "adult" if fold(text) in _GROWN else find("age_group", text)
    return None if found == "unknown" else found


_GROWN = frozenset(
    map(fold, ("man", "men", "woman", "women", "رجل", "رجال", "امرأة", "سيدة", "نساء", "شاب", "شابة"))
)
_GROWN_GROUPS = ("adult", "elderly")


def _age_and_group(reading: _Reading) -> None:
    age: Age = _pop(reading, "age") or Age(None, None)
    stated: str | None = reading.values.get("age_group")
    if age.years is not None and stated is not None:
        reading.refuse("age", refuse_age_against_group(age.years, stated, age_of_majority=AGE_OF_MAJORITY))
    if age.group is not None and stated not in (None, "unknown") and _disagree(age.group, stated):
        reading.fault("age", f"The age says {age.group}, the age group {stated}. Correct one of them.")
    reading.values["age"] = age.years
    reading.values["age_group"] = stated if stated not in (None, "unknown") else age.group or "unknown"


def _disagree(one: str, other: str | None) -> bool:
    return (one in _GROWN_GROUPS) != (other in _GROWN_GROUPS)


def _number(reading: _Reading, name: str) -> int | None:
    count: CountRange | None = _pop(reading, name)
    if count is not None and count.maximum != count.minimum:
        reading.fault(name, "This column holds one number only. Write it without a range.")
    return None if count is None else count.minimum


def _range(reading: _Reading, minimum: str, maximum: str, stated: CountRange | None) -> CountRange | None:
    """Join a stated count with columns of its minimum and maximum; a minimum alone is “at least”."""
    least, most = _number(reading, minimum), _number(reading, maximum)
    if least is None and most is None:
        return stated
    if least is None:
        least = stated.minimum if stated is not None else 0
    try:
        return CountRange(least, most)
    except InvalidValue as error:
        reading.fault(maximum, str(error))
        return stated


def _party(reading: _Reading) -> None:
    values = reading.values
    if values.get("party") in (None, _NO_PARTY):
        values["party"] = values.get("party")
        values["attribution_level"] = None
    else:
        values.setdefault("attribution_level", DEFAULTS[reading.mapping.kind]["attribution_level"])


def _kind(reading: _Reading, sentence: str) -> None:
    """Put the default kind where the file has none at all; a blank in a column of kinds is a fault."""
    if "kind" in reading.values or any(fault.column == reading.column("kind") for fault in reading.faults):
        return
    if "kind" in reading.mapping.columns:
        reading.fault("kind", sentence)
    reading.values["kind"] = DEFAULTS[reading.mapping.kind]["kind"]


def _victim(reading: _Reading) -> Draft:
    values = reading.values
    _with_words_for_persons(reading)
    _age_and_group(reading)
    _party(reading)
    _kind(
        reading,
        "It does not say what happened to the victim. Write killed, injured, missing or another kind.",
    )
    named = any(values.get(name) is not None for name in ("name", "name_en", "name_ar"))
    count = _range(reading, "minimum", "maximum", None) or CountRange.exactly(1)
    if named and count != CountRange.exactly(1):
        reading.fault("minimum", "A row with a name is one person: minimum and maximum are 1, or blank.")
    if count.maximum == 0:
        reading.fault("maximum", "The row is of nobody: its maximum is 0. Give 1 or more.")
    values["name"] = values.get("name") or values.get("name_ar") or values.get("name_en")
    values["count"] = count
    date, died, born = (values.get(name) for name in ("date", "date_of_death", "birth"))
    if date is not None and died is not None:
        reading.refuse("date_of_death", refuse_death_before_incident(date, died))
    _check_birth(reading, born, died or date)
    return _built(VictimDraft, reading, _VICTIM_CODES)


def _check_birth(reading: _Reading, born: PartialDate | None, harmed: PartialDate | None) -> None:
    if born is not None and harmed is not None and harmed.is_certainly_before(born):
        reading.fault("birth", f"The birth ({born}) lies after the harm ({harmed}). Correct one of them.")


def _incident(reading: _Reading) -> Draft:
    values = reading.values
    _party(reading)
    values["killed"] = _range(reading, "killed_minimum", "killed_maximum", values.get("killed"))
    _check_point(reading)
    for part in ("children", "women"):
        if values.get(part) is not None and values["killed"] is not None:
            reading.refuse(part, refuse_part_above_whole(part, values[part], "killed", values["killed"]))
    return _built(IncidentDraft, reading, _INCIDENT_CODES)


def _check_point(reading: _Reading) -> None:
    lat, lon = reading.values.get("lat"), reading.values.get("lon")
    failed = {fault.column for fault in reading.faults} & {reading.column("lat"), reading.column("lon")}
    if (lat is None) != (lon is None) and not failed:
        lacking = "lat" if lat is None else "lon"
        reading.fault(
            lacking, "A point needs a latitude and a longitude; only one is given. Give both or none."
        )
    if lat == 0 and lon == 0:
        reading.fault(
            "lat", "The point 0, 0 lies in the ocean; where the point is not known, leave both blank."
        )


def _source(reading: _Reading) -> Draft:
    if not reading.values.get("alias"):
        reading.fault("alias", "The source has no alias. Give it one that says nothing of who it is.")
        reading.values["alias"] = ""
    return _built(SourceDraft, reading, _SOURCE_CODES)


def _place(reading: _Reading) -> Draft:
    values = reading.values
    _kind(
        reading,
        "It does not say what kind of place it is. Write governorate, district, community or another.",
    )
    _check_point(reading)
    if not values.get("name_en") and not values.get("name_ar"):
        reading.fault("name_en", "The place has no name in either language. Give it one.")
    values.setdefault("other_names", ())
    return _built(PlaceDraft, reading, ())


_VICTIM_CODES = ("sex", "age_group", "munition", "platform", "status", "occupation", "cause", "certainty")
_INCIDENT_CODES = ("platform", "munition", "target", "certainty")
_SOURCE_CODES = ("kind", "reliability")
_BUILDERS: MappingOf[Kind, Callable[[_Reading], Draft]] = {
    "victims": _victim,
    "incidents": _incident,
    "sources": _source,
    "places": _place,
}
_SHAPES = dict.fromkeys(_BUILDERS)


def _built(shape: type[Draft], reading: _Reading, codes: tuple[str, ...]) -> Draft:
    values: dict[str, Any] = dict.fromkeys(shape.__dataclass_fields__)
    values.update(dict.fromkeys(codes, "unknown"))
    values.update(
        (name, value) for name, value in reading.values.items() if name in values and value is not None
    )
    values.update(
        row=reading.row.number,
        reported=MappingProxyType(reading.reported),
        warnings=tuple(reading.warnings),
    )
    return shape(**values)


def parse_row(row: Row, *, mapping: Mapping, columns: tuple[str, ...]) -> Draft | Reject:
    """Read one row of a table of these columns; a Reject names every column that cannot be read and why."""
    if row.fault:
        return Reject(row.number, row.cells, (Fault("", row.fault),))
    reading = _Reading(mapping, row)
    style = (mapping.date_order, mapping.year, mapping.zero_age, mapping.missing)
    cells = dict(zip(columns, row.cells, strict=True))
    for name, known in FIELDS[mapping.kind].items():
        if name in mapping.columns:
            _take(reading, known, cells[mapping.columns[name]], style)
        elif name in mapping.constants:
            _take(reading, known, mapping.constants[name], style)
    draft = _BUILDERS[mapping.kind](reading)
    if reading.faults:
        return Reject(row.number, row.cells, tuple(reading.faults))
    return draft


def parse_rows(table: Table, mapping: Mapping) -> Iterator[Draft | Reject]:
    """Read every row of a table, in order."""
    for row in table.rows():
        yield parse_row(row, mapping=mapping, columns=table.columns)
