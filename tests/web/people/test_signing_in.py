"""Signing in: password, second factor, lock-out, sessions; each as somebody would try it."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client, override_settings

from tawthiq.records.accounts.models import Account, Shared
from tawthiq.records.ledger.models import Entry
from tawthiq.services.accounts import deactivate_account
from tests.conftest import Cast
from tests.web.conftest import SignIn, signed_in_by_password

PASSWORD = "seven plain sparrows"


def give_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return account


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": username, "password": password}).status_code


def test_without_a_second_factor_no_page_opens_but_its_set_up(cast: Cast) -> None:
    client = Client()
    give_password(cast.documenter)
    assert sign_in(client, "documenter") == 302
    for address in ("/", "/tokens/", "/accounts/sessions/", "/access/INC-2019-000001/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/"), address
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200, "no second asking for the password"


def test_an_app_is_set_up_and_then_asked_for(cast: Cast) -> None:
    client = Client()
    give_password(cast.documenter)
    sign_in(client, "documenter")
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert b"data:image/svg+xml;base64," in page.content
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/recovery-codes/")
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10 and client.get("/").status_code == 200
    assert set(client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]) == {"****"}
    assert secret not in str(Authenticator.objects.get(type="totp").data), "the secret is sealed"
    assert Entry.objects.order_by("-sequence").first().action == "second factor added"  # type: ignore[union-attr]

    other = Client()
    answer = other.post("/accounts/login/", {"login": "documenter", "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/").status_code == 302, "the password alone opens nothing"
    assert other.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert other.get("/").status_code == 200


def test_a_session_of_before_the_second_factor_must_give_it(cast: Cast) -> None:
    TOTP.activate(cast.documenter, "JBSWY3DPEHPK3PXP")
    client = signed_in_by_password(cast.documenter)
    assert client.get("/")["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 302, "nor may it add a factor of its own"
    client.post("/accounts/2fa/reauthenticate/", {"code": code_for("JBSWY3DPEHPK3PXP")})
    assert client.get("/").status_code == 200


def test_a_code_opens_once(cast: Cast) -> None:
    give_password(cast.documenter)
    TOTP.activate(cast.documenter, "JBSWY3DPEHPK3PXP")
    code = code_for("JBSWY3DPEHPK3PXP")
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, "documenter")
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_the_last_second_factor_stays(cast: Cast, signed_in: SignIn) -> None:
    TOTP.activate(cast.documenter, "JBSWY3DPEHPK3PXP")
    client = signed_in(cast.documenter)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert b"this is the last one" in answer.content
    assert Authenticator.objects.filter(user_id=cast.documenter.pk, type="totp").exists()


def test_five_wrong_passwords_lock_the_account_for_a_while_in_every_process(cast: Cast) -> None:
    give_password(cast.documenter)
    for _ in range(5):
        sign_in(Client(), "documenter", "wrong")
    answer = Client().post("/accounts/login/", {"login": "documenter", "password": PASSWORD})
    assert b"Too many attempts" in answer.content
    assert Shared.objects.exists(), "what is counted lies where other processes see it"
    assert "documenter" not in " ".join(Shared.objects.values_list("cache_key", flat=True))
    cache.clear()
    assert sign_in(Client(), "documenter") == 302


def test_an_unknown_name_and_a_wrong_password_read_alike(cast: Cast) -> None:
    give_password(cast.documenter)
    answers = [
        Client().post("/accounts/login/", {"login": name, "password": "wrong words here"})
        for name in ("documenter", "nobody-here")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    assert all(b"There is no such user name with this password." in one.content for one in answers)


def test_a_closed_account_is_out_at_once(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    assert client.get("/").status_code == 200
    deactivate_account(cast.administrator, "documenter", expected_version=1)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("setting", "mark"), [("SESSION_IDLE", "tawthiq_seen"), ("SESSION_LONGEST", "tawthiq_started")]
)
def test_a_session_ends_after_idling_and_after_a_day(
    cast: Cast, signed_in: SignIn, setting: str, mark: str
) -> None:
    client = signed_in(cast.documenter)
    assert client.get("/").status_code == 200
    session = client.session
    session["tawthiq_seen"] = int(time.time())
    session[mark] = int(time.time()) - 101
    session.save()
    with override_settings(**{setting: 102}):
        assert client.get("/").status_code == 200
    session = client.session
    session[mark] = int(time.time()) - 103
    session.save()
    with override_settings(**{setting: 102}):
        assert client.get("/").status_code == 302


def test_sessions_are_listed_and_ended_one_by_one(cast: Cast) -> None:
    give_password(cast.documenter)
    TOTP.activate(cast.documenter, "JBSWY3DPEHPK3PXP")
    first, second = _signed_in_really(cast.documenter), _signed_in_really(cast.documenter)
    stranger = _signed_in_really(give_password(cast.outsider))
    assert len(first.get("/accounts/sessions/").context["sessions"]) == 2
    others = UserSession.objects.get(session_key=second.session.session_key)
    assert stranger.post(f"/accounts/sessions/{others.pk}/end/").status_code == 404
    assert second.get("/").status_code == 200
    assert first.post(f"/accounts/sessions/{others.pk}/end/").status_code == 302
    assert (first.get("/").status_code, second.get("/").status_code) == (200, 302)


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    give_password(cast.documenter)
    first, second = _signed_in_really(cast.documenter), _signed_in_really(cast.documenter)
    new = "eight plain sparrows"
    answer = first.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert (first.get("/").status_code, second.get("/").status_code) == (200, 302)


def _signed_in_really(account: Account) -> Client:
    client = signed_in_by_password(account)
    client.logout()
    client = Client()
    cache.clear()
    client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    if Authenticator.objects.filter(user_id=account.pk).exists():
        client.post("/accounts/2fa/authenticate/", {"code": code_for("JBSWY3DPEHPK3PXP")})
    else:
        session = client.session
        session["account_authentication_methods"] += [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session.save()
    assert client.get("/").status_code == 200
    return client


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "documenter", "password": PASSWORD})
    assert answer.status_code == 403 and b"open for too long" in answer.content


@pytest.mark.parametrize(
    "address", ["signup", "email", "password/set", "confirm-email/x", "login/code/confirm"]
)
def test_pages_of_others_sign_ups_are_not_there(db: None, address: str) -> None:
    assert Client().get(f"/accounts/{address}/").status_code == 404


def test_a_forgotten_password_leads_to_the_administrator(db: None) -> None:
    assert b"Ask your administrator" in Client().get("/accounts/password/reset/").content
