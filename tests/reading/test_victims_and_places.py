"""Who was killed where kin, ages and names tell it, the city of a quarter, lists of a day: in wordings of English and Arabic."""

from __future__ import annotations

import pytest

from tawthiq.reading.incidents import draft_incidents

ENGLISH = "On Sunday, June 23, 2019, Syrian regime artillery shelled Sarmin city in Idlib governorate. "
ARABIC = "قصفت مدفعية قوات النظام السوري مدينة سرمين بريف محافظة إدلب يوم الأحد 23 حزيران 2019. "


def _people(text: str) -> tuple[object, ...]:
    (draft,) = draft_incidents(text)
    return tuple(draft[key] for key in ("civilians_killed", "children", "women", "injured"))


@pytest.mark.parametrize(
    ("ending", "people"),
    [
        ("A schoolteacher and her daughter, 6, were killed.", (2, 1, 1, None)),
        ("The shelling killed a doctor and her husband.", (2, None, 1, None)),
        ("The shelling killed a mother and her three children.", (4, 3, 1, None)),
        ("A farmer, his wife and their two children were killed.", (4, 2, 1, None)),
        ("A woman and her son, a child of seven, were killed.", (2, 1, 1, None)),
        ("A nurse and her daughter, 22, were killed.", (2, None, 2, None)),
        ("Six civilians, one a boy of 13, were killed.", (6, 1, None, None)),
        ("Four civilians, two of them girls of 8 and 12, were killed.", (4, 2, None, None)),
        ("Thirteen people were killed, eight of them civilians.", (8, None, None, None)),
        ("A young man died; five people, among them a woman, were injured.", (1, None, None, 5)),
        ("Siblings Rami and Lana al Mithali, both children, were killed.", (2, 2, None, None)),
        ("Five truffle hunters, among them a woman, have died.", (5, None, 1, None)),
        ("A woman was killed. The woman's husband was moderately injured.", (1, None, 1, 1)),
        ("Three civilians were killed and four wounded, one of them seriously.", (3, None, None, 4)),
    ],
)
def test_people_told_by_kin_age_and_name_in_english(ending: str, people: tuple[object, ...]) -> None:
    assert _people(ENGLISH + ending) == people


@pytest.mark.parametrize(
    ("ending", "people"),
    [
        ("قتلت معلمة وابنتها.", (2, 1, 1, None)),
        ("قتل أب وولداه الشابان، وأصيب سبعة أشخاص.", (3, None, None, 7)),
        ("قتل ثلاثة مدنيين: رجل وحفيداه الشابان.", (3, None, None, None)),
        ("قتل ثلاثة أطفال أشقاء، أعمارهم 6 و8 و11 عاماً، أثناء لعبهم.", (3, 3, None, None)),
        ("قتل رجل وزوجته وأطفالهما الأربعة.", (6, 4, 1, None)),
        ("قتل مزارع وابنه، 11 عاماً، وأصيب شقيقاه.", (2, 1, None, 2)),
        ("قتلت طفلة ووالدتها.", (2, 1, 1, None)),
        ("أدى القصف إلى مقتل ثلاثة منهم وإصابة 9.", (3, None, None, 9)),
        ("قتل سبعة مدنيين، بينهم طفلان وثلاث سيدات.", (7, 2, 3, None)),
        ("أدى القصف إلى مقتل سيدة وإصابة زوجها وطفليهما.", (1, None, 1, 3)),
    ],
)
def test_people_told_by_kin_age_and_name_in_arabic(ending: str, people: tuple[object, ...]) -> None:
    assert _people(ARABIC + ending) == people


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("the Mazzeh district of Damascus", "Damascus"),
        ("the al-Talil district of Saraqeb, in Idlib", "Saraqeb"),
        ("the Masaken neighbourhood of Douma in Rural Damascus", "Douma"),
        ("Raqqa's Jazra neighbourhood", "Raqqa"),
        ("the Shaar quarter of Aleppo city", "Aleppo"),
        ("Aleppo city's al-Shaar neighbourhood", "Aleppo"),
        ("Ein al Arab city in Aleppo governorate", "Ein al Arab"),
    ],
)
def test_a_quarter_gives_its_city(where: str, place: str) -> None:
    text = f"On Sunday, June 23, 2019, Russian warplanes bombed {where}, killing seven civilians."
    assert [d["place"] for d in draft_incidents(text)] == [place]


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("حي طريق الباب في مدينة حلب", "حلب"),
        ("مدينة طرطوس الساحلية", "طرطوس"),
        ("مزرعة تؤوي نازحين قرب مدينة معرة مصرين شمال إدلب", "معرة مصرين"),
        ("قرية #البارة جنوبي #إدلب", "البارة"),
    ],
)
def test_an_adjective_or_a_verb_is_no_part_of_an_arabic_name(where: str, place: str) -> None:
    text = f"قصف الطيران الروسي {where} يوم الأحد 23 حزيران 2019، ما أدى إلى مقتل سبعة مدنيين."
    assert [d["place"] for d in draft_incidents(text)] == [place]


def test_each_line_of_a_day_s_list_is_an_attack_those_without_victims_too() -> None:
    english = (
        "Attacks recorded on Sunday, 23 June 2019:\n- Kafr Nabl (Idlib): Russian warplanes, 3 civilians killed, one child among them\n"
        "- Morek (Hama): regime rocket launchers, 2 civilians wounded\n- Kansaba (Latakia): regime helicopters, four barrel bombs, no casualties"
    )
    keys = ("date", "place", "party", "platform", "munition", "civilians_killed", "injured")
    assert [tuple(d[k] for k in keys) for d in draft_incidents(english)] == [
        ("2019-06-23", "Kafr Nabl", "russian", "fixed-wing warplane", None, 3, None),
        ("2019-06-23", "Morek", "syrian-regime", "rocket launcher", None, None, 2),
        ("2019-06-23", "Kansaba", "syrian-regime", "helicopter", "barrel bomb", None, None),
    ]
    arabic = (
        "حصيلة هجمات يوم الأحد 1 كانون الأول 2019:\n- معرة النعمان (إدلب): طيران حربي روسي، 4 قتلى مدنيين بينهم سيدة\n"
        "- حريتان (حلب): راجمات صواريخ تابعة للنظام، مقتل رجل\n- ربيعة (اللاذقية): مدفعية النظام، إصابة مدنيين اثنين"
    )
    assert [d["place"] for d in draft_incidents(arabic)] == ["معرة النعمان", "حريتان", "ربيعة"]


@pytest.mark.parametrize(
    ("text", "drafts"),
    [
        (
            "SDF arrested a schoolteacher in Hajin city in Deir Ez-Zour governorate on October 11, 2022.",
            [("Hajin", 1)],
        ),
        (
            "Syrian regime forces arrested Osama al Wahmi, a university student from Zakia town, on November 16, 2020.",
            [(None, 1)],
        ),
        (
            "اعتقلت قوات النظام الطالب أسامة الوهمي، من أبناء مدينة منبج، يوم الإثنين 16 تشرين الثاني 2020.",
            [(None, 1)],
        ),
    ],
)
def test_the_arrest_of_one_person_has_no_home_town_for_its_place(
    text: str, drafts: list[tuple[str | None, int]]
) -> None:
    assert [(d["place"], d["arrested"]) for d in draft_incidents(text)] == drafts
