"""One way through figures, editor and build in a real browser, in both languages, with the worker beside the server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.web.conftest import Served, serving

PREPARE = """
import os, sys, time
from pathlib import Path
from tawthiq.cli.opening import open_records
from tawthiq.config.home import create_home
home = Path(sys.argv[1])
create_home(home, organisation="Tests", zone="Asia/Damascus", counting_rule="snhr-2019")
open_records(home)
from dataclasses import replace
from django.contrib.sessions.backends.db import SessionStore
from tawthiq.services.accounts import account_named
from tawthiq.services.founding import found_home
from tests.services.cases import make_places, record_accepted, simple_case
found_home(administrator="administrator", accounts={
    "documenter": ["documenter"], "reviewer": ["reviewer"], "analyst": ["analyst", "publisher"]})
documenter, reviewer, analyst = map(account_named, ("documenter", "reviewer", "analyst"))
place = make_places(documenter)["alder"]
for party, dead in (("russian", 7), ("syrian-regime", 3)):
    case = simple_case(place, party=party, dead=dead)
    case = replace(case, harms=tuple(replace(harm, status="civilian") for harm in case.harms))
    record_accepted(documenter, reviewer, case)
session = SessionStore()
session.update({
    "_auth_user_id": analyst.pk, "_auth_user_hash": analyst.get_session_auth_hash(),
    "_auth_user_backend": "allauth.account.auth_backends.AuthenticationBackend",
    "account_authentication_methods": [
        {"method": "password", "at": time.time(), "username": "analyst"},
        {"method": "mfa", "at": time.time(), "id": 1, "type": "totp"}],
    "account_authentication_methods_user": analyst.pk})
session.create()
print(session.session_key)
"""
PATIENCE = 120_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    home = tmp_path_factory.mktemp("served") / "home"
    home.mkdir()
    root = Path(__file__).parents[3]
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("TAWTHIQ_", "DJANGO_"))
    }
    environment["PYTHONPATH"] = os.pathsep.join([str(root / "src"), str(root)])
    made = subprocess.run(
        [sys.executable, "-c", PREPARE, str(home)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with serving(home) as server:
        yield server, made.stdout.split()[-1]


@pytest.fixture(params=["en", "ar"])
def page(served: tuple[Served, str], request: pytest.FixtureRequest) -> Iterator[Page]:
    server, session = served
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(base_url=server.address, bypass_csp=False)
        context.set_default_timeout(PATIENCE)
        context.add_cookies(
            [
                {"name": "tawthiq_session", "value": session, "url": server.address},
                {"name": "tawthiq_language", "value": request.param, "url": server.address},
            ]
        )
        opened = context.new_page()
        faults: list[str] = []
        opened.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
        opened.on("pageerror", lambda error: faults.append(str(error)))
        yield opened
        browser.close()
        assert faults == []


def _no_serious_fault(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    serious = [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.server
@pytest.mark.slow
def test_from_a_snapshot_to_a_built_report(page: Page, served: tuple[Served, str]) -> None:
    arabic = page.context.cookies()[1]["value"] == "ar"
    name = "in-arabic" if arabic else "in-english"
    # 1. A snapshot is taken in the background and counted.
    page.goto("/figures/")
    page.locator("form[action='/figures/snapshot/'] button").click()
    page.locator(".job a.button").click(timeout=PATIENCE)
    expect(page.locator("table.cells tfoot td").last).to_have_text("10")
    _no_serious_fault(page)
    # 2. The question changes, the answer follows, its address holds the question; a number opens its records.
    page.select_option("#id_columns", "")
    expect(page.locator("table.cells tbody tr").first.locator("td").first).to_have_text("7")
    expect(page).to_have_url(re.compile(r"[?&]columns=(&|$)"))
    page.locator("table.cells tbody a").first.click()
    expect(page.locator("tbody tr")).to_have_count(2)
    _no_serious_fault(page)
    # 3. A report is begun and previewed with its proofs; a mistake names its line and leaves the preview standing.
    page.goto("/reports/")
    page.fill("#id_name", name)
    page.fill("#id_title_en", "An example")
    page.fill("#id_title_ar", "مثال")
    page.locator("main form button.main").click()
    figure = page.locator("#preview a.figure").first
    expect(figure).to_contain_text("10")
    figure.focus()
    expect(page.locator("#proof-card")).to_contain_text('killed("civilian")')
    _no_serious_fault(page)
    text = page.locator("#text")
    before = text.input_value()
    text.fill(before + "\n{{ killd() }}\n")
    expect(page.locator("#preview-state")).to_contain_text(f".md:{before.count(chr(10)) + 2}:")
    expect(figure).to_be_visible()
    text.fill(before + "\nA last line.\n")
    expect(page.locator("#preview")).to_contain_text("A last line.")
    page.locator("button[value=save]").click()
    expect(page.locator(".messages")).to_be_visible()
    # 4. It is built by the worker beside the server, and handed out.
    page.goto(f"/reports/{name}/builds/")
    for unwanted in ("pdf", "docx", "data"):
        page.uncheck(f"input[value={unwanted}]")
    page.locator("main form button.main").click()
    with page.expect_download() as waiting:
        page.locator(".job a", has_text="report.en.html").click()
    assert b"10 civilians" in Path(waiting.value.path()).read_bytes()
    _no_serious_fault(page)


@pytest.mark.server
@pytest.mark.slow
def test_a_worker_that_dies_is_started_again(served: tuple[Served, str]) -> None:
    home = served[0].home
    before = _workers(home)
    assert len(before) == 1
    os.kill(before[0], signal.SIGKILL)
    until = time.monotonic() + 120
    while _workers(home) in ([], before):
        assert time.monotonic() < until, "no worker came back"
        time.sleep(0.2)  # between two looks
    assert len(_workers(home)) == 1


def _workers(home: Path) -> list[int]:
    """Find the processes that work for a home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in words and str(home).encode() in words:
            found.append(int(folder.name))
    return found
