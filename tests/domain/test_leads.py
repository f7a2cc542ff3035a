"""What may be done with a lead, in which state."""

import pytest

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.leads import (
    LEAD_STATES,
    LEAD_STEPS,
    STEPS,
    LeadState,
    LeadStep,
    refuse_lead_step,
    spans_of,
)


@pytest.mark.parametrize("state", LEAD_STATES)
@pytest.mark.parametrize("step", LEAD_STEPS)
def test_every_step_is_refused_in_every_state_but_its_own(state: LeadState, step: LeadStep) -> None:
    found = refuse_lead_step(state, step, reason="because")
    assert (found is None) == (STEPS[step].before == state)
    if found is not None:
        assert found.code == "lead-not-in-this-state" and found.sentence_in("ar") != found.sentence


def test_every_step_is_taken_back_by_another() -> None:
    ways = {(row.before, row.after) for row in STEPS.values()}
    assert {(after, before) for before, after in ways} == ways


def test_what_is_put_aside_or_taken_back_needs_a_reason() -> None:
    found = refuse_lead_step("new", "dismiss", reason=" ")
    assert found is not None and found.code == "reason-missing"


@pytest.mark.parametrize("spans", [[(0, 4)], [(0, 4), (3, 8)], [(0, 4), (4, 99)], [(0, 4), (4, 5)]])
def test_parts_hold_words_of_the_text_and_share_none(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidValue):
        spans_of("abcd efgh", spans)


def test_parts_come_in_the_order_of_the_text() -> None:
    assert spans_of("abcd efgh", [(5, 9), (0, 4)]) == ((0, 4), (5, 9))
