"""People without a number, parted tolls, asides, fact lines and arrests are read; what is not told is not."""

from __future__ import annotations

from typing import Any

import pytest

from tawthiq.reading.incidents import draft_incidents

WHERE = "in Tasil town in the western suburbs of Daraa governorate on April 22, 2022"


def only(text: str) -> dict[str, Any]:
    drafts = draft_incidents(text)
    assert len(drafts) == 1, drafts
    return drafts[0]


@pytest.mark.parametrize(
    "text",
    [
        f"A young man, from Nawa city, was shot dead by unidentified gunmen {WHERE}.",
        f"Syrian regime artillery shelling killed a medic {WHERE}.",
        f"Cameraman killed by gunfire of unknown source {WHERE}.",
        f"Unidentified gunmen opened fire on a former mayor {WHERE}. He died at once.",
        "قتل مصور برصاص مجهولين في بلدة تسيل بريف محافظة درعا الغربي في 22 نيسان 2022.",
        "أطلق مسلحون مجهولون النار على شاب في بلدة تسيل بريف محافظة درعا الغربي في 22 نيسان 2022، ما أدى إلى مقتله.",
    ],
)
def test_one_person_without_a_number_is_one(text: str) -> None:
    draft = only(text)
    assert draft["civilians_killed"] == 1
    assert draft["date"] == "2022-04-22"


@pytest.mark.parametrize(
    "text",
    [
        f"Syrian regime warplanes bombed a civilian house {WHERE}.",
        f"Syrian regime warplanes fired a missile at a worker's hostel {WHERE}.",
        f"A Russian raid hit a farmer market {WHERE}.",
    ],
)
def test_a_noun_before_a_thing_is_nobody(text: str) -> None:
    assert only(text)["civilians_killed"] is None


@pytest.mark.parametrize(
    ("people", "dead", "children", "women"),
    [
        ("Four civilians (father, mother and two children) were killed", 4, 2, 1),
        ("Three civilians (two female teachers and a girl) were killed", 3, 1, 2),
        ("A shepherd and his wife were killed", 2, None, 1),
        ("Three siblings, all children, were killed", 3, 3, None),
        ("Seven civilians, two children among them, were killed", 7, 2, None),
        ("Four children from one family and three other civilians were killed", 7, 4, None),
        ("At least five and up to nine civilians were killed", 5, None, None),
    ],
)
def test_lists_of_people_are_added_up(
    people: str, dead: int, children: int | None, women: int | None
) -> None:
    draft = only(f"{people} in an artillery attack by Syrian regime forces {WHERE}.")
    assert (draft["civilians_killed"], draft["children"], draft["women"]) == (dead, children, women)


def test_who_the_dead_were_may_be_told_a_sentence_later() -> None:
    draft = only(
        f"Russian warplanes bombed a house {WHERE}, killing six civilians. Two women were also among the dead."
    )
    assert (draft["civilians_killed"], draft["women"]) == (6, 2)


@pytest.mark.parametrize(
    "aside",
    [
        "Two days after nine people were killed in the same town, ",
        "بعد يومين من مقتل تسعة أشخاص في البلدة ذاتها، ",
    ],
)
def test_an_earlier_strike_in_passing_counts_nobody(aside: str) -> None:
    told = (
        f"Syrian regime artillery shelled a market {WHERE}, killing two civilians."
        if aside.isascii()
        else "قصفت مدفعية قوات النظام السوري سوقاً في بلدة تسيل بريف درعا الغربي في 22 نيسان 2022، ما أدى إلى مقتل مدنيين اثنين."
    )
    assert only(aside + told)["civilians_killed"] == 2


def test_fact_lines_make_one_draft() -> None:
    draft = only(
        "Saturday 1 September 2018. Al-Qaryatayn, Homs. Unidentified attackers threw a hand grenade into a shop. "
        "Killed: 2 civilians. Injured: 5."
    )
    assert (draft["date"], draft["place"], draft["governorate"]) == ("2018-09-01", "Al-Qaryatayn", "Homs")
    assert (draft["munition"], draft["civilians_killed"], draft["injured"]) == ("grenade", 2, 5)


def test_one_toll_parted_among_towns_is_a_draft_for_each() -> None:
    drafts = draft_incidents(
        "Five civilians were killed on January 29, 2020: three in Saraqeb city and two in Ariha city, both in Idlib, by Russian airstrikes."
    )
    assert [(d["place"], d["civilians_killed"], d["party"]) for d in drafts] == [
        ("Saraqeb", 3, "russian"),
        ("Ariha", 2, "russian"),
    ]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (f"SDF arrested seven civilians, including two children, {WHERE}.", 7),
        (f"Syrian Regime forces detained a lawyer and his brother {WHERE}.", 2),
        (
            "شهدت بلدة ذيبان بريف دير الزور الشرقي يوم 2 تموز 2021 حملة دهم واعتقال نفذتها قسد طالت 13 مدنياً.",
            13,
        ),
    ],
)
def test_an_arrest_is_told_with_its_number_and_no_dead(text: str, taken: int) -> None:
    draft = only(text)
    assert (draft["arrested"], draft["civilians_killed"]) == (taken, None)
    assert draft["children"] is None, "the children of a draft are those killed"
    assert draft["massacre"] is None


def test_a_death_under_torture_is_told_without_an_attack() -> None:
    draft = only(
        "قضى مدني من أبناء مدينة كفرنبل بسبب التعذيب داخل سجن صيدنايا التابع لقوات النظام السوري، وعلمت أسرته بوفاته يوم 11 آب 2020."
    )
    assert (draft["munition"], draft["civilians_killed"], draft["place"]) == ("torture", 1, None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Russian warplanes bombed Ma’aret Hurma village in Idlib on August 3, 2019, killing two civilians.", "Ma’aret Hurma"),
        ("Three civilians were killed on May 10, 2017 in airstrikes on Al Soor, 55 km northeast of Deir Ezzor city.", "Al Soor"),
        ("Artillery stationed in Jourin camp shelled Ariha city in Idlib on May 10, 2017, killing three civilians.", "Ariha"),
        ("Russian missiles hit Qah IDP camp in Idlib on May 10, 2019, killing three civilians.", "Qah"),
    ],
)  # fmt: skip
def test_the_place_is_where_it_fell(text: str, place: str) -> None:
    assert only(text)["place"] == place


def test_a_party_s_name_is_no_place_and_a_monthly_toll_no_attack() -> None:
    assert (
        draft_incidents(
            "They also included 54 people who were killed under torture, 50 of them in the regime’s custody, three others in the "
            "custody of Hay’at Tahrir al-Sham, and one in the custody of the PYD."
        )
        == []
    )


def test_a_late_death_alone_is_no_attack() -> None:
    text = "An elderly woman succumbed on Monday to wounds she had sustained in the artillery attack on al Nayrab village."
    assert draft_incidents(text) == []


def test_executed_airstrikes_are_no_executions() -> None:
    draft = only(f"Russian jets executed several airstrikes with missiles {WHERE}, killing two civilians.")
    assert draft["munition"] == "missile"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Regime artillery killed two civilians, a man and a woman, {WHERE}.", {"civilians_killed": 2, "women": 1}),
        (f"Regime snipers killed a farmer, a woman and a child {WHERE}.", {"civilians_killed": 3, "women": 1, "children": 1}),
        (f"Shells killed six civilians {WHERE}. The rockets were fired from positions held by the SDF.", {"party": "sdf"}),
        (f"Nine people were killed by a regime airstrike {WHERE}: four civilians and five fighters of ISIS.", {"civilians_killed": 4}),
        (f"Regime artillery killed six civilians, half of them children, {WHERE}.", {"children": 3}),
        (f"Seven civilians were injured, two of them seriously, by regime shelling {WHERE}.", {"injured": 7}),
        (f"A sniper of the SDF shot dead Mrs. Warda al Namudhaj, 52, {WHERE}.", {"civilians_killed": 1, "women": 1, "party": "sdf"}),
        ("قصفت دبابات قوات النظام السوري قرية دير بلوط بريف حلب في 12 كانون الأول 2016، ما أدى إلى مقتل رجل وزوجته وأطفالهما الأربعة.",
         {"place": "دير بلوط", "civilians_killed": 6, "children": 4, "women": 1}),
        ("أطلق عناصر من تنظيم داعش النار على رعاة في مدينة السخنة بريف حمص في 10 نيسان 2020، ما أدى إلى مقتل أربعة مدنيين.",
         {"party": "isis", "civilians_killed": 4}),
    ],
)  # fmt: skip
def test_who_was_hit_and_who_fired(text: str, said: dict[str, Any]) -> None:
    draft = only(text)
    assert {key: draft[key] for key in said} == said


def test_a_night_of_two_dates_is_the_first() -> None:
    text = "During the night of 17-18 December 2019 Russian jets bombed Maasaran village in Idlib, killing five civilians."
    assert only(text)["date"] == "2019-12-17"
