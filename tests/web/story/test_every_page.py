"""Every page, in both languages: no serious fault of accessibility, nothing wider than a phone, little to load."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.web.story.conftest import House

pytestmark = pytest.mark.xdist_group("pages")
"""One served home for the file, so one worker runs it."""

PAGES = {
    "documenter": ("/", "/leads/", "/leads/new/", "/leads/{lead}/", "/incidents/", "/incidents/timeline/",
                   "/incidents/new/", "/incidents/{incident}/", "/incidents/{incident}/change/", "/persons/",
                   "/persons/{person}/", "/persons/timeline/", "/history/{incident}/", "/access/{incident}/",
                   "/evidence/", "/evidence/add/", "/evidence/{item}/", "/consents/", "/tokens/",
                   "/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/"),
    "reviewer": ("/", "/review/", "/review/{incident}/", "/duplicates/", "/duplicates/{pair}/"),
    "analyst": ("/figures/?snapshot={snapshot}", "/figures/?snapshot={snapshot}&measure=killed&by=party,governorate",
                "/reports/", "/reports/{report}/", "/reports/{report}/history/", "/reports/{report}/builds/"),
    "custodian": ("/", "/consents/"),
    "administrator": ("/", "/people/", "/people/invite/", "/people/account/analyst/"),
}  # fmt: skip
MAPS = {"documenter": ("/incidents/map/", "/persons/map/")}
MOST_BYTES = 150_000


def serious_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_serious_fault_and_each_fits_a_phone(full_house: House, language: str) -> None:
    faults: list[str] = []
    for who in PAGES:
        page = full_house.page(who, language, "phone")
        for pattern in (*PAGES[who], *MAPS.get(who, ())):
            address = pattern.format(**full_house.shown)
            answer = page.goto(address)
            assert answer is not None
            if answer.status != 200:
                faults.append(f"{who} {address}: {answer.status}")
                continue
            wide = int(page.evaluate("document.documentElement.scrollWidth"))
            if wide > 360:
                faults.append(f"{address} is {wide} px wide")
            faults += serious_faults(page)
        page.close()
    assert faults == []
    assert full_house.faults == []


@pytest.mark.server
@pytest.mark.slow
def test_a_page_without_a_map_weighs_little_the_first_time(full_house: House) -> None:
    heavy = {}
    for who, addresses in PAGES.items():
        for pattern in addresses:
            address = pattern.format(**full_house.shown)
            context = full_house.browser.new_context(base_url=full_house.served.address)
            context.add_cookies(full_house.cookies(who, "en"))
            page = context.new_page()
            sizes: list[int] = []

            def weigh(response: Response, sizes: list[int] = sizes) -> None:
                sizes.append(response.request.sizes()["responseBodySize"])

            page.on("response", weigh)
            page.goto(address, wait_until="load")
            if sum(sizes) > MOST_BYTES:
                heavy[address] = sum(sizes)
            context.close()
    assert heavy == {}


@pytest.mark.server
def test_the_sign_in_page_has_no_serious_fault(full_house: House) -> None:
    context = full_house.browser.new_context(
        base_url=full_house.served.address, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    assert serious_faults(page) == []
    context.close()
