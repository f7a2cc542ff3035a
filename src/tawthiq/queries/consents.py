"""What sources answered when asked for consent, as values for the rule that decides."""

from __future__ import annotations

from tawthiq.domain.consents import Answers
from tawthiq.records.cases.models import Statement
from tawthiq.records.sources.models import Consent, Source


def answers_of(source: Source) -> list[Answers]:
    """Return all that a source answered, oldest first. For rules: the caller has asked whether the actor may."""
    return [answers_in(consent) for consent in source.consents.order_by("given_on", "code")]


def answers_in(consent: Consent) -> Answers:
    """Return what one consent says."""
    return Answers(
        given_on=consent.given_on, uses=consent.uses, expires_on=consent.expires_on,
        withdrawn_on=consent.withdrawn_on, withdrawn_uses=tuple(consent.withdrawn_uses),
        guardian=consent.guardian, assent=consent.assent,
    )  # fmt: skip


def answers_for(statement: Statement) -> list[Answers]:
    """Return the answers that a statement stands under: those of its own consent where it names one, and all later."""
    given = sorted(statement.source.consents.all(), key=lambda one: (one.given_on, one.code))
    ids = [consent.pk for consent in given]
    start = ids.index(statement.consent_id) if statement.consent_id in ids else 0
    return [answers_in(consent) for consent in given[start:]]
