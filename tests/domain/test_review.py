"""The table of states: complete, and never a way to accept without review."""

import itertools

import pytest

from tawthiq.domain.review import ACTIONS, STATES, TRANSITIONS, State, actions_in, transition
from tawthiq.domain.roles import ACTIVITIES, MAY, ROLES, may
from tawthiq.vocab import vocabulary


def test_every_state_and_action_stands_in_the_table() -> None:
    assert set(TRANSITIONS) == set(itertools.product(STATES, ACTIONS))


def test_the_vocabularies_hold_the_same_states_actions_roles_and_activities() -> None:
    assert tuple(vocabulary("review_state")) == STATES
    assert tuple(vocabulary("review_action")) == ACTIONS
    assert tuple(vocabulary("role")) == ROLES
    assert tuple(vocabulary("activity")) == ACTIVITIES == tuple(MAY)


def test_every_state_is_reached_from_a_draft_and_none_is_a_dead_end() -> None:
    reached: set[State] = {"draft"}
    frontier: set[State] = {"draft"}
    while frontier:
        frontier = {row.to for (state, _), row in TRANSITIONS.items() if row and state in frontier} - reached
        reached |= frontier
    assert reached == set(STATES)
    assert all(actions_in(state) for state in STATES)


def test_only_a_submitted_record_is_accepted_and_only_reopening_leaves_accepted() -> None:
    assert [state for state in STATES if transition(state, "accept")] == ["submitted"]
    assert actions_in("accepted") == ("reopen",)


@pytest.mark.parametrize("state", STATES)
def test_no_role_but_documenter_and_reviewer_moves_a_record(state: str) -> None:
    for (at, _), row in TRANSITIONS.items():
        if at == state and row is not None:
            assert row.roles <= {"documenter", "reviewer"} and row.roles


def test_the_administrator_reads_no_case_and_changes_none() -> None:
    allowed = {activity for activity in ACTIVITIES if may("administrator", activity)}
    assert allowed == {"manage-users", "back-up", "audit-ledger"}


def test_only_the_custodian_opens_a_sealed_identity() -> None:
    assert MAY["reveal-identity"] == {"custodian"}


def test_taking_a_record_out_of_review_or_acceptance_as_a_reviewer_needs_a_reason() -> None:
    need = {(state, action) for (state, action), row in TRANSITIONS.items() if row and row.needs_reason}
    assert need == {("submitted", "send-back"), ("accepted", "reopen")}
