"""What people see when something is not there, not theirs, refused or broken: one plain page, the same every time.

Not yours and not there get the same bytes: the page holds no token, no name, no address.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound, Refused, TawthiqError

log = logging.getLogger("tawthiq.web")

STATUS: dict[type[TawthiqError], int] = {NotFound: 404, Refused: 403, InvalidValue: 422, InvalidFile: 422}
"""What an error of ours is in the words of HTTP; a stale version is 409."""


def language() -> Literal["en", "ar"]:
    """Return the language of this request."""
    return "ar" if (get_language() or "en").startswith("ar") else "en"


def status_of(error: TawthiqError) -> int:
    """Return the HTTP status of an error of ours."""
    if isinstance(error, Refused) and error.code == "stale-version":
        return 409
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 422)


class Refusals:
    """Turn our own errors into their page, wherever a view lets them out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; errors come through `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of an error of ours; leave others to the last door."""
        if isinstance(error, NotFound):
            return not_there(request)
        if isinstance(error, TawthiqError):
            return plain(request, status_of(error), _("This was refused"), error.sentence_in(language()))
        return None


def plain(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """Render the plain page."""
    return render(request, "tawthiq/plain.html", {"title": title, "sentence": sentence}, status=status)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page or record, or that it is not theirs to see."""
    return plain(
        request,
        404,
        _("Not found"),
        _(
            "There is no such record, or it is not yours to see. Check the code, or ask who keeps it for access."
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this may not be done."""
    return plain(request, 403, _("This was refused"), _("You may not do this here."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request itself is wrong."""
    return plain(request, 400, _("This was refused"), _("The browser sent something this page cannot read."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its token."""
    return plain(
        request,
        403,
        _("This was refused"),
        _(
            "This form was open for too long, or was sent from another page. Go back, load it again and send it again."
        ),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that somebody tries too often."""
    return plain(
        request, 429, _("Too many attempts"), _("This was tried too often. Wait a few minutes, then try again.")
    )  # fmt: skip


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the program itself failed; what is logged holds no content of a case."""
    return plain(
        request,
        500,
        _("The program failed"),
        _(
            "This is a fault of the program, not yours. Nothing of this step was saved. Please tell your administrator."
        ),
    )
