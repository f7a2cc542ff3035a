"""The demo's facts are whole: codes of the vocabularies, keys that lead somewhere, both languages, no real name."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from tawthiq.demo.facts import DemoIncident
from tawthiq.demo.loading import demo_facts
from tawthiq.demo.tally import killed
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.reported_dates import weekday_contradicts
from tawthiq.domain.scripts import is_arabic
from tawthiq.domain.vocabularies import require

FACTS = demo_facts()
VOCABULARY_OF = {
    ("DemoIncident", "kind"): "incident_kind", ("DemoIncident", "certainty"): "certainty",
    ("DemoIncident", "point_method"): "point_method", ("DemoIncident", "basis"): "basis",
    ("DemoStrike", "platform"): "platform", ("DemoStrike", "munition"): "munition",
    ("DemoStrike", "target"): "target_kind",
    ("DemoHarm", "kind"): "harm_kind", ("DemoHarm", "status"): "status", ("DemoHarm", "sex"): "sex",
    ("DemoHarm", "age_group"): "age_group", ("DemoHarm", "occupation"): "occupation", ("DemoHarm", "cause"): "cause",
    ("DemoHarm", "basis"): "basis", ("DemoHarm", "certainty"): "certainty",
    ("DemoAttribution", "party"): "party", ("DemoAttribution", "level"): "attribution_level",
    ("DemoDamage", "grade"): "damage_grade", ("DemoStatement", "channel"): "channel",
    ("DemoDenial", "party"): "party", ("DemoDenial", "assessment"): "denial_assessment",
    ("DemoClaim", "confidence"): "certainty", ("DemoSighting", "kind"): "sighting_kind",
    ("DemoSighting", "aircraft"): "platform", ("DemoPlace", "kind"): "place_kind",
    ("DemoFacility", "kind"): "facility_kind", ("DemoSource", "kind"): "source_kind",
    ("DemoSource", "reliability"): "reliability",
}  # fmt: skip

# As published: civilians, children, boys, girls, unborn counted as a child, women killed; injured at least.
NARRATED = {
    "kafranbel-2019-05-19": (11, 7, 3, 3, 1, 2, 0),
    "kafr-halab-2019-05-28": (10, 4, 3, 1, 0, 1, 0),
    "jabala-2019-06-10": (13, 7, 6, 1, 0, 2, 0),
    "mastouma-2019-06-20": (9, 4, 4, 0, 0, 1, 0),
    "mhambel-2019-07-05-evening": (4, 2, 0, 0, 0, 0, 0),
    "mhambel-2019-07-05-night": (13, 7, 5, 2, 0, 3, 20),
    "qastoun-sahen-2019-07-07": (6, 0, 0, 0, 0, 4, 0),
    "maaret-al-numan-hospital-2019-07-10": (0, 0, 0, 0, 0, 0, 0),
    "khan-sheikhoun-2019-07-13": (8, 4, 2, 2, 0, 2, 0),
    "maaret-al-numan-reservoir-2019-07-14": (0, 0, 0, 0, 0, 0, 0),
    "urm-al-jawz-2019-07-21": (10, 3, 2, 1, 0, 1, 22),
    "maaret-al-numan-2019-07-22": (39, 4, 1, 3, 0, 7, 4),
    "tbaish-2019-07-24": (10, 6, 4, 2, 0, 1, 0),
}


def test_the_narrated_attacks_have_the_published_tolls() -> None:
    rule = counting_rule("snhr-2019")
    tolls = {}
    for incident in FACTS.narrated:
        people = killed(incident, rule)
        injured = sum(harm.count.minimum for harm in incident.harms if harm.kind == "injured")
        tolls[incident.key] = (
            people.civilian, people.child, people.boy, people.girl, people.unborn, people.woman, injured,
        )  # fmt: skip
    assert tolls == NARRATED


def test_each_site_of_mhambel_has_its_own_toll() -> None:
    dead = [harm for harm in _incident("mhambel-2019-07-05-night").harms if harm.kind == "killed"]
    by_site = {n: sum(harm.count.minimum for harm in dead if harm.strike == n) for n in (1, 2, 3)}
    assert by_site == {1: 7, 2: 3, 3: 3}


def test_every_code_stands_in_its_vocabulary() -> None:
    records: list[Any] = [*FACTS.places, *FACTS.facilities, *FACTS.sources]
    for incident in FACTS.incidents:
        records += [incident, *_parts(incident)]
    checked = set()
    for record in records:
        for field in fields(record):
            vocabulary = VOCABULARY_OF.get((type(record).__name__, field.name))
            if vocabulary:
                require(vocabulary, getattr(record, field.name))
                checked.add((type(record).__name__, field.name))
    assert checked == set(VOCABULARY_OF)
    for source in FACTS.sources:
        for use in source.consents:
            require("consent_use", use)


def test_every_key_leads_to_a_record() -> None:
    places, facilities = {p.key for p in FACTS.places}, {f.key for f in FACTS.facilities}
    aliases = {source.alias for source in FACTS.sources}
    assert {f.place for f in FACTS.facilities} | {c.place for c in FACTS.controls} <= places
    assert {key for zone in FACTS.zones for key in zone.places} <= places
    for incident in FACTS.incidents:
        harms, strikes = incident.harms, {strike.order for strike in incident.strikes}
        used = {incident.place, *(h.death_place for h in harms), *(h.displaced_from for h in harms),
                *(s.base for s in incident.sightings), *(s.place for s in incident.sightings)}  # fmt: skip
        assert used - {None} <= places
        assert {d.facility for d in incident.damages} | {s.facility for s in incident.strikes} - {
            None
        } <= facilities
        assert {s.source for s in incident.statements} | {s.source for s in incident.sightings} <= aliases
        assert {h.within for h in harms} - {None} <= {h.key for h in harms}
        assert {h.strike for h in harms} | {d.strike for d in incident.damages} <= strikes | {None}
        assert {c.statement_key for c in incident.claims} <= {s.key for s in incident.statements}


def test_keys_are_unique() -> None:
    for records in (FACTS.places, FACTS.facilities, FACTS.incidents, FACTS.inconsistencies):
        keys = [record.key for record in records]
        assert len(keys) == len(set(keys))


def test_what_is_shown_is_written_in_both_languages() -> None:
    pairs = [(i.title_en, i.title_ar) for i in FACTS.incidents]
    pairs += [(i.narrative_en, i.narrative_ar) for i in FACTS.narrated]
    pairs += [(i.note, i.note_ar) for i in FACTS.narrated if i.note]
    pairs += [(h.note, h.note_ar) for i in FACTS.incidents for h in i.harms if h.note]
    pairs += [(s.translation_en, s.translation_ar) for i in FACTS.narrated for s in i.statements]
    pairs += [(d.summary_en, d.summary_ar) for i in FACTS.narrated for d in i.denials]
    pairs += [(d.reasons_en, d.reasons_ar) for i in FACTS.narrated for d in i.denials]
    for x in FACTS.inconsistencies:
        pairs += [(x.title_en, x.title_ar), (x.printed_en, x.printed_ar), (x.found_en, x.found_ar)]
    pairs += [(f.name_en, f.name_ar) for f in FACTS.facilities]
    for english, arabic in pairs:
        assert english and not is_arabic(english)
        assert is_arabic(arabic), english


def test_there_are_seven_accounts_by_seven_aliases() -> None:
    statements = [statement for incident in FACTS.narrated for statement in incident.statements]
    assert sorted(s.source for s in statements) == sorted(source.alias for source in FACTS.sources)
    assert len(statements) == 7
    assert {s.channel for s in statements} == {"messenger"}
    assert sorted(str(s.given_on) for s in statements) == [
        "2019-07-06", *["2019-07-22"] * 4, "2019-07-25", "2019-07-26",
    ]  # fmt: skip
    assert {source.alias.split()[0] for source in FACTS.sources} == {
        "Almond", "Basil", "Cypress", "Fig", "Jasmine", "Laurel", "Olive",
    }  # fmt: skip
    assert all("publish-quote" in source.consents for source in FACTS.sources)


def test_one_printed_weekday_contradicts_the_calendar() -> None:
    wrong = [i.key for i in FACTS.narrated if weekday_contradicts(i.occurred_as_reported, i.occurred)]
    assert wrong == ["khan-sheikhoun-2019-07-13"]


def test_the_late_death_keeps_its_own_date_and_place() -> None:
    (late,) = [harm for incident in FACTS.incidents for harm in incident.harms if harm.died is not None]
    assert late.died is not None
    assert (late.died.lower, late.death_place, late.count.minimum) == (date(2019, 7, 8), "turkey", 1)


def test_the_double_strike_is_five_minutes_apart_on_one_site() -> None:
    first, second, third, _ = _incident("maaret-al-numan-2019-07-22").strikes
    assert (first.site, first.time_of_day, second.time_of_day) == (second.site, "08:35", "08:40")
    assert third.site != first.site


def test_no_part_is_larger_than_its_whole() -> None:
    for incident in FACTS.incidents:
        for whole in incident.harms:
            parts = sum(h.count.minimum for h in incident.harms if whole.key and h.within == whole.key)
            assert parts <= whole.count.minimum


@pytest.mark.parametrize("number", ["208", "209", "207", "85", "86", "84"])
def test_the_note_on_the_unborn_prints_each_reading(number: str) -> None:
    (unborn,) = [x for x in FACTS.inconsistencies if x.key == "unborn-counted-two-ways"]
    assert number in unborn.found_en and number in unborn.found_ar


def _incident(key: str) -> DemoIncident:
    (incident,) = [i for i in FACTS.narrated if i.key == key]
    return incident


def _parts(incident: DemoIncident) -> list[Any]:
    return [
        *incident.strikes, *incident.attributions, *incident.harms, *incident.damages, *incident.statements,
        *incident.denials, *incident.claims, *incident.sightings,
    ]  # fmt: skip
