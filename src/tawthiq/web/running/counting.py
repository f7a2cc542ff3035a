"""Numbers of the running application for Prometheus: by address pattern and status, never by what was asked for."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
ANSWERS = Counter(
    "tawthiq_answers", "Answers by method, address pattern and status.", ["method", "route", "status"],
    registry=REGISTRY,
)  # fmt: skip
SECONDS = Histogram(
    "tawthiq_answer_seconds", "How long answers took.", ["route"], registry=REGISTRY,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip


def note_answer(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer."""
    known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
    ANSWERS.labels(known, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def as_text() -> bytes:
    """Return the numbers as Prometheus reads them."""
    return bytes(generate_latest(REGISTRY))
