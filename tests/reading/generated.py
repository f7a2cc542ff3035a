"""Consistent reports made up from random facts, in four languages and varied wording, and faults planted into them.

Every number stands in a named slot, so that a fault changes one place and leaves the same figure right elsewhere.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.reading.wordings import LAW, WORDINGS

LANGUAGES: Final = ("en", "ar", "fr", "de")
PARTIES: Final = ("syrian-regime", "russian")
GOVERNORATES: Final = ("Idlib", "Hama", "Aleppo")
SMALL: Final = 12
"""Numbers up to this are written in words now and then."""


@dataclass(slots=True)
class Report:
    """A report as lines with slots, and what stands in each slot."""

    language: str
    lines: list[str]
    slots: dict[str, str]
    facts: dict[str, Any]

    @property
    def text(self) -> str:
        """Give the text with every slot filled."""
        return re.sub(r"\{(\w+)\}", lambda m: self.slots[str(m.group(1))], "\n\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Cell:
    """The dead of one party in one governorate."""

    civilians: int
    children: int
    women: int

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.civilians + other.civilians, self.children + other.children, self.women + other.women
        )


def make_report(rng: random.Random, language: str) -> Report:
    """Make a report that is right in every number."""
    cells = {(p, g): _cell(rng) for p in PARTIES for g in GOVERNORATES}
    by_party = {p: _added([cells[p, g] for g in GOVERNORATES]) for p in PARTIES}
    whole = _added(list(by_party.values()))
    first = dt.date(rng.randint(2013, 2023), rng.randint(1, 10), rng.randint(1, 28))
    last = first + dt.timedelta(days=rng.randint(25, 150))
    writer = _Writer(rng, language)
    writer.title(whole)
    writer.totals(whole, by_party, cells, first, last)
    writer.shares(whole, first, last)
    if rng.random() < 0.6:
        writer.table(by_party, whole)
    writer.incidents(first, last)
    if rng.random() < 0.8:
        writer.accounts(last)
    if rng.random() < 0.8:
        writer.law()
    writer.conclusion(whole, first, last)
    return Report(language, writer.lines, writer.slots, writer.facts)


def _cell(rng: random.Random) -> Cell:
    civilians = rng.randint(9, 480)
    children = rng.randint(2, max(civilians // 3, 2))
    return Cell(civilians, children, rng.randint(2, max(civilians // 4, 2)))


def _added(cells: Sequence[Cell]) -> Cell:
    total = cells[0]
    for cell in cells[1:]:
        total = total + cell
    return total


class _Writer:
    """Writes a report line by line in one language."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng = rng
        self.language = language
        self.words: dict[str, Any] = WORDINGS[language]
        self.lines: list[str] = []
        self.slots: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        self.bullet = rng.choice(["- ", "* ", "• ", ""])

    def pick(self, key: str) -> str:
        return str(self.rng.choice(self.words[key]))

    def number(self, slot: str, value: int, *, digits: bool = False) -> str:
        """Write a number into a slot, in words now and then, in Arabic digits now and then."""
        self.facts[slot] = value
        spoken = self.words["numbers"]
        if value <= SMALL and value > 2 and not digits and self.rng.random() < 0.4:
            shown = spoken[value]
        elif value >= 1000 and self.rng.random() < 0.5:
            shown = f"{value:,}".replace(",", self.words["thousands"])
        else:
            shown = str(value)
        if self.language == "ar" and self.rng.random() < 0.3:
            shown = shown.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        self.slots[slot] = shown
        return "{" + slot + "}"

    def counts(self, slot: str, cell: Cell) -> dict[str, str]:
        names = (("n", cell.civilians), ("c", cell.children), ("w", cell.women))
        return {key: self.number(f"{slot}_{key}", value) for key, value in names}

    def date(self, slot: str, day: dt.date, *, weekday: bool = False) -> str:
        month = self.words["months"][day.month - 1]
        shown = (
            self.words["date"]
            .replace("D", str(day.day), 1)
            .replace("Y", str(day.year), 1)
            .replace("M", month, 1)
        )
        self.slots[slot] = shown
        self.facts[slot] = day
        if not weekday:
            return "{" + slot + "}"
        self.slots[f"{slot}_day"] = self.words["weekdays"][day.weekday()]
        return "{" + f"{slot}_day" + "}" + str(self.words["after_weekday"]) + "{" + slot + "}"

    def say(self, key: str, **values: str) -> None:
        text = self.pick(key)
        for name, value in values.items():
            text = text.replace(f"<{name}>", value)
        self.lines.append(text)

    def title(self, whole: Cell) -> None:
        self.say("title", n=self.number("title_n", whole.civilians, digits=True))

    def totals(
        self,
        whole: Cell,
        by_party: dict[str, Cell],
        cells: dict[tuple[str, str], Cell],
        first: dt.date,
        last: dt.date,
    ) -> None:
        self.say(
            "total",
            **self.counts("whole", whole),
            first=self.date("first", first),
            last=self.date("last", last),
        )
        for party in PARTIES:
            self.item("party_item", f"p_{party}", self.words["parties"][party], by_party[party])
            for governorate in GOVERNORATES:
                name = self.words["governorates"][governorate]
                self.item("governorate_item", f"g_{party}_{governorate}", name, cells[party, governorate])

    def item(self, key: str, slot: str, label: str, cell: Cell) -> None:
        slot = slot.replace("-", "")
        self.say(key, label=label, **self.counts(slot, cell))
        if key == "party_item":
            self.lines[-1] = self.bullet + self.lines[-1]

    def shares(self, whole: Cell, first: dt.date, last: dt.date) -> None:
        share = round(100 * (whole.children + whole.women) / whole.civilians)
        self.slots["share"], self.facts["share"] = str(share), share
        self.say("share", s="{share}")
        rate = whole.civilians / ((last - first).days + 1)
        if round(rate) >= 2:
            self.slots["rate"], self.facts["rate"] = str(round(rate)), round(rate)
            self.say("rate", r="{rate}")

    def table(self, by_party: dict[str, Cell], whole: Cell) -> None:
        heads = self.words["table"]
        rows = ["| " + " | ".join(heads) + " |", "|---|---|---|---|"]
        for party in PARTIES:
            c = self.table_row(f"t_{party.replace('-', '')}", by_party[party])
            rows.append(f"| {self.words['parties'][party]} | {c} |")
        rows.append(f"| {self.words['total_label']} | {self.table_row('t_all', whole)} |")
        self.lines.append("\n".join(rows))

    def table_row(self, slot: str, cell: Cell) -> str:
        names = (("n", cell.civilians), ("c", cell.children), ("w", cell.women))
        return " | ".join(self.number(f"{slot}_{key}", value, digits=True) for key, value in names)

    def incidents(self, first: dt.date, last: dt.date) -> None:
        self.lines.append(self.pick("heading"))
        days = sorted(self.rng.sample(range(1, (last - first).days), self.rng.randint(2, 5)))
        self.facts["incidents"] = len(days)
        for n, offset in enumerate(days):
            day = first + dt.timedelta(days=offset)
            boys, girls = self.rng.randint(2, 5), self.rng.randint(2, 5)
            women = self.rng.randint(2, 4)
            civilians = boys + girls + women + self.rng.randint(1, 6)
            place = self.words["places"][n]
            self.say(
                "incident", date=self.date(f"i{n}", day, weekday=True), place=place, n=self.number(f"i{n}_n", civilians),
                c=self.number(f"i{n}_c", boys + girls), b=self.number(f"i{n}_b", boys), g=self.number(f"i{n}_g", girls),
                w=self.number(f"i{n}_w", women),
            )  # fmt: skip
            if self.rng.random() < 0.4:
                self.say(
                    "caption",
                    n=self.number(f"cap{n}_n", civilians),
                    place=place,
                    date=self.date(f"cap{n}", day),
                )

    def accounts(self, last: dt.date) -> None:
        number = self.rng.randint(3, 9)
        self.say("accounts", n=self.number("accounts", number))
        for note in range(1, number + 1):
            day = last + dt.timedelta(days=note)
            mark = self.rng.choice(["¹²³⁴⁵⁶⁷⁸⁹"[note - 1], f"[{note}]"])
            self.lines.append(f"{mark} " + self.pick("note").replace("<date>", self.date(f"note{note}", day)))

    def law(self) -> None:
        topic = self.rng.choice(sorted(LAW[self.language]))
        sentence, article = LAW[self.language][topic]
        self.slots["article"] = article
        self.facts["article"] = article
        self.lines.append(sentence.replace("<a>", "{article}"))

    def conclusion(self, whole: Cell, first: dt.date, last: dt.date) -> None:
        self.lines.append(self.pick("conclusion_heading"))
        self.say(
            "conclusion",
            n=self.number("end_n", whole.civilians),
            first=self.date("end_first", first),
            last=self.date("end_last", last),
        )


Plant = Callable[[Report, random.Random], bool]


def _set(report: Report, slot: str, value: object) -> bool:
    if slot not in report.slots or report.slots[slot] == str(value):
        return False
    report.slots[slot] = str(value)
    return True


def _miswritten(rng: random.Random, value: int) -> int:
    """Miswrite a number the way tired people do: one off, ten off, digits moved, one lost."""
    text = str(value)
    ways = [value + 1, value - 1, value + rng.choice((2, 3, 10))]
    if len(text) > 1 and text[0] != text[1] and text[1] != "0":
        ways.append(int(text[1] + text[0] + text[2:]))
    if len(text) > 2:
        ways.append(int(text[:1] + text[2:]))
    return rng.choice([w for w in ways if w > 0 and w != value])


def plant_sum(report: Report, rng: random.Random) -> bool:
    """Change one item of a list, or one of its parts."""
    slot = rng.choice([s for s in report.slots if re.match(r"(p|g)_", s)])
    return _set(report, slot, _miswritten(rng, report.facts[slot]))


def plant_breakdown(report: Report, rng: random.Random) -> bool:
    """Change the boys or girls of an incident's children."""
    slot = rng.choice([s for s in report.slots if re.fullmatch(r"i\d_[bg]", s)])
    return _set(report, slot, report.facts[slot] + rng.choice((1, 2)))


def plant_larger_part(report: Report, rng: random.Random) -> bool:
    """Count more women, or more children, than there are dead."""
    place = rng.randrange(report.facts["incidents"])
    return _set(report, f"i{place}_w", report.facts[f"i{place}_n"] + rng.randint(1, 9))


def plant_different(report: Report, rng: random.Random) -> bool:
    """Change a figure where it is said again: title, conclusion, table, caption."""
    again = [s for s in report.slots if s in ("title_n", "end_n") or re.match(r"(cap\d_n|t_)", s)]
    slot = rng.choice(again)
    return _set(report, slot, _miswritten(rng, report.facts[slot]))


def plant_share(report: Report, rng: random.Random) -> bool:
    """Lose a digit of the share, or move it by some points."""
    share = report.facts["share"]
    return _set(report, "share", rng.choice((share + 3, max(share - 4, 1), share + 10)))


def plant_rate(report: Report, rng: random.Random) -> bool:
    """Change the rate."""
    return "rate" in report.slots and _set(report, "rate", report.facts["rate"] + rng.choice((2, 3, 5)))


def plant_weekday(report: Report, rng: random.Random) -> bool:
    """Name another weekday."""
    slot = f"i{rng.randrange(report.facts['incidents'])}_day"
    return _set(
        report,
        slot,
        rng.choice([d for d in WORDINGS[report.language]["weekdays"] if d != report.slots[slot]]),
    )


def plant_outside(report: Report, rng: random.Random) -> bool:
    """Move an incident out of the period, weekday and all."""
    place = rng.randrange(1, report.facts["incidents"])
    words = WORDINGS[report.language]
    day = report.facts[f"i{place}"] + dt.timedelta(days=rng.choice((-364, 364, 371)))
    shown = (
        words["date"]
        .replace("D", str(day.day), 1)
        .replace("Y", str(day.year), 1)
        .replace("M", words["months"][day.month - 1], 1)
    )
    report.slots[f"i{place}_day"] = words["weekdays"][day.weekday()]
    if f"cap{place}" in report.slots:
        report.slots[f"cap{place}"] = shown
    return _set(report, f"i{place}", shown)


def plant_massacre(report: Report, rng: random.Random) -> bool:
    """Call an attack with few dead a massacre."""
    text = rng.choice(WORDINGS[report.language]["small_massacre"])
    value = rng.randint(2, 4)
    report.lines.append(text.replace("<n>", str(value)))
    return True


def plant_accounts(report: Report, rng: random.Random) -> bool:
    """Announce another number of accounts than there are notes."""
    return "accounts" in report.slots and _set(
        report, "accounts", report.facts["accounts"] + rng.choice((1, 2))
    )


def plant_citation(report: Report, rng: random.Random) -> bool:
    """Cite another article, or one that does not exist."""
    wrong = rng.choice(("8(2)(b)(vii)", "8(2)(e)(ix)", "8(2)(e)(xxiv)", "8 (2) (b) (7)", "8(2)(b)(xxxi)"))
    return "article" in report.slots and _set(report, "article", wrong)


def plant_unit(report: Report, rng: random.Random) -> bool:
    """Say persons where the same figure is civilians elsewhere."""
    words = WORDINGS[report.language]
    for n, line in enumerate(report.lines):
        if "{end_n}" in line:
            report.lines[n] = line.replace(words["civilians"], words["persons"])
            return report.lines[n] != line
    return False


PLANTS: Final[dict[str, tuple[Plant, frozenset[str]]]] = {
    "sum": (plant_sum, frozenset({"sum", "part-exceeds-whole"})),
    "breakdown": (plant_breakdown, frozenset({"sum", "part-exceeds-whole"})),
    "larger part": (plant_larger_part, frozenset({"part-exceeds-whole"})),
    "different values": (plant_different, frozenset({"different-values", "sum"})),
    "share": (plant_share, frozenset({"share"})),
    "rate": (plant_rate, frozenset({"rate"})),
    "weekday": (plant_weekday, frozenset({"weekday"})),
    "outside period": (plant_outside, frozenset({"outside-period"})),
    "massacre rule": (plant_massacre, frozenset({"massacre-rule"})),
    "accounts": (plant_accounts, frozenset({"accounts"})),
    "citation": (plant_citation, frozenset({"citation"})),
    "unit": (plant_unit, frozenset({"unit"})),
}
"""Every kind of fault: how it is planted, and the kinds of finding that name it."""
