"""The block `table`: any breakdown of figures, group under group, with subtotals and a total; every cell is proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tawthiq.analysis import AXES, CATEGORIES, Period
from tawthiq.reports.blocks.common import CAPTIONED, captioned, category_label, key_label, number_text
from tawthiq.reports.calls import Call
from tawthiq.reports.counting import Figure
from tawthiq.reports.edition import Edition
from tawthiq.reports.functions import FUNCTION_OF, PERIOD, WHERE, period_of, where_of
from tawthiq.reports.signatures import REQUIRED, Parameter, Values
from tawthiq.reports.tables import Cell, TableRow, TableText, table_node
from tawthiq.reports.tree import Node, strong, text

PARAMETERS: Final = (
    Parameter("measure", default=REQUIRED, choices=tuple(FUNCTION_OF)),
    Parameter("of", "texts", default=(None,), choices=tuple(CATEGORIES)),
    Parameter("by", "texts", default=(), choices=tuple(AXES)),
    Parameter("across", choices=tuple(AXES)),
    Parameter("total", "flag", default=True),
    *CAPTIONED, *WHERE, *PERIOD,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what it counts, and the value of the axis across for which it does."""

    of: str | None
    across: str | None
    title: str


def figure_table(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Make a table of figures."""
    table = _Table(values, edition, call)
    identifier, caption, _ = captioned(edition, call, values, "table")
    columns = table.columns()
    header = [Cell(text(key_title(edition, values["by"])))]
    header += [Cell(text(column.title), number=True) for column in columns]
    rows = table.rows(columns)
    if not rows:
        rows = [TableRow([Cell(text(edition.phrase("no_rows")), columns=len(columns) + 1)])]
    content = TableText([header], rows)
    return [table_node(content, identifier=identifier, caption=caption, language=edition.language)]


def key_title(edition: Edition, axes: tuple[str, ...]) -> str:
    """Name the first column: what its rows are."""
    titles = {
        "party": ("Party", "الطرف"), "governorate": ("Governorate", "المحافظة"), "sex": ("Sex", "الجنس"),
        "age_group": ("Age", "الفئة العمرية"), "place": ("Place", "المكان"), "month": ("Month", "الشهر"),
        "district": ("District", "المنطقة"), "munition": ("Weapon", "السلاح"), "platform": ("Platform", "الوسيلة"),
        "target": ("Target", "الهدف"), "incident": ("Attack", "الهجوم"), "week": ("Week", "الأسبوع"),
        "day": ("Day", "اليوم"), "year": ("Year", "السنة"), "cause": ("Cause", "سبب الوفاة"),
        "facility_kind": ("Facility", "المنشأة"), "subdistrict": ("Subdistrict", "الناحية"),
        "community": ("Community", "التجمع السكاني"), "status": ("Status", "الصفة"),
        "certainty": ("Certainty", "درجة اليقين"), "attribution_level": ("Attribution", "درجة الإسناد"),
        "grade": ("Damage", "الضرر"), "country": ("Country", "البلد"), "state": ("Review", "المراجعة"),
        "occupation": ("Occupation", "العمل"), "basis": ("Basis", "الأساس"),
    }  # fmt: skip
    return " / ".join(titles[axis][edition.language == "ar"] for axis in axes)


class _Table:
    """The questions of one table, asked level by level, so that every cell, subtotal and total is a figure."""

    def __init__(self, values: Values, edition: Edition, call: Call) -> None:
        self.values, self.edition, self.call = values, edition, call
        self.measure: str = FUNCTION_OF[values["measure"]]
        self.by: tuple[str, ...] = values["by"]
        self.across: str | None = values["across"]
        self.where: tuple[Any, ...] = where_of(values, edition, call.place)
        self.period: Period | None = period_of(values, call.place)
        people = self.measure not in ("incidents", "strikes", "damages")
        self.of: tuple[str | None, ...] = values["of"] if people else (None,)
        if people and self.of == (None,):
            self.of = ("women-and-children",) if self.measure == "share" else ("civilian",)

    def ask(self, of: str | None, by: tuple[str, ...]) -> Figure:
        return self.edition.ask(
            self.measure, of, self.call.place, by=by, where=self.where, period=self.period
        )

    def columns(self) -> list[_Column]:
        massacres = dict(self.where).get("incident_class") == "massacre"
        named = [
            _Column(of, None, category_label(self.edition, self.measure, of, massacres=massacres))
            for of in self.of
        ]
        if self.across is None:
            return named
        across = [
            _Column(of, cell.codes[0], key_label(self.edition, self.across, cell.codes[0]))
            for of in self.of
            for cell in self.ask(of, (self.across,)).cells
        ]
        return [*across, _Column(self.of[0], None, self.edition.phrase("total"))]

    def cell(self, column: _Column, by: tuple[str, ...], codes: tuple[str, ...]) -> Cell:
        if column.across is not None and self.across is not None:
            by, codes = (*by, self.across), (*codes, column.across)
        figure = self.ask(column.of, by)
        found = next((at for at, cell in enumerate(figure.cells) if cell.codes == codes), None)
        if found is None:
            return Cell(text(number_text(self.edition, 0)), number=True)
        shown = number_text(self.edition, figure.cells[found].minimum)
        if self.measure == "share":
            shown = self.edition.phrase("percent", number=shown)
        return Cell([self.edition.proven(text(shown), figure, found)], number=True)

    def rows(self, columns: list[_Column]) -> list[TableRow]:
        made = self._level(columns, ()) if self.by else []
        if (self.values["total"] or not self.by) and (made or not self.by):
            cells = [Cell([strong(self.edition.phrase("total"))]), *(self.cell(c, (), ()) for c in columns)]
            made.append(TableRow(cells, total=True))
        return made

    def _level(self, columns: list[_Column], above: tuple[str, ...]) -> list[TableRow]:
        depth = len(above) + 1
        by = self.by[:depth]
        keys: dict[tuple[str, ...], None] = {}
        for of in self.of:
            keys |= {cell.codes: None for cell in self.ask(of, by).cells if cell.codes[:-1] == above}
        made: list[TableRow] = []
        for codes in keys:
            label = key_label(self.edition, by[-1], codes[-1])
            deeper = depth < len(self.by)
            indent = [{"t": "Str", "c": "\u2003" * (depth - 1)}] if depth > 1 else []
            name = [strong(label)] if deeper else text(label)
            made.append(
                TableRow([Cell([*indent, *name]), *(self.cell(c, by, codes) for c in columns)], group=deeper)
            )
            if deeper:
                made += self._level(columns, codes)
        return made
