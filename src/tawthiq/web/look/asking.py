"""The filter of an address, and what the form above a list offers to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.filters import VOCABULARY, Filters, parse_filters
from tawthiq.queries.incident_lists import PlaceName
from tawthiq.queries.options import offered_parties, offered_places, place_names
from tawthiq.queries.saved_filters import saved_filters
from tawthiq.records.accounts.models import Account
from tawthiq.web.doors import language_of

LABELS: Mapping[str, str | Promise] = {
    "text": _("Words"), "place": _("Place"), "party": _("Party"), "first": _("From"), "last": _("Until"),
    "state": _("State"), "certainty": _("Certainty"), "harm": _("Harm"), "sex": _("Sex"), "age": _("Age group"),
    "status": _("Status"), "platform": _("Weapon platform"), "munition": _("Munition"),
    "facility": _("Facility hit"), "secrecy": _("Confidentiality"), "author": _("Recorded by"), "sort": _("Order"),
}  # fmt: skip

HEAD = ("state", "certainty")
MORE = ("harm", "sex", "age", "status", "platform", "munition", "facility", "secrecy")
"""Parts chosen from a vocabulary: those always in sight, and those folded away."""

SORTS: Mapping[str, Mapping[str, str | Promise]] = {
    "incidents": {"newest": _("Newest first"), "oldest": _("Oldest first"), "changed": _("Last changed first")},
    "persons": {"newest": _("Recorded last first"), "oldest": _("Recorded first first")},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a select: what it says, and whether it is chosen."""

    value: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A select of the form; with several values chosen it shows several lines."""

    name: str
    label: str | Promise
    choices: tuple[Choice, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the filter in force, in words, and the query without it."""

    label: str | Promise
    value: str
    without: str


def filters_of(values: QueryDict) -> Filters:
    """Read the filter from an address or a form."""
    return parse_filters({name: values.getlist(name) for name in values})


def frame(request: HttpRequest, actor: Account, subject: str, filters: Filters, tab: str) -> dict[str, Any]:
    """Return what every list, map and timeline shows above itself: tabs, form, what is asked, saved filters."""
    language = language_of(request)
    return {
        "subject": subject,
        "filters": filters,
        "query": filters.query,
        "pairs": filters.pairs(),
        "tab": tab,
        "tabs": _tabs(subject, tab, filters),
        "here": request.path,
        "parties": _select("party", _parties(language), filters),
        "head": [_vocabulary_select(name, filters, language) for name in HEAD],
        "more": [_vocabulary_select(name, filters, language) for name in MORE],
        "more_is_open": any(getattr(filters, name) for name in (*MORE, "author")),
        "places": [(one.code, _named(one, language)) for one in offered_places(actor)],
        "place_value": filters.place[-1] if filters.place else "",
        "other_places": filters.place[:-1],
        "sorts": [Choice(c, label, c == filters.sort) for c, label in SORTS[subject].items()],
        "asked": _asked(actor, filters, language),
        "saved": saved_filters(actor, subject),
    }


def _tabs(subject: str, tab: str, filters: Filters) -> list[tuple[str, str | Promise, bool]]:
    """Return address, label and whether it is this, of list, map and timeline; the filter stays."""
    names = {"list": (subject, _("List")), "map": (f"{subject}_map", _("Map")),
             "timeline": (f"{subject}_timeline", _("Timeline"))}  # fmt: skip
    query = f"?{filters.query}" if filters.query else ""
    return [(reverse(name) + query, label, key == tab) for key, (name, label) in names.items()]


def _named(place: PlaceName, language: str) -> str:
    first, second = (place.name_ar, place.name_en) if language == "ar" else (place.name_en, place.name_ar)
    return first or second


def _parties(language: str) -> list[tuple[str, str]]:
    return [(one.code, _named(one, language)) for one in offered_parties()]


def _select(name: str, choices: Sequence[tuple[str, str]], filters: Filters) -> Select:
    chosen = getattr(filters, name)
    made = tuple(Choice(value, label, value in chosen) for value, label in choices)
    return Select(name, LABELS[name], made, len(chosen) > 1)


def _vocabulary_select(name: str, filters: Filters, language: str) -> Select:
    terms = vocabulary(VOCABULARY[name]).values()
    return _select(name, [(term.code, term.ar if language == "ar" else term.en) for term in terms], filters)


def _asked(actor: Account, filters: Filters, language: str) -> list[Asked]:
    pairs = [(name, value) for name, value in filters.pairs() if name != "sort"]
    parties = dict(_parties(language)) if filters.party else {}
    places = {code: _named(one, language) for code, one in place_names(actor, filters.place).items()}
    found = []
    for name, value in pairs:
        said = value
        if name in VOCABULARY:
            term = vocabulary(VOCABULARY[name])[value]
            said = term.ar if language == "ar" else term.en
        said = {"place": places, "party": parties}.get(name, {}).get(value, said)
        rest = QueryDict(mutable=True)
        for other in filters.pairs():
            if other != (name, value):
                rest.appendlist(*other)
        found.append(Asked(LABELS[name], said, rest.urlencode()))
    return found
