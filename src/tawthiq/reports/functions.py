"""The functions that a report may call within a sentence, as a table; each gives text, and figures give their proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tawthiq.analysis import CATEGORIES, MEASURES, Period
from tawthiq.domain.errors import TawthiqError
from tawthiq.reports.calls import Call
from tawthiq.reports.counting import Figure
from tawthiq.reports.edition import Edition
from tawthiq.reports.language import dates
from tawthiq.reports.language.nouns import Style, counted, noun, nouns, number_alone
from tawthiq.reports.language.numbers import Case
from tawthiq.reports.law import provision_text
from tawthiq.reports.places import SourcePlace
from tawthiq.reports.signatures import REQUIRED, Parameter, Values, bind
from tawthiq.reports.tree import Node, text

CASES: Final = ("nominative", "genitive", "accusative")
STYLES: Final = ("digits", "words", "spelled")

WHERE: Final = (
    Parameter("party", "texts"), Parameter("place", "texts"), Parameter("governorate", "texts"),
    Parameter("district", "texts"), Parameter("community", "texts"), Parameter("incident", "text"),
    Parameter("incident_class", "text", choices=("massacre",)), Parameter("certainty", "texts"),
    Parameter("attribution_level", "texts"), Parameter("munition", "texts"), Parameter("platform", "texts"),
    Parameter("target", "texts"), Parameter("facility_kind", "texts"), Parameter("cause", "texts"),
)  # fmt: skip
"""How a figure may be narrowed; the same names as `tawthiq figures` takes."""

PERIOD: Final = (
    Parameter("period"),
    Parameter("inside", choices=("certainly", "possibly"), default="certainly"),
)
WORDING: Final = (
    Parameter("noun", choices=tuple(nouns())), Parameter("case", choices=CASES, default="nominative"),
    Parameter("style", choices=STYLES),
)  # fmt: skip
FUNCTION_OF: Final = {
    "killed": "killed", "injured": "injured", "missing": "missing", "arrested": "arrested",
    "disappeared": "forcibly-disappeared", "tortured": "tortured", "displaced": "displaced",
    "incidents": "incidents", "strikes": "strikes", "damages": "damages", "share": "share",
}  # fmt: skip
"""The functions that count, and the measure that each counts."""
_NOUN_OF: Final = {"incidents": "attack", "strikes": "strike", "damages": "facility"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number to be printed: counted (with its proof) or given, its noun, and how it is to be written."""

    value: int
    noun: str | None
    figure: Figure | None = None
    style: Style = "digits"
    case: Case = "nominative"
    percent: bool = False
    alone: bool = False
    wrapped: str | None = None


Shown = Number | list[Node]


def evaluate(call: Call, edition: Edition) -> Shown:
    """Evaluate one call of a sentence."""
    made = FUNCTIONS.get(call.name)
    if made is None:
        raise call.place.error(
            f"There is no function '{call.name}'. There are: {', '.join(sorted(FUNCTIONS))}; blocks stand alone "
            "in a paragraph."
        )
    try:
        return made.run(bind(call, made.parameters), edition, call)
    except TawthiqError as error:
        if str(error).startswith(f"{call.place.file}:"):
            raise
        raise call.place.error(str(error)) from error


def shown(result: Shown, edition: Edition) -> list[Node]:
    """Make the inline nodes of what a call gave; a figure is marked so that it leads to its proof."""
    if not isinstance(result, Number):
        return result
    written = _number_text(result, edition)
    if result.wrapped:
        written = edition.phrase(result.wrapped, what=written)
    inlines = text(written)
    return inlines if result.figure is None else [edition.proven(inlines, result.figure)]


def _number_text(number: Number, edition: Edition) -> str:
    indic = edition.arabic_indic
    if number.percent and not number.alone:
        digits = number_alone(number.value, edition.language, arabic_indic=indic)
        return edition.phrase("percent", number=digits)
    if number.alone or number.noun is None:
        gender = noun(number.noun).gender if number.noun else "masculine"
        return number_alone(
            number.value,
            edition.language,
            style=number.style,
            gender=gender,
            case=number.case,
            arabic_indic=indic,
        )
    return counted(
        number.value, number.noun, edition.language, style=number.style, case=number.case, arabic_indic=indic
    )


def where_of(values: Values, edition: Edition, place: SourcePlace) -> tuple[Any, ...]:
    """Collect the conditions that a call states; an incident may be named as editors name it."""
    stated = {}
    for parameter in WHERE:
        value = values.get(parameter.name)
        if value is not None:
            stated[parameter.name] = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    if "incident" in stated:
        stated["incident"] = edition.incident(stated["incident"], place)["incident_id"]
    return tuple(sorted(stated.items()))


def period_of(values: Values, place: SourcePlace) -> Period | None:
    """Read the period that a call states, if any."""
    if values.get("period") is None:
        return None
    first, slash, last = values["period"].partition("/")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last if slash else first)
    except ValueError as error:
        raise place.error(
            f"Found the period '{values['period'][:40]}', expected a day or two days, as in 2019-04-26/2019-07-27."
        ) from error
    return Period(*days, inside=values.get("inside", "certainly"))


def _count(values: Values, edition: Edition, call: Call) -> Number:
    measure = FUNCTION_OF[call.name]
    of = values.get("of")
    where = where_of(values, edition, call.place)
    figure = edition.ask(measure, of, call.place, where=where, period=period_of(values, call.place))
    named = values["noun"] or _noun_of(measure, of, dict(where))
    style: Style = values["style"] or (
        "words" if edition.source.front.text("numbers") == "words" else "digits"
    )
    return Number(figure.minimum, named, figure, style, values["case"], percent=measure == "share")


def _noun_of(measure: str, of: str | None, where: Mapping[str, Any]) -> str:
    if measure == "incidents" and where.get("incident_class") == "massacre":
        return "massacre"
    return _NOUN_OF.get(measure) or of or MEASURES[measure].default_of


def _changed(**changes: Any) -> Callable[[Values, Edition, Call], Number]:
    def change(values: Values, edition: Edition, call: Call) -> Number:
        inner = values["figure"]
        if isinstance(inner, Call):
            number = evaluate(inner, edition)
            if not isinstance(number, Number):
                raise call.place.error(f"{call.name}() needs a figure, and {inner.name}() is none.")
        else:
            number = Number(inner, None)
        given = {"case": values["case"]} if values.get("case") else {}
        named = {"noun": values["noun"], "alone": False} if values.get("noun") else {}
        return replace(number, **{**changes, **given, **named})

    return change


def _at_least(values: Values, edition: Edition, call: Call) -> Number:
    number = _changed(wrapped="at_least")(values, edition, call)
    return replace(number, case="genitive")  # ما لا يقل عن is followed by a genitive; English has no cases


def _accounts(values: Values, edition: Edition, call: Call) -> Number:
    where = values["incident"]
    wanted = edition.incident(where, call.place)["incident_id"] if where else None
    quotable = [row for row in edition.facts.statements if row["may_quote"]]
    found = [row for row in quotable if wanted in (None, row["incident_id"])]
    if wanted is None:
        edition.accounts_counted.append((len(found), call.place))
    return Number(len(found), "account", None, values["style"] or "words", values["case"])


def _days(values: Values, edition: Edition, call: Call) -> Number:
    first, last = _stated_period(values["period"], edition, call.place)
    return Number((last - first).days + 1, "day", None, values["style"] or "digits", values["case"])


def _period(values: Values, edition: Edition, call: Call) -> list[Node]:
    first, last = _stated_period(values["period"], edition, call.place)
    write = dates.span if values["style"] == "heading" else dates.period
    return text(_digits(write(first, last, edition.language), edition))


def _stated_period(given: str | None, edition: Edition, place: SourcePlace) -> tuple[date, date]:
    period = period_of({"period": given}, place) if given else None
    if period is not None and period.first and period.last:
        return period.first, period.last
    if edition.source.front.period is None:
        raise place.error(
            "Neither the call nor the front matter states a period. Write period: 2019-04-26/2019-07-27."
        )
    return edition.source.front.period


def _date(values: Values, edition: Edition, call: Call) -> list[Node]:
    edtf = values["date"] or edition.source.front.day.isoformat()
    return text(_digits(dates.written(edtf, edition.language, weekday=values["weekday"]), edition))


def _digits(written: str, edition: Edition) -> str:
    return written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if edition.arabic_indic else written


def _party(values: Values, edition: Edition, call: Call) -> list[Node]:
    return text(edition.party(values["code"]))


def _quoted(values: Values, edition: Edition, call: Call) -> list[Node]:
    return text(values["text"])


def _front(name: str) -> Callable[[Values, Edition, Call], list[Node]]:
    def say(values: Values, edition: Edition, call: Call) -> list[Node]:
        return text(edition.source.front.text(name))

    return say


def _rule(values: Values, edition: Edition, call: Call) -> list[Node]:
    rule = edition.figures.rule
    return text(f"{rule.title_ar if edition.language == 'ar' else rule.title_en} ({rule.label})")


def _snapshot(values: Values, edition: Edition, call: Call) -> list[Node]:
    return [{"t": "Code", "c": [["", ["digest"], []], edition.figures.snapshot.id[:16]]}]


def _law(values: Values, edition: Edition, call: Call) -> list[Node]:
    conflict = values["conflict"] or edition.source.front.text("conflict", "non-international")
    said = provision_text(values["provision"], edition.language, conflict=conflict, conduct=values["conduct"])
    return text(said)


@dataclass(frozen=True, slots=True)
class Function:
    """What a call's name stands for: what it takes and what it does."""

    parameters: tuple[Parameter, ...]
    run: Callable[[Values, Edition, Call], Shown]


def _counting(name: str) -> Function:
    people = MEASURES[FUNCTION_OF[name]].kind is not None
    of = (Parameter("of", choices=tuple(CATEGORIES)),) if people else ()
    first = ("incident_class",) if name == "incidents" else ()
    ordered = sorted(WHERE, key=lambda parameter: parameter.name not in first)
    return Function((*of, *ordered, *PERIOD, *WORDING), _count)


_FIGURE: Final = Parameter("figure", "figure", REQUIRED)
_CASE: Final = Parameter("case", choices=CASES)
_STYLE: Final = Parameter("style", choices=STYLES)
_ANY_CASE: Final = Parameter("case", choices=CASES, default="nominative")

FUNCTIONS: Final[Mapping[str, Function]] = {
    **{name: _counting(name) for name in FUNCTION_OF},
    "words": Function((_FIGURE, _CASE), _changed(style="words")),
    "spelled": Function((_FIGURE, _CASE), _changed(style="spelled")),
    "digits": Function((_FIGURE, _CASE), _changed(style="digits")),
    "number": Function((_FIGURE,), _changed(alone=True)),
    "plural": Function((_FIGURE, Parameter("noun", default=REQUIRED, choices=tuple(nouns())), _CASE), _changed()),
    "at_least": Function((_FIGURE,), _at_least),
    "accounts": Function((Parameter("incident"), _STYLE, _ANY_CASE), _accounts),
    "days": Function((Parameter("period"), _STYLE, _ANY_CASE), _days),
    "period": Function((Parameter("period"), Parameter("style", choices=("heading",))), _period),
    "date": Function((Parameter("date"), Parameter("weekday", "flag", default=False)), _date),
    "party": Function((Parameter("code", default=REQUIRED),), _party),
    "law": Function(
        (Parameter("provision", default=REQUIRED), Parameter("conduct"),
         Parameter("conflict", choices=("international", "non-international"))), _law),
    "quoted": Function((Parameter("text", default=REQUIRED),), _quoted),
    "organisation": Function((), _front("organisation")),
    "zone": Function((), _front("zone")),
    "rule": Function((), _rule),
    "snapshot": Function((), _snapshot),
}  # fmt: skip
