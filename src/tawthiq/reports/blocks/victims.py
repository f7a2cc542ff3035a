"""The block `victims`: a numbered list of the dead; a name is printed only where its publication is allowed."""

from __future__ import annotations

from typing import Final

from tawthiq.analysis import CATEGORIES
from tawthiq.domain.scripts import is_arabic
from tawthiq.reports.blocks.common import CAPTIONED, captioned, date_label, number_text
from tawthiq.reports.calls import Call
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Row, label_of
from tawthiq.reports.functions import PERIOD, WHERE, period_of, where_of
from tawthiq.reports.language.nouns import counted
from tawthiq.reports.signatures import Parameter, Values
from tawthiq.reports.tables import Cell, TableRow, TableText, table_node
from tawthiq.reports.tree import Node, emphasis, own_direction, paragraph, text

PARAMETERS: Final = (
    Parameter("measure", default="killed", choices=("killed", "injured", "missing", "arrested")),
    Parameter("of", default="civilian", choices=tuple(CATEGORIES)), *CAPTIONED, *WHERE, *PERIOD,
)  # fmt: skip
_COLUMNS: Final = ("number", "name", "other_script", "sex", "age", "date", "place")
_WIDTHS: Final = (0.08, 0.23, 0.17, 0.10, 0.10, 0.14, 0.18)


def victims(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Make the list of those whom a figure counts, oldest first, and say what it leaves out."""
    where, period = where_of(values, edition, call.place), period_of(values, call.place)
    identifier, caption, _ = captioned(edition, call, values, "table")
    asked = edition.ask(values["measure"], values["of"], call.place, where=where, period=period)
    rows = edition.facts.harms([record for cell in asked.cells for record in cell.record_ids])
    header = [Cell(text(edition.phrase(f"victims_{name}"))) for name in _COLUMNS]
    made: list[TableRow] = []
    number = 0
    for row in rows:
        many = max(row["remaining_minimum"], 1)
        made.append(_row(edition, row, number + 1, many))
        number += many
    note = paragraph([*text(edition.phrase("victims_note"))])
    if not made:
        made = [TableRow([Cell(text(edition.phrase("no_rows")), columns=len(_COLUMNS))])]
    content = TableText([header], made, widths=_WIDTHS, row_headers=1, classes=("victims",))
    return [table_node(content, identifier=identifier, caption=caption, language=edition.language), note]


def _row(edition: Edition, row: Row, number: int, many: int) -> TableRow:
    first = number_text(edition, number)
    shown = first if many == 1 else f"{first}–{number_text(edition, number + many - 1)}"
    name, other = _names(edition, row, many)
    place = label_of(row, "place_name", edition.language) or label_of(row, "governorate", edition.language)
    return TableRow(
        [
            Cell(text(shown)), Cell(name), Cell(other), Cell(text(edition.label("sex", row["sex"]))),
            Cell(text(_age(edition, row))), Cell(text(date_label(edition, row["incident_edtf"]))),
            Cell(text(place or edition.phrase("unknown_place"))),
        ]
    )  # fmt: skip


def _names(edition: Edition, row: Row, many: int) -> tuple[list[Node], list[Node]]:
    if row["person_id"] is None and not row["name"]:
        noun = (
            "child"
            if row["age_group"] in ("child", "infant")
            else "unborn"
            if row["age_group"] == "unborn"
            else None
        )
        noun = noun or (
            "woman" if row["sex"] == "female" and row["age_group"] in ("adult", "elderly") else "person"
        )
        what = counted(many, noun, edition.language, arabic_indic=edition.arabic_indic)
        return [emphasis(edition.phrase("group_unnamed", what=what))], []
    if not row["may_name"]:
        return [emphasis(edition.phrase("name_withheld"))], []
    written = row["name"] or ""
    arabic = row["name_ar"] or (written if is_arabic(written) else "")
    latin = row["name_en"] or ("" if is_arabic(written) else written)
    own, other = (arabic, latin) if edition.language == "ar" else (latin, arabic)
    if not own and not other:
        return [emphasis(edition.phrase("not_identified"))], []
    if not own:
        return own_direction(other, edition.language), []
    return own_direction(own, edition.language), own_direction(other, edition.language) if other else []


def _age(edition: Edition, row: Row) -> str:
    if row["age_years"] is not None:
        return number_text(edition, row["age_years"])
    return edition.label("age_group", row["age_group"])
