"""Names: what is one, what is none, and what may not be stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.names import PersonName, Spelling, cleaned_name, is_placeholder, script_of


@pytest.mark.parametrize(
    "text",
    [
        "مجهول الهوية", "مجهولة الهوية", "مجهول مجهول مجهول مجهول", "طفل رضيع", "رجل مجهول", "امرأة", "جنين",
        "جثة مجهولة",
        "Unidentified", "unidentified woman 3", "UNKNOWN", "Child 1", "UNB8", "unb 12", "2.63032E+13", "12345ب", "123",
        "٤٥٦", "", "  ", "-", "?", "؟؟", "N/A", "n/a", "body", "\u200f",
    ],
)  # fmt: skip
def test_what_stands_for_an_unnamed_person_is_no_name(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "سامر المثال", "أمل", "شهيد", "محمد مجهول العبارة", "طفلة أحمد المثال", "Samer al-Mithal", "Shahid",
        "A. Mithal",
        "Samer 2", "عبد الله", "ابن سامر المثال", "ولد سامر", "Abu Mithal",
    ],
)  # fmt: skip
def test_a_name_is_not_taken_for_a_placeholder(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    "control", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069"]
)
def test_direction_controls_are_refused_and_the_name_is_not_repeated(control: str) -> None:
    with pytest.raises(InvalidValue, match="Type the name again") as raised:
        cleaned_name(f"سامر{control} المثال")
    assert "سامر" not in str(raised.value)


@pytest.mark.parametrize("text", ["سامر\x00", "\x1b[31mSamer", "", " \u200b ", "س" * 201, "\ue000"])
def test_what_cannot_be_shown_as_a_name_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        cleaned_name(text)


def test_hidden_signs_are_taken_away_and_the_raw_text_kept() -> None:
    spelling = Spelling.of("سامر\u200f  المثال\u200c")
    assert spelling.text == "سامر المثال"
    assert spelling.raw == "سامر\u200f  المثال\u200c"
    assert Spelling.of("سامر المثال").raw is None


def test_hamza_composed_or_not_is_one_spelling() -> None:
    assert Spelling.of("\u0623حمد").text == Spelling.of("\u0627\u0654حمد").text
    assert Spelling.of("أحمد").key == Spelling.of("احمد").key


@given(st.text(max_size=60))
def test_a_cleaned_name_is_clean(text: str) -> None:
    try:
        plain = cleaned_name(text)
    except InvalidValue:
        return
    assert plain and cleaned_name(plain) == plain


def test_the_script_is_that_of_most_letters() -> None:
    assert [script_of(text) for text in ("سامر", "Samer", "Самер", "12")] == [
        "arabic",
        "latin",
        "other",
        "other",
    ]


def test_a_name_keeps_every_spelling_once() -> None:
    name = PersonName.written("سامر المثال").also_written("Samer al-Mithal", kind="romanised")
    name = name.also_written("سامر المثال").also_written("Samer al-Mithal")
    assert [spelling.text for spelling in name.spellings] == ["سامر المثال", "Samer al-Mithal"]
    assert name.in_script("latin") == "Samer al-Mithal" and name.in_script("other") is None


def test_a_placeholder_makes_no_person_name() -> None:
    with pytest.raises(InvalidValue, match="without a name"):
        PersonName.written("مجهول الهوية")
