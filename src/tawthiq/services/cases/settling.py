"""What a case states that is not recorded yet, recorded first: facilities, sources, and what the sources answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import require as require_code
from tawthiq.records.cases.models import Facility
from tawthiq.records.sources.models import Consent, Source
from tawthiq.services.asking import require_allowed
from tawthiq.services.cases.building import plain_values
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.cases.facts import (
    CaseFacts,
    ConsentFacts,
    FacilityFacts,
    SourceFacts,
    StatementFacts,
)
from tawthiq.services.writing import Writing

Facilities = Mapping[FacilityFacts, Facility]
Sources = Mapping[SourceFacts, Source]


def settle(write: Writing, facts: CaseFacts) -> CaseFacts:
    """Record the new facilities, sources and consents of a case and return the facts that point to them."""
    facilities = _new_facilities(write, facts)
    sources = _new_sources(write, facts)

    def known(facility: Facility | FacilityFacts | None) -> Facility | None:
        return facilities[facility] if isinstance(facility, FacilityFacts) else facility

    return replace(
        facts,
        strikes=tuple(replace(one, facility=known(one.facility)) for one in facts.strikes),
        damages=tuple(replace(one, facility=known(one.facility) or one.facility) for one in facts.damages),
        statements=tuple(_settled(write, one, sources) for one in facts.statements),
    )


def _new_facilities(write: Writing, facts: CaseFacts) -> Facilities:
    stated = [one.facility for one in facts.strikes] + [one.facility for one in facts.damages]
    new = list(dict.fromkeys(one for one in stated if isinstance(one, FacilityFacts)))
    made = [Facility(**plain_values(one), desk=write.actor.desk) for one in new]
    for facility in made:
        check_vocabularies(facility)
    write.add_many(made)
    return dict(zip(new, made, strict=True))


def _new_sources(write: Writing, facts: CaseFacts) -> Sources:
    new = list(dict.fromkeys(s.source for s in facts.statements if isinstance(s.source, SourceFacts)))
    if new:
        require_allowed(write.actor, "add-source")
    made = [Source(**plain_values(one), desk=write.actor.desk) for one in new]
    for source in made:
        check_vocabularies(source)
    write.add_many(made)
    return dict(zip(new, made, strict=True))


def _settled(write: Writing, stated: StatementFacts, sources: Sources) -> StatementFacts:
    source = sources[stated.source] if isinstance(stated.source, SourceFacts) else stated.source
    consent = stated.consent
    if isinstance(consent, ConsentFacts):
        consent = _record_consent(write, source, consent, language=stated.language)
    return replace(stated, source=source, consent=consent)


def _record_consent(write: Writing, source: Source, facts: ConsentFacts, *, language: str) -> Consent:
    require_allowed(write.actor, "add-source")
    for use, _ in facts.uses:
        require_code("consent_use", use)
    if facts.given_on > write.at.date():
        raise InvalidValue("The day of the answers lies in the future. Correct it.")
    consent = Consent(
        source=source, given_on=facts.given_on, uses=dict(facts.uses), form=facts.form, channel=facts.channel,
        language=language, desk=source.desk, confidentiality=source.confidentiality,
    )  # fmt: skip
    check_vocabularies(consent)
    return write.add(consent)
