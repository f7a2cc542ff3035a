"""Citations of law are checked; a wrong one is refused and the right one named."""

from __future__ import annotations

import pytest

from tawthiq.domain.errors import InvalidValue
from tawthiq.reports.law import faulty_citations, provision, provision_text, provisions


def test_a_right_citation_is_written_in_both_languages() -> None:
    assert provision_text("8(2)(e)(i)", "en") == "article 8(2)(e)(i) of the Rome Statute"
    assert provision_text("8 (2) (e) (i)", "ar") == "المادة 8(2)(e)(i) من نظام روما الأساسي"
    assert "rule 14" in provision_text("rule 14", "en")


@pytest.mark.parametrize(
    ("citation", "conduct", "said"),
    [
        (
            "8(2)(b)(7)",
            "displacement",
            "8(2)(b)(vii) is about misuse of flags, insignia and emblems. Cite 8(2)(e)(viii)",
        ),
        ("8(2)(b)(7)", None, "If displacement is meant: Cite 8(2)(e)(viii)"),
        (
            "8(2)(b)(vii)",
            "displacement",
            "is about misuse of flags, insignia and emblems, not about displacement",
        ),
        ("8(2)(b)(viii)", "displacement", "holds in an international conflict"),
        ("8(2)(e)(xi)", None, "is no provision of the Rome Statute that the list holds"),
        ("8(2)(b)(iv)", "disproportionate", "no such war crime in a non-international conflict"),
        ("8(2)(e)(ii)", "nonsense", "There is no conduct 'nonsense'"),
        ("rule 500", None, "'rule 500' is not in the list of law"),
        ("resolution 1", None, "There are: 2042, 2043"),
    ],
)
def test_a_wrong_citation_is_answered_with_the_right_one(
    citation: str, conduct: str | None, said: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        provision(citation, conduct=conduct)
    assert said in str(caught.value)


def test_an_international_conflict_has_its_own_provisions() -> None:
    assert provision("8(2)(b)(iv)", conflict="international").conduct == "disproportionate"
    with pytest.raises(InvalidValue, match="non-international conflict"):
        provision("8(2)(e)(i)", conflict="international")


def test_typed_citations_are_found_where_they_are_wrong() -> None:
    text = "Articles 8 (2) (b) (7) and 8(2)(e)(viii), 7(1)(d), 7(1)(z); version 8(2) and (8)(2)(b)(7)."
    assert [text[at : at + 5].strip() for at, _ in faulty_citations(text)] == ["8 (2)", "7(1)("]


def test_every_provision_has_both_texts() -> None:
    assert all(found.en and found.ar for found in provisions().values())
