"""Lists, timelines, maps and the page of a person, at their doors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tawthiq.records.cases.models import Person
from tawthiq.services.cases.recording import record_case
from tests.conftest import Cast
from tests.queries.test_lists import case, harm_to
from tests.services.cases import make_places, record_draft, simple_case
from tests.web.conftest import SignIn

PAGES = (
    "/incidents/", "/incidents/map/", "/incidents/timeline/", "/persons/", "/persons/map/", "/persons/timeline/",
    "/incidents/timeline/?step=day", "/incidents/map/?level=community",
)  # fmt: skip
MARKS = ("Market hit", "Zahra Example-Person", "Northmark", "Alder Village")


def recorded(cast: Cast) -> str:
    return record_case(cast.documenter, simple_case(make_places(cast.documenter)["alder"])).code


@pytest.mark.parametrize("address", PAGES)
def test_everybody_who_reads_cases_sees_their_desk_and_others_see_an_empty_page(
    cast: Cast, signed_in: SignIn, address: str
) -> None:
    recorded(cast)
    assert signed_in(cast.reviewer).get(address).status_code == 200
    strange = signed_in(cast.outsider).get(address)
    assert strange.status_code == 200 and not any(mark in strange.content.decode() for mark in MARKS)
    assert signed_in(cast.administrator).get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", PAGES)
def test_every_page_speaks_arabic(cast: Cast, signed_in: SignIn, address: str) -> None:
    recorded(cast)
    client = signed_in(cast.reviewer)
    client.post("/language/", {"language": "ar", "next": "/"})
    assert 'dir="rtl"' in client.get(address).content.decode()


def test_the_list_says_what_there_is_and_leads_to_it(cast: Cast, signed_in: SignIn) -> None:
    code = recorded(cast)
    page = signed_in(cast.reviewer).get("/incidents/").content.decode()
    for said in (
        code,
        f"/incidents/{code}/",
        "Market hit",
        "Alder Village",
        "22 July 2019",
        "1 incident<",
        ">7<",
    ):
        assert said in page, said


def test_the_filter_stays_from_tab_to_tab_and_in_the_form(cast: Cast, signed_in: SignIn) -> None:
    recorded(cast)
    client = signed_in(cast.reviewer)
    asked = "?text=market&party=russian&first=2019-01-01&sex=female&sex=male"
    for address in ("/incidents/", "/incidents/map/", "/incidents/timeline/"):
        page = client.get(address + asked).content.decode()
        for other in ("/incidents/", "/incidents/map/", "/incidents/timeline/"):
            assert (
                f'href="{other}?text=market&amp;party=russian&amp;first=2019-01-01&amp;sex=female&amp;sex=male"'
                in page
            )
        assert 'value="market"' in page and 'value="2019-01-01"' in page and "multiple" in page


def test_nothing_found_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    assert "No incident is recorded yet" in signed_in(cast.reviewer).get("/incidents/").content.decode()
    assert (
        "Take a part of it away" in signed_in(cast.reviewer).get("/incidents/?text=nothing").content.decode()
    )


def test_a_filter_that_cannot_be_says_so_without_an_error_of_the_program(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.reviewer)
    for asked in ("state=none", "first=x", "after=x", "sort=up"):
        assert client.get(f"/incidents/?{asked}").status_code == 422, asked
    assert client.get("/incidents/timeline/?step=year").status_code == 422


def test_a_place_may_be_typed_by_name_in_either_script(cast: Cast, signed_in: SignIn) -> None:
    code = recorded(cast)
    client = signed_in(cast.reviewer)
    for place in ("Northmark", "north mark", "TL", "أرض الاختبار", "alder"):
        found = code in client.get("/incidents/", {"place": place}).content.decode()
        assert found == (place != "north mark"), place
    assert code not in client.get("/incidents/", {"place": "Elsewhere"}).content.decode()


def test_pages_follow_one_another_by_links(cast: Cast, signed_in: SignIn) -> None:
    for n in range(55):
        record_case(cast.documenter, case(date(2019, 1, 1 + n % 28), title=f"Case number {n}"))
    client = signed_in(cast.reviewer)
    first = client.get("/incidents/").content.decode()
    after = first.split("after=")[1].split('"')[0]
    second = client.get(f"/incidents/?after={after}").content.decode()
    assert first.count("Case number") == 50 and second.count("Case number") == 5 and "55 incidents" in second


def test_a_person_is_shown_to_their_desk_and_is_not_there_for_others(cast: Cast, signed_in: SignIn) -> None:
    recorded(cast)
    code = Person.objects.get().code
    page = signed_in(cast.reviewer).get(f"/persons/{code}/").content.decode()
    assert "Zahra Example-Person" in page and "killed" in page and "Market hit" in page
    outside = signed_in(cast.outsider)
    strange, nothing = outside.get(f"/persons/{code}/"), outside.get("/persons/PER-2000-999999/")
    assert strange.status_code == nothing.status_code == 404 and strange.content == nothing.content
    assert signed_in(cast.administrator).get(f"/persons/{code}/").status_code == 403


def test_a_script_in_a_name_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    attack = "<script>alert(1)</script>\"'"
    record_case(cast.documenter, case(date(2019, 1, 1), title=attack, harms=(harm_to(attack),)))
    client = signed_in(cast.reviewer)
    for address in ("/incidents/", "/persons/", f"/persons/{Person.objects.get().code}/"):
        page = client.get(address, {"text": "alert"}).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_bars_lead_to_the_list_of_their_days(cast: Cast, signed_in: SignIn) -> None:
    recorded(cast)
    page = signed_in(cast.reviewer).get("/incidents/timeline/?text=market").content.decode()
    assert (
        "/incidents/?text=market&amp;first=2019-07-01&amp;last=2019-07-31" in page and "July 2019: 1" in page
    )


def test_no_page_holds_a_script_or_a_style_of_its_own(cast: Cast, signed_in: SignIn) -> None:
    recorded(cast)
    for address in PAGES:
        page = signed_in(cast.reviewer).get(address).content.decode()
        assert " style=" not in page and "<style" not in page and " onclick" not in page


def test_a_time_of_day_may_be_a_part_of_it_in_every_list(cast: Cast, signed_in: SignIn) -> None:
    for clock, said in (("night", ("night", "ليلاً")), ("08:35:10", ("08:35:10", "08:35:10"))):
        facts = simple_case()
        made = record_draft(
            cast.documenter, replace(facts, incident=replace(facts.incident, time_of_day=clock))
        )
        client = signed_in(cast.documenter)
        for language, word in zip(("en", "ar"), said, strict=True):
            client.cookies["tawthiq_language"] = language
            for address in ("/incidents/", f"/incidents/{made.code}/", f"/review/{made.code}/"):
                page = client.get(address)
                assert page.status_code == 200 and word in page.content.decode(), address
