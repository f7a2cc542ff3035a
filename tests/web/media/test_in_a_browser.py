"""Evidence before a real browser: covered until asked for, the original shown from memory, its viewing recorded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.cli.homes import environment as outside
from tests.services import vaults
from tests.web.conftest import serving

HERE = Path(__file__).resolve().parents[3]


@pytest.mark.server
def test_the_original_is_uncovered_on_request_and_recorded(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    environment = {**outside(), "TAWTHIQ_HOME": str(home)}
    _run("-m", "tawthiq", "--home", str(home), "init", environment=environment)
    key = _run("-m", "tests.web.media.furnish", str(tmp_path), environment=environment).strip()
    with serving(home, passphrase=vaults.PASSPHRASE) as served, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.context.add_cookies([{"name": "tawthiq_session", "value": key, "url": served.address}])
        page.goto(f"{served.address}/evidence/")
        covered = page.locator(".tile img").first
        assert "blur" in covered.evaluate("one => getComputedStyle(one).filter")
        page.locator(".uncover").first.check()
        assert covered.evaluate("one => getComputedStyle(one).filter") == "none"
        page.locator(".tile a").first.click()
        page.fill("#purpose", "compare the square")
        page.click("#original button")
        shown = page.locator("#shown img")
        shown.wait_for()
        assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") == 640
        assert str(shown.get_attribute("src")).startswith("blob:")
        page.reload()
        assert page.get_by_text("compare the square").is_visible()
        assert faults == []
        browser.close()


def _run(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=HERE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
