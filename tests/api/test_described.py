"""The API as it describes itself: the description is a golden file, holds against a real server, and makes a client."""

from __future__ import annotations

import http.client
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ninja.responses import NinjaJSONEncoder

from tawthiq.api.app import api
from tests.cli.homes import environment
from tests.web.conftest import Served, serving

HERE = Path(__file__).parent
GOLDEN = HERE / "openapi.json"
EXAMPLES = 8
"""Requests of each kind that Schemathesis makes up for each operation."""


def described() -> str:
    return json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder, ensure_ascii=False, indent=1) + "\n"


def test_the_description_is_as_last_agreed(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(described(), encoding="utf-8")
    assert described() == GOLDEN.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A home with one case, served by the real command."""
    home = tmp_path_factory.mktemp("api") / "home"
    token = subprocess.run(
        [sys.executable, "-m", "tests.api.home", str(home)],
        capture_output=True, text=True, check=True, env=environment(), cwd=Path(__file__).parents[2],
    ).stdout.split()[-1]  # fmt: skip
    with serving(home) as running:
        yield running, token


@pytest.mark.server
@pytest.mark.slow
def test_schemathesis_finds_no_fault_and_no_breach_of_the_description(
    served: tuple[Served, str], tmp_path: Path
) -> None:
    running, token = served
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(HERE / "schemathesis.toml"), "run",
            f"{running.address}/api/v1/openapi.json",
            "-H", f"Authorization: Bearer {token}", "--max-examples", str(EXAMPLES), "--seed", "7",
            "--checks", "all", "--exclude-checks", "ignored_auth,unsupported_method", "--no-color",
        ],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6_000:]


@pytest.mark.server
@pytest.mark.slow
def test_a_client_made_from_the_description_is_typed_and_works(
    served: tuple[Served, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, token = served
    tool = Path(__file__).parents[2] / "tools" / "make_client.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path / "made")], check=True, capture_output=True)
    monkeypatch.syspath_prepend(str(tmp_path / "made"))
    client_module = importlib.import_module("tawthiq_client")
    listing = importlib.import_module("tawthiq_client.api.incidents.list_incidents")
    getting = importlib.import_module("tawthiq_client.api.incidents.get_incident")
    with client_module.AuthenticatedClient(base_url=running.address, token=token) as client:
        page = listing.sync(client=client, state=["accepted"])
        assert page.total >= 1
        case = getting.sync(page.items[0].code, client=client)
        assert case.code == page.items[0].code and case.harms
    typed = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-incremental", "--config-file", os.devnull, "-p", "tawthiq_client"],
        capture_output=True, text=True, check=False, cwd=tmp_path / "made",
    )  # fmt: skip
    assert typed.returncode == 0, typed.stdout[-3_000:]


@pytest.mark.server
def test_what_no_operation_answers_is_a_problem_too(served: tuple[Served, str]) -> None:
    running, token = served
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for address, length, status in (("nothing", 0, 404), ("incidents", (16 << 20) + 1, 400)):
        connection = http.client.HTTPConnection(running.address.removeprefix("http://"), timeout=60)
        connection.request("POST", f"/api/v1/{address}", headers=headers | {"Content-Length": str(length)})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        assert answer.status == told["status"] == status and told["detail"]
        assert answer.headers["Content-Type"] == "application/problem+json"
        connection.close()
