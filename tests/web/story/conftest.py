"""One served home for the whole story, and a browser for each of its people in each language."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.cli.homes import environment
from tests.services.vaults import PASSPHRASE
from tests.web.conftest import Served, serving

ROOT = Path(__file__).parents[3]
PATIENCE = 90_000
WIDTHS = {"desk": 1200, "phone": 360}


@dataclass
class House:
    """A served home, the sessions of its people, and a browser."""

    served: Served
    keys: dict[str, str]
    shown: dict[str, str]
    browser: Browser
    opened: dict[tuple[str, str, str], BrowserContext] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def context(self, who: str, language: str, width: str = "desk") -> BrowserContext:
        """Return the browser of a person in a language."""
        known = self.opened.get((who, language, width))
        if known is not None:
            return known
        context = self.browser.new_context(
            base_url=self.served.address, viewport={"width": WIDTHS[width], "height": 900}
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies(self.cookies(who, language))
        self.opened[who, language, width] = context
        return context

    def cookies(self, who: str, language: str) -> list[SetCookieParam]:
        """Return the cookies of a person who is signed in."""
        held = {"tawthiq_session": self.keys[who], "tawthiq_language": language}
        return [{"name": name, "value": value, "url": self.served.address} for name, value in held.items()]

    def page(self, who: str, language: str, width: str = "desk") -> Page:
        """Open a page as a person; what the browser complains about is kept."""
        page = self.context(who, language, width).new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if "Security Policy" in said.text else None
        )
        return page


@contextmanager
def _house(home: Path, *words: str) -> Iterator[House]:
    made = subprocess.run(
        [sys.executable, "-m", "tests.web.story.home", str(home), *words],
        capture_output=True, text=True, env=environment(), check=False, cwd=ROOT,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout.splitlines()[-1])
    with serving(home, passphrase=PASSPHRASE) as served, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield House(served, told["keys"], told["shown"], browser)
        browser.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The served home of the story: people and places, and nothing that happened."""
    with _house(tmp_path_factory.mktemp("house") / "home") as made:
        yield made


@pytest.fixture(scope="module")
def full_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A served home with something for each page to show."""
    with _house(tmp_path_factory.mktemp("full") / "home", "full") as made:
        yield made
