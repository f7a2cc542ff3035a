"""Leads."""

from typing import Any

import pytest

from tawthiq.domain.errors import NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.records.cases.models import Lead
from tawthiq.services.leads import attach_lead, dismiss_lead, file_leads
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
