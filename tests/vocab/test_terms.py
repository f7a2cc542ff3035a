"""Every vocabulary is whole: labels in both languages, links that lead somewhere, codes in kebab-case."""

import re

import pytest

from tawthiq.vocab import names, vocabulary

AGREED = {
    "sex", "age_group", "status", "occupation", "harm_kind", "certainty", "reliability", "attribution_level",
    "review_state", "platform", "munition", "cause", "target_kind", "facility_kind", "damage_grade", "source_kind",
    "channel", "consent_use", "place_kind", "point_method", "party", "denial_assessment", "incident_kind",
    "confidentiality", "sighting_kind", "basis",
}  # fmt: skip
STANDARDS = {"huridocs", "sdg", "hxl", "ucdp", "acled", "airwars", "snhr"}
LINKS = {"parent": None, "cause": "cause", "group": "facility_group", "kind": "party_kind"}


def test_every_agreed_vocabulary_exists() -> None:
    assert set(names()) >= AGREED


@pytest.mark.parametrize("name", names())
def test_every_vocabulary_and_term_has_labels_in_both_languages(name: str) -> None:
    terms = vocabulary(name)
    assert terms.id == name and terms.version and terms
    assert terms.en.strip() and re.search("[\u0600-\u06ff]", terms.ar)
    for term in terms.values():
        assert term.en.strip() and not re.search("[\u0600-\u06ff]", term.en)
        assert re.search("[\u0600-\u06ff]", term.ar)
        assert (term.definition_en is None) == (term.definition_ar is None)
    assert (
        len({term.en for term in terms.values()}) == len(terms) == len({term.ar for term in terms.values()})
    )


@pytest.mark.parametrize("name", names())
def test_codes_are_kebab_case_and_links_lead_to_terms(name: str) -> None:
    for code, term in vocabulary(name).items():
        assert code == term.code and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert set(term.codes) <= STANDARDS and all(term.codes.values())
        for link, target in term.links.items():
            if link in LINKS:
                assert target in vocabulary(LINKS[link] or name)
            else:
                assert name == "part_of_day" and link in {"from", "to"}


def test_every_munition_has_a_cause_every_facility_a_group_every_party_a_kind() -> None:
    assert all("cause" in term.links for term in vocabulary("munition").values())
    assert all("group" in term.links for term in vocabulary("facility_kind").values())
    assert all("kind" in term.links for term in vocabulary("party").values())


@pytest.mark.parametrize(
    "name", ["sex", "age_group", "status", "cause", "munition", "platform", "party", "certainty"]
)
def test_unknown_is_a_term_of_its_own(name: str) -> None:
    assert "unknown" in vocabulary(name)


def test_the_alliance_holds_its_two_members() -> None:
    assert vocabulary("party").with_descendants("syrian-russian-alliance") == {
        "syrian-russian-alliance", "syrian-regime", "russian",
    }  # fmt: skip


def test_choices_come_in_the_order_of_the_file() -> None:
    assert vocabulary("sex").choices("ar") == [("male", "ذكر"), ("female", "أنثى"), ("unknown", "غير معروف")]
    assert [code for code, _ in vocabulary("review_state").choices("en")][:2] == ["draft", "submitted"]


def test_the_agreed_party_codes_are_all_there() -> None:
    assert set(vocabulary("party")) == {
        "syrian-regime", "russian", "syrian-russian-alliance", "iranian-militia", "isis", "hts", "armed-opposition",
        "sdf", "coalition", "other", "unknown",
    }  # fmt: skip


def test_the_causes_are_those_of_the_indicator() -> None:
    munitions = vocabulary("munition")
    expected = {"barrel-bomb": "heavy-weapons", "landmine": "planted-explosives", "sniper": "small-arms",
                "incendiary": "incendiary", "sarin": "cbrn", "siege": "denial", "torture": "other-means"}  # fmt: skip
    assert {code: munitions[code].links["cause"] for code in expected} == expected


def test_an_unknown_vocabulary_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="There are"):
        vocabulary("../rules/snhr-2019")
