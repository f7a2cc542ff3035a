"""The whole story on real pages: entered, returned, mended, accepted, counted, reported; and who sees nothing of it.

With TAWTHIQ_PICTURES=FOLDER the pages are kept as pictures, as the manual shows them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.incidents.test_story import STORY, enter_the_attack
from tests.web.story.conftest import House

pytestmark = pytest.mark.xdist_group("story")
"""One served home for the file, so one worker runs it."""

REMARK = {"en": "Say where the market is.", "ar": "اذكر أين يقع السوق."}
PLACES_OF_A_CASE = ("/incidents/{}/", "/incidents/{}/change/", "/review/{}/", "/history/{}/", "/access/{}/")


def picture(page: Page, name: str) -> None:
    """Keep a picture of a page where a folder for pictures is named."""
    if folder := os.environ.get("TAWTHIQ_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def killed(page: Page) -> int:
    """Take a snapshot, wait until it is written, and read the number of civilians killed."""
    page.goto("/figures/")
    page.locator("form[action='/figures/snapshot/'] button").click()
    page.locator(".job a.button").click()
    page.wait_for_url("**/figures/?snapshot=*")
    expect(page.locator("#answer")).to_be_visible()
    total = page.locator("table.cells tfoot td").last
    return int(re.sub(r"\D", "", total.inner_text()) or 0) if total.count() else 0


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_attack_on_the_market_from_the_first_word_to_the_report(house: House, language: str) -> None:
    told = STORY[language]
    # 1. Before: the figures of this home.
    analyst = house.page("analyst", language)
    before = killed(analyst)
    # 2. A documenter enters the attack on one screen and hands it in.
    documenter = house.page("documenter", language)
    enter_the_attack(documenter, told)
    save_though_alike(documenter)
    expect(documenter.locator(".messages")).to_contain_text(str(told["saved"]))
    code = documenter.url.rstrip("/").split("/")[-1]
    picture(documenter, f"incident-{language}")
    documenter.goto(f"/review/{code}/")
    documenter.locator(f"form[action='/review/{code}/submit/'] button").click()
    expect(documenter.locator(".chip.submitted").first).to_be_visible()
    # 3. A reviewer returns it with a remark.
    reviewer = house.page("reviewer", language)
    reviewer.goto(f"/review/{code}/")
    picture(reviewer, f"review-{language}")
    reviewer.fill("#return-reason", REMARK[language])
    reviewer.locator("#return-form > button").click()
    # 4. The documenter finds it on the start page, mends it and hands it in again.
    documenter.goto("/")
    expect(documenter.locator("main")).to_contain_text(code)
    picture(documenter, f"start-{language}")
    documenter.goto(f"/incidents/{code}/change/")
    documenter.fill("#site", f"{told['site']} 2")
    picture(documenter, f"entry-{language}")
    documenter.keyboard.press("Alt+s")
    save_though_alike(documenter)
    expect(documenter.locator("main")).to_contain_text(f"{told['site']} 2")
    documenter.goto(f"/review/{code}/")
    documenter.locator(f"form[action='/review/{code}/submit/'] button").click()
    expect(documenter.locator(".chip.submitted").first).to_be_visible()
    # 5. The reviewer accepts; the documenter could not have.
    assert documenter.locator(f"form[action='/review/{code}/accept/'] button").is_disabled()
    judge_certainty(reviewer, code)
    reviewer.locator(f"form[action='/review/{code}/accept/'] button").click()
    reviewer.goto(f"/incidents/{code}/")
    expect(reviewer.locator(".chip.accepted").first).to_be_visible()
    # 6. The figures change by 39.
    assert killed(analyst) - before == 39
    picture(analyst, f"figures-{language}")
    # 7. A report is built anew from them.
    build_report(analyst, f"story-{language}", before + 39, language)
    # 8. Nobody from another desk sees any of it, the administrator reads nothing.
    nobody_else_sees_it(house, code, language)
    assert house.faults == []


def save_though_alike(page: Page) -> None:
    """Save again where the page warns that the same place and day stands there already: a warning, no refusal."""
    expect(page.locator("#likely, .messages").first).to_be_visible()
    if page.locator("#likely").count():
        page.keyboard.press("Alt+s")


def judge_certainty(page: Page, code: str) -> None:
    """Say how certain it is that it happened; until then the rule of the home does not count it."""
    page.goto(f"/review/{code}/")
    form = page.locator(f"form[action='/review/{code}/certainty/']")
    form.locator("input[value=confirmed]").check()
    form.locator("[name=reason]").fill("Two accounts and a film.")
    form.locator("button").click()
    expect(page.locator("input[name=certainty][value=confirmed]")).to_be_checked()


def build_report(page: Page, name: str, number: int, language: str) -> None:
    """Begin a report, see its number in the preview, build it and read it in the page that is handed out."""
    page.goto("/reports/")
    page.fill("#id_name", name)
    page.fill("#id_title_en", "The market")
    page.fill("#id_title_ar", "السوق")
    page.locator("main form button.main").click()
    expect(page.locator("#preview a.figure").first).to_contain_text(str(number))
    picture(page, f"report-{language}")
    page.goto(f"/reports/{name}/builds/")
    for unwanted in ("pdf", "docx", "data"):
        page.uncheck(f"input[value={unwanted}]")
    page.locator("main form button.main").click()
    with page.expect_download() as waiting:
        page.locator("a[href$='.html']").first.click()
    assert str(number) in Path(waiting.value.path()).read_text(encoding="utf-8")


def nobody_else_sees_it(house: House, code: str, language: str) -> None:
    """Ask for the case by every address as the outsider and as the administrator."""
    for who in ("outsider", "administrator"):
        asking = house.context(who, language).request
        for address in PLACES_OF_A_CASE:
            theirs = asking.get(address.format(code))
            nobodys = asking.get(address.format("INC-1901-000001"))
            assert theirs.status == nobodys.status and theirs.status in {403, 404}, address
            assert theirs.body() == nobodys.body(), address
        for address in ("/", "/incidents/", "/persons/", "/review/", "/leads/", "/evidence/", "/duplicates/"):
            told = asking.get(address).text()
            assert code not in told and str(STORY[language]["title"]) not in told, address
