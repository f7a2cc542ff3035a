"""Finding and requiring codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.scripts import fold
from tawthiq.domain.vocabularies import find, label, near, require, require_or_find, vocabulary
from tawthiq.vocab import names


@pytest.mark.parametrize("name", names())
def test_every_spelling_of_every_term_finds_it_and_no_other(name: str) -> None:
    for term in vocabulary(name).values():
        for spelling in term.spellings:
            assert find(name, spelling) == term.code, spelling
            assert find(name, f"  {spelling.upper()} ") == term.code, spelling
            assert fold(spelling)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("party", "Syrian-Russian alliance", "syrian-russian-alliance"),
        ("party", "Kurdish-led Syrian Democratic Forces", "sdf"),
        ("party", "PYD", "sdf"),
        ("party", "An-Nusra Front", "hts"),
        ("party", "هيئة تحرير الشام", "hts"),
        ("party", "قوات الحلف السوري الروسي", "syrian-russian-alliance"),
        ("party", "which we believe were Russian", None),
        ("attribution_level", "which we believe were", "believed"),
        ("munition", "البراميل المتفجرة", "barrel-bomb"),
        ("platform", "SU-24", "fixed-wing"),
        ("channel", "Via WhatsApp", "messenger"),
        ("facility_kind", "مشفى", "hospital"),
        ("sex", "Samer", None),
        ("sex", "", None),
    ],
)
def test_it_finds_what_the_field_writes(name: str, text: str, code: str | None) -> None:
    assert find(name, text) == code


def test_an_unknown_code_names_the_near_ones_and_never_the_text() -> None:
    with pytest.raises(InvalidValue, match="Did you mean armed-opposition") as raised:
        require("party", "armed-oposition")
    assert "oposition" not in str(raised.value).replace("opposition", "")
    with pytest.raises(InvalidValue, match="Choose one of: male, female, unknown"):
        require("sex", "Samer al-Mithal")


def test_require_wants_the_code_itself_and_require_or_find_takes_a_label() -> None:
    with pytest.raises(InvalidValue):
        require("sex", "ذكر")
    assert require_or_find("sex", "ذكر").code == "male"
    assert label("sex", "male", "ar") == "ذكر"


def test_an_unknown_vocabulary_is_refused() -> None:
    with pytest.raises(InvalidValue, match="There is no vocabulary"):
        vocabulary("colour")


@given(st.text(max_size=200))
def test_any_text_finds_a_code_of_the_vocabulary_or_none(text: str) -> None:
    assert find("party", text) in {None, *vocabulary("party")}
    assert set(near("party", text)) <= set(vocabulary("party"))
