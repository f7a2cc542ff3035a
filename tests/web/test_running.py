"""What machines ask, and what the log says: never a name, never a content."""

from __future__ import annotations

import json
import logging

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tawthiq.config.logs import JsonLines
from tawthiq.records.ledger.models import Head
from tests.conftest import Cast
from tests.web.conftest import SignIn


def test_it_says_that_it_lives_and_is_ready_to_anybody(db: None) -> None:
    assert Client().get("/health/live").json() == {"live": True}
    said = Client().get("/health/ready")
    assert said.status_code == 200
    assert said.json() == {
        "ready": True, "parts": {"database": True, "ledger": True, "vault": True, "snapshots": True},
    }  # fmt: skip


def test_it_is_not_ready_without_the_ledgers_head(db: None) -> None:
    Head.objects.all().delete()
    said = Client().get("/health/ready")
    assert said.status_code == 503 and said.json()["parts"]["ledger"] is False


def test_numbers_are_for_this_machine_or_who_has_the_token(db: None) -> None:
    assert b"tawthiq_answers_total" in Client().get("/metrics").content
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert Client().get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404
    with override_settings(METRICS_TOKEN="a long one"):
        far = Client(REMOTE_ADDR="192.0.2.7")
        assert far.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
        assert far.get("/metrics", headers={"authorization": "Bearer a long one"}).status_code == 200


def test_neither_numbers_nor_log_say_who_asked_for_what(
    cast: Cast, signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="tawthiq.answers")
    logging.getLogger("tawthiq").propagate = True
    try:
        answer = signed_in(cast.documenter).get("/access/Zahra-Example/", {"text": "Zahra Example"})
    finally:
        logging.getLogger("tawthiq").propagate = False
    lines = [JsonLines().format(one) for one in caplog.records]
    said = next(line for line in map(json.loads, lines) if line.get("event") == "answered")
    assert said["request"] == answer.headers["X-Request-Id"]
    assert (said["route"], said["status"]) == ("access/<str:code>/", 404)
    told = " ".join(lines) + Client().get("/metrics").content.decode()
    assert "Zahra" not in told and "documenter" not in told


def test_a_line_of_others_loses_its_words_and_a_fault_its_values() -> None:
    def line(message: str, *args: object, **extra: object) -> dict[str, object]:
        record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, args, None)
        record.__dict__.update(extra)
        said: dict[str, object] = json.loads(JsonLines().format(record))
        return said

    assert "event" not in line("Not Found: /persons/Zahra")
    assert "event" not in line("answered %s", "Zahra")
    assert "record" not in line("seen", record="Zahra Example")
    assert line("seen", record="INC-2019-000123")["record"] == "INC-2019-000123"
    try:
        raise ValueError("Zahra Example")
    except ValueError as error:
        fault = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "boom", (), (ValueError, error, error.__traceback__)
        )
    written = JsonLines().format(fault)
    assert "Zahra" not in written and '"error": "ValueError"' in written


def test_readiness_tells_no_path(db: None) -> None:
    said = Client().get("/health/ready").content.decode()
    assert settings.HOME is not None and str(settings.HOME.path) not in said
