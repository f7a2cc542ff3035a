"""The block `incident`: one attack told from its recorded facts, in English and Arabic sentences made by rules.

Nothing is told that is not recorded: an unknown time, weapon or control is left out, a hedge stays a hedge, and every
number is a figure with its proof.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from tawthiq.domain.scripts import is_arabic
from tawthiq.reports.calls import Call
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Row, label_of
from tawthiq.reports.functions import Number, shown
from tawthiq.reports.language import dates
from tawthiq.reports.language.nouns import counted
from tawthiq.reports.language.numbers import Case
from tawthiq.reports.signatures import REQUIRED, Parameter, Values
from tawthiq.reports.tree import SPACE, Node, div, emphasis, heading, paragraph, text

PARAMETERS: Final = (
    Parameter("incident", default=REQUIRED),
    Parameter("title", "flag", default=True),
    Parameter("narrative", "flag", default=True),
    Parameter("level", "number", default=2),
    Parameter("id"),
)
_SAME_SITE_MINUTES: Final = 60


@cache
def _wording() -> Mapping[str, Any]:
    text = resources.files("tawthiq.reports.language").joinpath("attacks.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def incident(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Tell one attack: when, who, what, where, its strikes, its toll, who held the area; then the record's words."""
    row = edition.incident(values["incident"], call.place)
    telling = _Telling(edition, call, row, _wording()[edition.language])
    inlines = text(telling.opening())
    for sentence in telling.further_strikes():
        inlines += [SPACE, *text(sentence)]
    inlines += [SPACE, *telling.toll()]
    control = telling.control()
    inlines += [SPACE, *text(control)] if control else []
    made = [paragraph(inlines)]
    narrative = label_of(row, "narrative", edition.language) if values["narrative"] else None
    edition.refuse_taken_back(narrative, call.place, where=f"The narrative of {row['incident_code']}")
    if narrative:
        made += [paragraph(edition.written(part.strip())) for part in narrative.split("\n\n") if part.strip()]
    remark = row["note_ar"] if edition.language == "ar" else row["note_en"]
    edition.refuse_taken_back(remark, call.place, where=f"The remark on {row['incident_code']}")
    if remark:
        made.append(div([paragraph([emphasis(remark)])], classes=["remark"]))
    body = div(made, classes=["incident"], pairs=[("incident", row["incident_code"])])
    if not values["title"]:
        return [body]
    title = row[f"title_{edition.language}"] or telling.place_and_day()
    identifier = values["id"] or f"incident-{row['incident_code'].lower()}"
    return [heading(int(values["level"]), identifier, edition.written(title)), body]


@dataclass(frozen=True, slots=True)
class _Telling:
    """The sentences of one attack in one language."""

    edition: Edition
    call: Call
    row: Row
    words: Mapping[str, Any]

    @property
    def arabic(self) -> bool:
        return self.edition.language == "ar"

    def place_and_day(self) -> str:
        joint = "، " if self.arabic else ", "
        when = dates.written(self.row["edtf"], self.edition.language)
        return f"{self.edition.place_name(self.row['place_id'])}{joint}{when}"

    def strikes(self) -> Sequence[Row]:
        return self.edition.facts.strikes.get(self.row["incident_id"], [])

    def opening(self) -> str:
        first = self.strikes()[0] if self.strikes() else None
        made = {
            "when": self.when(),
            "where": self.where(),
            "who": self.who(first),
            "object": self.target(first),
        }
        if self.arabic:
            gender = self.platform(first)[1]
            made |= {"verb": self.words[f"verb_{gender}"], "weapon": self.weapon(first)}
            return " ".join(str(self.words["told"]).format(**made).split()).replace(" .", ".")
        return str(self.words["told"]).format(**made, struck=self.weapon(first))

    def when(self) -> str:
        row, language = self.row, self.edition.language
        time = row["time_of_day"]
        if row["first"] is not None and time is not None and ":" not in time:
            night = "night" if time == "night" else "when"
            return str(self.words[night]).format(day=dates.day(row["first"], language, weekday=True))
        if row["first"] is None or row["first"] != row["last"]:
            written = dates.written(row["edtf"], language)
            said = str(self.words["between"]).format(day=written)
            return said[:1].upper() + said[1:]
        said = str(self.words["when"]).format(day=dates.day(row["first"], language, weekday=True))
        if time is None:
            return said
        near = "at" if row["time_margin_minutes"] == 0 else "around"
        return said + str(self.words[near]).format(time=dates.time_of_day(time, language))

    def where(self) -> str:
        place = self.edition.place_name(self.row["place_id"])
        area = label_of(self.row, "governorate", self.edition.language)
        if not area or area == place:
            return place
        return str(self.words["where"]).format(place=place, governorate=area)

    def platform(self, strike: Row | None) -> tuple[str, str]:
        code = strike["platform"] if strike is not None else "unknown"
        known = _wording()["platform"].get(code)
        if known is None:
            named = self.edition.label("platform", code)
            return ("هجوم" if self.arabic else "an attack") if code == "unknown" else named, "masculine"
        if self.arabic:
            return known["ar"][0], known["ar"][1]
        return known["en"][0 if strike is not None and strike["platform_count"] == 1 else 1], "masculine"

    def who(self, strike: Row | None) -> str:
        named, gender = self.platform(strike)
        many = strike["platform_count"] if strike is not None else None
        if not self.arabic and many and many > 1:
            named = f"{counted(many, 'record', 'en', style='words').split()[0]} {named}"
        if strike is not None and strike["aircraft_type"]:
            named = f"{named} ({strike['aircraft_type']})"
        level = "none" if self.row["party"] == "unknown" else self.row["attribution_level"] or "established"
        said: str = _wording()["attribution"].get(level, _wording()["attribution"]["suspected"])[
            gender if self.arabic else "en"
        ]
        party = self.edition.party(self.row["party"])
        return named + said.format(party=_to(party) if self.arabic else party)

    def weapon(self, strike: Row | None) -> str:
        code = strike["munition"] if strike is not None else "unknown"
        known = _wording()["munition"].get(code)
        one = strike is not None and strike["munition_count"] == 1
        if self.arabic:
            if code in ("unknown", "other"):
                return ""
            what = known["ar"][0 if one else 1] if known else self.edition.label("munition", code)
            return str(self.words["weapon_one" if one else "weapon_many"]).format(what=what)
        if code in ("unknown", "other"):
            return "attacked"
        if known is None:
            return "attacked" if strike is None else f"used {self.edition.label('munition', code)} against"
        return str(known["en"][2]).format(what=known["en"][0 if one else 1])

    def target(self, strike: Row | None) -> str:
        site = (strike["site"] if strike is not None else None) or self.row["site"]
        if site and is_arabic(site) == self.arabic:
            return str(site)
        if strike is None or strike["target"] in ("unknown", "other"):
            return str(self.words["no_object"])
        return self.edition.label("target_kind", strike["target"])

    def further_strikes(self) -> list[str]:
        strikes = self.strikes()
        return [
            self._further(number, strikes[number - 2], strikes[number - 1])
            for number in range(2, len(strikes) + 1)
        ]

    def _further(self, number: int, before: Row, strike: Row) -> str:
        ordinals = self.words["ordinals"]
        ordinal = (
            ordinals[number - 1]
            if number <= len(ordinals)
            else self.words["ordinal_many"].format(number=number)
        )
        gap = _minutes_between(before["time_of_day"], strike["time_of_day"])
        if gap is not None and 0 < gap <= _SAME_SITE_MINUTES and _same_site(before, strike):
            minutes = counted(gap, "minute", self.edition.language, style="words", case="genitive")
            return str(self.words["further_same"]).format(ordinal=ordinal, minutes=minutes)
        target = self.target(strike)
        named = target != self.words["no_object"]
        target = str(self.words["further_object"]).format(object=target) if named else ""
        time = strike["time_of_day"]
        if time is not None and ":" in time:
            return str(self.words["further_time"]).format(ordinal=ordinal, time=time, object=target)
        return str(self.words["further"]).format(ordinal=ordinal, object=target)

    def number(
        self, measure: str, of: str, case: Case = "nominative", *, at_least: bool = False
    ) -> list[Node] | None:
        where = (("incident", self.row["incident_id"]),)
        question = self.edition.question(measure, of, where=where)
        if not sum(cell.minimum for cell in self.edition.figures.look(question, self.call.place)):
            return None  # what is not printed needs no proof
        figure = self.edition.ask(measure, of, self.call.place, where=where)
        case = "genitive" if at_least else case
        number = Number(figure.minimum, of, figure, "words", case, wrapped="at_least" if at_least else None)
        return shown(number, self.edition)

    def toll(self) -> list[Node]:
        dead = self.number("killed", "civilian", at_least=True)
        if dead is None:
            return text(str(self.words["toll_none"]))
        inlines = _filled(self.words["toll"], dead=dead, among=self._among())
        beside = self.number("killed", "unborn-beside")
        if beside:
            inlines += [SPACE, *_filled(self.words["beside"], unborn=beside)]
        injured = self.number("injured", "person", at_least=True) or self.number(
            "injured", "civilian", at_least=True
        )
        if injured:
            sentence = _filled(self.words["injured"], number=injured)
            inlines += [SPACE, *(sentence if self.arabic else _capital(sentence))]
        return inlines

    def _among(self) -> list[Node]:
        parts = [part for part in (self._children(), self.number("killed", "woman")) if part]
        return _filled(self.words["among"], parts=_listed(parts, self.arabic)) if parts else []

    def _children(self) -> list[Node] | None:
        children = self.number("killed", "child")
        parts = [self.number("killed", of) for of in ("boy", "girl", "unborn", "child-unknown-sex")]
        known = [part for part in parts if part]
        if children is None or not known or (len(known) == 1 and parts[3]):
            return children
        return _filled(self.words["children"], children=children, parts=_listed(known, self.arabic))

    def control(self) -> str:
        held = self.row["control"]
        if not held:
            return ""
        names = [self.edition.party(code) for code in held]
        joint = "joint_control" if len(names) > 1 else "control"
        if self.arabic and joint == "joint_control":
            said = str(self.words[joint]).replace("ل{parties}", "{parties}")
            return said.format(parties=" و".join([_to(names[0]), *map(_to, names[1:])]))
        return str(self.words[joint]).format(parties=dates.listed(names, self.edition.language))


def _to(name: str) -> str:
    """Put the Arabic "to" before a name: القوات becomes للقوات."""
    return f"لل{name[2:]}" if name.startswith("ال") else f"ل{name}"


def _filled(template: str, **parts: Sequence[Node]) -> list[Node]:
    """Put inline nodes into the places of a sentence."""
    inlines: list[Node] = []
    rest = template
    while True:
        before, opened, after = rest.partition("{")
        inlines += text(before)
        if not opened:
            return inlines
        name, _, rest = after.partition("}")
        inlines += list(parts[name])


def _listed(parts: Sequence[Sequence[Node]], arabic: bool) -> list[Node]:
    inlines = list(parts[0])
    for at, part in enumerate(parts[1:], 1):
        last = at == len(parts) - 1
        joint = (" و" if arabic else " and ") if last else ("، " if arabic else ", ")
        inlines += [*text(joint), *part]
    return inlines


def _capital(inlines: list[Node]) -> list[Node]:
    """Begin a sentence with a capital, within the mark of a figure."""
    first = inlines[0]
    if first["t"] == "Str":
        return [{"t": "Str", "c": first["c"][:1].upper() + first["c"][1:]}, *inlines[1:]]
    if first["t"] == "Span":
        return [{"t": "Span", "c": [first["c"][0], _capital(first["c"][1])]}, *inlines[1:]]
    return inlines


def _minutes_between(first: str | None, second: str | None) -> int | None:
    if first is None or second is None or ":" not in first or ":" not in second:
        return None
    start, end = (int(time[:2]) * 60 + int(time[3:5]) for time in (first, second))
    return end - start


def _same_site(first: Row, second: Row) -> bool:
    if first["facility_id"] is not None and first["facility_id"] == second["facility_id"]:
        return True
    if first["site"] is not None and first["site"] == second["site"]:
        return True
    points = [(row["longitude"], row["latitude"]) for row in (first, second)]
    return (
        None not in points[0]
        and None not in points[1]
        and max(abs(points[0][axis] - points[1][axis]) for axis in (0, 1)) < 0.0005
    )  # some 50 m: the second hit of a double strike is not a metre off the first
