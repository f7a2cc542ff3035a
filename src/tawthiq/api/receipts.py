"""What a write answers: which record, in which version and state; sent again with its key, the same receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status

from tawthiq.api.conditions import set_etag
from tawthiq.api.keys import actor_of
from tawthiq.domain.errors import InvalidValue
from tawthiq.records.record import Record
from tawthiq.services.answering import answer_once

LONGEST_KEY = 100


class Receipt(Schema):
    """A record that was written."""

    code: str
    version: int
    state: str | None = None


def receipt_of(record: Record) -> Receipt:
    """Return the receipt of a record as it now stands."""
    return Receipt(code=record.code, version=record.version, state=getattr(record, "state", None))


def written(
    request: HttpRequest, response: HttpResponse, status: int, write: Callable[[], Record]
) -> Status[Receipt]:
    """Write once for each Idempotency-Key, or each time where there is none; set the ETag of what was written."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        receipt: Any = receipt_of(write()).model_dump()
    else:
        status, receipt = answer_once(
            actor_of(request),
            _checked(key),
            asked=_digest(request),
            write=lambda: (status, receipt_of(write()).model_dump()),
        )
    set_etag(response, receipt["version"])
    return Status(status, Receipt(**receipt))


def _checked(key: str) -> str:
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise InvalidValue(f"An Idempotency-Key has 1 to {LONGEST_KEY} letters, digits and signs of ASCII.")
    return key


def _digest(request: HttpRequest) -> str:
    """Return a digest of what is asked: method, address, the version seen and the body."""
    asked = [request.method or "", request.get_full_path(), request.headers.get("If-Match", "")]
    return hashlib.sha256("\n".join(asked).encode() + b"\n" + request.body).hexdigest()
