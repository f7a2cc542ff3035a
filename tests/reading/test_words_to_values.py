"""Numbers, dates, times and people in prose become values that keep their place in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.counted import Count
from tawthiq.reading.moments import clocks, moments, with_years
from tawthiq.reading.nesting import statements
from tawthiq.reading.prose import Span, read_prose, sentences
from tawthiq.reading.quantities import number_word, quantities


def whole(text: str) -> Span:
    return Span(0, len(read_prose(text).plain))


def numbers(text: str, language: str) -> list[tuple[int | None, str, int | None]]:
    return [(q.value, q.bound, q.upper) for q in quantities(read_prose(text).folded, whole(text), language)]


def heads(text: str, language: str) -> list[Count]:
    return statements(read_prose(text), whole(text), language)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("two hundred and five", "en", 205),
        ("forty-two", "en", 42),
        ("one thousand three hundred", "en", 1300),
        ("مئة وسبعة وثلاثون", "ar", 137),
        ("ثلاثة عشر", "ar", 13),
        ("ألفان وثلاثمئة", "ar", 2300),
        ("٢٠٨", "ar", 208),
        ("quatre-vingt-dix-sept", "fr", 97),
        ("soixante et onze", "fr", 71),
        ("zweitausenddreihundertzwölf", "de", 2312),
        ("hundertfünf", "de", 105),
        ("1.234", "de", 1234),
        ("1 234", "fr", 1234),
        ("1,234", "en", 1234),
    ],
)
def test_it_reads_numbers_in_words_and_digits(text: str, language: str, value: int) -> None:
    assert number_word(text, language) == value


@given(st.integers(min_value=0, max_value=9_999_999))
def test_digits_with_thousands_separators_read_as_themselves(number: int) -> None:
    assert numbers(f"{number:,} civilians", "en")[0][0] == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 13 civilians", (13, "least", None)),
        ("more than 40 civilians", (40, "more", None)),
        ("around 20 civilians", (20, "about", None)),
        ("7–10 civilians", (7, "", 10)),
        ("between 3 and 5 women", (3, "", 5)),
        ("two dozens of shells", (None, "about", None)),
        ("dozens of civilians", (None, "about", None)),
    ],
)
def test_bounds_ranges_and_vagueness_are_kept(
    text: str, expected: tuple[int | None, str, int | None]
) -> None:
    assert numbers(text, "en") == [expected]


def test_two_number_words_side_by_side_are_two_numbers() -> None:
    assert [n[0] for n in numbers("three, six and nine", "en")] == [3, 6, 9]


def test_types_of_aircraft_are_no_numbers() -> None:
    assert numbers("an SU-24 and a 9M79 rocket", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "iso", "weekday"),
    [
        ("Sunday, May 19, 2019", "en", "2019-05-19", 7),
        ("the 5th of July 2019", "en", "2019-07-05", None),
        ("on 28/6/2018", "en", "2018-06-28", None),
        ("الأحد 19 أيار/ مايو 2019", "ar", "2019-05-19", 7),
        ("الخامس عشر من كانون الثاني 2020", "ar", "2020-01-15", None),
        ("le dimanche 19 mai 2019", "fr", "2019-05-19", 7),
        ("le 1er juin 2020", "fr", "2020-06-01", None),
        ("Sonntag, den 19. Mai 2019", "de", "2019-05-19", 7),
        ("am 05.07.2019", "de", "2019-07-05", None),
    ],
)
def test_it_reads_dates_as_the_four_languages_write_them(
    text: str, language: str, iso: str, weekday: int | None
) -> None:
    found = moments(read_prose(text).folded, whole(text), language)
    assert [(m.iso(), m.weekday) for m in found] == [(iso, weekday)]


def test_a_missing_year_comes_from_the_date_before_and_is_marked() -> None:
    text = "On May 19, 2019 and again on June 2"
    found = with_years(moments(read_prose(text).folded, whole(text), "en"))
    assert [(m.iso(), m.year_said) for m in found] == [("2019-05-19", True), ("2019-06-02", False)]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("at around 21:00", "en", "around 21:00"),
        ("at 9 pm", "en", "21:00"),
        ("الساعة 21:00", "ar", "21:00"),
        ("الساعة التاسعة مساءً", "ar", "21:00"),
    ],
)
def test_it_reads_times_of_day(text: str, language: str, said: str) -> None:
    assert [c.said for c in clocks(read_prose(text).folded, whole(text), language)] == [said]


def test_parts_nest_into_their_whole() -> None:
    head = heads(
        "the deaths of 271 civilians, including 85 children (48 males, 36 females and one unborn baby) and 58 women",
        "en",
    )[0]
    child = head.part("child")
    assert (head.value, head.harm) == (271, "killed")
    assert child is not None and [(p.category, p.value) for p in child.parts] == [
        ("boy", 48),
        ("girl", 36),
        ("unborn", 1),
    ]
    assert [(p.category, p.value) for p in head.parts] == [("child", 85), ("woman", 58)]


def test_arabic_duals_and_singulars_are_counts_but_the_gloss_is_not() -> None:
    head = heads(
        "مقتل 11 مدنياً، بينهم 7 أطفال (3 ذكور، 3 إناث، وجنين)، وسيدتان (أنثى بالغة)، وإصابة 20 آخرين", "ar"
    )
    assert [(p.category, p.value) for p in head[0].parts] == [("child", 7), ("woman", 2)]
    assert [(c.value, c.harm) for c in head] == [(11, "killed"), (20, "injured")]


def test_of_whom_and_of_them_make_parts() -> None:
    head = heads("Nine people, five of them children, were killed and 20 others injured", "en")
    assert [(c.value, c.harm) for c in head] == [(9, "killed"), (20, "injured")]
    assert [p.value for p in head[0].parts] == [5]


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_place_leads_back_to_the_source(text: str) -> None:
    prose = read_prose(text)
    assert len(prose.plain) == len(prose.folded) == len(prose.offsets)
    assert list(prose.offsets) == sorted(prose.offsets)
    for span in sentences(prose):
        start, end = prose.source_span(span)
        assert 0 <= start < end <= len(text.replace("\r\n", "\n "))


def test_bidi_controls_zero_width_and_presentation_forms_do_not_hide_a_number() -> None:
    assert numbers("\u202e1\u200b3\u2066 ﻣﺪﻧﻴﺎً", "ar")[0][0] == 13
