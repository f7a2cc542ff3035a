"""Wordings of casualty recorders and agencies: later deaths, custody, titles, lists, totals over time, sources at the end."""

from __future__ import annotations

from typing import Any

import pytest

from tawthiq.reading.incidents import draft_incidents

REGION = "in the eastern suburbs of Idlib governorate"


def only(text: str) -> dict[str, Any]:
    (draft,) = draft_incidents(text)
    return draft


def said(text: str, *keys: str) -> tuple[Any, ...]:
    draft = only(text)
    return tuple(draft[key] for key in keys)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            f"A man died on September 21, 2020, due to wounds sustained on September 14, 2020, when a car bomb of unknown origin exploded in Tellat city {REGION}.",
            "2020-09-14",
        ),
        (
            f"The body of a shepherd was found on May 3, 2023, near Tellat village {REGION}. He had been shot by unidentified gunmen.",
            None,
        ),
        (
            f"Shells hit Tellat town {REGION}, killing two civilians\nPublished 27 September 2024\nTwo civilians were killed when Syrian regime artillery shelled Tellat town {REGION}.",
            "2024-09-27",
        ),
        (
            f"Two killed by a landmine in Tellat, September 26, 2024\nPublished 27 September 2024\nTwo civilians were killed by the explosion of a landmine in Tellat town {REGION}.",
            "2024-09-26",
        ),
        (
            f"Monday, April 17, 2023. Seven truffle hunters were killed when gunmen attacked their vehicle near Tellat village {REGION} yesterday.",
            "2023-04-16",
        ),
    ],
)
def test_the_day_is_that_of_the_attack(text: str, date: str | None) -> None:
    assert only(text)["date"] == date


def test_a_death_in_custody_is_one_incident_of_its_own_day_and_prison() -> None:
    text = (
        "A man from Tellat village in the suburbs of Hama governorate, named as Samer al Mithali, was arrested by Syrian regime forces on August 15, 2019 "
        "at a checkpoint in Damascus city. On August 29, 2020, his family was informed of his death on January 8, 2020. He was in good health "
        "at the time of his arrest, which makes it likely that he died due to torture."
    )
    keys = ("date", "place", "party", "attribution", "munition", "civilians_killed", "arrested")
    assert said(text, *keys) == ("2020-01-08", None, "syrian-regime", "stated", "torture", 1, None)


def test_the_prison_that_somebody_died_in_is_the_place() -> None:
    text = (
        "Samer al Mithali was arrested by Syrian Democratic Forces on July 27, 2020. He died due to torture in al Tallah prison "
        "on July 29, 2020, and his body was handed over to his family."
    )
    assert said(text, "date", "place", "party") == ("2020-07-29", "al Tallah", "sdf")


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("A mother, her infant and her two daughters, aged four and eight, were killed.", (4, 3, 1)),
        ("Three children, a 12-year-old girl, Nada al Mithali, an eight-year-old boy Anas al Mithali and his three-year-old sister, were killed.", (3, 3, None)),
        ("Four people, two women and a 10-year-old boy among them, were killed.", (4, 1, 2)),
        ("Thirteen people died under the ruins of a four-storey house, five of them children and three women.", (13, 5, 3)),
        ("Two women working in the local council and their driver were killed.", (3, None, 2)),
        ("A boy of 13, a refugee from al Mawhuma, was killed.", (1, 1, None)),
        ("The driver, Samer al Mithali, and his wife were killed.", (2, None, 1)),
        ("Three civilians were killed and five people, one of them a woman, were wounded.", (3, None, None)),
        ("Four members of one family were killed. A father, a mother and their two sons lost their lives.", (4, 2, 1)),
        ("Five civilians, including a woman and three other women, were killed.", (5, None, 4)),
        ("Two girls, identified as 10-year-old Nada al Mithali and 12-year-old Hala al Wahmi, were shot and killed.", (2, 2, None)),
    ],
)  # fmt: skip
def test_people_as_recorders_list_them(sentence: str, people: tuple[int | None, ...]) -> None:
    text = f"Syrian regime artillery fired shells at Tellat town {REGION} on January 22, 2020. {sentence}"
    assert said(text, "civilians_killed", "children", "women") == people


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"Two civilians were killed by a shell fired by Syrian regime forces at Tellat village in Jabal al Wahmi {REGION}, on May 7, 2019.", "Tellat"),
        (f"A man from al Nisba village which is administratively a part of Kabira town {REGION} was killed by a landmine in al Nisba village on May 4, 2021.", "al Nisba"),
        ("Three civilians were killed on May 4, 2021, in the southeast of Tellat village in the suburbs of Idlib governorate by Syrian regime artillery.", "Tellat"),
        ("Rockets fired by Syrian regime forces at districts of Aleppo on May 4, 2021 killed three people.", "Aleppo"),
        (f"A child was killed on May 4, 2021, by gunmen we have not yet been able to identify near al Saraya building in Tellat city {REGION}.", "Tellat"),
        (f"Two civilians were killed by a landmine on May 4, 2021, on the road between Tellat and Wahma {REGION}.", "between Tellat and Wahma"),
    ],
)  # fmt: skip
def test_where_it_was_among_the_places_named(text: str, place: str) -> None:
    assert only(text)["place"] == place


@pytest.mark.parametrize(
    "text",
    [
        "At least 81 civilians killed in one week of bombardment\nThe Observatory counted 81 civilians during seven days of bombardment by Russian warplanes. Among the dead are 21 children, all of them victims of strikes on Tellat, al Wahma, Nisba and other parts of the Idlib countryside.",
        "The Government Committed Four Massacres in Ten Days in Tellat\nThe airstrikes by the Syrian regime resulted in four massacres in about 10 days. We documented the killing of 123 people, among them 42 children.",
        "The briefing examines six attacks in Homs, Idlib and Aleppo, carried out by Russian forces between September and November 2015, in which at least 200 civilians died.",
        "A series of successive fires broke out on October 9, 2020, in the governorates of Latakia and Homs, which the Syrian regime rules; 20 people suffered suffocation.",
        "54 people were killed in Syria today, Tuesday 18 March 2014, among them 31 civilians, and 6 who died under torture. Aleppo 17, Homs 6, Hama 4.",
    ],
)  # fmt: skip
def test_totals_over_time_and_fires_are_no_incident(text: str) -> None:
    assert draft_incidents(text) == []


def test_a_total_since_years_is_not_the_toll() -> None:
    text = (
        "Daraa province: a young man was shot dead by unidentified gunmen in Tellat town in the Daraa countryside on June 7, 2023. "
        "Since early 2022, the number of attacks in Daraa province has risen to 459, which left 401 people dead."
    )
    assert only(text)["civilians_killed"] == 1


def test_the_source_at_the_end_of_a_sentence_is_no_harmed_person() -> None:
    text = "Warplanes dropped three bombs on Tellat village in Idlib governorate on May 7, 2019, killing ten people and wounding eight, said a fighter from the village."
    assert said(text, "civilians_killed", "injured") == (10, 8)


def test_two_attacks_of_one_day_without_victims_in_the_second() -> None:
    drafts = draft_incidents(
        f"Friday 7 August 2015\nSyrian regime artillery shelled Tellat town {REGION}, killing a child. "
        "Helicopters dropped six barrel bombs on Wahma town, and no losses of life were reported there."
    )
    assert [(d["place"], d["munition"], d["civilians_killed"]) for d in drafts] == [
        ("Tellat", None, 1),
        ("Wahma", "barrel bomb", None),
    ]


def test_villages_struck_without_victims_are_an_incident_each() -> None:
    drafts = draft_incidents(
        "Syrian regime helicopters dropped barrel bombs on Tellat town and the villages of al Wahma, Nisba and Kharab in Hama governorate on April 30, 2019."
    )
    assert [d["place"] for d in drafts] == ["Tellat", "al Wahma", "Nisba", "Kharab"]
    assert {d["governorate"] for d in drafts} == {"Hama"} and {d["date"] for d in drafts} == {"2019-04-30"}


@pytest.mark.parametrize(
    ("title", "party"),
    [
        ("Regime shelling kills two in Tellat", "syrian-regime"),
        ("Syrian-Russian alliance forces bombed a school in Tellat", "syrian-russian-alliance"),
    ],
)
def test_the_title_says_who_struck(title: str, party: str) -> None:
    text = f"{title}\n\nTwo civilians were killed on May 7, 2019 when shells hit Tellat village in the suburbs of Idlib governorate."
    assert only(text)["party"] == party


def test_an_arrest_carries_no_weapon_and_nobody_who_is_only_named() -> None:
    text = (
        f"A teacher was kidnapped by gunmen affiliated with Syrian Democratic Forces in Tellat city {REGION} on September 30, 2021, "
        "over his appeal to release his daughter, in a raid backed by a helicopter of the US-led Coalition. We fear that he will be tortured."
    )
    assert said(text, "arrested", "civilians_killed", "platform", "munition") == (1, None, None, None)


def test_fighters_without_the_word_are_no_civilians() -> None:
    text = f"Syrian regime artillery shelled Tellat town {REGION} on May 7, 2019. Two civilians were killed, and four from armed opposition factions died."
    assert only(text)["civilians_killed"] == 2


def test_a_death_in_custody_leaves_another_attack_of_the_text_alone() -> None:
    drafts = draft_incidents(
        f"Syrian regime artillery shelled Tellat town {REGION} on May 7, 2019, killing a child. "
        "On the same day a man from Wahma city died under torture in a regime detention center; he had been arrested in 2018."
    )
    assert drafts[0]["place"] == "Tellat" and drafts[0]["children"] == 1
    assert drafts[0]["munition"] is None
