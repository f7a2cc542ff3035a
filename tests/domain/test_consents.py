"""Consent: no answer is no, the last word counts, and what is taken back stays taken back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.consents import Answers, refuse_use, standing_of

DAYS = st.dates(date(2019, 1, 1), date(2019, 12, 31))
USES = ("publish-quote", "share-court")
ANSWERS = st.builds(
    Answers, given_on=DAYS, uses=st.dictionaries(st.sampled_from(USES), st.booleans()),
    expires_on=st.none() | DAYS, withdrawn_on=st.none() | DAYS,
    withdrawn_uses=st.lists(st.sampled_from(USES), unique=True).map(tuple),
    guardian=st.none() | st.booleans(), assent=st.none() | st.booleans(),
)  # fmt: skip
ON = date(2019, 8, 1)


def said(yes: bool, day: int = 1, **more: object) -> Answers:
    return Answers(given_on=date(2019, 7, day), uses={"publish-quote": yes}, **more)  # type: ignore[arg-type]  # passed on


def standing(*answers: Answers, on: date = ON) -> str:
    return standing_of(answers, "publish-quote", on=on)


def test_no_answer_is_no_consent() -> None:
    assert standing() == "not-asked"
    assert standing_of([said(True)], "share-court", on=ON) == "not-asked"


def test_the_last_word_counts() -> None:
    assert standing(said(True, 1), said(False, 2)) == "refused"
    assert standing(said(False, 1), said(True, 2)) == "given"
    assert standing(said(True, 5), said(False, 5)) == "refused"


def test_a_later_talk_of_something_else_changes_nothing() -> None:
    later = Answers(given_on=date(2019, 7, 20), uses={"share-court": False})
    assert standing(said(True), later) == "given"


def test_a_withdrawal_holds_until_a_new_yes() -> None:
    taken_back = said(True, 1, withdrawn_on=date(2019, 7, 10))
    assert standing(taken_back) == "withdrawn"
    assert standing(taken_back, on=date(2019, 7, 9)) == "given"
    assert standing(taken_back, said(True, 20)) == "given"


def test_a_withdrawal_of_one_use_leaves_the_others() -> None:
    both = Answers(
        given_on=date(2019, 7, 1), uses={"publish-quote": True, "share-court": True},
        withdrawn_on=date(2019, 7, 2), withdrawn_uses=("publish-quote",),
    )  # fmt: skip
    assert standing(both) == "withdrawn"
    assert standing_of([both], "share-court", on=ON) == "given"


def test_consent_ends_on_the_day_after_its_last() -> None:
    until = said(True, expires_on=ON)
    assert standing(until) == "given"
    assert standing(until, on=ON + timedelta(days=1)) == "expired"


def test_a_guardian_s_or_a_child_s_no_is_a_no() -> None:
    assert standing(said(True, guardian=False)) == "refused"
    assert standing(said(True, guardian=True, assent=False)) == "refused"
    assert standing(said(True, guardian=True, assent=True)) == "given"


def test_an_answer_given_later_does_not_count_before() -> None:
    assert standing(said(True, 20), on=date(2019, 7, 19)) == "not-asked"


def test_the_refusal_names_the_use_in_both_languages() -> None:
    found = refuse_use([said(False)], "publish-quote", on=ON)
    assert found is not None
    assert "publish words" in found.sentence
    assert "نشر الأقوال" in found.sentence_in("ar")


@given(st.lists(ANSWERS, max_size=5), DAYS)
def test_a_use_is_given_only_by_a_yes_that_stands(answers: list[Answers], on: date) -> None:
    if standing_of(answers, "publish-quote", on=on) == "given":
        assert any(
            one.uses.get("publish-quote") and one.given_on <= on and not one.is_withdrawn("publish-quote", on=on)
            and (one.expires_on is None or one.expires_on >= on)
            for one in answers
        )  # fmt: skip


@given(st.lists(ANSWERS, max_size=5), DAYS)
def test_withdrawing_everything_leaves_nothing_given(answers: list[Answers], on: date) -> None:
    withdrawn = [
        Answers(given_on=a.given_on, uses=a.uses, withdrawn_on=min(on, a.given_on), expires_on=a.expires_on)
        for a in answers
    ]
    assert standing_of(withdrawn, "publish-quote", on=on) != "given"
