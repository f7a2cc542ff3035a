"""CountingRule: what a published figure counts, as versioned data that one can read aloud."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal, get_args

from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.domain.vocabularies import require
from tawthiq.vocab import rule_names, rule_text

Unborn = Literal["child", "apart", "none", "as-reported"]
Joint = Literal["alliance", "each", "none"]
DecidingDate = Literal["incident", "death"]
DecidingPlace = Literal["incident", "death", "origin"]
UnbornCategory = Literal["unborn", "unborn-beside"]

_SETS = {
    "certainties": "certainty",
    "states": "review_state",
    "attribution_levels": "attribution_level",
    "statuses": "status",
    "bases": "basis",
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "unborn": get_args(Unborn),
    "joint": get_args(Joint),
    "deciding_date": get_args(DecidingDate),
    "deciding_place": get_args(DecidingPlace),
}
_ABOVE_CHILD_AGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRule:
    """What counts, and as what. The methods M1–M11 of the field's practice and where they stand:

    M1 massacre: `massacre_threshold` on the minimum of civilians killed in one incident of kind `attack`.
    M2 floor: every figure is a minimum, worded "at least"; the maximum stands beside it.
    M3 place: `deciding_place` decides the governorate; the origin is kept beside it, never instead of it.
    M4 women, children: a woman is an adult female, a child is below `age_of_majority`; `unborn` decides a fetus.
    M5 share: women and children of civilians, as whole percent, from figures of one rule.
    M6 hedges: a level is apart from its party. A harm whose level is not of `attribution_levels` counts under the
       party unknown; `joint` says whose figure an attack of several parties enters.
    M7 control: who held the area is recorded with the incident; no rule counts by it.
    M8 torture: `torture_included` says whether deaths under torture stand inside the killed.
    M9 civilians: `statuses` says whose deaths the figure of the killed holds.
    M10 natural deaths: counted only where `natural_deaths` is true; only what a party caused is a harm.
    M11 late death: `deciding_date` decides the day; `incident` keeps a later death with its incident.
    """

    id: str
    version: str
    title_en: str
    title_ar: str
    age_of_majority: int
    unborn: Unborn
    massacre_threshold: int
    joint: Joint
    deciding_date: DecidingDate
    deciding_place: DecidingPlace
    certainties: frozenset[str]
    states: frozenset[str]
    attribution_levels: frozenset[str]
    statuses: frozenset[str]
    bases: frozenset[str]
    torture_included: bool
    natural_deaths: bool
    notes: Mapping[str, str] = field(hash=False)

    def __post_init__(self) -> None:
        for name, vocabulary in _SETS.items():
            codes = getattr(self, name)
            if not codes:
                raise InvalidValue(f"The counting rule's {name} are empty, so nothing would count. List one.")
            for code in codes:
                require(vocabulary, code)
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                raise InvalidValue(f"The counting rule's {name} must be one of {', '.join(allowed)}.")
        if not 1 <= self.age_of_majority <= _ABOVE_CHILD_AGE:
            raise InvalidValue(
                f"The age of majority {self.age_of_majority} cannot be. Give 1 to {_ABOVE_CHILD_AGE}."
            )
        if self.massacre_threshold < 1:
            raise InvalidValue(
                f"The massacre threshold {self.massacre_threshold} cannot be. Give 1 or more, usually 5."
            )

    @property
    def label(self) -> str:
        """Return id and version, as every figure names its rule."""
        return f"{self.id}/{self.version}"

    def age_group_of_years(self, years: int) -> str:
        """Return `child` or `adult` for an age in completed years."""
        return "child" if years < self.age_of_majority else "adult"

    def is_massacre(self, *, kind: str, civilians_killed_minimum: int) -> bool:
        """Say whether an incident is a massacre (M1): one attack, at or above the threshold."""
        return kind == "attack" and civilians_killed_minimum >= self.massacre_threshold

    def unborn_counts_as_child(self, unborn_as: str | None) -> bool:
        """Say whether an unborn counts among the children; `unborn_as` is child, beside or None, as counted."""
        return self.unborn == "child" or (self.unborn == "as-reported" and unborn_as == "child")

    def unborn_counts_as_civilian(self) -> bool:
        """Say whether an unborn counts among the civilians at all."""
        return self.unborn != "none"

    def unborn_category(self, unborn_as: str | None) -> UnbornCategory | None:
        """Return the category that an unborn is shown under; None where the rule does not count the unborn."""
        if self.unborn == "none":
            return None
        return "unborn-beside" if self.unborn == "as-reported" and unborn_as == "beside" else "unborn"


_NAMES = tuple(known.name for known in fields(CountingRule))
_TYPES: Mapping[str, type] = {
    "id": str, "version": str, "title_en": str, "title_ar": str, "age_of_majority": int, "unborn": str,
    "massacre_threshold": int, "joint": str, "deciding_date": str, "deciding_place": str, "certainties": list,
    "states": list, "attribution_levels": list, "statuses": list, "bases": list, "torture_included": bool,
    "natural_deaths": bool, "notes": dict,
}  # fmt: skip
_WORDS = {
    str: "a text",
    int: "a whole number",
    list: "a list of codes",
    bool: "true or false",
    dict: "a table",
}


def _check_keys(read: Mapping[str, Any]) -> None:
    unknown = sorted(read.keys() - set(_NAMES))
    if unknown:
        raise InvalidFile(
            f"The counting rule has unknown keys: {', '.join(unknown)}. Known: {', '.join(_NAMES)}."
        )
    missing = [name for name in _NAMES if name not in read]
    if missing:
        raise InvalidFile(
            f"The counting rule lacks: {', '.join(missing)}. Copy a packaged rule and change it."
        )
    for name, kind in _TYPES.items():
        if type(read[name]) is not kind:
            raise InvalidFile(f"The counting rule's {name} must be {_WORDS[kind]}.")


def counting_rule_from(text: str) -> CountingRule:
    """Read a rule from TOML, whole or `based_on` a packaged rule; InvalidFile names what is wrong."""
    try:
        read: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(f"The counting rule is not TOML: {error}.") from error
    based_on = read.pop("based_on", None)
    if based_on is not None:
        if not {"id", "version"} <= read.keys():
            raise InvalidFile("A counting rule based on another needs an id and a version of its own.")
        read = _over(_packaged(str(based_on)), read)
    _check_keys(read)
    values: dict[str, Any] = {**read, **{name: frozenset(map(str, read[name])) for name in _SETS}}
    return CountingRule(**values)


def _over(base: dict[str, Any], read: dict[str, Any]) -> dict[str, Any]:
    notes = read.get("notes", {})
    return {**base, **read, "notes": {**base["notes"], **notes} if isinstance(notes, dict) else notes}


def _packaged(name: str) -> dict[str, Any]:
    if name not in rule_names():
        raise InvalidValue(f"There is no counting rule “{name}”. There are: {', '.join(rule_names())}.")
    read = tomllib.loads(rule_text(name))
    based_on = read.pop("based_on", None)
    return _over(_packaged(based_on), read) if based_on else read


@cache
def counting_rule(name: str) -> CountingRule:
    """Return a packaged counting rule by its id; InvalidValue names those there are."""
    if name not in rule_names():
        raise InvalidValue(f"There is no counting rule “{name}”. There are: {', '.join(rule_names())}.")
    return counting_rule_from(rule_text(name))
