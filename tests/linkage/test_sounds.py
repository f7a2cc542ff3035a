"""Words of two scripts: which Latin spellings stand for which Arabic names."""

import pytest

from tawthiq.linkage.names import parse_name
from tawthiq.linkage.sounds import consonants, read_words, reading_cost


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("محمد", "Mohammad"), ("محمد", "Muhammed"), ("محمود", "Mahmoud"), ("أحمد", "Ahmed"), ("حسين", "Hussein"),
        ("حسين", "Husain"), ("يوسف", "Yousef"), ("يوسف", "Yusuf"), ("خالد", "Khaled"), ("عبد الكريم", "Abdulkarim"),
        ("عبد الرحمن", "Abdel Rahman"), ("عبد الرحمن", "Abdurrahman"), ("عبد الله", "Abdullah"), ("الأحمد", "al-Ahmad"),
        ("ذياب", "Dhiab"), ("ذياب", "Diab"), ("فاطمة", "Fatima"), ("فاطمة", "Fatmah"), ("إبراهيم", "Ibrahim"), ("عمر", "Omar"),
        ("عثمان", "Othman"), ("زينب", "Zaynab"), ("مصطفى", "Mustafa"), ("نور الدين", "Nour Eddine"),
    ],
)  # fmt: skip
def test_a_latin_spelling_is_read_as_its_arabic_name(arabic: str, latin: str) -> None:
    (one,) = parse_name(arabic).words
    (two,) = parse_name(latin).words
    read = read_words({one: 9, two: 3, "محمد": 50, "محمود": 30})
    assert one in read[two].readings


def test_mahmoud_is_not_mohammad() -> None:
    assert consonants("محمد") == consonants("محمود")
    assert reading_cost("محمد", "mahmoud") > reading_cost("محمود", "mahmoud")
    assert read_words({"محمد": 100, "mahmoud": 1, "محمود": 1})["mahmoud"].word_class == "محمود"


def test_spellings_of_one_common_name_meet_in_latin_lists_alone() -> None:
    read = read_words({"mohammad": 3, "muhammed": 2, "mohamed": 4})
    assert {r.word_class for r in read.values()} == {"محمد"}


def test_the_order_of_words_has_no_effect() -> None:
    words = {"salma": 2, "سلمي": 3, "سالمه": 3, "ali": 1, "علي": 5}
    assert read_words(words) == read_words(dict(reversed(words.items())))
