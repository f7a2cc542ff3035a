"""Count: for each cell its minimum, maximum, number of records and, when asked, the ids of those records.

Every figure is a lower bound and is worded so. It names the counting rule and the snapshot that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tawthiq.analysis.axes import (
    AXES,
    CATEGORIES,
    DATE_UNITS,
    MEASURES,
    NOT_CIVILIAN,
    STATUS_OF,
    Measure,
)
from tawthiq.analysis.counted import counted, place_paths
from tawthiq.analysis.places import labels
from tawthiq.analysis.question import EVERYWHERE, Period, Where, conditions
from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.counting import CountingRule
from tawthiq.domain.errors import InvalidValue

UNKNOWN: Final = "unknown"
_FEW: Final = 1000
WORDING: Final = {
    "en": "Figures are lower bounds: at least this many are recorded.",
    "ar": "الأرقام حدود دنيا: هذا أقل ما جرى توثيقه.",
}
SHARE_WORDING: Final = {
    "en": "Whole percent of civilians killed, computed from the lower bounds.",
    "ar": "نسبة مئوية صحيحة من الضحايا المدنيين، محسوبة من الحدود الدنيا.",
}
OVERLAPS: Final = {
    "en": "A record can stand in more than one row, so that the rows add up to more than the total.",
    "ar": "قد يرد السجل الواحد في أكثر من سطر، لذا قد يزيد مجموع الأسطر على الإجمالي.",
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One cell: its keys as shown and as stored, at least, at most (None: no upper bound), its records."""

    keys: Mapping[str, str]
    codes: tuple[Any, ...]
    minimum: int
    maximum: int | None
    records: int
    record_ids: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the row as the figures command prints it."""
        row = {**self.keys, "minimum": self.minimum, "maximum": self.maximum, "records": self.records}
        return row if self.record_ids is None else {**row, "record_ids": list(self.record_ids)}


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, complete, so that it can be asked again."""

    measure: str
    of: str
    by: tuple[str, ...]
    where: Where
    period: Period | None
    language: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The cells that answer a question, the rule and snapshot that made them, and how to word them."""

    rows: tuple[FigureRow, ...]
    question: Question
    rule: CountingRule
    snapshot: str
    overlaps: bool
    wording: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Give the table as the figures command prints it."""
        facts = {
            "rows": [row.to_json() for row in self.rows],
            "rule": self.rule.label,
            "snapshot": self.snapshot,
        }
        return facts | ({"overlaps": OVERLAPS["en"]} if self.overlaps else {})


def figures(
    snapshot: Snapshot,
    *,
    measure: str,
    rule: CountingRule,
    of: str | None = None,
    by: Sequence[str] = (),
    where: Where = EVERYWHERE,
    period: Period | None = None,
    language: str = "en",
) -> FigureTable:
    """Count `measure` of people in category `of`, for each combination of the axes `by`, under `rule`.

    `of` is "civilian" where people are counted, "women-and-children" for the share. Without axes there is
    exactly one row, be it of zero; with axes, one for each combination that has records. Raises InvalidValue
    for what cannot be asked, naming what can.
    """
    question = Question(measure, of or _measure(measure).default_of, tuple(by), where, period, language)
    _check(question, rule)
    query = _query(snapshot, question, rule)
    found = _shares(snapshot, query, question.of) if measure == "share" else _counts(snapshot, query)
    rows = _ordered(_labelled(snapshot, question, found), question.by)
    wording = SHARE_WORDING if measure == "share" else WORDING
    return FigureTable(rows, question, rule, snapshot.id, query.overlaps, wording)


def explain(snapshot: Snapshot, table: FigureTable) -> FigureTable:
    """Give the same table with the ids of the records behind every cell, in order."""
    query = _query(snapshot, table.question, table.rule)
    sql = _select(query.keys, "list(record_id ORDER BY record_id)", query.source, query.asked)
    ids = {tuple(codes): tuple(records or ()) for *codes, records in snapshot.rows(sql, query.values)}
    return replace(table, rows=tuple(replace(row, record_ids=ids.get(row.codes, ())) for row in table.rows))


def _measure(name: str) -> Measure:
    if name not in MEASURES:
        raise InvalidValue(f"There is no measure “{name[:40]}”. There are: {', '.join(MEASURES)}.")
    return MEASURES[name]


def _check(question: Question, rule: CountingRule) -> None:
    measure, of = _measure(question.measure), question.of
    if measure.kind is None and of != "record":
        raise InvalidValue(
            f"{question.measure.capitalize()} are not people: leave out the category “{of[:40]}”."
        )
    if measure.kind is not None and of not in CATEGORIES:
        raise InvalidValue(f"There is no category “{of[:40]}”. There are: {', '.join(CATEGORIES)}.")
    if of in STATUS_OF and STATUS_OF[of] not in rule.statuses:
        raise InvalidValue(
            f"The rule {rule.label} counts only {', '.join(sorted(rule.statuses))}, "
            f"so nothing can be said of “{of}”. Choose a rule whose statuses hold '{STATUS_OF[of]}'."
        )
    if question.measure == "share" and of in NOT_CIVILIAN:
        raise InvalidValue(f"A share is of civilians; “{of}” are not all civilians. Choose another category.")
    for axis in question.by:
        if axis not in AXES:
            raise InvalidValue(
                f"Figures cannot be broken down by “{axis[:40]}”. They can by: {', '.join(AXES)}."
            )
        if measure.relation not in AXES[axis].relations:
            raise InvalidValue(f"{question.measure.capitalize()} cannot be broken down by {axis}.")
    if len(set(question.by)) < len(question.by):
        raise InvalidValue(f"The axes {', '.join(question.by)} name one twice. Name each once.")


def _source(table: str, question: Question, several: frozenset[str]) -> str:
    unnested = [axis for axis in question.by if axis in several]
    return table + "".join(f", unnest({table}.{axis}) AS each_{axis}(one_{axis})" for axis in unnested)


def _key(axis: str, several: frozenset[str]) -> str:
    return f"one_{axis}" if axis in several else axis


def _people(question: Question) -> list[str]:
    """Give the conditions for whom or what is counted."""
    measure = _measure(question.measure)
    if measure.kind is None:
        return ["attack"] if measure.relation == "incidents" else []
    category = "civilian" if question.measure == "share" else question.of
    return [f"kind = '{measure.kind}'", f"({CATEGORIES[category]})"]


def _select(keys: Sequence[str], what: str, source: str, asked: Sequence[str]) -> str:
    condition = " AND ".join(asked) or "true"
    group = f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
    return f"SELECT {''.join(f'{key}, ' for key in keys)}{what} FROM {source} WHERE {condition}{group}"


_COUNTS: Final = """coalesce(sum(minimum), 0)::BIGINT,
    CASE WHEN count(maximum) = count(*) THEN coalesce(sum(maximum), 0)::BIGINT END, count(*)"""


def _percent(part: int, whole: int) -> int:
    """Give the whole percent, halves upwards, without a float."""
    return (200 * part + whole) // (2 * whole)


@dataclass(frozen=True, slots=True)
class _Query:
    """The parts of the SQL that answers a question, before it is decided what to sum."""

    keys: tuple[str, ...]
    source: str
    asked: tuple[str, ...]
    values: Mapping[str, Any]
    overlaps: bool


def _query(snapshot: Snapshot, question: Question, rule: CountingRule) -> _Query:
    relation = _measure(question.measure).relation
    several = {name for name, axis in AXES.items() if relation in axis.several}
    if rule.joint == "each":
        several.add("party")
    lists = frozenset(several)
    table = counted(snapshot, relation, rule)
    asked, values = conditions(snapshot, relation, lists, question.where, question.period)
    if any("place_paths" in condition for condition in asked):
        place_paths(snapshot)
    return _Query(
        keys=tuple(_key(axis, lists) for axis in question.by),
        source=_source(table, question, lists),
        asked=(*_people(question), *asked),
        values=values,
        overlaps=bool(several & set(question.by)),
    )


_Cell = tuple[Any, ...]
"""The stored codes of a cell, then its minimum, maximum and number of records."""


def _counts(snapshot: Snapshot, query: _Query) -> list[_Cell]:
    return snapshot.rows(_select(query.keys, _COUNTS, query.source, query.asked), query.values)


def _shares(snapshot: Snapshot, query: _Query, of: str) -> list[_Cell]:
    """Give the share of a category in the civilians of each cell; a cell without civilians has no share."""
    what = (
        f"coalesce(sum(minimum) FILTER (WHERE {CATEGORIES[of]}), 0)::BIGINT, sum(minimum)::BIGINT, count(*)"
    )
    found = snapshot.rows(_select(query.keys, what, query.source, query.asked), query.values)
    return [(*codes, _percent(part, whole), None, records) for *codes, part, whole, records in found if whole]


def _labelled(snapshot: Snapshot, question: Question, cells: Sequence[_Cell]) -> list[FigureRow]:
    by = question.by
    shown = [
        _labels(snapshot, axis, {cell[n] for cell in cells}, question.language) for n, axis in enumerate(by)
    ]
    if len(by) == 1:
        axis, names = by[0], shown[0]
        return [FigureRow({axis: names[code]}, (code,), *counts) for code, *counts in cells]
    many = len(by)
    return [
        FigureRow(
            {axis: names[code] for axis, names, code in zip(by, shown, cell, strict=False)},
            cell[:many],
            *cell[many:],
        )
        for cell in cells
    ]


def _labels(snapshot: Snapshot, axis: str, codes: set[Any], language: str) -> dict[Any, str]:
    kind, stated = AXES[axis].kind, [code for code in codes if code is not None]
    if kind == "place":
        shown = labels(snapshot, stated, language=language)
    elif kind == "incident":
        shown = _incident_codes(snapshot, stated)
    elif kind in DATE_UNITS:
        shown = {day: _day_label(kind, day) for day in stated}
    else:
        shown = {code: code for code in stated}
    return {**shown, None: UNKNOWN}


def _incident_codes(snapshot: Snapshot, ids: Sequence[str]) -> dict[Any, str]:
    sql = "SELECT incident_id, incident_code FROM incidents"
    few = len(ids) <= _FEW
    codes = dict(
        snapshot.rows(f"{sql} WHERE incident_id IN $ids", {"ids": ids}) if few else snapshot.rows(sql)
    )
    return {i: codes.get(i, i) for i in ids}


def _day_label(unit: str, day: date) -> str:
    if unit == "week":
        return "{}-W{:02}".format(*day.isocalendar()[:2])
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


def _ordered(rows: Sequence[FigureRow], by: Sequence[str]) -> tuple[FigureRow, ...]:
    """Order rows for reading: dates by time, unknown last; all else by size of the group, first axis first."""
    dated = [AXES[axis].kind in DATE_UNITS for axis in by]
    sizes: dict[tuple[str, ...], int] = {}
    for row in rows:
        shown = tuple(row.keys.values())
        for depth in range(1, len(by)):
            sizes[shown[:depth]] = sizes.get(shown[:depth], 0) + row.minimum

    def place_in_order(row: FigureRow) -> list[Any]:
        shown = tuple(row.keys.values())
        order: list[Any] = []
        for n, label in enumerate(shown, start=1):
            if dated[n - 1]:
                order += [label == UNKNOWN, label]
            else:
                order += [-(row.minimum if n == len(shown) else sizes[shown[:n]]), label]
        return order

    return tuple(sorted(rows, key=place_in_order))
