"""What follows from a case's records and is never stored: totals that count nobody twice, massacre, double tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import time
from itertools import pairwise
from types import MappingProxyType

from tawthiq.domain.counting import CountingRule
from tawthiq.domain.counts import CountRange, total
from tawthiq.domain.scripts import fold
from tawthiq.queries.case_views import Derived, DoubleTap, HarmView, StrikeView, Total

DOUBLE_TAP_MINUTES = 60
"""A further hit of the same place within so many minutes is held to be one on whoever came to help."""

GROWN = frozenset({"adult", "elderly"})

Belongs = Callable[[HarmView, CountingRule], bool]


def _is_child(harm: HarmView, rule: CountingRule) -> bool:
    if harm.age_group == "unborn":
        return rule.unborn_counts_as_child(harm.unborn_as or None)
    if harm.age_years is None or harm.age_group == "infant":
        return harm.age_group in ("infant", "child")
    return harm.age_years < rule.age_of_majority


def _is_woman(harm: HarmView, rule: CountingRule) -> bool:
    grown = harm.age_group in GROWN if harm.age_years is None else harm.age_years >= rule.age_of_majority
    return harm.sex == "female" and grown


def _is_civilian(harm: HarmView, rule: CountingRule) -> bool:
    tortured_apart = harm.kind == "killed" and bool(harm.torture) and not rule.torture_included
    unborn_apart = harm.age_group == "unborn" and not rule.unborn_counts_as_civilian()
    return harm.status == "civilian" and not tortured_apart and not unborn_apart


CATEGORIES: Mapping[str, Belongs] = MappingProxyType(
    {
        "all": lambda harm, rule: True,
        "civilian": _is_civilian,
        "child": lambda harm, rule: _is_civilian(harm, rule) and _is_child(harm, rule),
        "woman": lambda harm, rule: _is_civilian(harm, rule) and _is_woman(harm, rule),
        "combatant": lambda harm, rule: harm.status == "combatant",
        "status-unknown": lambda harm, rule: harm.status == "unknown",
    }
)
"""The categories of a case's totals, in the order in which they are read."""


def derive(
    *, kind: str, harms: Sequence[HarmView], strikes: Sequence[StrikeView], rule: CountingRule
) -> Derived:
    """Derive a case's totals, whether it is a massacre under a rule, and its double taps; in any state."""
    counted = [h for h in harms if h.status in rule.statuses and h.basis in rule.bases]
    civilians = _sum([h for h in counted if h.kind == "killed" and _is_civilian(h, rule)])
    return Derived(
        is_massacre=rule.is_massacre(kind=kind, civilians_killed_minimum=civilians.minimum),
        massacre_threshold=rule.massacre_threshold,
        rule=rule.label,
        double_taps=double_taps(strikes),
        totals=_totals(harms, rule),
    )


def _totals(harms: Sequence[HarmView], rule: CountingRule) -> tuple[Total, ...]:
    found = []
    for kind in dict.fromkeys(harm.kind for harm in harms):
        for category, belongs in CATEGORIES.items():
            members = [harm for harm in harms if harm.kind == kind and belongs(harm, rule)]
            if members:
                count = _sum(members)
                found.append(Total(kind, category, count.minimum, count.maximum))
    return tuple(found)


def _sum(harms: Sequence[HarmView]) -> CountRange:
    return total(CountRange(harm.remaining_minimum, harm.remaining_maximum) for harm in harms)


def double_taps(strikes: Sequence[StrikeView]) -> tuple[DoubleTap, ...]:
    """Return each pair of hits of one place within the hour, and each hit recorded as one on rescuers."""
    ordered = sorted(strikes, key=lambda strike: strike.order)
    found = []
    for before, after in pairwise(ordered):
        minutes = _minutes_between(before.time_of_day, after.time_of_day)
        soon = minutes is not None and 0 < minutes <= DOUBLE_TAP_MINUTES and _same_place(before, after)
        if soon or after.target == "rescuers":
            found.append(DoubleTap(before.order, after.order, minutes))
    return tuple(found)


def _same_place(one: StrikeView, other: StrikeView) -> bool:
    if one.facility is not None and other.facility is not None:
        return one.facility.id == other.facility.id
    return bool(fold(one.site)) and fold(one.site) == fold(other.site)


def _minutes_between(one: str, other: str) -> int | None:
    try:
        first, second = time.fromisoformat(one), time.fromisoformat(other)
    except ValueError:  # a part of the day, or none stated
        return None
    return (second.hour - first.hour) * 60 + second.minute - first.minute
