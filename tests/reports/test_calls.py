"""Calls in a report's text: parsed into values, never executed; errors name file and line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile
from tawthiq.reports.calls import Call, Value, calls_in
from tawthiq.reports.places import SourcePlace

PLACE = SourcePlace("report.md", 1)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("true", "false")
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.text(max_size=12) | st.integers(-(10**9), 10**9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)


def only(text: str) -> Call:
    (found,) = calls_in(text, "report.md")
    return found.call


@given(NAMES, st.lists(VALUES, max_size=3), st.dictionaries(NAMES, VALUES, max_size=3))
def test_what_is_written_is_what_is_read(name: str, values: list[Value], named: dict[str, Value]) -> None:
    call = Call(name, tuple(values), tuple(named.items()), PLACE)
    assert only(f"{{{{ {call} }}}}") == call


def test_calls_may_stand_within_calls_and_over_lines() -> None:
    call = only('{{ at_least(\n  killed("child",\n party=["russian", "isis"])) }}')
    inner = call.values[0]
    assert isinstance(inner, Call)
    assert inner.place.line == 2
    assert inner.named == (("party", ("russian", "isis")),)


def test_escaped_braces_are_no_call() -> None:
    assert list(calls_in(r"write \{{ killed() }} so", "report.md")) == []


def test_closing_braces_inside_a_text_do_not_end_the_call() -> None:
    assert only('{{ quoted("a }} b") }}').values == ("a }} b",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{{ killed("child" }}', "report.md:1: Found '}}' after an argument, expected ','."),
        ("{{ killed(“child”) }}", "report.md:1: Found the typographic quotation mark “."),
        ('{{ killed("child) }}', 'report.md:1: A text begins with " and never ends.'),
        ("x\n\n{{ killed()", "report.md:3: A call begins with '{{' and never ends."),
        ("{{ 38 }}", "report.md:1: Found '38', expected the name of a function"),
        ("{{ killed.__class__() }}", "report.md:1: Found '.__class__()' inside a call"),
        ("{{ a(1+1) }}", "report.md:1: Found '+1)' inside a call"),
        ('{{ a(b="1", b="2") }}', "report.md:1: 'b' is given twice."),
        ('{{ a(b="1", "2") }}', "report.md:1: A value without a name stands after a named one."),
        ("{{ a(" + "[" * 30 + "]" * 30 + ") }}", "nested more than 8 deep"),
    ],
)
def test_it_names_what_it_found_and_expected(text: str, said: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        list(calls_in(text, "report.md"))
    assert said in str(caught.value)


@given(st.text(alphabet="{}()[],=\"'\\ ab1\n.é“", max_size=60))
def test_any_text_is_read_or_refused_with_its_line(text: str) -> None:
    try:
        list(calls_in("{{" + text, "report.md"))
    except InvalidFile as error:
        assert str(error).startswith("report.md:")
