"""Errors as problem+json (RFC 9457): the refusal's own code beside its sentence, in the language asked for."""

from http import HTTPStatus
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound, Refused, TawthiqError

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[TawthiqError], int] = {NotFound: 404, Refused: 403, InvalidValue: 422, InvalidFile: 422}
CODES: dict[type[TawthiqError], str] = {
    NotFound: "not-found",
    InvalidValue: "invalid-value",
    InvalidFile: "invalid-file",
}
NOT_OF_ROLE = frozenset({"role", "own-work", "scope"})
"""Refusals about who asks; all others are about the state of the record, which is a conflict."""


class Fault(Schema):
    """One value that could not be read: where it stands and what is wrong with it."""

    where: list[str]
    what: str


class Problem(Schema):
    """What went wrong: `code` is for programs and never changes, `detail` says to people what to do."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    faults: list[Fault] = Field(default_factory=list)


READ_REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
NEW_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
REFUSALS = {**NEW_REFUSALS, 412: Problem, 428: Problem}
"""What reading, recording and changing may be answered beside their own answer."""


class Unconditional(Exception):
    """A write without If-Match, where one is needed."""


def language_of(request: HttpRequest) -> Literal["en", "ar"]:
    """Return the language that the program asks for; English where it does not say."""
    return "ar" if str(getattr(request, "LANGUAGE_CODE", "en")).startswith("ar") else "en"


def problem(status: int, code: str, detail: str, faults: list[Fault] | None = None) -> HttpResponse:
    """Answer with a problem."""
    body = Problem(
        title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, faults=faults or []
    )
    return HttpResponse(body.model_dump_json(), status=status, content_type=MEDIA_TYPE)


def of_error(request: HttpRequest, error: TawthiqError) -> HttpResponse:
    """Answer with an error of ours."""
    by_kind = next((code for kind, code in CODES.items() if isinstance(error, kind)), "refused")
    code = error.code if isinstance(error, Refused) else error.refusal.code if error.refusal else by_kind
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 422)
    if isinstance(error, Refused) and error.code not in NOT_OF_ROLE:
        status = 412 if error.code == "stale-version" else 409
    return problem(status, code, error.sentence_in(language_of(request)))


def _of_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [Fault(where=[str(step) for step in one["loc"]], what=str(one["msg"])) for one in error.errors]
    return problem(422, "unreadable", "Some values cannot be read; each is named under faults.", faults)


def _of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = "unreadable" if error.status_code == 400 else "refused"
    return problem(error.status_code, code, str(error))


def _of_authentication(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = problem(401, "no-token", "Send a token of yours: Authorization: Bearer TOKEN.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _of_unconditional(request: HttpRequest, error: Unconditional) -> HttpResponse:
    return problem(428, "no-if-match", "Say which version you saw: If-Match with the ETag you were given.")


def register(api: NinjaAPI, authentication_error: type[Exception]) -> None:
    """Make the API answer all errors as problems."""
    handlers: list[tuple[type[Exception], Any]] = [
        (TawthiqError, of_error), (ValidationError, _of_validation), (HttpError, _of_http),
        (authentication_error, _of_authentication), (Unconditional, _of_unconditional),
    ]  # fmt: skip
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)
