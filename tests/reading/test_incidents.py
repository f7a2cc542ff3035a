"""Drafting tells attacks from what is only mentioned, and says where each value comes from."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tawthiq.domain.errors import InvalidValue
from tawthiq.reading.incidents import draft_incidents
from tawthiq.reading.model_reader import read_with_model
from tests.reading.bulletin_scores import FIELDS, bulletins, scored

ATTACK = (
    "On Tuesday, February 4, 2020, fixed-wing warplanes we believe were Russian fired missiles at the center of Darat Izza city in Aleppo "
    "governorate's western suburbs, killing nine civilians, including four children and two women."
)


@pytest.mark.parametrize(("language", "least"), [("english", 0.92), ("arabic", 0.85)])
def test_the_untouched_half_of_the_own_bulletins_is_read(language: str, least: float) -> None:
    score = scored(b for b in bulletins(language) if b.is_untouched)
    assert score.f1() >= least, {name: round(score.f1(name), 3) for name in FIELDS}
    assert score.invented <= 1


def test_there_are_enough_own_bulletins_in_both_halves() -> None:
    for language, least in (("english", 120), ("arabic", 60)):
        found = bulletins(language)
        untouched = sum(b.is_untouched for b in found)
        assert len(found) >= least
        assert 0.4 <= untouched / len(found) <= 0.6


def test_a_draft_keeps_the_words_of_each_value() -> None:
    draft = draft_incidents(ATTACK)[0]
    words = {key: ATTACK[start:end] for key, (start, end) in draft["spans"].items()}
    assert words["date"] == "Tuesday, February 4, 2020"
    assert words["civilians_killed"] == "nine civilians"
    assert words["place"] == "Darat Izza city"
    assert draft["reader"] == "rules" and draft["massacre"] is True
    assert 0 < draft["confidence"]["party"] <= 1


def test_what_is_not_said_is_none() -> None:
    draft = draft_incidents("On May 3, 2020, Syrian regime artillery shelled Kansafra village in Idlib.")[0]
    assert draft["civilians_killed"] is None and draft["children"] is None and draft["massacre"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Since the beginning of 2020, Russian forces have killed 182 civilians, including 67 children, in Idlib governorate.",
        "Between May 1, 2019 and June 3, 2019, attacks on Ariha city killed 70 civilians.",
        'A resident told us: "The warplanes bombed Ariha city on July 3, 2019 and killed my brother."',
        "The Ministry denied that Russian warplanes had bombed Ariha city on July 3, 2019.",
        "The hospital had been bombed on July 3, 2019 by Russian warplanes.",
        "The Security Council must act; Article 8 forbids attacks on Ariha city.",
    ],
)
def test_totals_denials_quotes_and_mentions_are_no_incident(text: str) -> None:
    assert draft_incidents(text) == []


def test_an_updated_toll_replaces_the_first() -> None:
    drafts = draft_incidents(
        ATTACK + " The death toll rose to eleven two days later, including five children."
    )
    assert [(d["civilians_killed"], d["children"]) for d in drafts] == [(11, 5)]


def test_two_attacks_of_one_day_are_two_drafts() -> None:
    text = (
        ATTACK
        + " On the same day, Syrian regime artillery shelled Kafr Sajna village in Idlib's southern suburbs, killing two children."
    )
    assert [(d["date"], d["place"], d["party"], d["civilians_killed"]) for d in draft_incidents(text)] == [
        ("2020-02-04", "Darat Izza", "russian", 9),
        ("2020-02-04", "Kafr Sajna", "syrian-regime", 2),
    ]


def test_undamaged_facilities_and_earlier_strikes_change_nothing() -> None:
    more = " A school near the site was not damaged. The city had been hit on January 5, when three civilians were killed."
    assert draft_incidents(ATTACK + more)[0]["civilians_killed"] == 9
    assert len(draft_incidents(ATTACK + more)) == 1


def test_yesterday_needs_a_day_of_publication() -> None:
    text = "Russian warplanes bombed Kansafra village in Idlib yesterday, killing two civilians."
    assert draft_incidents(text)[0]["date"] is None
    assert draft_incidents(text, published=dt.date(2020, 3, 1))[0]["date"] == "2020-02-29"


def test_a_model_s_draft_loses_what_the_text_does_not_bear_out() -> None:
    answer = json.dumps(
        {
            "incidents": [
                {
                    "place": "Darat Izza",
                    "date": "2020-02-05",
                    "civilians_killed": 12,
                    "children": 4,
                    "party": "russian",
                }
            ]
        }
    )
    draft = read_with_model(ATTACK, lambda prompt: f"Here it is: {answer}")[0]
    assert draft["reader"] == "model"
    assert (draft["place"], draft["children"], draft["date"], draft["civilians_killed"]) == (
        "Darat Izza",
        4,
        None,
        None,
    )
    assert draft["not_in_text"] == ["date", "civilians_killed"]


def test_an_answer_without_incidents_is_refused() -> None:
    with pytest.raises(InvalidValue, match="holds no JSON list"):
        read_with_model(ATTACK, lambda prompt: "I cannot help with that.")
