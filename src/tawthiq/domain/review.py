"""The states of review as one table: what may be done in each, by whom, and whether it needs a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

State = Literal["draft", "submitted", "accepted", "reopened"]
Action = Literal["edit", "submit", "withdraw", "send-back", "accept", "reopen"]
STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: the state it leads to, the roles that may do it, whether a reason must be given."""

    to: State
    roles: frozenset[str]
    needs_reason: bool = False


_WRITERS = frozenset({"documenter", "reviewer"})
_REVIEWERS = frozenset({"reviewer"})

# Every state × every action stands here; None means that it is refused, whoever asks.
TRANSITIONS: Mapping[tuple[State, Action], Transition | None] = MappingProxyType(
    {
        ("draft", "edit"): Transition("draft", _WRITERS),
        ("draft", "submit"): Transition("submitted", _WRITERS),
        ("draft", "withdraw"): None,
        ("draft", "send-back"): None,
        ("draft", "accept"): None,
        ("draft", "reopen"): None,
        ("submitted", "edit"): None,
        ("submitted", "submit"): None,
        ("submitted", "withdraw"): Transition("draft", _WRITERS),
        ("submitted", "send-back"): Transition("draft", _REVIEWERS, needs_reason=True),
        ("submitted", "accept"): Transition("accepted", _REVIEWERS),
        ("submitted", "reopen"): None,
        ("accepted", "edit"): None,
        ("accepted", "submit"): None,
        ("accepted", "withdraw"): None,
        ("accepted", "send-back"): None,
        ("accepted", "accept"): None,
        ("accepted", "reopen"): Transition("reopened", _REVIEWERS, needs_reason=True),
        ("reopened", "edit"): Transition("reopened", _WRITERS),
        ("reopened", "submit"): Transition("submitted", _WRITERS),
        ("reopened", "withdraw"): None,
        ("reopened", "send-back"): None,
        ("reopened", "accept"): None,
        ("reopened", "reopen"): None,
    }
)


def transition(state: State, action: Action) -> Transition | None:
    """Return what an action does in a state; None when it may not be done there."""
    return TRANSITIONS[state, action]


def actions_in(state: State) -> tuple[Action, ...]:
    """Return the actions that a state allows, in the order of the work."""
    return tuple(action for action in ACTIONS if TRANSITIONS[state, action] is not None)
