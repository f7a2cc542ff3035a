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
from tawthiq.analysis.counted import counted
from tawthiq.analysis.places import labels
from tawthiq.analysis.question import EVERYWHERE, Period, Where, conditions
from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.counting import CountingRule
from tawthiq.domain.errors import InvalidValue

UNKNOWN: Final = "unknown"
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
    """One cell: its keys as shown and as stored, at least, at most (None: no upper bound), and its records."""

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
    """The cells that answer a question, the rule and snapshot that made them, and how they are to be worded."""

    rows: tuple[FigureRow, ...]
    question: Question
    rule: CountingRule
    snapshot: str
    overlaps: bool
    wording: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Give the table as the figures command prints it."""
        facts: dict[str, Any] = {"rows": [row.to_json() for row in self.rows], "rule": self.rule.label}
        facts |= {"snapshot": self.snapshot, "measure": self.question.measure, "of": self.question.of}
        facts |= {"by": list(self.question.by), "wording": self.wording["en"]}
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

    `of` is "civilian" where people are counted, "women-and-children" for the share. Without axes there is exactly
    one row, be it of zero; with axes, one for each combination that has records. Raises InvalidValue for what cannot
    be asked, naming what can.
    """
    question = Question(measure, of or _measure(measure).default_of, tuple(by), where, period, language)
    _check(question, rule)
    table, several = _relation(snapshot, question, rule)
    asked, values = conditions(snapshot, _measure(measure).relation, several, where, period)
    source = _source(table, question, several)
    if measure == "share":
        found = _shares(snapshot, source, question, asked, values)
    else:
        found = _counts(snapshot, source, question, asked, values)
    rows = _ordered(_labelled(snapshot, question, found), question.by)
    overlaps = bool(several & set(by))
    return FigureTable(rows, question, rule, snapshot.id, overlaps, SHARE_WORDING if measure == "share" else WORDING)


def explain(snapshot: Snapshot, table: FigureTable) -> FigureTable:
    """Give the same table with the ids of the records behind every cell, in order."""
    question = table.question
    relation, several = _relation(snapshot, question, table.rule)
    asked, values = conditions(
        snapshot, _measure(question.measure).relation, several, question.where, question.period
    )
    asked += _people(question)
    keys = _keys(question)
    sql = (
        f"SELECT {''.join(f'{key}, ' for key in keys)}list(record_id ORDER BY record_id) "
        f"FROM {_source(relation, question, several)} WHERE {_all(asked)} {_group(keys)}"
    )
    ids = {tuple(codes): tuple(records or ()) for *codes, records in snapshot.rows(sql, values)}
    return replace(table, rows=tuple(replace(row, record_ids=ids.get(row.codes, ())) for row in table.rows))


def _measure(name: str) -> Measure:
    if name not in MEASURES:
        raise InvalidValue(f"There is no measure “{name[:40]}”. There are: {', '.join(MEASURES)}.")
    return MEASURES[name]


def _check(question: Question, rule: CountingRule) -> None:
    measure, of = _measure(question.measure), question.of
    if measure.kind is None and of != "record":
        raise InvalidValue(f"{question.measure.capitalize()} are not people: leave out the category “{of[:40]}”.")
    if measure.kind is not None and of not in CATEGORIES:
        raise InvalidValue(f"There is no category “{of[:40]}”. There are: {', '.join(CATEGORIES)}.")
    if of in STATUS_OF and STATUS_OF[of] not in rule.statuses:
        raise InvalidValue(
            f"The rule {rule.label} counts only {', '.join(sorted(rule.statuses))}, so nothing can be said of "
            f"“{of}”. Choose a rule whose statuses hold '{STATUS_OF[of]}'."
        )
    if question.measure == "share" and of in NOT_CIVILIAN:
        raise InvalidValue(f"A share is of civilians; “{of}” are not all civilians. Choose another category.")
    for axis in question.by:
        if axis not in AXES:
            raise InvalidValue(f"Figures cannot be broken down by “{axis[:40]}”. They can by: {', '.join(AXES)}.")
        if measure.relation not in AXES[axis].relations:
            raise InvalidValue(f"{question.measure.capitalize()} cannot be broken down by {axis}.")
    if len(set(question.by)) < len(question.by):
        raise InvalidValue(f"The axes {', '.join(question.by)} name one twice. Name each once.")


def _relation(snapshot: Snapshot, question: Question, rule: CountingRule) -> tuple[str, frozenset[str]]:
    """Give the table to count and those of its columns in which a record has several values."""
    relation = _measure(question.measure).relation
    several = {name for name, axis in AXES.items() if relation in axis.several}
    if rule.joint == "each":
        several.add("party")
    return counted(snapshot, relation, rule), frozenset(several)


def _source(table: str, question: Question, several: frozenset[str]) -> str:
    unnested = [axis for axis in question.by if axis in several]
    return table + "".join(f", unnest({table}.{axis}) AS each_{axis}(one_{axis})" for axis in unnested)


def _keys(question: Question) -> list[str]:
    return [_key(axis, _measure(question.measure).relation) for axis in question.by]


def _key(axis: str, relation: str) -> str:
    raise NotImplementedError


def _people(question: Question) -> list[str]:
    measure = _measure(question.measure)
    if measure.kind is not None:
        category = "civilian" if question.measure == "share" else question.of
        return [f"kind = '{measure.kind}'", f"({CATEGORIES[category]})"]
    return ["attack"] if measure.relation == "incidents" else []
