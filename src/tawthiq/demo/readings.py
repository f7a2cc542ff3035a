"""Shows what each published number would be under other ways of counting the unborn, beside the printed one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tawthiq.demo.facts import DemoFacts, PublishedFigure
from tawthiq.demo.tally import counted
from tawthiq.domain.counting import counting_rule

UNBORN_RULES = ("snhr-2019", "unborn-as-child", "unborn-apart", "unborn-not-counted")
"""The packaged rules that differ in nothing but the unborn; the first reproduces the published report."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A published number and what each rule makes of the same records."""

    figure: PublishedFigure
    values: Mapping[str, int]


def readings(facts: DemoFacts, rules: Sequence[str] = UNBORN_RULES) -> tuple[Reading, ...]:
    """Return every published figure with its value under each rule, in the order of the report."""
    return tuple(
        Reading(
            figure,
            {name: counted(facts.incidents, figure, counting_rule(name)) for name in rules},
        )
        for figure in facts.published
    )


def differing(facts: DemoFacts, rules: Sequence[str] = UNBORN_RULES) -> tuple[Reading, ...]:
    """Return the figures on which the rules do not agree."""
    return tuple(
        reading
        for reading in readings(facts, rules)
        if any(value != reading.figure.value for value in reading.values.values())
    )
