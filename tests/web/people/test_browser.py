"""A browser of today: the first start, an app set up, a passkey added and used, with the policy as strict as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.conftest import outside, serving

GOOD = "seven plain sparrows"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield launched
        launched.close()


def tawthiq(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "tawthiq", "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=outside()).stdout


def add_virtual_key(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.server
def test_from_the_invitation_to_a_sign_in_with_a_passkey(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    tawthiq(home, "init")
    with serving(home) as served:
        base = served.address.replace("127.0.0.1", "localhost")
        link = tawthiq(home, "account", "invite", "documenter", "--address", base).split()[0]
        page = browser.new_context().new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        add_virtual_key(page)

        page.goto(link)
        page.get_by_label("New password", exact=True).fill(GOOD)
        page.get_by_label("New password again").fill(GOOD)
        page.get_by_role("button", name="Set password").click()
        page.get_by_label("User name").fill("documenter")
        page.get_by_label("Password").fill(GOOD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        assert page.url.endswith("/accounts/2fa/")

        page.get_by_role("link", name="Add a key").click()
        page.get_by_label("A passkey").check()
        page.get_by_role("button", name="Add").click()
        page.wait_for_url("**/accounts/2fa/recovery-codes/")
        codes = page.locator("ul.codes li").all_inner_texts()
        assert len(codes) == 10 and all(re.fullmatch(r"\d{8}", code) for code in codes)
        page.get_by_role("link", name="I have kept them").click()
        page.wait_for_url(base + "/")

        page.locator("details.account summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(base + "/")
        assert page.locator("details.account").is_visible()

        page.locator("details.account summary").click()
        page.get_by_role("link", name="Second factor").click()
        page.get_by_role("link", name="Set up").click()
        secret = page.locator("code.secret").inner_text().strip()
        counter = next(iter(yield_hotp_counters_from_time()))
        page.get_by_label("2. Type the code").fill(format_hotp_value(hotp_value(secret, counter)))
        page.get_by_role("button", name="Set up").click()
        assert page.get_by_text("Your authenticator app is set up.").is_visible()
        assert refused == [], "no script, style or picture was refused by the policy"


@pytest.mark.server
def test_the_first_start_prints_a_link_for_the_administrator_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    tawthiq(home, "init")
    command = [sys.executable, "-m", "tawthiq", "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=outside()) as server:
        try:
            assert server.stdout is not None
            said = [server.stdout.readline() for _ in range(3)]
        finally:
            server.terminate()
            server.wait(20)
    assert re.search(r"/welcome/[\w-]{43}/", said[2]) and "administrator sets one here, once" in said[1]
