"""The people's pages: invited with a link shown once, changed and closed by the administrator; access; tokens."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from tawthiq.records.accounts.models import Account, Token, Withholding
from tawthiq.records.cases.models import Person
from tawthiq.services.cases.recording import record_case
from tests.conftest import Cast
from tests.services.cases import record_draft, simple_case
from tests.web.conftest import SignIn

GOOD = "seven plain sparrows"


def test_somebody_is_invited_and_sets_a_password(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.administrator)
    answer = client.post("/people/invite/", {"username": "newcomer", "roles": ["documenter"], "desk": "main"})
    link = re.search(r"http://testserver(/welcome/[\w-]+/)", answer.content.decode())
    assert link is not None
    assert link[1] not in client.get("/people/").content.decode()
    stranger = Client()
    assert b"newcomer" in stranger.get(link[1]).content
    assert stranger.post(link[1], {"password": GOOD, "again": "another"}).status_code == 422
    assert stranger.post(link[1], {"password": "short", "again": "short"}).status_code == 422
    assert stranger.post(link[1], {"password": GOOD, "again": GOOD}).status_code == 302
    assert stranger.get(link[1]).status_code == 404, "the link is used up"
    assert stranger.post("/accounts/login/", {"login": "newcomer", "password": GOOD}).status_code == 302
    assert stranger.get("/")["Location"] == "/accounts/2fa/"


def test_what_was_typed_is_kept_when_an_invitation_is_refused(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.administrator).post(
        "/people/invite/", {"username": "documenter", "roles": ["reviewer"], "desk": "north"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "There is an account documenter already" in text
    assert 'value="north"' in text and 'value="reviewer" checked' in text


def test_roles_are_changed_and_hold_at_once(cast: Cast, signed_in: SignIn) -> None:
    theirs, client = signed_in(cast.documenter), signed_in(cast.administrator)
    assert theirs.get("/people/").status_code == 403
    posted = {"version": "1", "roles": ["administrator"], "desk": "main"}
    assert client.post("/people/account/documenter/", posted).status_code == 302
    assert theirs.get("/people/").status_code == 200
    assert client.post("/people/account/documenter/", posted).status_code == 409, "a stale version"
    assert client.post("/people/account/nobody/", posted).status_code == 404
    assert client.post("/people/account/documenter/", {**posted, "version": "x"}).status_code == 422


def test_an_account_is_closed_and_opened(cast: Cast, signed_in: SignIn) -> None:
    client, theirs = signed_in(cast.administrator), signed_in(cast.documenter)
    client.post("/people/account/documenter/deactivate/", {"version": "1"})
    assert theirs.get("/").status_code == 302
    client.post("/people/account/documenter/reactivate/", {"version": "2"})
    assert Account.objects.get(username="documenter").is_active
    assert client.get("/people/account/documenter/deactivate/").status_code == 405


@pytest.mark.parametrize("who", ["documenter", "reviewer", "analyst", "outsider"])
def test_only_the_administrator_sees_people(cast: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get("/people/").status_code == client.get("/people/invite/").status_code == 403
    assert client.get("/people/account/nobody/").status_code == 403
    assert client.post("/people/account/reviewer/invite/").status_code == 403


def test_a_token_is_shown_once(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    answer = client.post("/tokens/", {"name": "weekly script", "scopes": ["read"], "days": "30"})
    text = re.search(r"tawthiq_[\w-]{43}", answer.content.decode())
    assert text is not None and text[0] not in client.get("/tokens/").content.decode()
    assert client.post("/tokens/", {"name": "x", "scopes": ["ledger"], "days": "30"}).status_code == 403
    assert client.post("/tokens/", {"name": "x", "days": "0"}).status_code == 422
    pk = Token.objects.get().pk
    assert signed_in(cast.outsider).post(f"/tokens/{pk}/revoke/").status_code == 404
    assert client.post(f"/tokens/{pk}/revoke/").status_code == 302
    assert Token.objects.get().revoked_at is not None


def test_access_is_given_and_shown_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    draft = record_case(
        cast.documenter,
        replace(simple_case(), incident=replace(simple_case().incident, confidentiality="restricted")),
    )
    address = f"/access/{draft.code}/"
    author, reviewer, outsider = (signed_in(one) for one in (cast.documenter, cast.reviewer, cast.outsider))
    assert author.get(address).status_code == 200
    assert reviewer.get(address).status_code == outsider.get(address).status_code == 404
    assert author.post(address + "let-in/", {"who": "reviewer"}).status_code == 302
    assert author.post(address + "let-in/", {"who": "analyst"}).status_code == 302
    assert signed_in(cast.analyst).post(address + "let-in/", {"who": "outsider"}).status_code == 403
    assert reviewer.post(address + "let-in/", {"who": "outsider"}).status_code == 302
    page = outsider.get(address).content.decode()
    assert "outsider" in page and "by" in page.lower() and "reviewer" in page
    assert reviewer.post(address + "let-out/", {"who": "outsider"}).status_code == 302
    assert outsider.get(address).status_code == 404
    assert reviewer.post(address + "let-in/", {"who": "nobody"}).status_code == 404
    assert signed_in(cast.administrator).get(address).status_code == 403


def test_a_field_is_withheld_and_disclosed_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    record_draft(cast.documenter)
    person = Person.objects.get()
    address = f"/access/{person.code}/"
    author, reviewer = signed_in(cast.documenter), signed_in(cast.reviewer)
    assert author.post(address + "withhold/", {"field": "mother", "reason": ""}).status_code == 403
    assert author.post(address + "withhold/", {"field": "mother", "reason": "Asked for."}).status_code == 302
    kept = Withholding.objects.get()
    seen = reviewer.get(address).content.decode()
    assert "mother" in seen and "Asked for." not in seen
    posted = {"withholding": kept.pk, "version": "1", "reason": "curious", "who": "reviewer"}
    assert reviewer.post(address + "disclose/", posted).status_code == 404
    assert author.post(address + "disclose-to/", posted).status_code == 302
    assert "Asked for." in reviewer.get(address).content.decode()
    assert author.post(address + "disclose/", {**posted, "reason": "She agreed."}).status_code == 302
    assert Withholding.objects.get().lifted_because == "She agreed."
