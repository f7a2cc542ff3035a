"""Totals as published reports write them: numbered lists, lists on one line, headings with lines beneath, thousands in words."""

from __future__ import annotations

import pytest

from tawthiq.reading.numbering import numbered
from tawthiq.reading.proofread import proofread
from tawthiq.reading.prose import Span, fold_pattern
from tawthiq.reading.quantities import quantities

GERMAN = """Bilanz im März

Wir dokumentierten im März den Tod von {total} Menschen, aufgeteilt nach den Konfliktparteien:
A- Regime (Armee und Milizen) tötete 410 Personen, davon 300 Zivilisten, darunter 61 Kinder und 40 Frauen. Außerdem 110 Bewaffnete.
B- Russische Streitkräfte: 95 Zivilisten, darunter 12 Kinder.
C- Extremistische Gruppen:
Wir dokumentierten {group} Tote durch extremistische Gruppen:
• ISIS tötete 31 Personen: 20 Zivilisten und 11 Bewaffnete.
• Die Al-Nusra-Front tötete 9 Zivilisten.
D- Internationale Koalition tötete 7 Zivilisten.
Nicht identifizierte Gruppen: 18 Zivilisten, darunter 2 Kinder.
"""

FRENCH = """Le réseau a documenté {total} massacres en mai, dont les détails suivent:
A/ Les forces gouvernementales (armée, milices) : 21 massacres
B/ Groupes extrémistes:
- Daech: 3 massacres
- Front al-Nosra: 2
C/ Groupes d'opposition armée: 5 massacres
Un massacre est un incident qui tue au moins 5 personnes.
- Les massacres sont répartis ainsi d'après les gouvernorats:
Alep: 12 massacres ont été commis,
Homs: {homs}
Idleb: 7
Daraa: 3
"""

ENGLISH = """Death toll in May

1- Government forces:
We documented the death of {total} individuals by the government forces as follows:
a- Civilians:
Government forces killed 512 civilians including 70 women and 88 children (with a rate of killing 3 children each day). Further, 45 individuals died under torture, including 2 women and a child.
The percentage of children and women reached {share}%.
b- Gunmen:
Government forces killed 91 gunmen during clashes.
2- Extremist groups:
We documented the death of 66 individuals by the extremist groups, detailed as follows:
• ISIL:
a. Civilians: 40 victims including 5 children.
b. Armed individuals: 14 gunmen killed in clashes.
• An-Nusra Front:
a. Civilians: {nusra} victims including a woman.
b. Armed individuals: no deaths recorded
"""

ARABIC = """وثقنا مقتل {total} مدنياً في حزيران، يتوزعون على النحو التالي:
أ- قوات النظام: 140 مدنياً، بينهم 20 طفلاً.
ب- القوات الروسية: 61 مدنياً، بينهم 9 أطفال.
ج- التنظيمات المتشددة:
- تنظيم داعش: 12 مدنياً.
- هيئة تحرير الشام: 4 مدنيين.
د- قوات التحالف الدولي: 8 مدنيين.
"""


def sums(text: str) -> list[tuple[str, str]]:
    return [(f.said, f.expected) for f in proofread(text).findings]


def test_a_lettered_list_with_bullets_beneath_a_letter_and_a_last_line_without_one() -> None:
    assert sums(GERMAN.format(total=570, group=40)) == []
    assert sums(GERMAN.format(total=580, group=40)) == [("580 persons", "570")]
    assert ("41 persons", "40") in sums(GERMAN.format(total=571, group=41))


def test_bullets_beneath_a_letter_without_a_figure_make_it_and_a_heading_means_the_total_of_what_it_names() -> (
    None
):
    assert sums(FRENCH.format(total=31, homs=9)) == []
    assert sums(FRENCH.format(total=31, homs=8)) == [("31 massacres", "30")]
    assert sums(FRENCH.format(total=32, homs=9)) == [("32 massacres", "31"), ("32 massacres", "31")][:1]


def test_numbers_within_numbers_and_lines_that_count_nobody() -> None:
    assert sums(ENGLISH.format(total=603, share=31, nusra=12)) == []
    assert sums(ENGLISH.format(total=613, share=31, nusra=12)) == [("613 persons", "603")]
    assert sums(ENGLISH.format(total=603, share=31, nusra=15)) == [("66 persons", "69")]
    assert sums(ENGLISH.format(total=603, share=38, nusra=12)) == [("38 %", "30.9 %")]


def test_arabic_letters_number_a_list() -> None:
    assert sums(ARABIC.format(total=225)) == []
    assert sums(ARABIC.format(total=235)) == [("235 civilians", "225")]


def test_a_line_that_only_splits_a_figure_of_its_list_is_no_part_of_it() -> None:
    text = (
        "Im Jahr gab es {} Massaker, aufgeteilt wie folgt:\nA- Regime: 40\nB- Russische Streitkräfte: 11\nC- Internationale Koalition: 3\n"
        "D- Die 40 Massaker des Regimes teilen sich nach Regionen wie folgt auf:\n– 33 in Gebieten der Opposition\n– 7 in Gebieten von ISIS\n"
    )
    assert sums(text.format(54)) == []
    assert sums(text.format(56)) == [("56 massacres", "54")]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Aleppo: 13, Homs: 8, Idlib: 5, Hama: 2 und Deir Al-Zour 1 Massaker.", 29),
        ("– Aleppo: 14, Homs: 8, Idlib: 5 Hama: 2.", 29),
        ("Aleppo 14, Homs 8, Idlib 5, Hama 2", 29),
        ("Aleppo : 14 Massaker – Homs : 8 Massaker – Idlib : 7 Massaker.", 29),
    ],
)
def test_a_list_on_one_line_is_read_whole(line: str, right: int) -> None:
    text = "Im Mai gab es nicht weniger als {} Massaker, verteilt nach Provinzen wie folgt:\n" + line
    assert sums(text.format(right)) == []
    assert sums(text.format(right + 3)) == [(f"{right + 3} massacres", str(right))]


def test_things_of_many_kinds_on_one_line_make_the_attacks_on_them() -> None:
    text = (
        "We recorded {} attacks on vital facilities in May, distributed as follows:\n"
        "12 schools, 9 places of worship, one vital cultural facility and five refugee camps"
    )
    assert sums(text.format(27)) == []
    assert sums(text.format(29)) == [("29 attacks", "27")]


def test_a_total_whose_noun_stands_apart_and_a_line_that_ends_with_of_which() -> None:
    text = (
        "Wir zählten nicht weniger als {}, im Mai begangene Massaker wie folgt:\nA – Vom Regime: 17\nB – Von russischen Streitkräften: 9\n"
        "\nTruppen des Regimes begingen insgesamt 17 Massaker, davon\n– {} in Gebieten der Opposition\n– 4 in Gebieten von ISIS\n"
    )
    assert sums(text.format(26, 13)) == []
    assert sums(text.format(28, 13)) == [("28 massacres", "26")]
    assert sums(text.format(26, 14)) == [("17 massacres", "18")]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("fr", "10 mille 204 victimes et 4 mille 148 civils", [10_204, 4_148]),
        ("fr", "deux mille 30 enfants et 3 mille personnes", [2_030, 3_000]),
        ("de", "3 Tausend 120 Menschen, zwei Tausend 45 Tote", [3_120, 2_045]),
        ("ar", "34 ألفا و473 شخصا و10 آلاف و204 قتلى", [34_473, 10_204]),
        ("ar", "مقتل ألف و25 امرأة", [1_025]),
        ("en", "12 thousand 300 people, 2 thousand and 15 wounded", [12_300, 2_000, 15]),
    ],
)
def test_thousands_in_words_go_with_the_digits_after_them(
    language: str, text: str, values: list[int]
) -> None:
    folded = fold_pattern(text)
    assert [q.value for q in quantities(folded, Span(0, len(folded)), language)] == values


@pytest.mark.parametrize(
    "text",
    [
        "The mission documented {} civilian casualties (340 deaths and 512 injured) in the quarter.",
        "In total there were {} civilian casualties, 340 deaths and 512 injured.",
        "Etwa im Juni: {} Zivilisten waren Opfer des Krieges. Davon wurden 340 getötet, 512 wurden verletzt.",
        "L'ONU a recensé {} victimes civiles (340 morts et 512 blessés).",
        "سجلت البعثة {} ضحية من المدنيين (340 قتيلا و512 جريحا).",
    ],
)
def test_casualties_are_the_killed_and_the_injured(text: str) -> None:
    assert sums(text.format(852)) == []
    assert [expected for _, expected in sums(text.format(872))] == ["852"]


def test_persons_are_civilians_and_combatants_where_they_nearly_are() -> None:
    text = "ISIS a tué {} personnes : 86 civils (dont 14 enfants) et 45 individus armés."
    assert sums(text.format(131)) == []
    assert sums(text.format(121)) == [("121 persons", "131")]
    assert sums("Rebels killed 900 people, including 86 civilians and 45 gunmen.") == []


def test_a_share_in_brackets_is_of_the_count_before_it() -> None:
    text = "During the war 2,100 people were killed, including 252 women (12 per cent) and 504 children ({} per cent)."
    assert sums(text.format(24)) == []
    assert sums(text.format(34)) == [("34 %", "24.0 %")]


def test_the_toll_of_one_party_is_not_split_by_others() -> None:
    text = "وثقنا 120 حالة اعتقال.\nواعتقلت قوات سوريا الديمقراطية 52 مدنياً.\nواعتقلت هيئة تحرير الشام 35 شخصاً، بينما اعتقلت المعارضة السورية 21 شخصاً."
    assert sums(text) == []


def test_parties_before_and_after_their_counts_split_one_total() -> None:
    text = (
        "وثقت الشبكة السورية لحقوق الإنسان ما لا يقل عن {} حالة اعتقال تعسفي.\nإنّ النظام السوري مسؤول عن اعتقال 110 أشخاص، في حين اعتقلت هيئة "
        "تحرير الشام 18 شخصاً، و46 شخصاً على يد فصائل المعارضة، إضافة إلى 31 على يد قسد."
    )
    assert sums(text.format(205)) == []
    assert [expected for _, expected in sums(text.format(195))] == ["205"]


@pytest.mark.parametrize(
    "text",
    [
        "Sixty people were killed: two women and 19 children among them.",
        "Eleven people were killed: four civilians, including a child, and seven fighters of a militia.",
        "Fifty lives were lost, a rescue volunteer among them, ten women, nine children.",
        "At least 16 civilians, all of them displaced, were killed, including one child and six women.",
        "Three fighters died along with two civilian passers-by, a man and a girl.",
        "قتل أربعة أشخاص من عائلة واحدة، وهم: الطفلة سلمى والطفل سمير وهدى ومنى.",
        "وثقنا مقتل 116 شهيداً مدنياً بينهم 18 طفلاً و42 رجلاً.",
        "Eight civilians killed in the countryside\n\nRockets on the first village killed five civilians.\n\nRockets on the second killed three civilians.",
    ],
)
def test_what_only_looks_like_parts_is_no_fault(text: str) -> None:
    assert sums(text) == []


def test_a_number_counts_only_where_the_next_follows_and_levels_nest() -> None:
    lines = [
        "A- one",
        "i- two",
        "II- three",
        "B- four",
        "a single A. b",
        "1/ five",
        "text",
        "2/ six",
        "C. lost",
        "E- no",
    ]
    found = numbered(lines)
    assert {at: n.order for at, n in found.items()} == {0: 1, 1: 1, 2: 2, 3: 2, 5: 1, 7: 2, 8: 3}
    assert found[0].level == found[3].level == found[8].level != found[1].level == found[2].level


def test_lines_of_different_lengths_that_end_their_sentences_are_not_joined() -> None:
    text = (
        "Im Mai gab es 26 Massaker, verteilt nach Provinzen wie folgt:\nAleppo: 13, Homs: 8, Idlib: 3 und in der Provinz Hama: 2.\n"
        "Nach unserer Dokumentation wurden dabei insgesamt 190 Personen getötet.\n"
    )
    assert sums(text) == []


def test_a_list_that_goes_on_beneath_headings_without_a_number() -> None:
    text = (
        "We documented the killing of {} by extremist groups as follows:\nA. Civilians: 54 civilians were killed.\nB. Rebels: killed no less than 53 "
        "in clashes.\nThe second group\nA. Civilians: killed five civilians.\nB. Rebels: killed six rebels.\n"
    )
    assert sums(text.format(118)) == []
    assert [expected for _, expected in sums(text.format(121))] == ["118"]


def test_the_main_parties_are_no_part_of_a_list_and_the_most_notable_places_are() -> None:
    items = "\nA- Government forces targeted 70 facilities.\nB- Russian forces targeted 19 facilities.\nC- ISIS targeted 6 facilities.\n"
    said = "We recorded 99 targeted vital facilities, detailed as follows according to the main conflict parties:"
    assert sums(said + items) == [("99 facility", "95")]
    assert sums("We recorded 99 targeted vital facilities, most notably:" + items) == []


@pytest.mark.parametrize(
    "text",
    [
        "We recorded 500 dead, including 170 children. Nearly 70 per cent of child fatalities were below the age of 12.",
        "In the year 27 incidents caused 172 civilian casualties (41 killed and 131 injured). Nine of those incidents (33%) were in April.",
        "Nous enregistrons 2 cas de libération et 1 arrestation.\n1- Groupes extrémistes:\ni- Daech : 1 libération\nii- Front al-Nosra: 2 arrestations",
        "قتلت قوات النظام وحلفاؤه الروس 19 شخصاً من أصل 23.\nوحسب التقرير قتلت القوات الروسية 14 شخصاً، بينما قتلت قوات الأسد 5، وقضى اثنان على يد داعش.",
    ],
)
def test_shares_and_lists_of_something_else_are_no_fault(text: str) -> None:
    assert sums(text) == []


def test_figures_beneath_numbered_headings_are_not_compared_with_those_of_other_headings() -> None:
    text = (
        "Deaths in May\n\nA. First forces\nThey killed 14 civilians including four children.\nB. Second forces\nThey killed 15 civilians including "
        "five children.\n"
    )
    assert sums(text) == []


def test_a_split_that_falls_short_may_go_on_in_the_next_sentence() -> None:
    text = "At least 27 attacks on vital facilities were recorded. Regime forces were responsible for 18 attacks and Russian forces for five."
    rest = " The Coalition carried out one attack, while three others could not be attributed."
    assert [f.severity for f in proofread(text).findings] == ["warning"]
    assert sums(text + rest) == []


@pytest.mark.parametrize(
    "text",
    [
        "وثقنا مقتل 418 شخصاً بين مدني وعسكري.\nبلغ عدد المدنيين الذين سقطوا 323 شهيداً، بينهم 73 طفلاً.\nأما العسكريون فبلغ عددهم 95 شهيداً.",
        "وثقنا مقتل 996 مدنياً، بينهم 211 طفلاً و113 امرأة، 80 بالمئة منهم قتلوا على يد قوات النظام.",
        "بلغ عدد العسكريين الذين قتلوا “23” شخصاً، ارتقى منهم:\n– 13 شخصاً في المعارك.\n– 6 أشخاص في القصف.\n– 3 أشخاص بانفجار لغم.\n– شخص واحد باغتيال مجهول.",
        "Le réseau a documenté la mort de 6 personnels médicaux, détaillés comme suit:\n1- 3 infirmiers\n2- 2 médecins\n3- 1 docteur",
    ],
)
def test_persons_of_several_kinds_and_lists_of_them_are_read_rightly(text: str) -> None:
    assert sums(text) == []


def test_a_list_beneath_a_number_ends_where_the_next_number_begins() -> None:
    text = (
        "1- Killing: we documented the killing of {} media activists as follows:\nGovernment forces killed eight media activists.\n"
        "Unidentified groups: two media activists have been killed by unidentified groups.\n"
        "2- Arrests: we recorded five cases as follows:\nThe regime arrested none.\n"
    )
    assert sums(text.format(10)) == []
    assert sums(text.format(11)) == [("11 media", "10")]
