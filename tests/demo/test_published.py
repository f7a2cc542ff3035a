"""Every published number comes out of the demo's facts, counted here by other code than the demo's own."""

from collections.abc import Iterator

import pytest

from tawthiq.demo.facts import DemoFacts, DemoHarm, DemoIncident, PublishedFigure
from tawthiq.demo.loading import demo_facts
from tawthiq.demo.readings import differing, readings
from tawthiq.demo.tally import counted
from tawthiq.domain.counting import counting_rule

FACTS: DemoFacts = demo_facts()
PARENTS = {place.key: place.parent_key for place in FACTS.places}
NAMES = {place.key: place.name_en for place in FACTS.places}


def test_it_holds_all_62_numbers() -> None:
    assert [figure.id for figure in FACTS.published] == [f"F{n:02d}" for n in range(1, 63)]


@pytest.mark.parametrize("figure", FACTS.published, ids=lambda figure: figure.id)
def test_a_published_number_comes_out(figure: PublishedFigure) -> None:
    rule = counting_rule("snhr-2019")
    assert _count(figure) == figure.value
    assert counted(FACTS.incidents, figure, rule) == figure.value


def test_other_ways_of_counting_the_unborn_give_other_numbers() -> None:
    shown = {reading.figure.id: dict(reading.values) for reading in differing(FACTS)}
    assert shown["F53"] == {
        "snhr-2019": 63, "unborn-as-child": 64, "unborn-apart": 63, "unborn-not-counted": 63,
    }  # fmt: skip
    assert shown["F49"] == {
        "snhr-2019": 1, "unborn-as-child": 2, "unborn-apart": 2, "unborn-not-counted": 0,
    }  # fmt: skip
    assert shown["F51"]["unborn-apart"] == 52
    assert "F06" not in shown


def test_only_one_rule_reproduces_every_number() -> None:
    fits = [
        name
        for name in ("snhr-2019", "unborn-as-child", "unborn-apart", "unborn-not-counted")
        if all(reading.values[name] == reading.figure.value for reading in readings(FACTS))
    ]
    assert fits == ["snhr-2019"]


def _count(figure: PublishedFigure) -> int:
    chosen = [incident for incident in FACTS.incidents if _is_asked(incident, figure)]
    if figure.measure == "incidents":
        return len(chosen)
    people = [person for incident in chosen for person in _people(incident)]
    if figure.measure == "share":
        of = [p for p in people if _is(p, "child") or _is(p, "woman")]
        return round(100 * len(of) / len(people))
    return sum(_is(person, figure.category) for person in people)


def _is_asked(incident: DemoIncident, figure: PublishedFigure) -> bool:
    around = set(_around(incident.place))
    return (
        figure.party in ("", *(a.party for a in incident.attributions))
        and (not figure.governorate or figure.governorate in around)
        and (not figure.place or figure.place in around)
        and (not figure.incident_class or (incident.kind == "attack" and len(list(_people(incident))) >= 5))
    )


def _around(key: str | None) -> Iterator[str]:
    while key is not None:
        yield NAMES[key]
        key = PARENTS[key]


def _people(incident: DemoIncident) -> Iterator[DemoHarm]:
    """Yield one harm for each person killed, a group only for those of it who have no harm of their own."""
    dead = [harm for harm in incident.harms if harm.kind == "killed"]
    for harm in dead:
        parts = sum(part.count.minimum for part in dead if harm.key and part.within == harm.key)
        yield from [harm] * (harm.count.minimum - parts)


def _is(person: DemoHarm, category: str) -> bool:
    is_born_child = person.age_group == "child"
    return {
        "civilian": person.status == "civilian",
        "child": is_born_child or person.unborn_as == "child",
        "boy": is_born_child and person.sex == "male",
        "girl": is_born_child and person.sex == "female",
        "unborn": person.unborn_as == "child",
        "woman": person.age_group == "adult" and person.sex == "female",
    }[category]
