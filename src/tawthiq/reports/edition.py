"""One edition of a report in the making: a source in one language, the figures and facts it draws on, what it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tawthiq.analysis import Period
from tawthiq.domain.errors import TawthiqError
from tawthiq.domain.vocabularies import label
from tawthiq.reports.counting import Figure, Figures, Question
from tawthiq.reports.facts import Facts, Row, label_of
from tawthiq.reports.language.phrases import phrase
from tawthiq.reports.places import SourcePlace
from tawthiq.reports.source import ReportSource
from tawthiq.reports.taken_back import NOTHING, TakenBack, sentence_about, stopping
from tawthiq.reports.tree import Node, own_direction, span
from tawthiq.vocab import Language


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map, chart or picture: its name, its content as SVG text or picture bytes, and its text alternative."""

    name: str
    content: bytes
    kind: str
    alt: str
    width: float
    height: float


@dataclass(slots=True)
class Edition:
    """What blocks and functions share while one language of a report is put together."""

    source: ReportSource
    figures: Figures
    facts: Facts
    drawings: dict[str, Drawing] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)
    """Label of every captioned block by its id, as cross-references print it: "Table 3"."""
    counters: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, SourcePlace] = field(default_factory=dict)
    accounts_counted: list[tuple[int, SourcePlace]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    depth: int = 2
    taken_back: TakenBack = NOTHING

    @property
    def language(self) -> Language:
        """Return the edition's language."""
        return self.source.front.language

    @property
    def arabic_indic(self) -> bool:
        """Say whether digits are printed as ٠١٢ rather than 012."""
        return self.language == "ar" and self.source.front.text("digits", "latin") == "arabic"

    def refuse_taken_back(self, told: str | None, place: SourcePlace, *, where: str) -> None:
        """Stop where a text from the records holds words that a source took back; `where` says which text."""
        found = stopping(self.taken_back.found_in(told or ""))
        if found is not None:
            raise place.error(sentence_about(found.account, f"{where} holds"))

    def phrase(self, name: str, **values: object) -> str:
        """Return one of the short texts in the edition's language."""
        return phrase(name, self.language, **values)

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code."""
        return label(vocabulary, code, self.language)

    def party(self, code: str) -> str:
        """Return a party's name: of the snapshot's own list, else of the vocabulary."""
        row = self.facts.parties.get(code)
        return (label_of(row, "name", self.language) if row else None) or self.label("party", code)

    def place_name(self, place_id: str | None) -> str:
        """Return a place's name in the edition's language, or that it is not recorded."""
        row = self.facts.places.get(place_id) if place_id else None
        name = label_of(row, "name", self.language) if row else None
        return name or self.phrase("unknown_place")

    def incident(self, reference: str, place: SourcePlace) -> Row:
        """Find an incident; an error names the place in the report."""
        try:
            return self.facts.incident(reference)
        except TawthiqError as error:
            raise place.error(str(error)) from error

    def ask(self, measure: str, of: str | None, place: SourcePlace, *, by: tuple[str, ...] = (),
            where: tuple[Any, ...] = (), period: Period | None = None) -> Figure:  # fmt: skip
        """Count a figure that the report prints, within the report's own period and places."""
        return self.figures.ask(self.question(measure, of, by=by, where=where, period=period), place)

    def question(self, measure: str, of: str | None, *, by: tuple[str, ...] = (),
                 where: tuple[Any, ...] = (), period: Period | None = None) -> Question:  # fmt: skip
        """Make the question of a figure; the front matter's period and places hold where nothing else is said."""
        front = self.source.front
        if period is None and front.period is not None:
            period = Period(*front.period)
        stated = dict(where)
        if front.places and not stated.keys() & {"place", "governorate", "zone", "district", "incident"}:
            stated["zone"] = front.places
        return Question(measure, of, by, tuple(sorted(stated.items())), period)

    def number_label(self, kind: str) -> str:
        """Give the next number of a kind of captioned block: "Table 3"."""
        self.counters[kind] = self.counters.get(kind, 0) + 1
        return self.phrase(kind, number=self.counters[kind])

    def add_drawing(self, content: bytes, kind: str, alt: str, width: float, height: float) -> str:
        """Keep a drawing and return its name."""
        name = f"drawing-{self.language}-{len(self.drawings) + 1}"
        self.drawings[name] = Drawing(name, content, kind, alt, width, height)
        return name

    def written(self, text: str) -> list[Node]:
        """Make inline nodes of a text from the records, marked with its direction where that is the other one."""
        return own_direction(text, self.language)

    def proven(self, inlines: list[Node], figure: Figure, cell: int = 0) -> Node:
        """Mark printed text as a figure, so that it leads to its proof."""
        counted = figure.cells[cell] if figure.cells else None
        pairs = [("figure", figure.number)]
        if counted is not None:
            pairs += [("minimum", str(counted.minimum)), ("records", str(counted.records))]
        if counted is not None and counted.maximum is not None:
            pairs.append(("maximum", str(counted.maximum)))
        if len(figure.cells) > 1:
            pairs.append(("cell", str(cell + 1)))
        return span(inlines, classes=["figure"], pairs=pairs)
