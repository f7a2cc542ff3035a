"""Leads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.history import history_of
from tawthiq.records.cases.models import Lead
from tawthiq.services.leads import (
    attach_lead,
    detach_lead,
    dismiss_lead,
    file_lead,
    file_leads,
    merge_lead,
    rejoin_lead,
    restore_lead,
    split_lead,
    unmerge_lead,
)
from tawthiq.services.sources import record_source
from tests.conftest import Cast
from tests.services.cases import record_draft

DRAFTS: list[dict[str, Any]] = [
    {"place": "Alder", "civilians_killed": 3, "confidence": {"place": 0.95}},
    {"place": None},
]


def test_drafts_become_leads_with_their_text(cast: Cast) -> None:
    leads = file_leads(cast.documenter, text="An attack hit Alder.", drafts=DRAFTS, origin="bulletin.txt")
    assert [lead.text for lead in leads] == ["An attack hit Alder."] * 2
    stored = Lead.objects.get(pk=leads[0].pk)
    assert stored.attachments[0]["values"]["confidence"] == {"place": "0.950"}
    assert audit_ledger().faults == ()


def test_a_lead_is_attached_or_dismissed_with_a_reason(cast: Cast) -> None:
    first, second = file_leads(cast.documenter, text="x", drafts=DRAFTS, origin="b")
    attached = attach_lead(cast.documenter, first.pk, record_draft(cast.documenter).pk, expected_version=1)
    with pytest.raises(Refused, match="needs a reason"):
        dismiss_lead(cast.documenter, second.pk, expected_version=1, reason=" ")
    dismissed = dismiss_lead(cast.documenter, second.pk, expected_version=1, reason="tells of nothing")
    assert (attached.state, dismissed.state) == ("attached", "dismissed")


def test_an_outsider_finds_no_lead(cast: Cast) -> None:
    lead, _ = file_leads(cast.documenter, text="x", drafts=DRAFTS, origin="b")
    with pytest.raises(NotFound):
        dismiss_lead(cast.outsider, lead.pk, expected_version=1, reason="not mine")


TWO = "On Monday an attack hit Alder. On Tuesday an attack hit Birch."


def a_lead(cast: Cast, text: str = TWO) -> Lead:
    """File a lead that tells of two attacks, with a draft of each."""
    drafts = [
        {"place": "Alder", "spans": {"place": [24, 29]}},
        {"place": "Birch", "spans": {"place": [56, 61]}},
    ]
    return file_lead(cast.documenter, text=text, channel="messenger", drafts=drafts)


def test_a_lead_that_tells_of_two_attacks_becomes_two_that_keep_its_text(cast: Cast) -> None:
    lead = a_lead(cast)
    parts = split_lead(cast.documenter, lead.pk, expected_version=1, spans=[(0, 30), (31, 62)])
    assert [(p.text, p.span_first, p.span_last, p.state) for p in parts] == [
        (TWO, 0, 30, "new"),
        (TWO, 31, 62, "new"),
    ]
    assert [[a["values"]["place"] for a in p.attachments] for p in parts] == [["Alder"], ["Birch"]]
    assert Lead.objects.get(pk=lead.pk).text == TWO and Lead.objects.get(pk=lead.pk).state == "split"
    assert audit_ledger().faults == ()


def test_a_split_is_taken_back_while_its_parts_are_untouched(cast: Cast) -> None:
    lead = a_lead(cast)
    first, second = split_lead(cast.documenter, lead.pk, expected_version=1, spans=[(0, 30), (31, 62)])
    attach_lead(cast.documenter, first.pk, record_draft(cast.documenter).pk, expected_version=1)
    with pytest.raises(Refused, match=first.code):
        rejoin_lead(cast.documenter, lead.pk, expected_version=2, reason="one attack after all")
    detach_lead(cast.documenter, first.pk, expected_version=2, reason="wrong incident")
    whole = rejoin_lead(cast.documenter, lead.pk, expected_version=2, reason="one attack after all")
    assert whole.state == "new"
    assert {Lead.objects.get(pk=p.pk).merged_into_id for p in (first, second)} == {lead.pk}
    assert unmerge_lead(cast.documenter, second.pk, expected_version=2, reason="two").state == "new"
    assert audit_ledger().faults == ()


def test_merged_leads_stay_linked_and_come_apart_again(cast: Cast) -> None:
    one, other = a_lead(cast), a_lead(cast, "the same attack on Alder")
    merged = merge_lead(cast.documenter, other.pk, one.pk, expected_version=1)
    assert (merged.state, merged.merged_into_id) == ("merged", one.pk)
    with pytest.raises(Refused, match="Take them out first"):
        merge_lead(cast.documenter, one.pk, a_lead(cast).pk, expected_version=1)
    with pytest.raises(Refused, match="new or attached"):
        merge_lead(cast.documenter, a_lead(cast).pk, other.pk, expected_version=1)
    back = unmerge_lead(cast.documenter, other.pk, expected_version=2, reason="another street")
    assert (back.state, back.merged_into_id) == ("new", None)
    assert audit_ledger().faults == ()


def test_a_lead_is_not_merged_into_itself(cast: Cast) -> None:
    lead = a_lead(cast)
    with pytest.raises(Refused, match="into itself"):
        merge_lead(cast.documenter, lead.pk, lead.code, expected_version=1)


def test_a_dismissal_is_taken_back_and_its_reason_stays_in_the_history(cast: Cast) -> None:
    lead = a_lead(cast)
    dismiss_lead(cast.documenter, lead.pk, expected_version=1, reason="a rumour")
    with pytest.raises(Refused, match="does not allow this"):
        attach_lead(cast.documenter, lead.pk, record_draft(cast.documenter).pk, expected_version=2)
    restored = restore_lead(cast.documenter, lead.pk, expected_version=2, reason="a second report came")
    assert (restored.state, restored.dismissed_because) == ("new", "")
    assert [step.reason for step in history_of(cast.documenter, lead.pk)] == [
        "",
        "a rumour",
        "a second report came",
    ]


def test_a_lead_of_a_restricted_source_is_restricted(cast: Cast) -> None:
    source = record_source(cast.documenter, alias="cedar", confidentiality="restricted")
    lead = file_lead(cast.documenter, text="An attack hit Alder.", source=source.pk)
    assert lead.confidentiality == "restricted"


def test_an_empty_lead_and_a_report_of_tomorrow_are_refused(cast: Cast) -> None:
    with pytest.raises(InvalidValue, match="no text"):
        file_lead(cast.documenter, text=" \n")
    with pytest.raises(InvalidValue, match="future"):
        file_lead(cast.documenter, text="x", reported_at=datetime.now(UTC) + timedelta(days=1))


def test_who_does_not_record_cases_does_nothing_with_leads(cast: Cast) -> None:
    lead = a_lead(cast)
    for actor in (cast.administrator, cast.analyst):
        with pytest.raises(Refused):
            file_lead(actor, text="x")
        with pytest.raises(Refused):
            split_lead(actor, lead.pk, expected_version=1, spans=[(0, 30), (31, 62)])


def test_an_outsider_neither_splits_nor_merges_into_a_lead(cast: Cast) -> None:
    lead = a_lead(cast)
    theirs = file_lead(cast.outsider, text="An attack hit Alder.")
    with pytest.raises(NotFound):
        split_lead(cast.outsider, lead.pk, expected_version=1, spans=[(0, 30), (31, 62)])
    with pytest.raises(NotFound):
        merge_lead(cast.outsider, theirs.pk, lead.pk, expected_version=1)
