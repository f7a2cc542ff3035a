"""Three judgements, each saved apart by a reviewer: did it happen, how good is the source, how firmly who did it.

A reviewer judges what others wrote while it is under review; judging it does not make it their own work (ADR 0120).
"""

from __future__ import annotations

from typing import cast

from tawthiq.domain.review import State
from tawthiq.domain.rules import refuse_assessment, refuse_own_work
from tawthiq.domain.vocabularies import require as require_code
from tawthiq.queries.authorship import authors_of_case
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Attribution, Incident
from tawthiq.records.sources.models import Source
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.writing import writing


def assess_certainty(
    actor: Account, incident_id: str, *, expected_version: int, certainty: str, reason: str
) -> Incident:
    """Judge whether it happened as recorded, apart from how good the sources are and from who did it."""
    _require_reason(actor, reason)
    require_code("certainty", certainty)
    with writing(actor, action="certainty assessed", reason=reason) as write:
        incident = get_visible(actor, Incident, incident_id)
        _refuse_not_under_review(actor, incident)
        return write.change(incident, expected_version=expected_version, certainty=certainty)


def assess_attribution(
    actor: Account, attribution_id: str, *, expected_version: int, level: str, basis: str, reason: str
) -> Attribution:
    """Judge how firmly an act is laid to a party, and on what basis; the party itself is not changed here."""
    _require_reason(actor, reason)
    require_code("attribution_level", level)
    with writing(actor, action="attribution assessed", reason=reason) as write:
        attribution = get_visible(actor, Attribution, attribution_id)
        _refuse_not_under_review(actor, attribution.incident)
        write.change(attribution, expected_version=expected_version, level=level, basis=basis)
        write.change(attribution.incident, expected_version=attribution.incident.version)
    return attribution


def assess_reliability(
    actor: Account, source_id: str, *, expected_version: int, reliability: str, reason: str
) -> Source:
    """Judge how good a source is, whatever it said in this case; it holds for all its statements."""
    _require_reason(actor, reason)
    require_code("reliability", reliability)
    with writing(actor, action="reliability assessed", reason=reason) as write:
        source = get_visible(actor, Source, source_id)
        return write.change(source, expected_version=expected_version, reliability=reliability)


def _require_reason(actor: Account, reason: str) -> None:
    require_allowed(actor, "review-case")
    ensure(None if reason.strip() else refusal("reason-missing"))


def _refuse_not_under_review(actor: Account, incident: Incident) -> None:
    ensure(
        refuse_assessment(cast(State, incident.state)), refuse_own_work(actor.pk, authors_of_case(incident))
    )
