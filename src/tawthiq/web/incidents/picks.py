"""What the fields of the screen look up while one types: small answers in JSON, each only of what the actor may see."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.when_written import parse_when
from tawthiq.queries.alike import incidents_alike
from tawthiq.queries.mapping import place_at, shapes_of
from tawthiq.queries.picking import (
    Choice,
    facilities_like,
    items_like,
    persons_like,
    place_meant,
    places_like,
    sources_like,
)
from tawthiq.records.accounts.models import Account
from tawthiq.reports.language.dates import written
from tawthiq.web.doors import actor_of, door
from tawthiq.web.incidents.reading import said_when
from tawthiq.web.refusing import language
from tawthiq.web.shell.templatetags.say import clock

LONGEST = 200


def _asked(request: HttpRequest, name: str = "q") -> str:
    return request.GET.get(name, "")[:LONGEST].strip()


def _answer(request: HttpRequest, find: Callable[[Account, str], tuple[Choice, ...]]) -> HttpResponse:
    text = _asked(request)
    found = find(actor_of(request), text) if text else ()
    return JsonResponse({"choices": [_plain(choice) for choice in found]})


def _plain(choice: Choice) -> dict[str, str]:
    arabic = language() == "ar"
    return {
        "id": choice.id,
        "label": choice.label_ar if arabic else choice.label_en,
        "context": choice.context_ar if arabic else choice.context_en,
    }


@door("record-case")
def place(request: HttpRequest) -> HttpResponse:
    """Offer places."""
    return _answer(request, places_like)


@door("record-case")
def person(request: HttpRequest) -> HttpResponse:
    """Offer persons of a like name."""
    return _answer(request, persons_like)


@door("record-case")
def source(request: HttpRequest) -> HttpResponse:
    """Offer sources."""
    return _answer(request, sources_like)


@door("record-case")
def facility(request: HttpRequest) -> HttpResponse:
    """Offer facilities."""
    return _answer(request, facilities_like)


@door("record-case")
def item(request: HttpRequest) -> HttpResponse:
    """Offer items of evidence."""
    return _answer(request, items_like)


@door("record-case")
def when(request: HttpRequest) -> HttpResponse:
    """Say what is understood of a text that says when."""
    try:
        read = parse_when(_asked(request), zone=_asked(request, "zone") or "UTC")
    except InvalidValue as error:
        return JsonResponse({"error": error.sentence_in(language())})
    notices = [one.sentence_ar if language() == "ar" else one.sentence_en for one in read.notices]
    return JsonResponse({"said": said_when(read, language()), "warning": " ".join(notices)})


@door("record-case")
def point(request: HttpRequest) -> HttpResponse:
    """Propose the place that a point lies in, or the nearest."""
    try:
        longitude, latitude = float(_asked(request, "longitude")), float(_asked(request, "latitude"))
    except ValueError:
        return JsonResponse({"choices": []})
    found = place_at(actor_of(request), longitude=longitude, latitude=latitude)
    return JsonResponse({"choices": [_plain(choice) for choice in found]})


@door("record-case")
def alike(request: HttpRequest) -> HttpResponse:
    """Name cases at the same place within a day."""
    actor = actor_of(request)
    chosen = _asked(request, "place_id")
    place_id = chosen or place_meant(actor, _asked(request, "place"))
    try:
        read = parse_when(_asked(request, "when"))
    except InvalidValue:
        return JsonResponse({"cases": []})
    found = incidents_alike(
        actor,
        place_id=place_id,
        first=read.date.lower,
        last=read.date.upper,
        not_code=_asked(request, "code"),
    )
    cases = [
        {
            "code": one.code,
            "title": (one.title_ar or one.title_en) if language() == "ar" else (one.title_en or one.title_ar),
            "when": f"{written(one.occurred, language())} {clock(one.time_of_day)}".strip(),
        }
        for one in found
    ]
    return JsonResponse({"cases": cases})


@door("record-case")
def shapes(request: HttpRequest) -> HttpResponse:
    """Give the map its shapes and points, from the home's own gazetteer."""
    return JsonResponse(shapes_of(actor_of(request), language()), content_type="application/geo+json")
