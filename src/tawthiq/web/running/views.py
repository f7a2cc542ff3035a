"""Health, readiness and numbers; open to machines that watch, silent about everything else."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from tawthiq.domain.errors import NotFound
from tawthiq.queries.running import parts_of
from tawthiq.web.running.counting import as_text

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return JsonResponse({"live": True})


def ready(request: HttpRequest) -> HttpResponse:
    """Say whether what it stands on works; 503 where a part does not."""
    if settings.HOME is None:
        raise NotFound("There is no home.")
    parts = parts_of(settings.HOME)
    is_ready = all(part.works for part in parts)
    said = {"ready": is_ready, "parts": {part.name: part.works for part in parts}}
    return JsonResponse(said, status=200 if is_ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the numbers to this machine itself, or to who shows the token of the settings; to others it is not there."""
    if not (_is_from_here(request) or _shows_token(request)):
        raise NotFound("There is nothing here.")
    return HttpResponse(as_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_from_here(request: HttpRequest) -> bool:
    """A proxy on this machine speaks for others, and says so: that is not from here."""
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META


def _shows_token(request: HttpRequest) -> bool:
    wanted = settings.METRICS_TOKEN
    shown = request.headers.get("Authorization", "")
    return bool(wanted) and secrets.compare_digest(shown.encode(), f"Bearer {wanted}".encode())
