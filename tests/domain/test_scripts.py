"""Folding of Arabic and Latin text for comparison."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.scripts import ascii_digits, fold, fold_arabic, fold_latin, is_arabic, strip_invisible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("\u0627\u0654حمد", "\u0623حمد"),
        ("فاطمة", "فاطمه"),
        ("ليلى", "ليلي"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("کریم", "كريم"),
        ("\ufee3\ufea4\ufee4\ufeaa", "محمد"),
        ("Ma'aret al Numan", "MA’ARET  al-Numan"),
        ("Kafr Nābil", "kafr nabil"),
        ("\u200fإدلب\u200e", "ادلب"),
    ],
)
def test_spellings_that_differ_only_in_signs_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("سامر", "سمير"), ("Hama", "Homs"), ("كفرنبل", "كفرنبودة")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    for folding in (fold_arabic, strip_invisible, ascii_digits):
        assert folding(folding(text)) == folding(text)


def test_digits_of_every_script_become_ascii() -> None:
    assert ascii_digits("٢٠١٩ ۲۰۱۹ 2019") == "2019 2019 2019"


def test_most_letters_decide_the_script() -> None:
    assert is_arabic("سامر A") and not is_arabic("Samer ا") and not is_arabic("12")


def test_latin_text_folds_to_plain_words() -> None:
    assert fold_latin("  Deir ez-Zôr, (Syria)! ") == "deir ez zor syria"
