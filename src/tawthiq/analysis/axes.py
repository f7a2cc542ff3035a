"""What can be counted and how it can be broken down: measures, categories and axes as tables.

Categories of people count only rows that are certainly in them: a harm of unknown sex is neither a boy nor
a girl, so the maximum of a category is the maximum of those certainly in it, not of all who could be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to count: the relation that it counts, and the kind of harm when it counts people."""

    relation: str
    kind: str | None = None
    default_of: str = "record"


MEASURES: Final[Mapping[str, Measure]] = {
    "killed": Measure("harms", "killed", "civilian"),
    "injured": Measure("harms", "injured", "civilian"),
    "missing": Measure("harms", "missing", "civilian"),
    "arrested": Measure("harms", "arrested", "civilian"),
    "forcibly-disappeared": Measure("harms", "forcibly-disappeared", "civilian"),
    "tortured": Measure("harms", "tortured", "civilian"),
    "displaced": Measure("harms", "displaced", "civilian"),
    "share": Measure("harms", "killed", "women-and-children"),
    "incidents": Measure("incidents"),
    "strikes": Measure("strikes"),
    "damages": Measure("damages"),
}

_CHILD = "civilian AND child"
_BORN_CHILD = "civilian AND child AND age_group <> 'unborn'"
_ADULT = "civilian AND age_group IN ('adult', 'elderly')"


CATEGORIES: Final[Mapping[str, str]] = {
    "person": "true",
    "civilian": "civilian",
    "child": _CHILD,
    "boy": f"{_BORN_CHILD} AND sex = 'male'",
    "girl": f"{_BORN_CHILD} AND sex = 'female'",
    "child-unknown-sex": f"{_BORN_CHILD} AND sex = 'unknown'",
    "unborn": "civilian AND age_group = 'unborn'",
    "unborn-beside": "civilian AND age_group = 'unborn-beside'",
    "infant": "civilian AND age_group = 'infant'",
    "woman": f"{_ADULT} AND sex = 'female'",
    "man": f"{_ADULT} AND sex = 'male'",
    "adult-unknown-sex": f"{_ADULT} AND sex = 'unknown'",
    "unknown-age": "civilian AND age_group = 'unknown'",
    "women-and-children": f"({_CHILD}) OR ({_ADULT} AND sex = 'female')",
    "combatant": "status = 'combatant'",
    "unknown-status": "status = 'unknown'",
    "media": "civilian AND occupation = 'media'",
    "medical": "civilian AND occupation = 'medical'",
    "civil-defense": "civilian AND occupation = 'civil-defense'",
    "aid": "civilian AND occupation = 'aid'",
    "died-of-torture": "status = 'civilian' AND torture",
}
"""The condition for being certainly in a group of people. All but person, combatant and unknown-status are
civilians. Every civilian is exactly one of child, woman, man, adult-unknown-sex, unknown-age, or an unborn
that the rule does not count as a child; every child one of boy, girl, child-unknown-sex, or an unborn that it
does."""

STATUS_OF: Final = {"combatant": "combatant", "unknown-status": "unknown"}
"""Categories that are empty by decision when the rule does not count their status."""

NOT_CIVILIAN: Final = frozenset({"person", "combatant", "unknown-status", "died-of-torture"})

HARMS, INCIDENTS, STRIKES, DAMAGES = "harms", "incidents", "strikes", "damages"
_ALL: Final = frozenset({HARMS, INCIDENTS, STRIKES, DAMAGES})
_HARMS: Final = frozenset({HARMS})


@dataclass(frozen=True, slots=True)
class Axis:
    """One way to break a figure down: how its keys are labelled, for which relations, with several values where.

    `kind` is code (the code itself), place (the place's name), incident (its code) or a date unit. In the
    relations of `several` a record can have more than one value, so that the cells overlap.
    """

    kind: str = "code"
    relations: frozenset[str] = _ALL
    several: frozenset[str] = frozenset()
    vocabulary: str | None = None


AXES: Final[Mapping[str, Axis]] = {
    "party": Axis(vocabulary="party"),
    "country": Axis("place"),
    "governorate": Axis("place"),
    "district": Axis("place"),
    "subdistrict": Axis("place"),
    "community": Axis("place"),
    "place": Axis("place"),
    "sex": Axis(relations=_HARMS, vocabulary="sex"),
    "age_group": Axis(relations=_HARMS, vocabulary="age_group"),
    "status": Axis(relations=_HARMS, vocabulary="status"),
    "occupation": Axis(relations=_HARMS, vocabulary="occupation"),
    "cause": Axis(relations=_HARMS, vocabulary="cause"),
    "basis": Axis(relations=_HARMS, vocabulary="basis"),
    "munition": Axis(several=frozenset({INCIDENTS}), vocabulary="munition"),
    "platform": Axis(several=frozenset({INCIDENTS}), vocabulary="platform"),
    "target": Axis(several=frozenset({INCIDENTS}), vocabulary="target_kind"),
    "facility_kind": Axis(several=frozenset({HARMS, INCIDENTS}), vocabulary="facility_kind"),
    "grade": Axis(relations=frozenset({DAMAGES}), vocabulary="damage_grade"),
    "certainty": Axis(vocabulary="certainty"),
    "attribution_level": Axis(vocabulary="attribution_level"),
    "state": Axis(vocabulary="review_state"),
    "day": Axis("day"),
    "week": Axis("week"),
    "month": Axis("month"),
    "year": Axis("year"),
    "incident": Axis("incident"),
}

DATE_UNITS: Final = frozenset({"day", "week", "month", "year"})
