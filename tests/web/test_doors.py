"""The frame of every page: who is not signed in sees nothing, and nothing comes from elsewhere."""

from __future__ import annotations

from django.test import Client

from tawthiq.records.accounts.models import Account
from tests.conftest import Cast
from tests.web.conftest import SignIn


def test_who_is_not_signed_in_is_sent_to_the_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")


def test_a_page_lets_a_browser_load_nothing_from_elsewhere(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.documenter).get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200 and "unsafe" not in policy and "http" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_signs_up_by_themselves(db: None) -> None:
    answer = Client().post(
        "/accounts/signup/", {"username": "new", "password1": "x" * 20, "password2": "x" * 20}
    )
    assert answer.status_code == 404
    assert not Account.objects.exists()


def test_a_forged_host_is_refused(db: None) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_page_turns_right_to_left_in_arabic(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.documenter)
    client.post("/language/", {"language": "ar", "next": "/"})
    assert b'lang="ar" dir="rtl"' in client.get("/").content
