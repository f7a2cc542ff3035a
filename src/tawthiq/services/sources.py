"""Sources under a pseudonym, and what they consent to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tawthiq.domain.vocabularies import require as require_code
from tawthiq.records.accounts.models import Account
from tawthiq.records.sources.models import Consent, Source
from tawthiq.services.asking import require_allowed
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.writing import writing


def record_source(
    actor: Account,
    *,
    alias: str,
    kind: str = "unknown",
    reliability: str = "unknown",
    confidentiality: str = "open",
    note: str = "",
    at: datetime | None = None,
) -> Source:
    """Record a source by an alias that says nothing of who it is."""
    require_allowed(actor, "add-source")
    with writing(actor, action="source recorded", at=at) as write:
        source = Source(alias=alias, kind=kind, reliability=reliability, confidentiality=confidentiality,
                        note=note, desk=actor.desk)  # fmt: skip
        check_vocabularies(source)
        return write.add(source)


def record_consent(
    actor: Account,
    source: Source,
    *,
    given_on: date,
    uses: Mapping[str, bool],
    form: str = "unknown",
    language: str = "und",
    at: datetime | None = None,
) -> Consent:
    """Record what a source said yes and no to, use by use."""
    require_allowed(actor, "add-source")
    for use in uses:
        require_code("consent_use", use)
    with writing(actor, action="consent recorded", at=at) as write:
        return write.add(
            Consent(source=source, given_on=given_on, uses=dict(uses), form=form, language=language,
                    desk=source.desk, confidentiality=source.confidentiality)
        )  # fmt: skip
