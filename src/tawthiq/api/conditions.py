"""The optimistic lock in the words of HTTP: an ETag says the version one saw, If-Match sends it back."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from tawthiq.api.problems import Unconditional
from tawthiq.domain.errors import InvalidValue

_TAG = re.compile(r'"v(\d{1,9})"')


def set_etag(response: HttpResponse, version: int) -> None:
    """Say the version of the record that is answered."""
    response.headers["ETag"] = f'"v{version}"'


def version_seen(request: HttpRequest) -> int:
    """Return the version that the program saw; Unconditional without If-Match, InvalidValue for no tag of ours."""
    stated = request.headers.get("If-Match")
    if stated is None:
        raise Unconditional
    found = _TAG.fullmatch(stated.strip())
    if found is None:
        raise InvalidValue('If-Match must be one ETag as it was given, such as "v3".')
    return int(found[1])


def is_unchanged(request: HttpRequest, version: int) -> bool:
    """Say whether the program holds this version already (If-None-Match)."""
    return f'"v{version}"' in request.headers.get("If-None-Match", "")
