"""Every answer has a number of its own, one line in the log and one count; none says who asked or for what."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tawthiq.web.running.counting import note_answer

log = logging.getLogger("tawthiq.answers")


class Answers:
    """Give each answer its number, log it and count it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and note it."""
        began = time.perf_counter()
        number = secrets.token_hex(8)
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        route = request.resolver_match.route if request.resolver_match else "none"
        response.headers["X-Request-Id"] = number
        note_answer(request.method or "", route, response.status_code, seconds)
        log.info(
            "answered",
            extra={
                "request": number, "method": request.method, "route": route, "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            },
        )  # fmt: skip
        return response
