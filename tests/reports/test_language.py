"""Numbers, counted nouns and dates in English and Arabic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.scripts import strip_invisible
from tawthiq.reports.language import dates
from tawthiq.reports.language.nouns import counted, nouns
from tawthiq.reports.language.numbers import arabic_words, english_words
from tawthiq.reports.language.phrases import phrase_names


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "لا أطفال"),
        (1, "طفل واحد"),
        (2, "طفلان"),
        (3, "3 أطفال"),
        (10, "10 أطفال"),
        (11, "11 طفلاً"),
        (38, "38 طفلاً"),
        (99, "99 طفلاً"),
        (100, "100 طفل"),
        (102, "102 طفل"),
        (103, "103 أطفال"),
        (111, "111 طفلاً"),
        (1000, "1,000 طفل"),
    ],
)
def test_arabic_has_six_forms(number: int, written: str) -> None:
    assert counted(number, "child", "ar") == written


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (2, "woman", "سيدتان"),
        (3, "child", "ثلاثة أطفال"),
        (3, "woman", "ثلاث سيدات"),
        (8, "woman", "ثماني سيدات"),
        (8, "child", "ثمانية أطفال"),
        (11, "woman", "إحدى عشرة سيدة"),
        (12, "child", "اثنا عشر طفلاً"),
        (13, "woman", "ثلاث عشرة سيدة"),
        (21, "woman", "إحدى وعشرون سيدة"),
        (25, "child", "خمسة وعشرون طفلاً"),
        (28, "woman", "ثمانٍ وعشرون سيدة"),
        (100, "child", "مئة طفل"),
        (101, "child", "مئة طفل وطفل واحد"),
        (102, "woman", "مئة سيدة وسيدتان"),
        (200, "child", "مئتا طفل"),
        (781, "civilian", "سبعمئة وواحد وثمانون مدنياً"),
        (3000, "civilian", "ثلاثة آلاف مدني"),
    ],
)
def test_arabic_numbers_in_words_agree_with_their_noun(number: int, noun: str, written: str) -> None:
    assert counted(number, noun, "ar", style="spelled") == written


def test_cases_change_the_dual_and_the_words() -> None:
    assert counted(2, "child", "ar", case="genitive") == "طفلين"
    assert counted(1, "civilian", "ar", case="accusative") == "مدنياً واحداً"
    assert counted(25, "child", "ar", style="spelled", case="genitive") == "خمسة وعشرين طفلاً"
    assert arabic_words(200, case="genitive") == "مئتين"


def test_the_house_rule_writes_up_to_nine_in_words() -> None:
    assert counted(9, "child", "en", style="words") == "nine children"
    assert counted(10, "child", "en", style="words") == "10 children"
    assert counted(1, "child", "en", style="words") == "one child"
    assert counted(0, "massacre", "en", style="words") == "no massacres"
    assert counted(1781, "civilian", "en") == "1,781 civilians"


@given(st.integers(0, 999_999))
def test_english_words_are_those_of_an_independent_writer(number: int) -> None:
    assert english_words(number) == num2words(number, lang="en").replace(",", "")


@given(st.integers(0, 999_999))
def test_numbers_in_words_are_never_the_same_for_two_numbers_next_to_each_other(number: int) -> None:
    for gender in ("masculine", "feminine"):
        assert arabic_words(number, gender=gender) != arabic_words(
            min(number + 1, 999_999) if number < 999_999 else 0, gender=gender
        )


@given(st.integers(-5, -1) | st.integers(1_000_000, 2_000_000))
def test_it_refuses_numbers_without_words(number: int) -> None:
    with pytest.raises(InvalidValue, match="cannot be written in words"):
        english_words(number)


@given(st.integers(3, 3000), st.sampled_from(sorted(nouns())))
def test_digits_are_followed_by_the_form_that_the_last_two_decide(number: int, noun: str) -> None:
    form = counted(number, noun, "ar").partition(" ")[2]
    word = nouns()[noun]
    rest = number % 100
    assert form == (word.plural[1] if 3 <= rest <= 10 else word.one_accusative if rest >= 11 else word.one)


def test_every_noun_has_all_its_forms() -> None:
    for word in nouns().values():
        assert all([*word.en, word.one, word.one_accusative, *word.dual, *word.plural])


def test_days_have_both_names_of_a_month() -> None:
    assert dates.day(date(2019, 7, 22), "ar", weekday=True) == "الإثنين 22 تموز/يوليو 2019"
    assert dates.day(date(2019, 7, 22), "en", weekday=True) == "Monday 22 July 2019"


@pytest.mark.parametrize(
    ("edtf", "en", "ar"),
    [
        ("2019-07", "July 2019", "تموز/يوليو 2019"),
        ("2019", "2019", "2019"),
        ("2019-05-19/2019-05-20", "19–20 May 2019", "19–20 أيار/مايو 2019"),
        ("2019-04-26/2019-07-27", "between 26 April and 27 July 2019", "بين 26 نيسان/أبريل و27 تموز/يوليو 2019"),
        ("2018-12-31/2019-01-01", "between 31 December 2018 and 1 January 2019",
         "بين 31 كانون الأول/ديسمبر 2018 و1 كانون الثاني/يناير 2019"),
        ("2019-07-22~", "about 22 July 2019", "نحو 22 تموز/يوليو 2019"),
        ("2019-07-22/..", "on an unknown date", "في تاريخ غير معروف"),
    ],
)  # fmt: skip
def test_dates_are_written_as_precisely_as_they_are_known(edtf: str, en: str, ar: str) -> None:
    assert dates.written(edtf, "en") == en
    assert dates.written(edtf, "ar") == ar


def test_both_languages_have_the_same_phrases() -> None:
    assert phrase_names("en") == phrase_names("ar")


@given(st.integers(0, 999_999))
def test_words_hold_no_hidden_characters(number: int) -> None:
    assert strip_invisible(arabic_words(number)) == arabic_words(number)
