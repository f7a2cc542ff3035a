"""Parties of other countries, hands named again, days without their month, tolls that rose, people taken: in wordings of both languages."""

from __future__ import annotations

import pytest

from tawthiq.reading.incidents import draft_incidents


@pytest.mark.parametrize(
    ("subject", "party"),
    [
        ("Houthi shelling hit", "other"),
        ("An Israeli drone struck", "other"),
        ("The Rapid Support Forces shelled", "other"),
        ("Sudanese army artillery shelled", "other"),
        ("Libyan National Army forces shelled", "other"),
        ("Fighters of the Wagner Group shelled", "other"),
        ("Ukrainian artillery shelled", "other"),
        ("Warplanes of the Saudi-led coalition bombed", "other"),
        ("Myanmar military jets bombed", "other"),
        ("Turkish artillery shelled", "other"),
        ("Russian warplanes bombed", "russian"),
        ("International Coalition warplanes bombed", "coalition"),
    ],
)
def test_a_party_that_the_list_does_not_have_is_another_party(subject: str, party: str) -> None:
    (draft,) = draft_incidents(f"{subject} Ain Zara town on 21 June 2020, killing three civilians.")
    assert (draft["party"], draft["civilians_killed"]) == (party, 3)


@pytest.mark.parametrize(
    "party", ["مدفعية الحوثيين", "قوات الدعم السريع", "المدفعية التركية", "قوات حفتر", "الجيش السوداني"]
)
def test_a_party_that_the_list_does_not_have_is_another_party_in_arabic(party: str) -> None:
    (draft,) = draft_incidents(f"قصفت {party} مدينة الزهراء يوم 21 حزيران 2020 فقتل ثلاثة مدنيين.")
    assert (draft["party"], draft["civilians_killed"]) == ("other", 3)


@pytest.mark.parametrize(
    ("country", "party"), [("Yemen", "other"), ("Libya", "other"), ("Syria", "syrian-regime")]
)
def test_government_forces_are_those_of_the_country_told_of(country: str, party: str) -> None:
    text = f"Taiz, {country}: government forces shelled Kasra town on 3 May 2017, killing two civilians."
    assert [d["party"] for d in draft_incidents(text)] == [party]


def test_the_province_of_another_country_is_its_governorate() -> None:
    (draft,) = draft_incidents(
        "In North Darfur State, the Rapid Support Forces shelled Abu Shouk displacement camp on 29 July 2024, killing 22 people."
    )
    assert (draft["place"], draft["governorate"]) == ("Abu Shouk", "North Darfur")
    (draft,) = draft_incidents(
        "في محافظة الحديدة اليمنية، قتل طفلان يوم 6 ديسمبر 2020 حين انفجر لغم بمديرية الدريهمي."
    )
    assert (draft["place"], draft["governorate"], draft["civilians_killed"]) == ("الدريهمي", "الحديدة", 2)


@pytest.mark.parametrize(
    ("second", "party"),
    [
        ("Three days later, on Friday, January 8, its members shot a driver dead in al Ashara city.", "isis"),
        ("On January 8, 2016, the same forces shelled al Ashara city, killing two civilians.", "isis"),
    ],
)
def test_a_hand_named_again_is_the_hand_of_the_attack_before(second: str, party: str) -> None:
    drafts = draft_incidents(
        "ISIS fighters shelled al Mayadeen city, Deir Ez-Zour governorate, on Tuesday, January 5, 2016, killing a man. "
        + second
    )
    assert [(d["date"], d["party"]) for d in drafts] == [("2016-01-05", party), ("2016-01-08", party)]


def test_an_earlier_attack_with_its_own_day_is_told() -> None:
    drafts = draft_incidents(
        "Syrian regime artillery shelled Sarmin city on 29 July 2019, killing two civilians. "
        "Two days earlier, on 27 July, a shell from the same forces killed a midwife and her husband in Taftanaz town."
    )
    assert [(d["date"], d["place"], d["civilians_killed"]) for d in drafts] == [
        ("2019-07-29", "Sarmin", 2),
        ("2019-07-27", "Taftanaz", 2),
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Summary, Aleppo governorate, March 2018. On the 3rd, Turkish warplanes bombed Mobata town, killing three civilians.", ["2018-03-03"]),
        ("GENEVA (12 May 2020) - On 28 April, an explosion in Afrin city killed at least 42 civilians.", ["2020-04-28"]),
        ("حصاد الشهر، تموز 2017 - من أبرز حوادثه مقتل 18 مدنياً بقصف طائرات التحالف الدولي في مدينة الرقة يوم 12.", ["2017-07-12"]),
        ("علمنا اليوم، الثلاثاء 22 أيلول 2020، أن مدنيين اثنين قتلا أمس بعبوة ناسفة في بلدة سلوك بريف محافظة الرقة.", ["2020-09-21"]),
    ],
)  # fmt: skip
def test_a_day_is_read_with_the_month_and_the_dateline_around_it(text: str, dates: list[str]) -> None:
    assert [d["date"] for d in draft_incidents(text)] == dates


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("A mother of four bled to death in Sarmin city, Idlib governorate, on May 2, 2013, after regime shelling.", (1, None, 1)),
        ("Two boys, 9 and 11, stood in Sarmin city, Idlib, on May 2, 2013, when a mine exploded. The boys died at once.", (2, 2, None)),
        ("A mine exploded in Sarmin city, Idlib, on May 2, 2013. A woman and her son, 8, were struck by shrapnel and died.", (2, 1, 1)),
        ("Regime shelling of Sarmin city, Idlib, on May 2, 2013, killed four members of one household: a woman, her mother-in-law and two boys.", (4, 2, 2)),
        ("A couple and their two children were killed by regime shelling of Sarmin city, Idlib, on May 2, 2013.", (4, 2, 1)),
        ("قتل تسعة مدنيين في غارة للنظام على مدينة سرمين بريف إدلب يوم 5 آذار 2020، ثم ارتفعت الحصيلة إلى ستة عشر مدنياً، بينهم طفلان.", (16, 2, None)),
        ("قصفت قوات النظام مدينة سرمين بريف إدلب يوم 5 آذار 2020، فقتل خمسة مدنيين، أحدهم طفل.", (5, 1, None)),
        ("قصفت قوات النظام مدينة سرمين بريف إدلب يوم 5 آذار 2020، فقتل رجل وزوجتاه.", (3, None, 2)),
    ],
)  # fmt: skip
def test_people_are_counted_by_kin_parents_and_risen_tolls(text: str, people: tuple[object, ...]) -> None:
    (draft,) = draft_incidents(text)
    assert (draft["civilians_killed"], draft["children"], draft["women"]) == people


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("seized eight residents", 8),
        ("rounded up five men", 5),
        ("held two of its staff", 2),
        ("apprehended a lawyer and two shopkeepers", 3),
        ("arrested its owner together with five of his workers", 6),
    ],
)
def test_people_taken_are_counted_in_other_words(told: str, number: int) -> None:
    text = f"Syrian National Army fighters raided a radio station in Raju town, Aleppo governorate, on June 6, 2020, and {told}."
    assert [d["arrested"] for d in draft_incidents(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "تنويه من مجلس بلدة بنش: الأصوات التي سمعت أمس ناتجة عن تفجير مخلفات حرب، ولا توجد إصابات.",
        "Council of Binnish town: the blast heard on 4 May 2021 was a controlled explosion of war remnants, nobody was hurt.",
        "Fierce fighting between ISIS cells and pro-Iranian militiamen near al Mayadin on 6 April 2021 left eleven fighters dead.",
    ],
)
def test_controlled_explosions_and_fighting_are_no_attack(text: str) -> None:
    assert draft_incidents(text) == []


@pytest.mark.parametrize("told", ["قادها انتحاري", "يقودها انتحاري"])
def test_a_car_driven_to_blow_up_is_a_car_bomb(told: str) -> None:
    (draft,) = draft_incidents(f"انفجرت سيارة {told} في مدينة الحسكة يوم 25 تموز 2015 فقتل 13 مدنياً.")
    assert draft["munition"] == "car bomb"
