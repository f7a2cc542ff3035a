"""Names: what is read as a word, what as a part, what as no name; the quick way gives what the careful way gives."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.linkage import name_parts, parse_name
from tawthiq.linkage.vocabulary import read_each, read_names
from tests.linkage.people import FAMILY, FATHER, GIVEN

ODD = [
    "عبد", "عبدالله", "عبد الله", "أبو", "ابو", "بن", "نور الدين", "الشهيد", "د.", "آل", "مجهول", "طفل", "وليد", "شقيق",
    "Mohammad", "al-Ahmad", "Abd", "el", "Karim", "bin", "Dr", "Nour", "Eddin", "UNB8", "O'Neil", "Ahmad's child", "123", "ـ",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["مجهول الهوية", "Unidentified", "طفل رضيع", "UNB8", "مجهول مجهول مجهول مجهول", "2.63032E+13", "", "  ", "-", "Unknown male",
     "Ahmad's child", "ابن خالد", "جثة رقم 7", "John Doe", "طفلة حديثة الولادة", "0"],
)  # fmt: skip
def test_it_takes_placeholders_for_no_name(text: str) -> None:
    assert parse_name(text).words == ()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("محمد عبد الكريم الأحمد", "محمد عبدالكريم الاحمد"),
        ("أبو شحادة", "ابوشحاده"),
        ("فاطمة نور الدين", "فاطمه نورالدين"),
        ("مُحـمّد علي", "محمد على"),
        ("سارة بنت خالد", "ساره خالد"),
        ("الشهيد محمد علي حسن", "محمد علي حسن"),
        ("ا\u0654حمد سعيد", "أحمد سعيد"),
        ("Abd al-Karim Nour al-Din", "Abdulkarim Nureddin".replace("Nureddin", "Nour Eddin")),
        ("Mohammad Al Ahmad", "mohammad el-ahmad"),
    ],
)
def test_it_reads_spellings_of_one_name_alike(one: str, two: str) -> None:
    assert parse_name(one).words == parse_name(two).words


@pytest.mark.parametrize("name", ["وليد سعيد", "Walid Said", "شهيد كريم رامي", "سيد علي", "Mary Ann"])
def test_it_keeps_names_that_look_like_other_words(name: str) -> None:
    assert len(parse_name(name).words) >= 2


def test_it_places_the_parts_of_a_name() -> None:
    parts = name_parts(parse_name("أبو علي حسن بن كريم بن صبحي الحلبي"))
    assert (parts.given, parts.father, parts.grandfather) == ("حسن", "كريم", "صبحي")
    assert (parts.family, parts.kunya, parts.nisba) == ("حلبي", "ابوعلي", "الحلبي")


def test_parts_that_are_not_stated_are_unknown() -> None:
    parts = name_parts(parse_name("حسن القمري"))
    assert parts.father is None and parts.grandfather is None and parts.kunya is None


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([*ODD, *GIVEN, *FATHER[:4], *FAMILY[:4]]), max_size=6),
        min_size=1,
        max_size=12,
    )
)
def test_reading_many_names_gives_what_reading_each_gives(names: list[list[str]]) -> None:
    texts = [" ".join(words) for words in names]
    read = read_each(pa.array(texts, pa.string()))
    assert read.joined({w: w for w in read.vocabulary}).to_pylist() == [
        " ".join(parse_name(t).words) or None for t in texts
    ]


def test_words_written_as_one_are_parted_where_both_are_far_better_known() -> None:
    texts = ["محمد حسن علي"] * 9 + ["محمدحسن علي", "سعيدالقمري", "سعيد القمري"]
    read = read_names(pa.array(texts, pa.string()))
    assert read.joined({w: w for w in read.vocabulary}).to_pylist()[9:] == [
        "محمد حسن علي",
        "سعيدالقمري",
        "سعيد قمري",
    ]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(text: str) -> None:
    name = parse_name(text)
    assert name.is_named == bool(name.words)
    assert all(word and " " not in word for word in name.words)
