"""What is answered where no page and no operation answers: programs get a problem, people a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tawthiq.api.problems import problem
from tawthiq.web import refusing

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request itself is wrong, or larger than is taken."""
    told = "The request cannot be read, or is larger than 16 MB. Check it, and send less at once."
    return _answer(request, 400, "unreadable", told, refusing.bad_request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this may not be done."""
    return _answer(request, 403, "refused", "You may not do this here.", refusing.forbidden)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such address or record, or that it is not theirs to see."""
    told = (
        "There is no such address, or it is not yours to see. The description lies at /api/v1/openapi.json."
    )
    return _answer(request, 404, "not-found", told, refusing.not_there)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that somebody tries too often."""
    told = "This was tried too often. Wait a few minutes, then try again."
    return _answer(request, 429, "too-many", told, refusing.too_many)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the program itself failed."""
    told = "This is a fault of the program, not yours. Nothing of this step was saved."
    return _answer(request, 500, "broken", told, refusing.broken)


def _answer(
    request: HttpRequest, status: int, code: str, told: str, page: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    return problem(status, code, told) if request.path.startswith(API) else page(request)
