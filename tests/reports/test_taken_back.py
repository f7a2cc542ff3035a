"""Words that a source took back are found wherever they are typed, in both scripts, and chance likeness is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile
from tawthiq.reports.taken_back import RUN, Account, TakenBack
from tests.reports.conftest import FRONT, Build, page

ENGLISH = "We heard the aircraft before dawn, and then the whole street was full of dust and broken glass."
ARABIC = "سمعنا صوت الطائرة قبل الفجر، ثم امتلأ الشارع كله بالغبار والزجاج المكسور ولم نعد نرى شيئاً."
TAKEN = TakenBack.of([Account("STM-1", "a", "withdrawn", (ENGLISH, ARABIC))])


def codes(text: str, index: TakenBack = TAKEN) -> list[tuple[str, int]]:
    return [(found.account.code, text[: found.offset].count("\n") + 1) for found in index.found_in(text)]


@pytest.mark.parametrize(
    "typed",
    [
        "a\nb\nHe said that the whole street was *full of dust* and broken glass, on 3 May.",
        "a\nb\nTHE WHOLE STREET WAS FULL OF DUST, AND BROKEN — glass",
        "a\nb\nShort, but quoted: “full of dust”.",
        "a\nb\n> full of dust and\n",
        "a\nb\nوقال: صوت الطائرة قبل الفجر ثم إمتلأ الشارع كلّه بالغبار.",
        "a\nb\nوقال: «قبل الفجر، ثم امتلأ».",
    ],
)
def test_typed_words_are_found_on_their_line(typed: str) -> None:
    assert codes(typed) == [("STM-1", 3)]


@pytest.mark.parametrize(
    "typed",
    [
        "The whole street was full of rubble.",
        "full of dust",
        'It was "full of" it',
        "“the street was empty”",
        "",
    ],
)
def test_a_few_common_words_are_no_quotation(typed: str) -> None:
    assert codes(typed) == []


@given(
    st.integers(0, 30), st.text(alphabet="xyz ,.\n", max_size=40), st.text(alphabet="xyz ,.\n", max_size=40)
)
def test_any_run_of_its_words_is_found_between_any_others(start: int, before: str, after: str) -> None:
    words = ENGLISH.split()
    start = min(start, len(words) - RUN)
    assert codes(f"{before} {' '.join(words[start : start + RUN])} {after}")


def test_a_build_stops_at_the_line_and_does_not_repeat_the_words(build: Build) -> None:
    text = "# One\n\nA witness said that the whole street was full of dust and broken glass.\n"
    assert "broken glass" in page(build(text))
    line = FRONT.count("\n") + 3
    with pytest.raises(InvalidFile, match=rf"report\.en\.md:{line}: .*STM-1.*was withdrawn") as stopped:
        build(text, taken_back=TAKEN)
    assert "dust" not in str(stopped.value)


def test_words_never_asked_about_are_noticed(build: Build) -> None:
    unasked = TakenBack.of([Account("STM-1", "a", "not-asked", (ENGLISH,))])
    text = "# One\n\nThe whole street was full of dust and broken glass.\n"
    assert any("STM-1" in notice for notice in build(text, taken_back=unasked).notices)
