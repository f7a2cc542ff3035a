"""Drafting tells attacks from what is only mentioned, and says where each value comes from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from tawthiq.domain.errors import InvalidValue
from tawthiq.reading.incidents import draft_incidents
from tawthiq.reading.model_reader import read_with_model
from tests.reading.bulletin_scores import Bulletin, harder, scored, summary, tuning, untouched

ATTACK = (
    "On Tuesday, February 4, 2020, fixed-wing warplanes we believe were Russian fired missiles at the center of Darat Izza city in Aleppo "
    "governorate's western suburbs, killing nine civilians, including four children and two women."
)


@pytest.mark.parametrize(("language", "least"), [("english", 0.96), ("arabic", 0.97)])
def test_the_tuning_bulletins_are_read(language: str, least: float) -> None:
    score = scored(tuning(language))
    assert score.f1() >= least, summary(language, score)
    assert score.invented == 0, summary(language, score)


def test_there_are_enough_bulletins_and_enough_without_an_attack() -> None:
    for language, least in (("english", 380), ("arabic", 200)):
        found = tuning(language)
        assert len(found) >= least
        assert sum(not b.incidents for b in found) >= len(found) // 15


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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "Al-Hurriyah quarter, Kafr Takharim (Idlib governorate), 22 April 2017. Two beekeepers lost their lives, four were hurt. A missile of the Russian air force did this.",
            ("2017-04-22", "Kafr Takharim", "Idlib", "russian", 2, 4),
        ),
        (
            "Place: Talbisa, Homs. Date: 2014-05-04. Weapon: mortar rounds. Responsible: government forces. Killed: 3. Injured: 11.",
            ("2014-05-04", "Talbisa", "Homs", "syrian-regime", 3, 11),
        ),
        (
            "كان الأهالي في سوق الخضار. سبعة فارقوا الحياة، وجُرح عشرون. الموقع: معرة مصرين، ريف إدلب. الفاعل: طيران روسي. التاريخ: 8 آب 2016.",
            ("2016-08-08", "معرة مصرين", "Idlib", "russian", 7, 20),
        ),
    ],
)
def test_what_stands_in_several_sentences_is_gathered(text: str, values: tuple[object, ...]) -> None:
    drafts = draft_incidents(text)
    keys = ("date", "place", "governorate", "party", "civilians_killed", "injured")
    assert [tuple(d[k] for k in keys) for d in drafts] == [values]


def test_what_is_gathered_is_less_sure_than_what_a_sentence_tells() -> None:
    text = "Kafr Takharim, Idlib. 22 April 2017. Two beekeepers lost their lives. A missile of the Russian air force."
    gathered, told = draft_incidents(text)[0], draft_incidents(ATTACK)[0]
    assert max(gathered["confidence"].values()) < min(told["confidence"].values())


@pytest.mark.parametrize(
    "text",
    [
        "A training course for 40 medics ended in Azaz on 5 March 2018. They learned to treat wounds caused by barrel bombs.",
        "A fire in a tent at Atma camp, Idlib, killed a mother and two children on 9 January 2022. The stove had tipped over.",
        "A court in Koblenz sentenced a former officer on 13 January 2022 for torture in Damascus. Thousands of civilians were killed there.",
        "The page withdrew its post on 3 April 2019: nobody had died in Afrin, Aleppo. Shells of the SDF, it had said, killed two men.",
        "The clinic of Yabroud treated sixty cases of flu. Helicopters were seen over Rural Damascus on 3 May 2014.",
        "حريق في خيمة بمخيم أطمة بإدلب أودى بحياة طفلين، 9 كانون الثاني 2022، بسبب مدفأة.",
    ],
)
def test_nothing_is_gathered_where_nobody_struck(text: str) -> None:
    assert draft_incidents(text) == []


@pytest.mark.parametrize(
    "ending",
    [
        "There were no victims, but 300 tonnes of wheat burned.",
        "The shells killed nobody.",
        "Thirty shells fell.",
    ],
)
def test_tonnes_shells_and_nobody_are_no_toll(ending: str) -> None:
    text = (
        "On November 23, 2022, Syrian regime artillery shelled Darbasiyah town in Hasaka governorate. "
        + ending
    )
    (draft,) = draft_incidents(text)
    assert draft["civilians_killed"] is None and draft["injured"] is None


def test_several_places_with_tolls_of_their_own_are_several_drafts() -> None:
    text = (
        "Log of 16 December 2023. Regime rockets on Sarmin (Idlib): three labourers killed. "
        "SDF troops opened fire in Basira (Deir Ezzor): two women injured."
    )
    found = [
        (d["date"], d["place"], d["party"], d["civilians_killed"], d["injured"])
        for d in draft_incidents(text)
    ]
    assert found == [
        ("2023-12-16", "Sarmin", "syrian-regime", 3, None),
        ("2023-12-16", "Basira", "sdf", None, 2),
    ]


def test_a_day_of_publication_is_not_the_day_of_the_attack() -> None:
    text = (
        "Inspectors published on 27 January 2023 their finding that the Syrian air force was responsible "
        "for the chlorine attack on Douma city of 7 April 2018 that killed 43 people."
    )
    assert [(d["date"], d["civilians_killed"]) for d in draft_incidents(text)] == [("2018-04-07", 43)]


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


@pytest.mark.parametrize(
    ("bulletins", "language", "least"),
    [
        (untouched, "english", 0.93),
        (untouched, "arabic", 0.93),
        (harder, "english", 0.78),
        (harder, "arabic", 0.87),
    ],
)
def test_what_no_rule_was_made_with_is_read_as_well_as_when_it_was_first_seen(
    bulletins: Callable[[str], list[Bulletin]], language: str, least: float
) -> None:
    """The aims are 0.92 and 0.85 for the manner of recorders; other manners are read less well: see the decision on reading."""
    score = scored(bulletins(language))
    assert score.f1() >= least and score.invented <= 3, summary(language, score)


def test_whose_attack_it_was_is_not_taken_from_a_total_of_two_parties() -> None:
    text = (
        "In July 2019 twelve civilians were killed, including five children.\n"
        "Eight of the civilians were killed by Syrian Regime forces and five by Russian forces.\n\n"
        "On Tuesday, July 23, 2019, fixed-wing warplanes fired a missile at the market of Saraqeb, killing seven civilians."
    )
    (draft,) = draft_incidents(text)
    assert draft["civilians_killed"] == 7 and draft["party"] is None and draft["attribution"] is None
