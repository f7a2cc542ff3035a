"""Logs as lines of JSON that hold what happened and never who or what: only listed fields, only words of ours.

A message is written only where it is one of our own event codes; of everything else (Django's lines name addresses,
errors of drivers quote rows) the line says where it came from and which kind of error it was, and no more.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, Final

FIELDS: Final = ("request", "method", "route", "status", "ms", "record", "job", "event", "count")
"""What a line may carry beside its event."""

_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,60}")
_SAFE: Final = re.compile(r"[\w./:<>*+()\[\]|?^$ -]{0,200}", re.ASCII)
_RECORD: Final = re.compile(r"[A-Z]{3}-\d{4}-\d{6}")


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if isinstance(record.msg, str) and not record.args and _CODE.fullmatch(record.msg):
            said["event"] = record.msg
        for name in FIELDS:
            value = record.__dict__.get(name)
            if value is not None and name not in said and _may_be_said(name, value):
                said[name] = value
        status = record.__dict__.get("status_code")
        if isinstance(status, int):
            said["status"] = status
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
            said["where"] = _where(record.exc_info[2])
        return json.dumps(said, ensure_ascii=True)


def _may_be_said(name: str, value: object) -> bool:
    if isinstance(value, bool | int | float):
        return True
    if not isinstance(value, str):
        return False
    return bool(_RECORD.fullmatch(value) if name == "record" else _SAFE.fullmatch(value))


def _where(trace: Any) -> list[str]:
    """Return file, line and function of the innermost calls; no values, no source text."""
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tawthiq.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "tawthiq": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
"""Warnings and faults; the server adds one line for each answer (`log_answers`)."""


def log_answers() -> None:
    """Let the server write a line for each answer."""
    logging.getLogger("tawthiq.answers").setLevel(logging.INFO)
