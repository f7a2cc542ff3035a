"""What may be done with a lead as one table: in which state, where it leads, whether it needs a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, get_args

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.refusals import Refusal, bilingual, refusal
from tawthiq.domain.vocabularies import label

LeadState = Literal["new", "attached", "dismissed", "split", "merged"]
LeadStep = Literal["attach", "detach", "dismiss", "restore", "split", "rejoin", "merge", "unmerge"]
LEAD_STATES: tuple[LeadState, ...] = get_args(LeadState)
LEAD_STEPS: tuple[LeadStep, ...] = get_args(LeadStep)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from which state to which, and whether a reason must be given."""

    before: LeadState
    after: LeadState
    needs_reason: bool = False


STEPS: Mapping[LeadStep, Step] = MappingProxyType(
    {
        "attach": Step("new", "attached"),
        "detach": Step("attached", "new", needs_reason=True),
        "dismiss": Step("new", "dismissed", needs_reason=True),
        "restore": Step("dismissed", "new", needs_reason=True),
        "split": Step("new", "split"),
        "rejoin": Step("split", "new", needs_reason=True),
        "merge": Step("new", "merged"),
        "unmerge": Step("merged", "new", needs_reason=True),
    }
)
"""Every step is taken back by another: nothing that is done with a lead is for good, and its text never changes."""


def steps_in(state: LeadState) -> tuple[LeadStep, ...]:
    """Return the steps that a state allows."""
    return tuple(step for step, row in STEPS.items() if row.before == state)


def refuse_lead_step(state: LeadState, step: LeadStep, *, reason: str | None = None) -> Refusal | None:
    """Refuse a step that the lead's state does not allow, or that comes without the reason it needs."""
    row = STEPS[step]
    if row.before != state:
        english, arabic = (
            {
                "state": label("lead_state", state, language),
                "step": label("lead_step", step, language),
                "possible": ("، " if language == "ar" else ", ").join(
                    label("lead_step", one, language) for one in steps_in(state)
                ),
            }
            for language in ("en", "ar")
        )
        return bilingual("lead-not-in-this-state", english, arabic)
    return refusal("reason-missing") if row.needs_reason and not (reason or "").strip() else None


def spans_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Check the parts of a text, in its order: two or more, each with words in it, none over another."""
    ordered = tuple(sorted(spans))
    if len(ordered) < 2:
        raise InvalidValue("A lead is split into two parts or more. Mark where each attack is told.")
    for first, last in ordered:
        if not 0 <= first < last <= len(text) or not text[first:last].strip():
            raise InvalidValue(
                f"A part from character {first} to {last} holds no words; the lead has {len(text)} characters."
            )
    for (_, end), (start, _) in pairwise(ordered):
        if start < end:
            raise InvalidValue(
                f"Two parts share the characters {start} to {end}. Each part is told in its own words."
            )
    return ordered
