"""Facilities: hospitals, schools, markets, reservoirs and what else an attack may damage."""

from __future__ import annotations

from datetime import datetime

from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Facility
from tawthiq.services.asking import require_allowed
from tawthiq.services.cases.building import plain_values
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.cases.facts import FacilityFacts
from tawthiq.services.writing import writing


def record_facility(actor: Account, facts: FacilityFacts, *, at: datetime | None = None) -> Facility:
    """Record a facility once, so that every attack on it points to the same record."""
    require_allowed(actor, "record-case")
    with writing(actor, action="facility recorded", at=at) as write:
        facility = Facility(**plain_values(facts), desk=actor.desk)
        check_vocabularies(facility)
        return write.add(facility)
