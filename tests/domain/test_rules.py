"""The rules: what is refused, with which code, in a sentence that says what to do, in both languages."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import Refused
from tawthiq.domain.refusals import Refusal, codes, ensure, places_of, refusal
from tawthiq.domain.review import ACTIONS, STATES, TRANSITIONS
from tawthiq.domain.roles import ACTIVITIES, MAY, ROLES
from tawthiq.domain.rules import (
    refuse_action,
    refuse_age_against_group,
    refuse_count,
    refuse_death_before_incident,
    refuse_edit,
    refuse_harm_outside_incident,
    refuse_harmed,
    refuse_own_work,
    refuse_part_above_whole,
    refuse_role,
    refuse_stale,
    refuse_unknown_code,
    refuse_unknown_party,
)
from tawthiq.vocab import refusal_texts, vocabulary

PARTIES = frozenset(vocabulary("party"))


def _code(found: Refusal | None) -> str | None:
    if found is None:
        return None
    for sentence in (found.sentence_in("en"), found.sentence_in("ar")):
        assert sentence and "{" not in sentence
    return found.code


@pytest.mark.parametrize("code", codes())
def test_every_code_has_a_sentence_in_both_languages_with_the_same_values(code: str) -> None:
    assert set(refusal_texts()[code]) == {"en", "ar"}
    assert places_of(code, "en") == places_of(code, "ar")
    assert refusal_texts()[code]["en"].endswith((".", "}"))


def test_a_refusal_made_without_a_value_fails_at_once() -> None:
    with pytest.raises(KeyError):
        refusal("minimum-above-maximum", minimum=3)


@pytest.mark.parametrize(("role", "activity"), list(itertools.product(ROLES, ACTIVITIES)))
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: str, activity: str) -> None:
    found = refuse_role([role], activity)  # type: ignore[arg-type]  # parametrised over the literals themselves
    assert _code(found) == (None if role in MAY[activity] else "role")  # type: ignore[index]  # as above


def test_nobody_without_a_role_may_do_anything() -> None:
    assert all(_code(refuse_role([], activity)) == "role" for activity in ACTIVITIES)


def test_it_refuses_own_work() -> None:
    found = refuse_own_work("user-1", {"user-1", "user-2"})
    assert _code(found) == "own-work"
    assert found and found.sentence.endswith("Ask another reviewer to accept it.")
    assert refuse_own_work("user-3", {"user-1", "user-2"}) is None


@pytest.mark.parametrize(("state", "action"), list(itertools.product(STATES, ACTIONS)))
def test_an_action_is_refused_exactly_where_the_table_has_none(state: str, action: str) -> None:
    row = TRANSITIONS[state, action]  # type: ignore[index]  # parametrised over the literals themselves
    found = refuse_action(state, action, roles=["documenter", "reviewer"], reason="A later report.")  # type: ignore[arg-type]  # as above
    assert (_code(found) is None) == (row is not None)
    if row is not None:
        assert _code(refuse_action(state, action, roles=["analyst"], reason="x")) == "role"  # type: ignore[arg-type]  # as above
        blank = refuse_action(state, action, roles=["reviewer"], reason="  ")  # type: ignore[arg-type]  # as above
        assert _code(blank) == ("reason-missing" if row.needs_reason else None)


def test_an_accepted_record_is_edited_only_after_reopening() -> None:
    assert _code(refuse_edit("accepted")) == "accepted-record"
    assert _code(refuse_edit("submitted")) == "under-review"
    assert refuse_edit("draft") is None and refuse_edit("reopened") is None
    found = refuse_action("accepted", "edit", roles=["documenter"])
    assert found and "Reopen it with a reason" in found.sentence


def test_a_stale_save_names_who_changed_what() -> None:
    found = refuse_stale(3, 5, changed_by="reviewer2", fields=["place", "maximum"])
    assert _code(found) == "stale-version"
    assert found and "reviewer2 changed maximum, place" in found.sentence
    assert "version 3" in found.sentence and "now 5" in found.sentence
    assert refuse_stale(5, 5, changed_by="", fields=[]) is None


def test_a_party_outside_the_vocabulary_is_refused_with_the_near_ones() -> None:
    found = refuse_unknown_party("russain", PARTIES)
    assert _code(found) == "unknown-party"
    assert found and "Did you mean russian" in found.sentence and "russain" not in found.sentence
    assert "هل تقصد russian" in found.sentence_in("ar")
    assert refuse_unknown_party("russian", PARTIES) is None
    assert _code(refuse_unknown_party("Samer al-Mithal", PARTIES)) == "unknown-party"
    assert _code(refuse_unknown_code("sex", "boy")) == "unknown-code"
    assert refuse_unknown_code("sex", "male") is None


@given(st.integers(-5, 50), st.none() | st.integers(-5, 50))
def test_a_count_is_refused_exactly_when_it_cannot_be(minimum: int, maximum: int | None) -> None:
    cannot = minimum < 0 or (maximum is not None and minimum > maximum)
    assert (_code(refuse_count(minimum, maximum)) is not None) == cannot


RANGES = st.builds(
    lambda low, more: CountRange(low, None if more is None else low + more),
    st.integers(0, 20),
    st.none() | st.integers(0, 20),
)


@given(RANGES, RANGES)
def test_a_sum_is_never_refused_as_the_whole_of_its_parts(part: CountRange, rest: CountRange) -> None:
    assert refuse_part_above_whole("children", part, "civilians", part + rest) is None


@pytest.mark.parametrize(
    ("part", "whole", "code"),
    [
        (CountRange(8, 8), CountRange(7, 7), "part-above-whole"),
        (CountRange(8, None), CountRange(7, None), "part-above-whole"),
        (CountRange(2, 8), CountRange(5, 6), "part-above-whole"),
        (CountRange(2, None), CountRange(5, 6), None),
        (CountRange(7, 7), CountRange(7, None), None),
    ],
)
def test_a_part_above_its_whole_is_refused(part: CountRange, whole: CountRange, code: str | None) -> None:
    assert _code(refuse_part_above_whole("children", part, "civilians", whole)) == code


@pytest.mark.parametrize(
    ("incident", "harm", "code"),
    [
        ("2019-07-05", "2019-07-05", None),
        ("2019-07-05", "2019-07", None),
        ("2019-05-19/2019-05-20", "2019-05-20", None),
        ("2019-07-05", "XXXX", None),
        ("2019-07-05", "2019-07-06", "harm-outside-incident"),
        ("2019-07-05", "2019-06", "harm-outside-incident"),
    ],
)
def test_a_harm_outside_its_incidents_dates_is_refused(incident: str, harm: str, code: str | None) -> None:
    assert _code(refuse_harm_outside_incident(PartialDate.parse(incident), PartialDate.parse(harm))) == code


def test_a_death_may_come_later_than_the_incident_but_never_before() -> None:
    incident = PartialDate.parse("2019-07-05")
    assert refuse_death_before_incident(incident, PartialDate.parse("2019-07-08")) is None
    assert refuse_death_before_incident(incident, PartialDate.parse("2019")) is None
    assert (
        _code(refuse_death_before_incident(incident, PartialDate.parse("2019-07-04")))
        == "death-before-incident"
    )


@pytest.mark.parametrize(
    ("years", "group", "code"),
    [
        (None, "child", None),
        (17, "child", None),
        (18, "child", "age-against-group"),
        (18, "adult", None),
        (17, "adult", "age-against-group"),
        (30, "elderly", None),
        (0, "infant", None),
        (1, "infant", None),
        (2, "infant", "age-against-group"),
        (0, "unborn", None),
        (1, "unborn", "age-against-group"),
        (40, "unknown", None),
        (-1, "unknown", "age-impossible"),
        (130, "adult", "age-impossible"),
    ],
)
def test_an_age_must_agree_with_its_group(years: int | None, group: str, code: str | None) -> None:
    assert _code(refuse_age_against_group(years, group)) == code


def test_another_age_of_majority_decides_otherwise() -> None:
    assert refuse_age_against_group(16, "adult", age_of_majority=16) is None
    assert _code(refuse_age_against_group(16, "child", age_of_majority=16)) == "age-against-group"


@pytest.mark.parametrize(
    ("person", "group", "count", "code"),
    [
        ("p1", None, CountRange(1, 1), None),
        ("p1", None, CountRange(2, 2), "person-counts-once"),
        ("p1", None, CountRange(1, None), "person-counts-once"),
        ("p1", "a family", CountRange(1, 1), "person-or-group"),
        (None, None, CountRange(1, 1), "person-or-group"),
        (None, "a family", CountRange(0, 0), "empty-group"),
        (None, "a family", CountRange(0, 3), None),
        (None, "a family", CountRange(0, None), None),
    ],
)
def test_a_harm_is_done_to_one_person_or_to_a_group_of_somebody(
    person: str | None, group: str | None, count: CountRange, code: str | None
) -> None:
    assert _code(refuse_harmed(person=person, group_label=group, count=count)) == code


def test_the_first_of_several_refusals_is_raised_with_its_code() -> None:
    ensure(None, None)
    with pytest.raises(Refused, match="Ask another reviewer") as raised:
        ensure(None, refusal("own-work"), refusal("empty-group"))
    assert raised.value.code == "own-work" and raised.value.exit_code == 3
