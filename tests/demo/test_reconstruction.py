from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.demo.facts import DemoHarm, DemoIncident
from tawthiq.demo.loading import demo_facts, narrated_incidents, published_figures
from tawthiq.demo.reconstruction import reconstruct, spread
from tawthiq.demo.tally import is_massacre, killed
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.errors import InvalidValue

RULE = counting_rule("snhr-2019")


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_a_number_is_spread_evenly_and_wholly(total: int, over: int) -> None:
    shares = spread(total, over)
    assert sum(shares) == total
    assert len(shares) == over
    assert max(shares) - min(shares) <= 1
    assert list(shares) == sorted(shares, reverse=True)


def test_it_finds_the_massacres_that_are_known_only_in_sum() -> None:
    massacres = [i for i in demo_facts().reconstructed if i.kind == "attack"]
    places = [(i.attributions[0].party, i.place) for i in massacres]
    assert {pair: places.count(pair) for pair in places} == {
        ("syrian-regime", "maaret-al-numan"): 4,
        ("syrian-regime", "sarqeb"): 3,
        ("syrian-regime", "jisr-al-shoghour"): 3,
        ("syrian-regime", "idlib"): 10,
        ("russian", "hama"): 3,
    }
    assert all(is_massacre(massacre, RULE) for massacre in massacres)
    by_party = {
        party: sum(killed(i, RULE).civilian for i in massacres if i.attributions[0].party == party)
        for party in ("syrian-regime", "russian")
    }
    assert by_party == {"syrian-regime": 127, "russian": 15}


def test_the_other_deaths_are_those_that_subtraction_leaves() -> None:
    rest = {
        (i.attributions[0].party, i.place): killed(i, RULE).civilian
        for i in demo_facts().reconstructed
        if i.kind == "aggregate"
    }
    city = rest.pop(("syrian-regime", "maaret-al-numan"))
    assert rest.pop(("syrian-regime", "idlib")) + city == 301
    assert rest == {
        ("syrian-regime", "hama"): 91,
        ("syrian-regime", "aleppo"): 41,
        ("russian", "idlib"): 56,
        ("russian", "hama"): 17,
    }


def test_everything_reconstructed_says_so_in_both_languages() -> None:
    for incident in demo_facts().reconstructed:
        records: tuple[DemoIncident | DemoHarm, ...] = (incident, *incident.harms)
        for record in records:
            assert record.basis == "reconstructed"
            assert "published" in record.note
            assert "نشر" in record.note_ar
        assert incident.occurred.edtf == "2019-04-26/2019-07-27"


def test_the_same_facts_come_out_every_time() -> None:
    assert reconstruct(published_figures(), narrated_incidents()) == demo_facts().reconstructed


@pytest.mark.parametrize(
    ("figure", "value", "what"),
    [
        ("F52", 100, "massacres of syrian-regime"),
        ("F58", 19, "massacres of russian"),
        ("F22", 14, "other deaths of russian in hama"),
    ],
)
def test_it_refuses_totals_that_the_narrated_attacks_exceed(figure: str, value: int, what: str) -> None:
    changed = tuple(replace(f, value=value) if f.id == figure else f for f in published_figures())
    with pytest.raises(InvalidValue, match=f"do not fit for the {what}"):
        reconstruct(changed, narrated_incidents())


def test_it_refuses_a_missing_total() -> None:
    without = tuple(f for f in published_figures() if f.id != "F35")
    with pytest.raises(InvalidValue, match="No published figure for incidents, syrian-regime, massacre"):
        reconstruct(without, narrated_incidents())


@pytest.mark.parametrize(
    ("key", "party", "possible"),
    [
        ("mhambel-2019-07-05-night", "syrian-regime", {0, 1, 2, 3}),
        ("maaret-al-numan-2019-07-22", "russian", {0, 1}),
    ],
)
def test_the_sums_force_no_more_of_the_childrens_sex_than_the_notes_say(
    key: str, party: str, possible: set[int]
) -> None:
    printed = {f.category: f.value for f in published_figures() if f.party == party and f.incident_class}
    told = [i for i in narrated_incidents() if i.attributions[0].party == party and is_massacre(i, RULE)]
    (attack,) = [i for i in told if i.key == key]
    unprinted = sum(
        h.count.minimum for h in attack.harms if h.age_group == "child" and h.basis == "reconstructed"
    )
    known = {
        sex: sum(
            h.count.minimum
            for i in told
            for h in i.harms
            if (h.age_group, h.sex, h.basis) == ("child", sex, "recorded")
        )
        for sex in ("male", "female")
    }
    boys_left, girls_left = printed["boy"] - known["male"], printed["girl"] - known["female"]
    assert {
        boys for boys in range(unprinted + 1) if boys <= boys_left and unprinted - boys <= girls_left
    } == possible
