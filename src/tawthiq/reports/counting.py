"""Ask for figures and keep the proof of each: the call, where it stands, the cells, and the records behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tawthiq.analysis import Period, Snapshot, Where, explain, figures
from tawthiq.domain.counting import CountingRule
from tawthiq.domain.errors import TawthiqError
from tawthiq.reports.places import SourcePlace


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a snapshot: hashable, so that the same figure is counted and numbered once."""

    measure: str
    of: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    period: Period | None = None

    def __str__(self) -> str:
        parts = [f'"{self.of}"'] if self.of else []
        parts += [f"by={list(self.by)}".replace("'", '"')] if self.by else []
        parts += [f"{key}={_shown(value)}" for key, value in self.where]
        if self.period is not None:
            parts.append(f'period="{self.period.first}/{self.period.last}"')
            parts += ['inside="possibly"'] if self.period.inside == "possibly" else []
        return f"{self.measure}({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class CountedCell:
    """One cell: its keys as codes and as shown, at least, at most, how many records, and which."""

    codes: tuple[str, ...]
    keys: Mapping[str, str]
    minimum: int
    maximum: int | None
    record_ids: tuple[str, ...]

    @property
    def records(self) -> int:
        """Return how many records stand behind the cell."""
        return len(self.record_ids)


Cells: TypeAlias = tuple[tuple[CountedCell, ...], bool]
"""The cells of an answer, and whether a record can stand in more than one of them."""

_MOST_INCIDENTS: Final = 5000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a report prints: its number in the proof, what was asked, and the cells of the answer."""

    number: str
    question: Question
    cells: tuple[CountedCell, ...]
    overlaps: bool

    @property
    def minimum(self) -> int:
        """Return the minimum of a figure of one cell, or the sum of them."""
        return sum(cell.minimum for cell in self.cells)


@dataclass(slots=True)
class Figures:
    """The figures of one build, in the order of their first use; several languages share them."""

    snapshot: Snapshot
    rule: CountingRule
    asked: dict[Question, Figure] = field(default_factory=dict)
    places: dict[Question, list[SourcePlace]] = field(default_factory=dict)
    looked: dict[Question, Cells] = field(default_factory=dict)

    def ask(self, question: Question, place: SourcePlace) -> Figure:
        """Count, or return what was counted before; an error names the place in the report."""
        if question not in self.asked:
            cells, overlaps = self._counted(question, place)
            self.asked[question] = Figure(f"F{len(self.asked) + 1:03}", question, cells, overlaps)
        used = self.places.setdefault(question, [])
        if place not in used:
            used.append(place)
        return self.asked[question]

    def look(self, question: Question, place: SourcePlace) -> tuple[CountedCell, ...]:
        """Count for the inner use of a block, such as choosing what to print; it is no figure by itself."""
        return self._counted(question, place)[0]

    def _counted(self, question: Question, place: SourcePlace) -> Cells:
        if question not in self.looked:
            derived = self._of_incidents(question, place)
            self.looked[question] = self._count(question, place) if derived is None else derived
        return self.looked[question]

    def _of_incidents(self, question: Question, place: SourcePlace) -> Cells | None:
        """Take a figure of some incidents from the breakdown by incident, which many such figures share.

        A record belongs to one incident, so the two are equal; a breakdown of very many would cost more than it spares.
        """
        stated = dict(question.where)
        named = stated.pop("incident", None)
        shared = Question(
            question.measure, question.of, ("incident",), tuple(stated.items()), question.period
        )
        if named is None or question.by or question.measure == "share":
            return None
        if self.snapshot.about.files["incidents"].rows > _MOST_INCIDENTS:
            return None
        wanted = {named} if isinstance(named, str) else set(named)
        cells = [cell for cell in self._counted(shared, place)[0] if cell.codes[0] in wanted]
        upper = [cell.maximum for cell in cells]
        maximum = None if None in upper else sum(number for number in upper if number is not None)
        records = tuple(sorted(record for cell in cells for record in cell.record_ids))
        return (CountedCell((), {}, sum(cell.minimum for cell in cells), maximum, records),), False

    def _count(self, question: Question, place: SourcePlace) -> Cells:
        stated: dict[str, Any] = dict(question.where)
        try:
            table = figures(
                self.snapshot, rule=self.rule, measure=question.measure, of=question.of, by=question.by,
                where=Where(**stated), period=question.period,
            )  # fmt: skip
            table = explain(self.snapshot, table)
        except TawthiqError as error:
            raise place.error(f"The figure {question} cannot be counted. {error}") from error
        cells = tuple(
            CountedCell(tuple(map(str, row.codes)), row.keys, row.minimum, row.maximum, row.record_ids or ())
            for row in table.rows
        )
        return cells, table.overlaps

    def proof(self) -> dict[str, Any]:
        """Give every figure with its records, as `figures.json` holds them."""
        return {
            "snapshot": self.snapshot.id,
            "rule": self.rule.label,
            "figures": [self._proof_of(figure) for figure in self.asked.values()],
        }

    def _proof_of(self, figure: Figure) -> dict[str, Any]:
        question = figure.question
        return {
            "id": figure.number,
            "call": str(question),
            "measure": question.measure,
            "of": question.of,
            "by": list(question.by),
            "where": dict(question.where),
            "places": [str(place) for place in self.places[question]],
            "cells": [
                {"keys": dict(cell.keys), "minimum": cell.minimum, "maximum": cell.maximum,
                 "records": cell.records, "record_ids": list(cell.record_ids)}
                for cell in figure.cells
            ],
        }  # fmt: skip


def _shown(value: str | tuple[str, ...]) -> str:
    return f'"{value}"' if isinstance(value, str) else "[" + ", ".join(f'"{item}"' for item in value) + "]"
