"""Incidents through the API: the lock, the key that does a write once, problems, and what an outsider sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tawthiq.domain.errors import Refused
from tawthiq.records.cases.models import Incident
from tawthiq.records.ledger.models import Entry
from tawthiq.services.tokens import make_token
from tests.api.conftest import Program
from tests.conftest import Cast

Programs = Callable[..., Program]


def case(**more: Any) -> dict[str, Any]:
    return {
        "incident": {"occurred": "2019-07-22", "title_en": "Market of Alder", "certainty": "likely"},
        "strikes": [{"order": 1, "platform": "fixed-wing", "munition": "missile"}],
        "attributions": [{"party": "russian", "level": "believed"}],
        "harms": [
            {
                "kind": "killed",
                "person": {"name": "Salma Plainfield", "sex": "female"},
                "sex": "female",
                "strike": 1,
            },
            {"kind": "killed", "group_label": "others", "count": {"minimum": 3, "maximum": None}},
        ],
    } | more


def test_a_case_is_recorded_read_changed_and_accepted_by_a_second_person(
    cast: Cast, program: Programs
) -> None:
    documenter, reviewer = program(cast.documenter), program(cast.reviewer)
    made = documenter.post("/incidents", case())
    assert made.status_code == 201 and made.headers["ETag"] == '"v1"'
    code = made.json()["code"]
    read = documenter.get(f"/incidents/{code}")
    assert [harm["minimum"] for harm in read.json()["harms"]] == [1, 3]
    kept = case()
    kept["incident"]["title_en"] = "The market of Alder"
    for shown, stated in zip(read.json()["strikes"], kept["strikes"], strict=True):
        stated["id"] = shown["id"]
    changed = documenter.put(f"/incidents/{code}", kept, If_Match=read.headers["ETag"])
    assert changed.status_code == 200, changed.content
    submitted = documenter.post(f"/incidents/{code}/submit", If_Match=changed.headers["ETag"])
    assert submitted.json()["state"] == "submitted"
    accepted = reviewer.post(f"/incidents/{code}/accept", {}, If_Match=submitted.headers["ETag"])
    assert accepted.status_code == 200 and accepted.json()["state"] == "accepted"


def test_a_stale_version_is_a_failed_precondition(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    code = documenter.post("/incidents", case()).json()["code"]
    stated = case()
    stated["incident"]["title_en"] = "Another"
    assert documenter.put(f"/incidents/{code}", stated, If_Match='"v1"').status_code == 200
    late = documenter.put(f"/incidents/{code}", stated, If_Match='"v1"')
    assert late.status_code == 412 and late.headers["Content-Type"] == "application/problem+json"
    assert late.json()["code"] == "stale-version" and "documenter" in late.json()["detail"]


def test_a_change_needs_the_version_it_saw(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    code = documenter.post("/incidents", case()).json()["code"]
    assert documenter.put(f"/incidents/{code}", case()).status_code == 428
    assert documenter.put(f"/incidents/{code}", case(), If_Match="yesterday").status_code == 422


def test_a_write_with_a_key_is_done_once(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    first = documenter.post("/incidents", case(), Idempotency_Key="one")
    entries = Entry.objects.count()
    again = documenter.post("/incidents", case(), Idempotency_Key="one")
    assert (again.status_code, again.json(), again.headers["ETag"]) == (201, first.json(), '"v1"')
    assert Entry.objects.count() == entries and Incident.objects.count() == 1
    other = documenter.post("/incidents", case(statements=[]), Idempotency_Key="one")
    assert other.status_code == 409 and other.json()["code"] == "key-used-otherwise"
    assert program(cast.reviewer).post("/incidents", case(), Idempotency_Key="one").json() != first.json()


def test_a_refused_write_leaves_its_key_free(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    wrong = case(harms=[{"kind": "killed", "group_label": "x", "count": {"minimum": 5, "maximum": 2}}])
    refused = documenter.post("/incidents", wrong, Idempotency_Key="one")
    assert refused.status_code == 422 and "above the maximum" in refused.json()["detail"]
    assert documenter.post("/incidents", case(), Idempotency_Key="one").status_code == 201


def test_nobody_accepts_their_own_work(cast: Cast, program: Programs) -> None:
    reviewer = program(cast.reviewer)
    made = reviewer.post("/incidents", case())
    code = made.json()["code"]
    submitted = reviewer.post(f"/incidents/{code}/submit", If_Match=made.headers["ETag"])
    refused = reviewer.post(f"/incidents/{code}/accept", {}, If_Match=submitted.headers["ETag"])
    assert refused.status_code == 403 and refused.json()["code"] == "own-work"


def test_not_yours_is_not_there_byte_for_byte(cast: Cast, program: Programs) -> None:
    code = program(cast.documenter).post("/incidents", case()).json()["code"]
    outsider = program(cast.outsider)
    theirs, nobodys = outsider.get(f"/incidents/{code}"), outsider.get("/incidents/INC-1900-000001")
    assert theirs.status_code == 404 and theirs.content == nobodys.content
    assert outsider.get("/incidents").json()["items"] == []
    for step in ("submit", "withdraw"):
        assert outsider.post(f"/incidents/{code}/{step}", If_Match='"v1"').status_code == 404


def test_the_administrator_has_no_token_to_read_a_case_with(cast: Cast, program: Programs) -> None:
    for scope in ("read", "write", "review", "figures"):
        with pytest.raises(Refused, match=scope):
            make_token(cast.administrator, name="reader", scopes=[scope], days=30)


@pytest.mark.parametrize("scopes", [("read",), ("figures",)])
def test_a_token_does_no_more_than_its_scopes(cast: Cast, program: Programs, scopes: tuple[str, ...]) -> None:
    refused = program(cast.documenter, scopes).post("/incidents", case())
    assert refused.status_code == 403 and refused.json()["code"] == "scope"


def test_an_unknown_field_or_code_is_named(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    told = documenter.post(
        "/incidents", case(strikes=[{"order": 1, "platform": "zeppelin", "colour": "red"}])
    )
    assert told.status_code == 422
    assert {tuple(f["where"][-2:]) for f in told.json()["faults"]} >= {("0", "platform"), ("0", "colour")}
    party = documenter.post("/incidents", case(attributions=[{"party": "nobody", "level": "believed"}]))
    assert party.status_code == 422 and party.json()["code"] == "unknown-reference"


def test_an_arabic_program_is_answered_in_arabic(cast: Cast, program: Programs) -> None:
    reviewer = program(cast.reviewer)
    made = reviewer.post("/incidents", case())
    code = made.json()["code"]
    refused = reviewer.post(
        f"/incidents/{code}/accept", {}, If_Match=made.headers["ETag"], Accept_Language="ar"
    )
    assert refused.status_code == 409 and "لا يمكن" in refused.json()["detail"]


def test_without_a_token_nothing_is_answered(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    documenter.client.force_login(cast.documenter)
    documenter.token = "made up"
    refused = documenter.get("/incidents")
    assert refused.status_code == 401 and refused.headers["WWW-Authenticate"] == "Bearer"


def test_pages_follow_one_another(cast: Cast, program: Programs) -> None:
    documenter = program(cast.documenter)
    codes = {documenter.post("/incidents", case()).json()["code"] for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = documenter.get(f"/incidents?size=2&cursor={cursor}").json()
        seen += [row["code"] for row in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == 5 and set(seen) == codes and page["total"] == 5
