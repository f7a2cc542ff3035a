"""What the demo says about the published report is itself checked, wherever it can be computed."""

from math import asin, cos, radians, sin, sqrt

import pytest

from tawthiq.demo.facts import Inconsistency
from tawthiq.demo.loading import demo_facts
from tawthiq.demo.places import place
from tawthiq.demo.tally import is_massacre, party_of
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.dates import Occurred

FACTS = demo_facts()
RULE = counting_rule("snhr-2019")
KINDS = {"arithmetic", "calendar", "law", "place", "wording", "account"}
EARTH_KM = 6371
NAMED_CITIES = {"maaret-al-numan": 5, "sarqeb": 3, "jisr-al-shoghour": 3}


def entry(key: str) -> Inconsistency:
    (found,) = [row for row in FACTS.inconsistencies if row.key == key]
    return found


def kilometres(one: str, other: str) -> float:
    (north, east), (north2, east2) = (
        (radians(float(here.latitude or 0)), radians(float(here.longitude or 0)))
        for here in (place(one), place(other))
    )
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


@pytest.mark.parametrize("found", FACTS.inconsistencies, ids=lambda found: found.key)
def test_each_is_of_a_known_kind_and_names_an_attack_that_exists(found: Inconsistency) -> None:
    assert found.kind in KINDS
    assert found.incident in {None, *(incident.key for incident in FACTS.incidents)}
    assert found.found_en not in ("", found.printed_en)


def test_only_the_weekday_of_13_july_is_wrong() -> None:
    noticed = [
        incident.key
        for incident in FACTS.narrated
        if Occurred.parse(
            incident.occurred.edtf, zone=incident.zone, as_reported=incident.occurred_as_reported
        ).notices
    ]
    assert noticed == [entry("friday-13-july").incident]


def test_the_distance_to_idlib_city_is_what_the_coordinates_give() -> None:
    assert f"{kilometres('idlib-city', 'maaret-al-numan'):.0f} km" in entry("distance-to-idlib").found_en


def test_al_mastouma_lies_south_of_idlib_city() -> None:
    here, city = place("al-mastouma"), place("idlib-city")
    assert here.latitude is not None and city.latitude is not None
    assert here.latitude < city.latitude
    assert kilometres("al-mastouma", "idlib-city") < 10


def test_the_ten_massacres_of_three_cities_can_only_be_the_regimes() -> None:
    """Every Russian massacre in Idlib is narrated, so none is left for the cities."""
    massacres = [incident for incident in FACTS.incidents if is_massacre(incident, RULE)]
    narrated = {incident.key for incident in FACTS.narrated}
    russian = [m for m in massacres if party_of(m) == "russian" and m.key not in narrated]
    assert {m.place for m in russian} == {"hama"}
    cities = [m for m in massacres if m.place in NAMED_CITIES]
    assert len(cities) == sum(NAMED_CITIES.values())
    assert sum(party_of(m) == "syrian-regime" for m in cities) == 10
    assert "other ten" in entry("party-of-ten-city-massacres").found_en


def test_ten_of_33_massacres_are_narrated() -> None:
    told = [incident for incident in FACTS.narrated if is_massacre(incident, RULE)]
    every = [incident for incident in FACTS.incidents if is_massacre(incident, RULE)]
    assert (len(told), len(every), len(every) - len(told)) == (10, 33, 23)
    assert all(number in entry("most-notable-or-all").found_en for number in ("33", "Ten", "23"))


def test_both_levels_of_attribution_of_22_july_count_for_the_party() -> None:
    (incident,) = [i for i in FACTS.narrated if i.key == entry("belief-and-proof").incident]
    assert [attribution.level for attribution in incident.attributions] == ["believed"]
    assert {"believed", "established"} <= RULE.attribution_levels
