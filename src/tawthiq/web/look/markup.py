"""Rows of lists and bars of timelines as HTML, written straight: a page of them by template takes ten times as long.

Every text goes through `text`, which escapes it; what is not a text is a number or an address made here. The pages
around these pieces are templates as everywhere (docs/adr/0132).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.incident_lists import IncidentRow, PlaceName
from tawthiq.queries.person_lists import HarmLine, PersonRow
from tawthiq.reports.language.dates import time_of_day, written
from tawthiq.vocab import Language

Choice = tuple[str, str]


@lru_cache(maxsize=20_000)
def day_said(edtf: str, language: Language) -> str:
    """Say a date in EDTF, escaped."""
    return escape(written(edtf, language)) if edtf else ""


@lru_cache(maxsize=5_000)
def term_said(name: str, code: str, language: Language) -> str:
    """Say a code of a vocabulary, escaped; a code that is not in it is said as it is."""
    found = vocabulary(name).get(code)
    return escape(code if found is None else found.label(language))


@lru_cache(maxsize=1)
def _incident_pattern() -> str:
    try:
        return reverse("incident", args=("CODE",))
    except NoReverseMatch:
        return "/incidents/CODE/"


def incident_address(code: str) -> str:
    """Return the address of an incident's page, escaped."""
    return _incident_pattern().replace("CODE", escape(code))


def _either(first: str, second: str) -> str:
    return escape(first or second)


def _in(language: Language, english: str, arabic: str) -> str:
    return _either(arabic, english) if language == "ar" else _either(english, arabic)


def _place(place: PlaceName | None, language: Language, otherwise: str = "") -> str:
    return escape(otherwise) if place is None else _in(language, place.name_en, place.name_ar)


def _people(counted: tuple[int, int | None] | None) -> str:
    if counted is None:
        return "–"
    least, most = counted
    if most is None:
        return f"≥ {least}"
    return str(least) if least == most else f"{least}–{most}"


def _secrecy(confidentiality: str, language: Language) -> str:
    if confidentiality != "restricted":
        return ""
    return f' <span class="chip restricted">{term_said("confidentiality", confidentiality, language)}</span>'


def incident_lines(rows: Sequence[IncidentRow], language: Language) -> SafeString:
    """Return the rows of the table of incidents."""
    when, where, what, party = (escape(_(word)) for word in ("When", "Where", "What", "Party"))
    killed, injured, state, certainty = (
        escape(_(word)) for word in ("Killed", "Injured", "State", "Certainty")
    )
    made = []
    for row in rows:
        time = f" <small>{escape(time_of_day(row.time_of_day, language))}</small>" if row.time_of_day else ""
        parties = "; ".join(_in(language, one.name_en, one.name_ar) for one in row.parties)
        made.append(
            f'<tr><th scope="row"><a class="code" href="{incident_address(row.code)}">{escape(row.code)}</a>'
            f"{_secrecy(row.confidentiality, language)}</th>"
            f'<td data-label="{when}">{day_said(row.occurred, language)}{time}</td>'
            f'<td data-label="{where}"><bdi>{_place(row.place, language, row.place_as_reported)}</bdi></td>'
            f'<td data-label="{what}"><bdi>{_in(language, row.title_en, row.title_ar)}</bdi></td>'
            f'<td data-label="{party}">{parties}</td>'
            f'<td class="number" data-label="{killed}">{_people(row.killed)}</td>'
            f'<td class="number" data-label="{injured}">{_people(row.injured)}</td>'
            f'<td data-label="{state}"><span class="chip {escape(row.state)}">'
            f"{term_said('review_state', row.state, language)}</span></td>"
            f'<td data-label="{certainty}">{term_said("certainty", row.certainty, language)}</td></tr>'
        )
    return mark_safe("\n".join(made))


def person_lines(rows: Sequence[PersonRow], language: Language) -> SafeString:
    """Return the rows of the table of persons."""
    code, sex, born, harms = (escape(_(word)) for word in ("Code", "Sex", "Born", "What befell them"))
    nothing = escape(_("no harm recorded"))  # outside of the f-string, where the collector of texts sees it
    none = f'<span class="soft">{nothing}</span>'
    address = reverse("person", args=("CODE",))
    made = []
    for row in rows:
        name = escape(row.name or row.name_en or row.name_ar or row.code)
        lines = "".join(_harm(harm, language) for harm in row.harms) or none
        made.append(
            f'<tr><th scope="row"><a href="{address.replace("CODE", escape(row.code))}"><bdi>{name}</bdi></a>'
            f"{_secrecy(row.confidentiality, language)}</th>"
            f'<td data-label="{code}"><span class="code">{escape(row.code)}</span></td>'
            f'<td data-label="{sex}">{term_said("sex", row.sex, language)}</td>'
            f'<td data-label="{born}">{day_said(row.born, language)}</td>'
            f'<td data-label="{harms}">{lines}</td></tr>'
        )
    return mark_safe("\n".join(made))


def _harm(harm: HarmLine, language: Language) -> str:
    place = f" · <bdi>{_place(harm.place, language)}</bdi>" if harm.place else ""
    return (
        f"<div>{term_said('harm_kind', harm.kind, language)} · {day_said(harm.occurred, language)}{place} · "
        f'<a class="code" href="{incident_address(harm.incident)}">{escape(harm.incident)}</a></div>'
    )


def select(name: str, label: str, choices: Sequence[Choice], chosen: tuple[str, ...]) -> SafeString:
    """Return a labelled select of the filter; with several values chosen it shows several lines."""
    several = ' multiple size="4"' if len(chosen) > 1 else ""
    options, whatever = _options(tuple(choices)), escape(_("any"))
    for value in chosen:
        options = options.replace(f'value="{escape(value)}"', f'value="{escape(value)}" selected', 1)
    return mark_safe(
        f'<div class="field"><label for="f-{name}">{escape(label)}</label>'
        f'<select id="f-{name}" name="{name}"{several}><option value="">{whatever}</option>'
        f"{options}</select></div>"
    )


@lru_cache(maxsize=500)
def _options(choices: tuple[Choice, ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)


def options(choices: Sequence[Choice]) -> SafeString:
    """Return the options of a list of suggestions."""
    return mark_safe(_options(tuple(choices)))
