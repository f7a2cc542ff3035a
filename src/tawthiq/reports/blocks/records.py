"""The blocks `massacres`, `law`, `inconsistencies`, `data`, `contents` and the appendix that proves every figure."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from typing import Any, Final

from tawthiq.analysis import Period
from tawthiq.domain.errors import TawthiqError
from tawthiq.reports.blocks.common import (
    CAPTIONED,
    LONGEST_DATE,
    captioned,
    category_label,
    date_label,
    number_text,
)
from tawthiq.reports.calls import Call
from tawthiq.reports.counting import CountedCell, Figure
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Row, label_of
from tawthiq.reports.functions import PERIOD, WHERE, period_of, where_of
from tawthiq.reports.language.nouns import counted
from tawthiq.reports.law import provision
from tawthiq.reports.signatures import REQUIRED, Parameter, Values
from tawthiq.reports.tables import Cell, TableRow, TableText, table_node
from tawthiq.reports.tree import Node, div, heading, paragraph, span, strong, text

MASSACRES: Final = (*CAPTIONED, *WHERE, *PERIOD)
LAW: Final = (
    Parameter("provisions", "texts", default=REQUIRED),
    Parameter("conflict", choices=("international", "non-international")),
    *CAPTIONED,
)
INCONSISTENCIES: Final = (Parameter("file", default=REQUIRED), *CAPTIONED)
NOTHING: Final[tuple[Parameter, ...]] = ()
CONTENTS: Final = (Parameter("depth", "number", default=2),)

_OF: Final = ("civilian", "child", "woman")
_WIDTHS: Final = (0.08, 0.25, 0.24, 0.17, 0.09, 0.09, 0.08)


def massacres(values: Values, edition: Edition, call: Call) -> list[Node]:
    """List the massacres one by one with their toll; those known only in sum stand together, and are said to."""
    identifier, caption, _ = captioned(edition, call, values, "table")
    where = tuple(
        sorted({**dict(where_of(values, edition, call.place)), "incident_class": "massacre"}.items())
    )
    period = period_of(values, call.place)
    asked = edition.ask("incidents", None, call.place, by=("incident",), where=where, period=period)
    rows = _massacre_rows(edition, call, asked, period)
    total = [Cell([strong(edition.phrase("total"))], columns=4)]
    for of in _OF:
        figure = edition.ask("killed", of, call.place, where=where, period=period)
        total.append(Cell([edition.proven(text(number_text(edition, figure.minimum)), figure)], number=True))
    header = [Cell(text(edition.phrase("victims_number")))]
    header += [Cell(text(edition.phrase(f"record_{name}"))) for name in ("date", "place", "party")]
    header += [Cell(text(category_label(edition, "killed", of)), number=True) for of in _OF]
    content = TableText([header], [*rows, TableRow(total, total=True)], widths=_WIDTHS, classes=("record",))
    return [table_node(content, identifier=identifier, caption=caption, language=edition.language)]


def _massacre_rows(edition: Edition, call: Call, figure: Figure, period: Period | None) -> list[TableRow]:
    """Make a row for each massacre whose day is known; those of one place and party known only in sum share one."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for cell in figure.cells:
        row = edition.facts.incidents[cell.codes[0]]
        dated = (
            row["first"] is not None
            and row["last"] is not None
            and row["last"] - row["first"] <= LONGEST_DATE
        )
        order = (row["first"], row["time_of_day"] or "", row["incident_code"])
        key = (0, *order) if dated else (1, row["party"], _place(edition, row))
        groups[key].append(row)
    ordered = sorted(groups, key=lambda key: (key[0], *map(str, key[1:])))
    rows, number = [], 1
    for key in ordered:
        rows.append(_massacre_row(edition, call, groups[key], number, period))
        number += len(groups[key])
    return rows


def _massacre_row(
    edition: Edition, call: Call, group: list[Row], number: int, period: Period | None
) -> TableRow:
    row, many = group[0], len(group)
    shown = number_text(edition, number)
    when = date_label(edition, row["edtf"])
    if many > 1:
        shown = f"{shown}–{number_text(edition, number + many - 1)}"
        what = counted(many, "massacre", edition.language, style="words", arabic_indic=edition.arabic_indic)
        when = edition.phrase("record_sum", what=what)
        when = when[:1].upper() + when[1:]
    cells = [Cell(text(said)) for said in (shown, when, _place(edition, row), edition.party(row["party"]))]
    ids = tuple(sorted(member["incident_id"] for member in group))
    where = (("incident", ids[0] if many == 1 else ids),)
    for of in _OF:
        figure = edition.ask("killed", of, call.place, where=where, period=period)
        cells.append(Cell([edition.proven(text(number_text(edition, figure.minimum)), figure)], number=True))
    return TableRow(cells)


def _place(edition: Edition, row: Row) -> str:
    name, area = edition.place_name(row["place_id"]), label_of(row, "governorate", edition.language)
    joint = "، " if edition.language == "ar" else ", "
    return name if not area or area == name else f"{name}{joint}{area}"


def law_table(values: Values, edition: Edition, call: Call) -> list[Node]:
    """List provisions with what each is about; each is checked against the list of law."""
    identifier, caption, _ = captioned(edition, call, values, "table")
    conflict = values["conflict"] or edition.source.front.text("conflict", "non-international")
    rows = []
    for citation in values["provisions"]:
        try:
            found = provision(citation, conflict=conflict)
        except TawthiqError as error:
            raise call.place.error(str(error)) from error
        name = {"rome": "law_article", "customary": "law_rule", "resolution": "law_resolution"}[
            found.instrument
        ]
        said = edition.phrase(name, provision=found.name)
        about = found.ar if edition.language == "ar" else found.en
        rows.append(
            TableRow([Cell(text(said[:1].upper() + said[1:])), Cell(text(about[:1].upper() + about[1:]))])
        )
    header = [Cell(text(edition.phrase("law_provision"))), Cell(text(edition.phrase("law_subject")))]
    content = TableText([header], rows, widths=(0.5, 0.5), classes=("law",))
    return [table_node(content, identifier=identifier, caption=caption, language=edition.language)]


def inconsistencies(values: Values, edition: Edition, call: Call) -> list[Node]:
    """List where a published text is not consistent: what it prints, what a check gives, and the explanation."""
    identifier, caption, _ = captioned(edition, call, values, "table")
    rows = [
        TableRow([Cell(edition.written(row[name])) for name in ("title", "printed", "found")])
        for row in _inconsistencies(values["file"], edition, call)
    ]
    rows = rows or [TableRow([Cell(text(edition.phrase("no_rows")), columns=3)])]
    header = [Cell(text(edition.phrase(f"notes_{name}"))) for name in ("title", "printed", "found")]
    content = TableText([header], rows, widths=(0.2, 0.22, 0.58), row_headers=1, classes=("notes",))
    return [table_node(content, identifier=identifier, caption=caption, language=edition.language)]


def _inconsistencies(name: str, edition: Edition, call: Call) -> list[dict[str, str]]:
    path = (edition.source.folder / name).resolve()
    if not path.is_relative_to(edition.source.folder.resolve()):
        raise call.place.error(
            f"The file '{name[:80]}' lies outside the report. Put it in the report's folder."
        )
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["inconsistencies"]
        names = ("title", "printed", "found")
        return [{name: str(row[f"{name}_{edition.language}"]) for name in names} for row in rows]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise call.place.error(
            f"The file '{name[:80]}' cannot be read as TOML. Check that it is there and whole."
        ) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise call.place.error(
            f"The file '{name[:80]}' needs a list 'inconsistencies' whose rows hold title, printed and found, each as "
            f"…_{edition.language}. Add what is missing."
        ) from error


def data_note(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Say where the data behind the report lie."""
    figures = edition.figures
    said = edition.phrase("data_note", snapshot=figures.snapshot.id[:16], rule=figures.rule.label)
    return [div([paragraph(text(said))], classes=["data-note"])]


def contents(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Mark where the table of contents goes; each format makes its own from the headings."""
    edition.depth = min(max(int(values["depth"]), 1), 6)
    return [div([], identifier="contents", classes=["contents"])]


def proof_appendix(edition: Edition) -> list[Node]:
    """Make the appendix that names, for every figure printed, the call, its least number and its records."""
    figures = edition.figures
    used = defaultdict(list)
    for question, places in figures.places.items():
        for place in places:
            if place.file == edition.source.file:
                used[question].append(place)
    rows = [
        TableRow(
            [
                Cell([span(text(figure.number), identifier=f"proof-{figure.number}")]),
                *_proof_cells(edition, figure),
            ]
        )
        for question, figure in figures.asked.items()
        if question in used
    ]
    header = [Cell(text(edition.phrase(f"proof_{name}"))) for name in ("id", "call")]
    header += [Cell(text(edition.phrase(f"proof_{name}")), number=True) for name in ("minimum", "records")]
    lead = edition.phrase("proof_lead", snapshot=figures.snapshot.id[:16], rule=figures.rule.label)
    table = TableText([header], rows, widths=(0.1, 0.6, 0.16, 0.14), classes=("proof",))
    return [
        heading(1, "proof-of-figures", text(edition.phrase("proof_title")), ["appendix"]),
        paragraph(text(lead)),
        table_node(table, identifier="proof", caption=[], language=edition.language),
    ]


def _proof_cells(edition: Edition, figure: Figure) -> list[Cell]:
    call = [{"t": "Code", "c": [["", [], [["dir", "ltr"]]], str(figure.question)]}]
    if len(figure.cells) == 1:
        minimum, records = figure.minimum, figure.cells[0].records
        return [Cell(call), *(Cell(text(number_text(edition, n)), number=True) for n in (minimum, records))]
    many = edition.phrase("proof_cells", number=number_text(edition, len(figure.cells)))
    return [
        Cell(call),
        Cell(text(many), number=True),
        Cell(text(number_text(edition, _records(figure.cells))), number=True),
    ]


def _records(cells: tuple[CountedCell, ...]) -> int:
    return len({record for cell in cells for record in cell.record_ids})
