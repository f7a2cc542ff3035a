"""Count: for each cell its minimum, maximum, number of records and, when asked, the ids of those records.

Every figure is a lower bound and is worded so. It names the counting rule and the snapshot that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

import pyarrow as pa

from tawthiq.analysis.axes import (
    AXES,
    CATEGORIES,
    DATE_UNITS,
    MEASURES,
    NOT_CIVILIAN,
    STATUS_OF,
    Measure,
)
from tawthiq.analysis.cells import (
    UNKNOWN,
    Cells,
    Labels,
    arrow_table,
    cells_of,
    labels_of,
    occurring,
    reading_order,
)
from tawthiq.analysis.counted import counted, place_paths
from tawthiq.analysis.places import labels
from tawthiq.analysis.question import EVERYWHERE, Period, Where, conditions
from tawthiq.analysis.snapshot import Snapshot
from tawthiq.analysis.tally import tallied
from tawthiq.domain.counting import CountingRule
from tawthiq.domain.errors import InvalidValue

_FEW: Final = 1000
MOST_LABELS: Final = 100
"""Sets of labels that are kept with a snapshot."""
MOST_TALLIED: Final = 3
"""Axes whose cells can be numbered in 64 bits, however many values each has."""
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


@dataclass(frozen=True, eq=False)
class FigureTable:
    """The cells that answer a question, the rule and snapshot that made them, and how to word them.

    They are kept in columns; `rows` makes objects of them when first asked for, `to_arrow` gives them as they are.
    """

    cells: Cells = field(repr=False)
    labels: tuple[Labels, ...] = field(repr=False)
    question: Question
    rule: CountingRule
    snapshot: str
    overlaps: bool
    wording: Mapping[str, str]
    record_ids: Mapping[tuple[Any, ...], tuple[str, ...]] | None = field(default=None, repr=False)

    def __eq__(self, other: object) -> bool:
        """Tables are equal that answer one question with the same rows, by the same rule and snapshot."""
        return isinstance(other, FigureTable) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((self.question, self.rule.label, self.snapshot))

    def _said(self) -> tuple[Any, ...]:
        return self.rows, self.question, self.rule, self.snapshot, self.overlaps

    @cached_property
    def rows(self) -> tuple[FigureRow, ...]:
        """Give each cell as an object, in the order of reading."""
        cells, by = self.cells, self.question.by
        many = len(cells.records)
        texts = [
            [labels.texts[n] for n in key.codes.tolist()]
            for key, labels in zip(cells.keys, self.labels, strict=True)
        ]
        values = [[key.values[n] for n in key.codes.tolist()] for key in cells.keys]
        keys = [dict(zip(by, shown, strict=True)) for shown in _across(texts, many)]
        codes = _across(values, many)
        maxima = [
            None if unbounded else most
            for unbounded, most in zip(cells.unbounded.tolist(), cells.maximum.tolist(), strict=True)
        ]
        sums = zip(cells.minimum.tolist(), maxima, cells.records.tolist(), strict=True)
        ids = self.record_ids
        return tuple(
            FigureRow(key, code, *counts, record_ids=None if ids is None else ids.get(code, ()))
            for key, code, counts in zip(keys, codes, sums, strict=True)
        )

    def to_arrow(self) -> pa.Table:
        """Give the cells as an Arrow table: a column of labels for each axis, then minimum, maximum, records."""
        return arrow_table(self.cells, self.question.by, self.labels)

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
    found = _shares(snapshot, query, question) if measure == "share" else _counts(snapshot, query)
    keys = tuple(map(occurring, found.keys))
    labels = [
        _shown(snapshot, axis, language, key.values) for axis, key in zip(question.by, keys, strict=True)
    ]
    cells = replace(found, keys=keys)
    return FigureTable(
        cells.taken(reading_order(cells, labels)), tuple(labels), question, rule, snapshot.id, query.overlaps,
        SHARE_WORDING if measure == "share" else WORDING,
    )  # fmt: skip


def _across(columns: Sequence[Sequence[Any]], many: int) -> list[tuple[Any, ...]]:
    """Give columns row by row; without any, as many empty rows."""
    return list(zip(*columns, strict=True)) if columns else [()] * many


def explain(snapshot: Snapshot, table: FigureTable) -> FigureTable:
    """Give the same table with the ids of the records behind every cell, in order."""
    query = _query(snapshot, table.question, table.rule)
    sql = _select(query.keys, "list(record_id ORDER BY record_id)", query.source, query.asked)
    ids = {tuple(codes): tuple(records or ()) for *codes, records in snapshot.rows(sql, query.values)}
    return replace(table, record_ids=ids)


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
    table: str


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
        table=table,
    )


def _counts(snapshot: Snapshot, query: _Query) -> Cells:
    """Tally in memory; where records stand in several cells, or axes are many, the engine lays them out and counts."""
    if not query.overlaps and len(query.keys) <= MOST_TALLIED:
        return tallied(snapshot, query.table, query.keys, query.asked, query.values)
    sql = _select(query.keys, _COUNTS, query.source, query.asked)
    return cells_of(snapshot.rows(sql, query.values), len(query.keys))


def _shares(snapshot: Snapshot, query: _Query, question: Question) -> Cells:
    """Give the share of a category in the civilians of each cell; a cell without civilians has no share."""
    category = CATEGORIES[question.of]
    what = f"coalesce(sum(minimum) FILTER (WHERE {category}), 0)::BIGINT, sum(minimum)::BIGINT, count(*)"
    found = snapshot.rows(_select(query.keys, what, query.source, query.asked), query.values)
    shares = [
        (*codes, _percent(part, whole), None, records) for *codes, part, whole, records in found if whole
    ]
    return cells_of(shares, len(query.keys))


def _shown(snapshot: Snapshot, axis: str, language: str, values: Sequence[Any]) -> Labels:
    """Label the values of an axis; a snapshot never changes, so those asked for lately are kept with it."""
    with snapshot.lock:
        kept: dict[Any, Labels] = snapshot.memo.setdefault("labels", {})
        question = axis, language, tuple(values)
        shown = kept.pop(question, None)
        if shown is None:
            texts = _labels(snapshot, axis, language, values)
            shown = labels_of(texts, dated=AXES[axis].kind in DATE_UNITS)
        kept[question] = shown
        if len(kept) > MOST_LABELS:
            del kept[next(iter(kept))]
    return shown


def _labels(snapshot: Snapshot, axis: str, language: str, codes: Sequence[Any]) -> list[str]:
    """Give the label of each code, in their order; None is unknown."""
    kind, stated = AXES[axis].kind, [code for code in codes if code is not None]
    if kind == "place":
        shown: Mapping[Any, str] = labels(snapshot, stated, language=language)
    elif kind == "incident":
        shown = _incident_codes(snapshot, stated)
    elif kind in DATE_UNITS:
        shown = {day: _day_label(kind, day) for day in stated}
    else:
        shown = {code: code for code in stated}
    return [UNKNOWN if code is None else shown[code] for code in codes]


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
