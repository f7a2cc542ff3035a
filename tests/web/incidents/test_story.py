"""The attack on the market, entered from start to finish by keyboard alone, in English and in Arabic."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.cli.homes import environment
from tests.web.conftest import Served, serving

ROOT = Path(__file__).parents[3]
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    """A served home with the shipped gazetteer, and the session of each of its people."""
    home = tmp_path_factory.mktemp("story") / "home"
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.incidents.home", str(home)],
        capture_output=True, text=True, env=environment(), check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with serving(home) as server:
        yield server, json.loads(done.stdout)


@pytest.fixture(scope="module")
def browser_contexts(
    served: tuple[Served, dict[str, str]],
) -> Iterator[dict[tuple[str, str], BrowserContext]]:
    """A browser signed in as each person, in each language."""
    server, keys = served
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        contexts = {}
        for who, key in keys.items():
            for language in ("en", "ar"):
                context = browser.new_context(
                    base_url=server.address, viewport={"width": 1200, "height": 900}
                )
                context.set_default_timeout(PATIENCE)
                context.add_cookies(
                    [
                        {"name": "tawthiq_session", "value": key, "url": server.address},
                        {"name": "tawthiq_language", "value": language, "url": server.address},
                    ]
                )
                contexts[who, language] = context
        yield contexts
        browser.close()


STORY = {
    "en": {
        "when": "22 July 2019 around 08:35", "place": "Maarrat an Nu", "site": "vegetable market",
        "said": "22 July 2019", "party": "Russian forces", "level": "believed", "saved": "is saved",
        "victims": ["Zahra Example", "Omar Example", "Layla Example", "Samir Example", "Huda Example", "Nabil Example"],
        "group": "civilians", "title": "Strikes on the market", "source": "North 41", "words": "I saw two missiles.",
    },
    "ar": {
        "when": "٢٢ تموز ٢٠١٩ الساعة ٠٨:٣٥", "place": "معرة النع", "site": "سوق الخضار",
        "said": "2019", "party": "القوات الروسية", "level": "نعتقد", "saved": "حُفظت",
        "victims": ["زهرة مثال", "عمر مثال", "ليلى مثال", "سمير مثال", "هدى مثال", "نبيل مثال"],
        "group": "مدنيون", "title": "غارات على السوق", "source": "شمال ٤١", "words": "رأيت صاروخين.",
    },
}  # fmt: skip


def focused(page: Page) -> str:
    """Name the field that has the focus."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.id"))


def go_to(page: Page, name: str) -> None:
    """Press Tab until a field has the focus; folded parts are passed over as people do."""
    for _ in range(220):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {name}")


def type_into(page: Page, name: str, text: str) -> None:
    """Go to a field by Tab and type."""
    go_to(page, name)
    page.keyboard.type(text)


def choose(page: Page, name: str, label: str) -> None:
    """Go to a list by Tab and take the option that begins so, with the arrow keys."""
    go_to(page, name)
    page.keyboard.press("Home")
    for _ in range(60):
        chosen = page.evaluate("document.activeElement.selectedOptions[0].textContent")
        if label in str(chosen):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no option {label}")


def listen(page: Page, said: list[str]) -> None:
    """Keep what the browser complains about."""
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))


def enter_the_attack(page: Page, told: Mapping[str, object]) -> None:
    """Type the whole attack without touching the mouse."""
    page.goto("/incidents/new/")
    expect(page.locator("#when")).to_be_focused()
    page.keyboard.type(str(told["when"]))
    page.keyboard.press("Enter")
    expect(page.locator("#when-said")).to_contain_text(str(told["said"]))
    assert focused(page) == "place"
    page.keyboard.type(str(told["place"]))
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=place_id]")).not_to_have_value("")
    type_into(page, "site", str(told["site"]))
    type_into(page, "strikes-0-time", "08:35")
    page.keyboard.press("Alt+k")
    expect(page.locator("#strikes-1-order")).to_be_focused()
    type_into(page, "strikes-1-time", "08:40")
    choose(page, "attributions-0-party", str(told["party"]))
    choose(page, "attributions-0-level", str(told["level"]))
    page.keyboard.press("Alt+g")
    type_into(page, "groups-0-group_label", str(told["group"]))
    type_into(page, "groups-0-minimum", "39")
    victims = told["victims"]
    assert isinstance(victims, list)
    for number, name in enumerate(victims):
        if number:
            page.keyboard.press("Alt+v")
            expect(page.locator(f"#victims-{number}-name")).to_be_focused()
            page.keyboard.type(name)
        else:
            type_into(page, "victims-0-name", name)
            page.keyboard.press("Escape")
            choose(page, "victims-0-within", str(told["group"]))
        type_into(page, f"victims-{number}-age_years", str(20 + number))
    title = "title_ar" if str(told["title"])[0] > "z" else "title_en"
    type_into(page, title, str(told["title"]))
    page.keyboard.press("Alt+s")


@pytest.mark.server
def test_a_documenter_enters_six_victims_without_the_mouse_in_english_and_in_arabic(
    browser_contexts: dict[tuple[str, str], BrowserContext],
) -> None:
    for language, told in STORY.items():
        page = browser_contexts["documenter", language].new_page()
        said: list[str] = []
        listen(page, said)
        enter_the_attack(page, told)
        if language == "ar":  # the same place and day stands there in English: a warning, not a refusal
            expect(page.locator("#likely")).to_be_focused()
            page.keyboard.press("Alt+s")
        expect(page.locator(".messages")).to_contain_text(str(told["saved"]))
        expect(page.locator("h1")).to_contain_text(str(told["title"]))
        text = page.locator("main").inner_text()
        for name in told["victims"]:
            assert name in text
        assert page.locator(".totals .big").first.inner_text() == "39"
        assert said == [], said
        page.close()


@pytest.mark.server
def test_what_is_typed_comes_back_after_a_crash_and_in_the_other_language(
    browser_contexts: dict[tuple[str, str], BrowserContext],
) -> None:
    context = browser_contexts["reviewer", "en"]
    page = context.new_page()
    page.goto("/incidents/new/")
    page.keyboard.type("22 July 2019")
    with page.expect_response("**/drafts/keep/"):
        page.keyboard.press("Enter")
    expect(page.locator("#kept")).not_to_be_empty()
    address = page.url
    assert "entry=" in address
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#when")).to_have_value("22 July 2019")
    again.locator("#site").fill("near the mill")
    again.locator("form[data-keep-form] button").click()
    expect(again.locator("html")).to_have_attribute("dir", "rtl")
    expect(again.locator("#site")).to_have_value("near the mill")
    again.close()
