"""The start page: what waits for whoever signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tawthiq.web.doors import actor_of, door


@door()
def start(request: HttpRequest) -> HttpResponse:
    """Show where to go on."""
    return render(request, "tawthiq/start.html", {"account": actor_of(request)})
