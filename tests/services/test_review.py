"""Review by a second person."""

import pytest

from tawthiq.domain.errors import NotFound, Refused
from tawthiq.records.cases.models import Harm, Incident
from tawthiq.services.cases.recording import change_record
from tawthiq.services.review import (
    accept_incident,
    reopen_incident,
    send_back_incident,
    submit_incident,
    withdraw_incident,
)
from tests.conftest import Cast
from tests.services.cases import record_accepted, record_draft, simple_case


def test_a_reviewer_accepts_the_work_of_somebody_else(cast: Cast) -> None:
    assert record_accepted(cast.documenter, cast.reviewer, simple_case()).state == "accepted"


def test_a_reviewer_cannot_accept_their_own_incident(cast: Cast) -> None:
    draft = record_draft(cast.reviewer)
    submitted = submit_incident(cast.reviewer, draft.pk, expected_version=1)
    with pytest.raises(Refused, match="You wrote or submitted this record yourself") as refused:
        accept_incident(cast.reviewer, draft.pk, expected_version=submitted.version)
    assert refused.value.code == "own-work"
    assert Incident.objects.get(pk=draft.pk).state == "submitted"


def test_a_reviewer_cannot_accept_what_they_edited(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    edited = change_record(cast.reviewer, Incident, draft.pk, expected_version=1, title_en="Another title")
    submitted = submit_incident(cast.documenter, draft.pk, expected_version=edited.version)
    with pytest.raises(Refused, match="Ask another reviewer"):
        accept_incident(cast.reviewer, draft.pk, expected_version=submitted.version)


def test_a_documenter_may_not_accept(cast: Cast) -> None:
    draft = record_draft(cast.reviewer)
    submitted = submit_incident(cast.reviewer, draft.pk, expected_version=1)
    with pytest.raises(Refused) as refused:
        accept_incident(cast.documenter, draft.pk, expected_version=submitted.version)
    assert refused.value.code == "role"


def test_an_accepted_incident_cannot_be_edited_without_reopening(cast: Cast) -> None:
    accepted = record_accepted(cast.documenter, cast.reviewer, simple_case())
    with pytest.raises(Refused, match="Reopen it with a reason"):
        change_record(
            cast.documenter, Incident, accepted.pk, expected_version=accepted.version, title_en="New"
        )
    harm = Harm.objects.filter(incident=accepted).first()
    assert harm is not None
    with pytest.raises(Refused, match="Reopen it with a reason"):
        change_record(cast.documenter, Harm, harm.pk, expected_version=harm.version, sex="male")
    reopened = reopen_incident(
        cast.reviewer, accepted.pk, expected_version=accepted.version, reason="toll rose"
    )
    changed = change_record(
        cast.documenter, Incident, accepted.pk, expected_version=reopened.version, title_en="New"
    )
    assert (changed.version, Incident.objects.get(pk=accepted.pk).state) == (reopened.version + 1, "reopened")


def test_reopening_needs_a_reason(cast: Cast) -> None:
    accepted = record_accepted(cast.documenter, cast.reviewer, simple_case())
    with pytest.raises(Refused, match="needs a reason"):
        reopen_incident(cast.reviewer, accepted.pk, expected_version=accepted.version, reason=" ")


def test_what_is_sent_back_or_withdrawn_is_a_draft_again(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    submitted = submit_incident(cast.documenter, draft.pk, expected_version=1)
    back = send_back_incident(
        cast.reviewer, draft.pk, expected_version=submitted.version, reason="which street?"
    )
    again = submit_incident(cast.documenter, draft.pk, expected_version=back.version)
    withdrawn = withdraw_incident(cast.documenter, draft.pk, expected_version=again.version)
    assert (back.state, withdrawn.state) == ("draft", "draft")


def test_accepting_a_version_that_has_passed_is_refused(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    submit_incident(cast.documenter, draft.pk, expected_version=1)
    with pytest.raises(Refused, match="after you opened this record"):
        accept_incident(cast.reviewer, draft.pk, expected_version=1)


def test_an_outsider_finds_nothing_to_review(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    submit_incident(cast.documenter, draft.pk, expected_version=1)
    with pytest.raises(NotFound) as not_yours:
        accept_incident(cast.outsider, draft.pk, expected_version=2)
    with pytest.raises(NotFound) as not_there:
        accept_incident(cast.outsider, "no-such-id", expected_version=2)
    assert str(not_yours.value) == str(not_there.value)
