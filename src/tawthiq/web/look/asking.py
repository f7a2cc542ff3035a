"""The filter of an address, and what the form above a list offers to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.filters import VOCABULARY, Filters, parse_filters
from tawthiq.queries.incident_lists import PlaceName
from tawthiq.queries.options import offered_choices, place_names
from tawthiq.queries.saved_filters import saved_filters
from tawthiq.records.accounts.models import Account
from tawthiq.web.doors import language_of
from tawthiq.web.look.markup import options, select

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
    "incidents": {
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "changed": _("Last changed first"),
    },
    "persons": {"newest": _("Recorded last first"), "oldest": _("Recorded first first")},
}


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
    offered = offered_choices(actor)
    parties = _named_all(offered.parties, language)
    return {
        "subject": subject,
        "filters": filters,
        "query": filters.query,
        "pairs": filters.pairs(),
        "tab": tab,
        "tabs": _tabs(subject, tab, filters),
        "here": request.path,
        "parties": select("party", str(LABELS["party"]), parties, filters.party),
        "head": [_vocabulary_select(name, filters, language) for name in HEAD],
        "more": [_vocabulary_select(name, filters, language) for name in MORE],
        "more_is_open": any(getattr(filters, name) for name in (*MORE, "author")),
        "places": options(_named_all(offered.places, language)),
        "place_value": filters.place[-1] if filters.place else "",
        "other_places": filters.place[:-1],
        "sorts": [(code, label, code == filters.sort) for code, label in SORTS[subject].items()],
        "asked": _asked(actor, filters, language, dict(parties)),
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


@lru_cache(maxsize=200)
def _named_all(places: tuple[PlaceName, ...], language: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, _named(one, language)) for one in places)


def _vocabulary_select(name: str, filters: Filters, language: str) -> SafeString:
    return select(name, str(LABELS[name]), _terms(VOCABULARY[name], language), getattr(filters, name))


@lru_cache(maxsize=100)
def _terms(name: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((term.code, term.ar if language == "ar" else term.en) for term in vocabulary(name).values())


def _asked(actor: Account, filters: Filters, language: str, parties: Mapping[str, str]) -> list[Asked]:
    pairs = [(name, value) for name, value in filters.pairs() if name != "sort"]
    places = {code: _named(one, language) for code, one in place_names(actor, filters.place).items()}
    found = []
    for name, value in pairs:
        said = value
        if name in VOCABULARY:
            term = vocabulary(VOCABULARY[name])[value]
            said = term.ar if language == "ar" else term.en
        names = {"place": places, "party": parties}.get(name)
        said = said if names is None else names.get(value, said)
        rest = QueryDict(mutable=True)
        for other in filters.pairs():
            if other != (name, value):
                rest.appendlist(*other)
        found.append(Asked(LABELS[name], said, rest.urlencode()))
    return found
