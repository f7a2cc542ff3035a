"""The page of one case: all that is recorded of it, and what may be done with it now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from tawthiq.queries.cases import case_shown
from tawthiq.queries.entries import entry_of_incident
from tawthiq.web.doors import actor_of, door


@door("read-case")
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """Show a case."""
    actor = actor_of(request)
    case = case_shown(actor, code)
    named = [harm for harm in case.harms if harm.person is not None]
    groups = [harm for harm in case.harms if harm.person is None]
    context = {
        "case": case,
        "named": named,
        "groups": groups,
        "entry": entry_of_incident(actor, case.code),
        "review": _address("review", case.code),
        "history": _address("history", case.code),
        "group_labels": {harm.id: harm.group_label for harm in groups},
        "may": list(case.may.values()),
    }
    return render(request, "incidents/incident.html", context)


def _address(name: str, code: str) -> str:
    """Return an address of another area, or nothing where that area is not installed."""
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""
