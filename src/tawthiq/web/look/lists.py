"""Incidents and persons as lists, and the page of one person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tawthiq.queries.incident_lists import incidents_page
from tawthiq.queries.person_lists import person_shown, persons_page
from tawthiq.web.doors import actor_of, door
from tawthiq.web.look.asking import filters_of, frame
from tawthiq.web.look.markup import incident_lines, person_lines
from tawthiq.web.refusing import language


@door("read-case")
def incidents(request: HttpRequest) -> HttpResponse:
    """Show a page of incidents."""
    actor, filters = actor_of(request), filters_of(request.GET)
    page = incidents_page(actor, filters, cursor=request.GET.get("after", ""))
    lines = incident_lines(page.rows, language())
    return _list(
        request,
        "incidents",
        {"page": page, "lines": lines} | frame(request, actor, "incidents", filters, "list"),
    )


@door("read-case")
def persons(request: HttpRequest) -> HttpResponse:
    """Show a page of persons."""
    actor, filters = actor_of(request), filters_of(request.GET)
    page = persons_page(actor, filters, cursor=request.GET.get("after", ""))
    lines = person_lines(page.rows, language())
    return _list(
        request, "persons", {"page": page, "lines": lines} | frame(request, actor, "persons", filters, "list")
    )


def _list(request: HttpRequest, subject: str, shown: dict[str, object]) -> HttpResponse:
    begun = "after" in request.GET
    return render(request, f"look/{subject}.html", shown | {"begun": begun})


@door("read-case")
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person."""
    return render(request, "look/person.html", {"person": person_shown(actor_of(request), code)})
