"""Certainty, reliability and attribution are judged apart, by a reviewer, while a case is under review."""

from __future__ import annotations

import pytest

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.reviewing import open_remarks_by_field, remarks_on, review_queue, since_last_review
from tawthiq.records.cases.models import Attribution, Harm, Incident
from tawthiq.services.assessing import assess_attribution, assess_certainty, assess_reliability
from tawthiq.services.cases.recording import change_record
from tawthiq.services.review import Remark, accept_incident, send_back_incident, submit_incident
from tawthiq.services.sources import record_source
from tests.conftest import Cast
from tests.services.cases import record_draft


def submitted(cast: Cast) -> Incident:
    """Record a case and hand it in."""
    draft = record_draft(cast.documenter)
    return submit_incident(cast.documenter, draft.pk, expected_version=draft.version)


def test_a_reviewer_judges_certainty_and_attribution_and_may_still_accept(cast: Cast) -> None:
    case = submitted(cast)
    judged = assess_certainty(
        cast.reviewer,
        case.pk,
        expected_version=case.version,
        certainty="likely",
        reason="one eyewitness and a film",
    )
    held = Attribution.objects.get(incident=case)
    assess_attribution(
        cast.reviewer, held.pk, expected_version=held.version, level="suspected", basis="type of aircraft",
        reason="no observer names it",
    )  # fmt: skip
    accepted = accept_incident(cast.reviewer, case.pk, expected_version=judged.version + 1)
    assert (accepted.state, accepted.certainty, Attribution.objects.get(pk=held.pk).level) == (
        "accepted", "likely", "suspected",
    )  # fmt: skip
    assert audit_ledger().faults == ()


def test_what_is_not_under_review_or_is_own_work_is_not_judged(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    with pytest.raises(Refused) as refused:
        assess_certainty(cast.reviewer, draft.pk, expected_version=1, certainty="likely", reason="x")
    assert refused.value.code == "not-under-review"
    own = record_draft(cast.reviewer)
    submit_incident(cast.reviewer, own.pk, expected_version=1)
    with pytest.raises(Refused) as refused:
        assess_certainty(cast.reviewer, own.pk, expected_version=2, certainty="likely", reason="x")
    assert refused.value.code == "own-work"


def test_a_judgement_needs_a_reason_a_known_code_and_the_role(cast: Cast) -> None:
    case = submitted(cast)
    with pytest.raises(Refused, match="needs a reason"):
        assess_certainty(
            cast.reviewer, case.pk, expected_version=case.version, certainty="likely", reason=" "
        )
    with pytest.raises(InvalidValue, match="Did you mean"):
        assess_certainty(cast.reviewer, case.pk, expected_version=case.version, certainty="likly", reason="x")
    with pytest.raises(Refused) as refused:
        assess_certainty(
            cast.documenter, case.pk, expected_version=case.version, certainty="likely", reason="x"
        )
    assert refused.value.code == "role"
    with pytest.raises(NotFound):
        assess_certainty(
            cast.outsider, case.pk, expected_version=case.version, certainty="likely", reason="x"
        )


def test_the_reliability_of_a_source_is_its_own_judgement(cast: Cast) -> None:
    source = record_source(cast.documenter, alias="cedar")
    judged = assess_reliability(
        cast.reviewer,
        source.pk,
        expected_version=1,
        reliability="likely-reliable",
        reason="right three times",
    )
    assert judged.reliability == "likely-reliable"
    with pytest.raises(NotFound):
        assess_reliability(cast.outsider, source.pk, expected_version=2, reliability="unsure", reason="x")


def test_a_return_carries_several_remarks_which_stay_open_until_it_is_handed_in_again(cast: Cast) -> None:
    case = submitted(cast)
    harm = Harm.objects.filter(incident=case, person__isnull=False).get()
    remarks = [Remark("occurred", "Which day?"), Remark(f"{harm.code}.age_years", "How old?")]
    back = send_back_incident(
        cast.reviewer, case.pk, expected_version=case.version, reason="two things", remarks=remarks
    )
    found = open_remarks_by_field(cast.documenter, case.pk)
    assert {field: one[0].text for field, one in found.items()} == {
        "": "two things", "occurred": "Which day?", f"{harm.code}.age_years": "How old?",
    }  # fmt: skip
    submit_incident(cast.documenter, case.pk, expected_version=back.version)
    assert (
        open_remarks_by_field(cast.reviewer, case.pk) == {} and len(remarks_on(cast.reviewer, case.pk)) == 3
    )
    assert review_queue(cast.reviewer)[0][0].times_returned == 1


@pytest.mark.parametrize("field", ["no_such_field", "HRM-1999-000001.age_years", "HRM-1999-000001"])
def test_a_remark_on_what_is_not_there_is_refused(cast: Cast, field: str) -> None:
    case = submitted(cast)
    with pytest.raises(InvalidValue, match="does not have"):
        send_back_incident(
            cast.reviewer,
            case.pk,
            expected_version=case.version,
            reason="x",
            remarks=[Remark(field, "what?")],
        )


def test_what_changed_since_the_last_review_is_told_field_by_field(cast: Cast) -> None:
    case = submitted(cast)
    assert since_last_review(cast.reviewer, case.pk).at is None
    back = send_back_incident(cast.reviewer, case.pk, expected_version=case.version, reason="title?")
    harm = Harm.objects.filter(incident=case, person__isnull=False).get()
    change_record(cast.documenter, Harm, harm.pk, expected_version=1, age_years=30)
    change_record(
        cast.documenter, Incident, case.pk, expected_version=back.version + 1, title_en="Market hit twice"
    )
    told = {
        (one.kind, field.field): (field.before, field.after)
        for one in since_last_review(cast.reviewer, case.pk).changes
        for field in one.fields
    }
    assert told == {
        ("incident", "title_en"): ("Market hit", "Market hit twice"),
        ("harm", "age_years"): (None, 30),
    }


def test_the_queue_marks_own_work_and_shows_an_outsider_nothing(cast: Cast) -> None:
    case, own = submitted(cast), record_draft(cast.reviewer)
    submit_incident(cast.reviewer, own.pk, expected_version=1)
    lines, total = review_queue(cast.reviewer)
    assert [(line.code, line.is_own_work) for line in lines] == [(case.code, False), (own.code, True)]
    assert total == 2
    assert [line.code for line in review_queue(cast.reviewer, whose="others")[0]] == [case.code]
    for nobody in (cast.outsider, cast.administrator):
        assert review_queue(nobody) == ((), 0)
