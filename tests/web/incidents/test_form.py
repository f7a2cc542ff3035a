"""The screen without JavaScript: an attack is entered, changed and saved; nothing typed is ever lost."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tawthiq.domain.counts import CountRange
from tawthiq.queries.cases import case_shown
from tawthiq.queries.entries import entry_drafts
from tawthiq.records.cases.models import EntryDraft, Incident, Person
from tawthiq.records.ledger.models import Entry
from tawthiq.services.cases.facts import CaseFacts, HarmFacts, IncidentFacts, PersonFacts
from tawthiq.services.cases.recording import record_case
from tawthiq.services.gazetteer import PlaceFacts, record_places
from tawthiq.services.review import submit_incident
from tawthiq.services.sources import record_source
from tests.conftest import Cast
from tests.queries.test_cases import full_case
from tests.services.cases import make_places, record_draft, simple_case
from tests.web.conftest import SignIn
from tests.web.incidents.forms import fields_of

NEW = "/incidents/new/"


def started(client: Client, **typed: str) -> dict[str, str]:
    """Open the screen and type into it."""
    return fields_of(client.get(NEW)) | {name.replace("__", "-"): value for name, value in typed.items()}


def send(client: Client, fields: dict[str, str], do: str = "save", address: str = NEW) -> Any:
    """Press a button; a form without files is sent urlencoded, as browsers do."""
    return client.post(
        address, urlencode({**fields, "do": do}), content_type="application/x-www-form-urlencoded"
    )


ATTACK = {
    "when": "22 July 2019 around 08:35", "place": "Alder Village", "title_en": "Market hit", "certainty": "confirmed",
    "strikes-0-time": "08:35", "strikes-0-munition": "missile", "attributions-0-party": "russian",
    "attributions-0-level": "believed", "victims-0-name": "Zahra Example-Person", "victims-0-sex": "female",
    "victims-0-age_years": "34", "victims-0-age_group": "adult", "victims-0-strike": "1",
}  # fmt: skip


def test_an_attack_is_entered_on_one_screen_in_one_entry(cast: Cast, signed_in: SignIn) -> None:
    make_places(cast.documenter)
    client = signed_in(cast.documenter)
    before = Entry.objects.count()
    answer = send(client, started(client) | ATTACK)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert Entry.objects.count() == before + 1
    incident = Incident.objects.get()
    assert answer.headers["Location"] == f"/incidents/{incident.code}/"
    case = case_shown(cast.documenter, incident.code)
    assert (case.occurred, case.time_of_day, case.time_margin_minutes) == ("2019-07-22", "08:35", 15)
    assert case.occurred_as_reported == "22 July 2019 around 08:35"
    assert case.place is not None and case.place.name_en == "Alder Village"
    assert case.strikes[0].munition == "missile" and case.harms[0].strike_order == 1
    assert case.persons[0].name == "Zahra Example-Person" and case.attributions[0].level == "believed"


def test_a_row_is_added_by_the_server_and_nothing_typed_is_lost(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    answer = send(client, started(client) | {"title_en": "Typed", "victims-0-name": "Omar"}, "add-victims")
    fields = fields_of(answer)
    assert fields["title_en"] == "Typed" and fields["victims-0-name"] == "Omar" and "victims-1-name" in fields
    assert Incident.objects.count() == 0


def test_a_row_is_taken_out(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    fields = fields_of(send(client, started(client) | {"victims-0-name": "Omar"}, "add-victims"))
    fields = fields_of(send(client, fields | {"victims-0-out": "1", "victims-1-name": "Zahra"}, "check"))
    assert fields["victims-0-name"] == "Zahra" and "victims-1-name" not in fields


def test_what_cannot_be_read_is_said_beside_the_field(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    answer = send(
        client, started(client) | {"when": "5/7/2019", "title_en": "T", "latitude": "95", "longitude": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "can be two days" in text and 'id="latitude-error"' in text
    assert fields_of(answer)["when"] == "5/7/2019"


def test_a_weekday_that_contradicts_is_noticed_and_not_refused(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    fields = started(client) | {"when": "Tuesday 22 July 2019", "title_en": "T"}
    assert "was a Monday" in send(client, fields, "check").content.decode()
    assert send(client, fields).status_code == 303


def test_an_ambiguous_place_comes_back_with_choices_and_one_is_taken(cast: Cast, signed_in: SignIn) -> None:
    record_places(
        cast.documenter,
        [
            PlaceFacts(key=str(n), kind="governorate", name_en=f"Mark {n}", pcode=f"M{n}") for n in (1, 2)
        ] + [
            PlaceFacts(key=f"v{n}", kind="community", parent_key=str(n), name_en="Birch", pcode=f"M{n}01")
            for n in (1, 2)
        ],
    )  # fmt: skip
    client = signed_in(cast.documenter)
    answer = send(client, started(client) | {"when": "2019-07-22", "place": "Birch", "title_en": "T"})
    text = answer.content.decode()
    assert (
        answer.status_code == 422
        and text.count('name="place_id"') == 2
        and "Mark 2" in text
        and "M201" in text
    )
    chosen = text.split('name="place_id" value="')[2].split('"')[0]
    assert send(client, fields_of(answer) | {"place_id": chosen}).status_code == 303
    assert Incident.objects.get().place_id == chosen


def test_a_source_is_found_by_its_alias_and_its_consent_is_recorded(cast: Cast, signed_in: SignIn) -> None:
    source = record_source(cast.documenter, alias="North 7", kind="eyewitness")
    client = signed_in(cast.documenter)
    fields = fields_of(send(client, started(client), "add-statements"))
    fields |= {
        "when": "2019-07-22", "title_en": "T", "statements-0-source": "north 7", "statements-0-text": "I saw it.",
        "statements-0-given_on": "23 July 2019", "statements-0-consent_publish-quote": "yes",
        "statements-0-consent_share-un": "no",
    }  # fmt: skip
    assert send(client, fields).status_code == 303
    statement = case_shown(cast.documenter, Incident.objects.get().code).statements[0]
    assert statement.source is not None and statement.source.id == source.pk
    assert (statement.consents["publish-quote"], statement.consents["share-un"]) == ("given", "refused")
    assert statement.consents["share-court"] == "not-asked"


def test_likely_duplicates_are_warned_of_and_saved_all_the_same(cast: Cast, signed_in: SignIn) -> None:
    places = make_places(cast.documenter)
    other = record_case(cast.documenter, simple_case(places["alder"]))
    client = signed_in(cast.documenter)
    answer = send(client, started(client) | ATTACK | {"when": "23 July 2019"})
    text = answer.content.decode()
    assert answer.status_code == 200 and other.code in text and Incident.objects.count() == 1
    assert "Zahra Example-Person" in text and "None of these" in text
    fields = fields_of(answer) | {"duplicate_reason": "another street"}
    assert send(client, fields).status_code == 303
    assert "another street" in Entry.objects.order_by("-sequence")[0].reason
    assert other.code in Entry.objects.order_by("-sequence")[0].reason and Person.objects.count() == 2


def test_the_same_person_is_taken_instead_of_a_new_one(cast: Cast, signed_in: SignIn) -> None:
    record_draft(cast.documenter)
    client = signed_in(cast.documenter)
    answer = send(client, started(client) | ATTACK | {"place": ""})
    person = Person.objects.get()
    fields = fields_of(answer) | {"victims-0-name_id": person.pk}
    assert send(client, fields).status_code == 303
    assert Person.objects.count() == 1


def test_a_change_saves_what_differs_only(cast: Cast, signed_in: SignIn) -> None:
    incident = full_case(cast.documenter)
    client = signed_in(cast.documenter)
    address = f"/incidents/{incident.code}/change/"
    fields = fields_of(client.get(address))
    unchanged = send(client, fields, address=address)
    assert unchanged.status_code == 422 and "Nothing differs" in unchanged.content.decode()
    before = Entry.objects.count()
    assert send(client, fields | {"victims-0-age_years": "35"}, address=address).status_code == 303
    entry = Entry.objects.order_by("-sequence")[0]
    assert Entry.objects.count() == before + 1 and entry.changes_count == 2
    case = case_shown(cast.documenter, incident.code)
    assert sorted(h.age_years for h in case.harms if h.age_years) == [34, 35]


def test_a_part_taken_out_with_a_reason_is_withdrawn(cast: Cast, signed_in: SignIn) -> None:
    incident = full_case(cast.documenter)
    client = signed_in(cast.documenter)
    address = f"/incidents/{incident.code}/change/"
    fields = fields_of(client.get(address)) | {"victims-0-out": "1", "reason": "she is alive"}
    assert send(client, fields, address=address).status_code == 303
    assert len(case_shown(cast.documenter, incident.code).persons) == 1
    assert Entry.objects.order_by("-sequence")[0].reason == "she is alive"


def test_a_stale_save_shows_both_versions_and_loses_nothing(cast: Cast, signed_in: SignIn) -> None:
    incident = full_case(cast.documenter)
    address = f"/incidents/{incident.code}/change/"
    mine, theirs = signed_in(cast.documenter), signed_in(cast.reviewer)
    my_form, their_form = fields_of(mine.get(address)), fields_of(theirs.get(address))
    their_form |= {"title_en": "Their title", "site": "their street"}
    assert send(theirs, their_form, address=address).status_code == 303
    my_form |= {"title_en": "My title", "narrative_en": "My words", "victims-0-age_years": "61"}
    answer = send(mine, my_form, address=address)
    text = answer.content.decode()
    assert answer.status_code == 409
    for said in ("Their title", "My title", "Market hit", "their street", "reviewer"):
        assert said in text
    fields = fields_of(answer)
    assert fields["title_en"] == "My title" and fields["narrative_en"] == "My words"
    assert fields["site"] == "their street" and fields["victims-0-age_years"] == "61"
    saved = mine.post(address, {**fields, "take": [":: title_en".replace(" ", "")], "do": "save"})
    assert saved.status_code == 303
    case = case_shown(cast.documenter, incident.code)
    assert (case.title_en, case.narrative_en, case.site) == ("Their title", "My words", "their street")


def test_what_others_added_stays_after_a_stale_save(cast: Cast, signed_in: SignIn) -> None:
    incident = full_case(cast.documenter)
    address = f"/incidents/{incident.code}/change/"
    mine, theirs = signed_in(cast.documenter), signed_in(cast.reviewer)
    my_form = fields_of(mine.get(address)) | {"title_en": "Mine"}
    their_form = fields_of(send(theirs, fields_of(theirs.get(address)), "add-victims", address))
    assert send(theirs, their_form | {"victims-2-name": "Added Person"}, address=address).status_code == 303
    merged = fields_of(send(mine, my_form, address=address))
    assert send(mine, merged, address=address).status_code == 303
    case = case_shown(cast.documenter, incident.code)
    assert case.title_en == "Mine" and "Added Person" in {person.name for person in case.persons}


def test_a_draft_is_kept_listed_restored_and_gone_once_saved(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    fields = started(client) | {"when": "2019-07-22", "title_en": "Half typed"}
    kept = client.post("/incidents/drafts/keep/", fields).json()
    assert [line.title for line in entry_drafts(cast.documenter)] == ["Half typed · 2019-07-22"]
    client.logout()
    again = signed_in(cast.documenter)
    restored = again.get(kept["address"])
    assert fields_of(restored)["title_en"] == "Half typed" and b"did not save" in restored.content
    assert send(again, fields_of(restored)).status_code == 303
    assert EntryDraft.objects.count() == 0
    assert again.get(kept["address"]).status_code == 404


def test_the_change_of_language_keeps_the_form_without_javascript(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    answer = send(client, started(client) | {"title_en": "Half typed"}, "language")
    page = client.get(answer.headers["Location"])
    assert b'dir="rtl"' in page.content and fields_of(page)["title_en"] == "Half typed"


def test_a_script_in_a_name_is_text(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    evil = "<script>alert(1)</script>"
    fields = (
        started(client)
        | ATTACK
        | {"place": "", "victims-0-name": evil, "title_en": evil, "site": '"><img src=x>'}
    )
    for do in ("check", "save"):
        answer = send(client, fields, do)
    assert answer.status_code == 303
    for address in (answer.headers["Location"], answer.headers["Location"] + "change/"):
        text = client.get(address).content.decode()
        assert evil not in text and "&lt;script&gt;" in text and "<img src=x" not in text


def test_it_is_saved_and_handed_to_review(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    assert send(client, started(client) | ATTACK | {"place": ""}, "submit").status_code == 303
    assert Incident.objects.get().state == "submitted"


def test_a_case_under_review_is_not_opened_for_change(cast: Cast, signed_in: SignIn) -> None:
    incident = record_draft(cast.documenter)
    submit_incident(cast.documenter, incident.pk, expected_version=1)
    answer = signed_in(cast.documenter).get(f"/incidents/{incident.code}/change/", follow=True)
    assert b"under review" in answer.content


PICKS = ("place", "person", "source", "facility", "item", "when", "point", "alike")


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_others_find_nothing_by_any_address(cast: Cast, signed_in: SignIn, who: str) -> None:
    incident = full_case(cast.documenter)
    client = signed_in(getattr(cast, who))
    for there, not_there in (
        (f"/incidents/{incident.code}/", "/incidents/INC-2019-999999/"),
        (f"/incidents/{incident.code}/change/", "/incidents/INC-2019-999999/change/"),
    ):
        answer, other = client.get(there), client.get(not_there)
        assert answer.status_code in (403, 404) and answer.content == other.content
        assert client.post(there, {"do": "save"}).status_code in (403, 404, 405)
    for pick in PICKS:
        asked = client.get(
            f"/incidents/pick/{pick}/", {"q": "Zahra North Old", "when": "2019-07-22", "place": "Alder"}
        )
        assert (
            b"Zahra" not in asked.content and b"INC-" not in asked.content and b"North 7" not in asked.content
        )


def test_pickers_offer_context_that_tells_people_of_one_name_apart(cast: Cast, signed_in: SignIn) -> None:
    full_case(cast.documenter)
    client = signed_in(cast.documenter)
    choices = client.get("/incidents/pick/person/", {"q": "zahra"}).json()["choices"]
    assert len(choices) == 2 and all(
        "34" in one["context"] and "INC-2019" in one["context"] for one in choices
    )
    assert all("Northmark" in one["context"] for one in choices)
    (place,) = client.get("/incidents/pick/place/", {"q": "Alder"}).json()["choices"]
    assert "Northmark" in place["context"] and "TL0101" in place["context"]
    assert client.get("/incidents/pick/source/", {"q": "north"}).json()["choices"][0]["label"] == "North 7"
    assert (
        client.get("/incidents/pick/facility/", {"q": "old market"}).json()["choices"][0]["label"]
        == "Old market"
    )
    assert client.get("/incidents/pick/when/", {"q": "Tuesday 22 July 2019"}).json()["warning"]
    (case,) = client.get("/incidents/pick/alike/", {"when": "23 July 2019", "place": "Alder Village"}).json()[
        "cases"
    ]
    assert case["title"] == "Market hit"


def test_arabic_spellings_of_one_name_are_found(cast: Cast, signed_in: SignIn) -> None:
    facts = CaseFacts(
        incident=simple_case().incident,
        harms=(HarmFacts(kind="killed", person=PersonFacts(name="أحمد مثال الشخصى")),),
    )
    record_case(cast.documenter, facts)
    (choice,) = (
        signed_in(cast.documenter).get("/incidents/pick/person/", {"q": "احمد مثال الشخصي"}).json()["choices"]
    )
    assert choice["label"]


def large_case(cast: Cast, victims: int) -> Incident:
    """Record a case with many named victims."""
    group = HarmFacts(kind="killed", count=CountRange.exactly(victims), key="all", group_label="all")
    named = tuple(
        HarmFacts(kind="killed", within="all", person=PersonFacts(name=f"Person Example-{n:03d}"))
        for n in range(victims)
    )
    incident = IncidentFacts(occurred=simple_case().incident.occurred, title_en="Large")
    return record_case(cast.documenter, CaseFacts(incident=incident, harms=(group, *named)))


def test_a_case_with_300_victims_stays_usable(cast: Cast, signed_in: SignIn) -> None:
    incident = large_case(cast, 300)
    client = signed_in(cast.documenter)
    address = f"/incidents/{incident.code}/change/"
    client.get(address)
    began = time.process_time()
    answer = client.get(address)
    drawn = time.process_time() - began
    fields = fields_of(answer) | {"victims-299-age_years": "40"}
    began = time.process_time()
    assert send(client, fields, address=address).status_code == 303
    saved = time.process_time() - began
    assert drawn < 2 and saved < 2, (drawn, saved)
    print(f"300 victims: drawn in {drawn:.2f} s, saved in {saved:.2f} s, {len(answer.content) // 1024} KiB")
