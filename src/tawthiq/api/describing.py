"""The description of the API: what Django-Ninja writes, with the media type of errors and the headers of writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tawthiq.api.problems import MEDIA_TYPE
from tawthiq.api.receipts import LONGEST_KEY

IF_MATCH = {
    "in": "header", "name": "If-Match", "required": True, "schema": {"type": "string", "pattern": r'^"v\d{1,9}"$'},
    "description": "the ETag of the version that you saw",
}  # fmt: skip
IDEMPOTENCY_KEY = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    "description": "sent again with the same key, the write is done once and answered the same",
}  # fmt: skip

BY_THE_SERVER = {
    "414": {"description": "URI Too Long"},
    "431": {"description": "Request Header Fields Too Large"},
}
"""What the server answers itself, without words, before anything of ours is asked."""


class Described(NinjaAPI):
    """An API whose errors are problem+json and whose changes need the version seen, and which says so."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description."""
        schema = super().get_openapi_schema(**options)
        for operation in _operations(schema):
            operation["responses"] |= BY_THE_SERVER
            for answer in operation["responses"].values():
                _name_problem(answer.get("content", {}))
            if "409" in operation["responses"]:
                headers = [IDEMPOTENCY_KEY] + ([IF_MATCH] if "428" in operation["responses"] else [])
                operation["parameters"] = [*operation.get("parameters", []), *headers]
        return schema


def _operations(schema: OpenAPISchema) -> Iterator[Any]:
    for path in schema["paths"].values():
        yield from path.values()


def _name_problem(content: dict[str, Any]) -> None:
    held = content.get("application/json")
    if held is not None and held["schema"].get("$ref", "").endswith("/Problem"):
        content[MEDIA_TYPE] = content.pop("application/json")
