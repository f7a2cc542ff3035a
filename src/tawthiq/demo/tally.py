"""Counts the demo's harms in plain Python under the rule of the report: what the figures must equal.

Independent of snapshot and DuckDB on purpose: the reconstruction needs it, and tests hold both ways of counting to
the same published numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tawthiq.demo.facts import DemoHarm, DemoIncident, PublishedFigure
from tawthiq.demo.places import governorate_of, lies_in
from tawthiq.domain.counting import CountingRule


@dataclass(frozen=True, slots=True)
class People:
    """How many were killed at least, by what the published tables tell apart."""

    civilian: int = 0
    child: int = 0
    boy: int = 0
    girl: int = 0
    unborn: int = 0
    woman: int = 0

    def __add__(self, other: "People") -> "People":
        return People(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    def __sub__(self, other: "People") -> "People":
        return People(*(getattr(self, name) - getattr(other, name) for name in NAMES))

    @property
    def other(self) -> int:
        """Return those who are neither children nor women."""
        return self.civilian - self.child - self.woman


NAMES = ("civilian", "child", "boy", "girl", "unborn", "woman")
NOBODY = People()


def killed(incident: DemoIncident, rule: CountingRule) -> People:
    """Count the civilians killed in an incident; a harm `within` a group is counted once."""
    return sum((_of_harm(harm, rule) for harm in _apart(incident.harms)), NOBODY)


def is_massacre(incident: DemoIncident, rule: CountingRule) -> bool:
    """Say whether the incident is a massacre under the rule."""
    return rule.is_massacre(kind=incident.kind, civilians_killed_minimum=killed(incident, rule).civilian)


def party_of(incident: DemoIncident) -> str:
    """Return the one party of a demo incident."""
    (attribution,) = incident.attributions
    return attribution.party


def selected(
    incidents: Iterable[DemoIncident], figure: PublishedFigure, rule: CountingRule
) -> tuple[DemoIncident, ...]:
    """Return the incidents that a published figure speaks of."""
    return tuple(
        incident
        for incident in incidents
        if figure.party in ("", party_of(incident))
        and figure.governorate in ("", governorate_of(incident.place).name_en)
        and (not figure.place or lies_in(incident.place, figure.place))
        and (figure.incident_class != "massacre" or is_massacre(incident, rule))
    )


def counted(incidents: Iterable[DemoIncident], figure: PublishedFigure, rule: CountingRule) -> int:
    """Return the number that a published figure must show under the rule."""
    chosen = selected(incidents, figure, rule)
    if figure.measure == "incidents":
        return len(chosen)
    people = sum((killed(incident, rule) for incident in chosen), NOBODY)
    if figure.measure == "share":
        return round(100 * (people.child + people.woman) / people.civilian)
    return int(getattr(people, figure.category))


def _apart(harms: Iterable[DemoHarm]) -> list[DemoHarm]:
    """Take from each group those of the same kind who lie within it."""
    harms = [harm for harm in harms if harm.kind == "killed" and harm.status == "civilian"]
    left = []
    for harm in harms:
        count = harm.count
        for part in harms:
            if harm.key is not None and part.within == harm.key:
                count = count.less_part(part.count)
        left.append(replace(harm, count=count))
    return left


def _of_harm(harm: DemoHarm, rule: CountingRule) -> People:
    number = harm.count.minimum
    if harm.age_group == "unborn":
        is_child = rule.unborn_counts_as_child(harm.unborn_as or None)
        shown = rule.unborn_category(harm.unborn_as or None) == "unborn"
        return People(
            civilian=number if rule.unborn_counts_as_civilian() else 0,
            child=number if is_child else 0,
            unborn=number if shown else 0,
        )
    if harm.age_group in ("child", "infant"):
        return People(
            civilian=number,
            child=number,
            boy=number if harm.sex == "male" else 0,
            girl=number if harm.sex == "female" else 0,
        )
    is_woman = harm.age_group in ("adult", "elderly") and harm.sex == "female"
    return People(civilian=number, woman=number if is_woman else 0)
