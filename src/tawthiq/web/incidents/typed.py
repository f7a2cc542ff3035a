"""The form as typed: nothing but texts, so that it can be kept, shown again, compared and merged without loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from tawthiq.web.incidents.screen import OWN, PICKED, RECORDED, SECTIONS, Box, Section, boxes_of, names_of

Row = dict[str, str]
MOST_ROWS = 2_000
LONGEST = 100_000
"""Characters of one field at most."""


@dataclass(slots=True)
class Typed:
    """The incident's own fields, and the rows of each section."""

    own: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        return {"incident": self.own, "rows": self.rows}

    def section(self, name: str) -> list[Row]:
        """Return the rows of a section."""
        return self.rows.setdefault(name, [])


def empty_row(section: Section, number: int = 1) -> Row:
    """Return a row with nothing typed."""
    row = {box.name: box.default for box in section.boxes}
    if "order" in row:
        row["order"] = str(number)
    return row


def empty_typed(*, zone: str) -> Typed:
    """Return the form of a new case."""
    own = {box.name: box.default for box in OWN} | {"zone": zone}
    return Typed(
        own, {name: [empty_row(s, n + 1) for n in range(s.empty_rows)] for name, s in SECTIONS.items()}
    )


def typed_from_plain(plain: Mapping[str, Any]) -> Typed:
    """Return a kept form; fields that the screen does not know any more are passed over."""
    own = _known(plain.get("incident", {}), OWN)
    rows = plain.get("rows", {})
    return Typed(
        own,
        {
            name: [_known(row, section.boxes) for row in rows.get(name, [])]
            for name, section in SECTIONS.items()
        },
    )


def _known(values: Mapping[str, Any], boxes: tuple[Box, ...]) -> Row:
    defaults = {box.name: box.default for box in boxes}
    return defaults | {name: str(values[name]) for name in names_of(boxes) if name in values}


def typed_from_post(posted: QueryDict) -> Typed:
    """Return what a form sent; rows ticked to be taken out are left out."""
    typed = Typed(_sent(posted, "", OWN))
    for name, section in SECTIONS.items():
        count = _count(posted.get(f"{name}-count", ""))
        rows = [
            _sent(posted, f"{name}-{number}-", section.boxes)
            for number in range(count)
            if not posted.get(f"{name}-{number}-out")
        ]
        typed.rows[name] = rows
    return typed


def _count(text: str) -> int:
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() else 0


def _sent(posted: QueryDict, prefix: str, boxes: tuple[Box, ...]) -> Row:
    return {
        name: str(posted[prefix + name]).replace("\r\n", "\n").strip()[:LONGEST]
        for name in names_of(boxes)
        if prefix + name in posted
    }


def is_blank(section: str, row: Row) -> bool:
    """Say whether nothing was typed in a row: only codes as they stood, a number, hidden keys."""
    if row.get("id"):
        return False
    for box in boxes_of(section):
        if box.kind == "hidden" or box.name == "order" or box.name == "language":
            continue
        if row.get(box.name, "") not in ("", box.default):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: where, what it was when opened, what it is now, what was typed."""

    section: str
    row_id: str
    row_name: str
    box: Box
    opened: str
    theirs: str
    mine: str

    @property
    def path(self) -> str:
        """Name the field for the form."""
        return f"{self.section}:{self.row_id}:{self.box.name}"

    @property
    def is_conflict(self) -> bool:
        """Say whether both changed it, each to something else."""
        return self.mine != self.opened and self.theirs != self.opened and self.mine != self.theirs


def differences(opened: Typed, theirs: Typed, mine: Typed) -> list[Difference]:
    """Return the fields in which the three forms do not agree, in the order of the screen."""
    found = _row_differences("", "", "", OWN, opened.own, theirs.own, mine.own)
    for name in RECORDED:
        before, now, typed = (_by_id(form.section(name)) for form in (opened, theirs, mine))
        for row_id in dict.fromkeys((*now, *typed, *before)):
            rows = (before.get(row_id, {}), now.get(row_id, {}), typed.get(row_id, {}))
            label = _row_name(name, rows[1] or rows[0] or rows[2])
            found += _row_differences(name, row_id, label, SECTIONS[name].boxes, *rows)
    return found


def _row_name(section: str, row: Row) -> str:
    keys = {"strikes": "order", "victims": "name", "groups": "group_label", "attributions": "party",
            "damages": "facility", "statements": "source", "denials": "party"}  # fmt: skip
    return row.get(keys[section], "")


def _by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows if row.get("id")}


def _row_differences(
    section: str, row_id: str, label: str, boxes: tuple[Box, ...], opened: Row, theirs: Row, mine: Row
) -> list[Difference]:
    found = []
    for box in boxes:
        if box.kind == "hidden":
            continue
        values = [form.get(box.name, "") for form in (opened, theirs, mine)]
        if len(set(values)) > 1 and values[1] != values[2]:
            found.append(Difference(section, row_id, label, box, *values))
    return found


def merged(opened: Typed, theirs: Typed, mine: Typed) -> Typed:
    """Put what others changed into what was typed, wherever it was left alone here; both changed: mine stays.

    A row that others added comes in; one that they took out goes, unless it was changed here: then it stands as new.
    """
    result = Typed(_merged_row(OWN, opened.own, theirs.own, mine.own))
    for name in SECTIONS:
        result.rows[name] = _merged_rows(
            SECTIONS[name].boxes, opened.section(name), theirs.section(name), mine.section(name)
        )
    return result


def _merged_rows(boxes: tuple[Box, ...], opened: list[Row], theirs: list[Row], mine: list[Row]) -> list[Row]:
    before, now = _by_id(opened), _by_id(theirs)
    rows = []
    for row in mine:
        row_id = row.get("id", "")
        if not row_id:
            rows.append(row)
        elif row_id in now:
            rows.append(_merged_row(boxes, before.get(row_id, {}), now[row_id], row))
        elif not _is_same(boxes, before.get(row_id, {}), row):
            rows.append({**row, "id": ""})
    typed = set(_by_id(mine))
    return rows + [row for row_id, row in now.items() if row_id not in before and row_id not in typed]


def _is_same(boxes: tuple[Box, ...], one: Row, other: Row) -> bool:
    return all(one.get(box.name, "") == other.get(box.name, "") for box in boxes)


def _merged_row(boxes: tuple[Box, ...], opened: Row, theirs: Row, mine: Row) -> Row:
    row = dict(mine)
    for box in boxes:
        if mine.get(box.name, "") == opened.get(box.name, "") and box.name in theirs:
            row[box.name] = theirs[box.name]
            for end in ("_id", "_was") if box.kind in PICKED else ():
                row[box.name + end] = theirs.get(box.name + end, "")
    return row


def take_theirs(mine: Typed, theirs: Typed, paths: list[str]) -> None:
    """Put their value into each named field of what was typed."""
    for path in paths:
        section, row_id, name = [*path.split(":"), "", ""][:3]
        if section and section not in RECORDED:
            continue
        here = mine.own if not section else _by_id(mine.section(section)).get(row_id)
        there = theirs.own if not section else _by_id(theirs.section(section)).get(row_id)
        if here is not None and there is not None:
            for key in (name, f"{name}_id", f"{name}_was"):
                if key in there:
                    here[key] = there[key]
