"""The block `chart`: bars, lines or a timeline of figures, with the values as text for those who do not see it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from tawthiq.analysis import AXES, CATEGORIES
from tawthiq.reports.blocks.common import (
    CAPTIONED,
    LONGEST_DATE,
    after_caption,
    captioned,
    category_label,
    key_label,
    number_text,
)
from tawthiq.reports.calls import Call
from tawthiq.reports.counting import Figure
from tawthiq.reports.drawing.charts import WIDTH, Event, Series, draw_bars, draw_lines, draw_timeline
from tawthiq.reports.edition import Edition
from tawthiq.reports.functions import FUNCTION_OF, PERIOD, WHERE, period_of, where_of
from tawthiq.reports.language import dates
from tawthiq.reports.language.dates import listed
from tawthiq.reports.language.nouns import counted
from tawthiq.reports.signatures import REQUIRED, Parameter, Values
from tawthiq.reports.tables import Cell, TableRow, TableText, table_node
from tawthiq.reports.tree import Node, div, figure, image, plain, text

PARAMETERS: Final = (
    Parameter("measure", default=REQUIRED, choices=tuple(FUNCTION_OF)),
    Parameter("of", choices=tuple(CATEGORIES)),
    Parameter("by", default="governorate", choices=tuple(AXES)),
    Parameter("series", choices=tuple(AXES)),
    Parameter("kind", default="bars", choices=("bars", "lines", "timeline")),
    *CAPTIONED, *WHERE, *PERIOD,
)  # fmt: skip


def chart(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Make a chart of figures."""
    if values["kind"] == "timeline":
        return _timeline(values, edition, call)
    where, period = where_of(values, edition, call.place), period_of(values, call.place)
    identifier, caption, said = captioned(edition, call, values, "chart")
    by = (values["by"], values["series"]) if values["series"] else (values["by"],)
    measure = FUNCTION_OF[values["measure"]]
    found = edition.ask(measure, values["of"], call.place, by=by, where=where, period=period)
    keys = list(dict.fromkeys(cell.codes[0] for cell in found.cells))
    if values["by"] in ("day", "week", "month", "year"):
        keys.sort()
    codes = list(dict.fromkeys(cell.codes[1] for cell in found.cells)) if values["series"] else [""]
    at = {cell.codes: n for n, cell in enumerate(found.cells)}
    series = [
        Series(
            key_label(edition, values["series"], code)
            if code
            else category_label(edition, measure, values["of"]),
            tuple(_value(found, at, (key, code) if code else (key,)) for key in keys),
            code if values["series"] == "party" else "",
        )
        for code in codes
    ]
    labels = [key_label(edition, values["by"], key) for key in keys]
    draw = draw_lines if values["kind"] == "lines" else draw_bars
    alt = _alt(edition, said, labels, series)
    svg, height = draw(labels, series, title=alt, language=edition.language)
    table = _data(edition, values["by"], labels, keys, codes, series, found, at)
    return [_node(edition, svg, height, alt, identifier, caption), table]


def _value(found: Figure, at: dict[tuple[str, ...], int], codes: tuple[str, ...]) -> int:
    return found.cells[at[codes]].minimum if codes in at else 0


def _node(edition: Edition, svg: str, height: float, alt: str, identifier: str, caption: list[Node]) -> Node:
    name = edition.add_drawing(svg.encode(), "svg", alt, WIDTH, height)
    return figure(identifier, caption, [plain([image(name, alt, ["drawing", "chart"])])], ["chart"])


def _alt(edition: Edition, said: str, labels: list[str], series: list[Series]) -> str:
    joint = "، " if edition.language == "ar" else ", "
    values = [
        edition.phrase(
            "chart_value", key=label,
            value=joint.join(
                (f"{row.name} " if len(series) > 1 else "") + number_text(edition, row.values[n]) for row in series
            ),
        )
        for n, label in enumerate(labels)
    ]  # fmt: skip
    ended = f"{said}." if said and not said.endswith(".") else said
    return edition.phrase("chart_alt", caption=ended, values="; ".join(values)) + "."


def _data(
    edition: Edition, axis: str, labels: list[str], keys: list[str], codes: list[str], series: list[Series],
    found: Figure, at: dict[tuple[str, ...], int],
) -> Node:  # fmt: skip
    header = [Cell(text("")), *(Cell(text(row.name), number=True) for row in series)]
    rows = []
    for n, key in enumerate(keys):
        cells = [Cell(text(labels[n]))]
        for code, row in zip(codes, series, strict=True):
            asked = (key, code) if code else (key,)
            shown = text(number_text(edition, row.values[n]))
            cells.append(
                Cell([edition.proven(shown, found, at[asked])] if asked in at else shown, number=True)
            )
        rows.append(TableRow(cells))
    title = plain([{"t": "Strong", "c": text(edition.phrase("chart_data"))}])
    table = table_node(TableText([header], rows), identifier="", caption=[], language=edition.language)
    return div([title, table], classes=["chart-data"], pairs=[("axis", axis)])


def _timeline(values: Values, edition: Edition, call: Call) -> list[Node]:
    where, period = where_of(values, edition, call.place), period_of(values, call.place)
    identifier, caption, said = captioned(edition, call, values, "chart")
    found = edition.ask("killed", values["of"], call.place, by=("incident",), where=where, period=period)
    events: list[Event] = []
    undated = 0
    for cell in found.cells:
        row = edition.facts.incidents[cell.codes[0]]
        if row["kind"] != "attack":
            continue
        if row["first"] is None or row["last"] is None or row["last"] - row["first"] > LONGEST_DATE:
            undated += 1
            continue
        events.append(Event(row["first"], cell.minimum, edition.place_name(row["place_id"]), row["party"]))
    if not events:
        raise call.place.error("No attack of this timeline has a date. Widen it, or take the chart out.")
    events.sort(key=lambda event: (event.day, event.label))
    first, last = edition.source.front.period or (events[0].day, events[-1].day)
    parties = [Series(edition.party(code), (), code) for code in sorted({event.party for event in events})]
    alt = _timeline_alt(edition, said, events)
    svg, height = draw_timeline(
        events, first, last, _months(first, last, edition), parties, title=alt, language=edition.language
    )
    full = [*caption, *_undated(edition, undated, where, said)]
    return [_node(edition, svg, height, alt, identifier, full)]


def _undated(edition: Edition, undated: int, where: tuple[Any, ...], said: str) -> list[Node]:
    if not undated:
        return []
    noun = "massacre" if dict(where).get("incident_class") == "massacre" else "attack"
    what = counted(undated, noun, edition.language, arabic_indic=edition.arabic_indic)
    return text(after_caption(edition.phrase("chart_undated", what=what), said))


def _timeline_alt(edition: Edition, said: str, events: list[Event]) -> str:
    values = [
        f"{dates.day(event.day, edition.language)}{'،' if edition.language == 'ar' else ','} {event.label}: "
        f"{number_text(edition, event.value)}"
        for event in events
    ]
    ended = f"{said}." if said and not said.endswith(".") else said
    return edition.phrase("chart_alt", caption=ended, values=listed(values, edition.language)) + "."


def _months(first: date, last: date, edition: Edition) -> list[tuple[date, str]]:
    ticks = []
    day = date(first.year, first.month, 1)
    while day <= last:
        if day >= first:
            name = dates.month(day, edition.language)
            ticks.append((day, name))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return ticks
