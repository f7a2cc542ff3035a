"""What must hold of a case's values before they are written: vocabularies, wholes and their parts, dates and ages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from tawthiq.domain.counts import CountRange, total
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.rules import (
    refuse_age_against_group,
    refuse_death_before_incident,
    refuse_harmed,
    refuse_part_above_whole,
)
from tawthiq.domain.vocabularies import require as require_code
from tawthiq.records.cases.models import Harm, Incident
from tawthiq.records.record import Record
from tawthiq.services.asking import require_valid
from tawthiq.services.cases.building import DATE_COLUMNS

VOCABULARY_OF: Mapping[str, Mapping[str, str]] = {
    "Incident": {"kind": "incident_kind", "certainty": "certainty", "point_method": "point_method", "basis": "basis"},
    "Strike": {"platform": "platform", "munition": "munition", "target": "target_kind"},
    "Person": {"sex": "sex", "occupation": "occupation"},
    "Harm": {
        "kind": "harm_kind", "status": "status", "sex": "sex", "age_group": "age_group",
        "occupation": "occupation", "cause": "cause", "certainty": "certainty", "basis": "basis",
    },
    "Attribution": {"level": "attribution_level"},
    "Facility": {"kind": "facility_kind"},
    "Damage": {"grade": "damage_grade"},
    "Statement": {"channel": "channel"},
    "Denial": {"assessment": "denial_assessment"},
    "Claim": {"confidence": "certainty"},
    "Source": {"kind": "source_kind", "reliability": "reliability"},
    "Place": {"kind": "place_kind"},
    "Party": {"kind": "party_kind"},
    "Sighting": {"kind": "sighting_kind", "aircraft": "platform"},
    "Item": {"kind": "evidence_kind", "graphic_level": "graphic_level"},
    "Derivative": {"kind": "derivative_kind"},
    "Consent": {"form": "consent_form", "channel": "channel"},
}  # fmt: skip
"""Which vocabulary each coded field takes its codes from."""

FIXED = {
    "id",
    "code",
    "version",
    "desk",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "state",
    "incident",
}
"""Fields that no edit changes: identity, authorship, and the state that only review moves."""


@cache
def editable_fields(model: type[Record]) -> Mapping[str, str]:
    """Return the fields of a record that a person may change, with the name under which dates are known."""
    derived = {column for _, first, last in DATE_COLUMNS.values() for column in (first, last)}
    return {
        field.name: f"{model.__name__.lower()}.{field.name}"
        if f"{model.__name__.lower()}.{field.name}" in DATE_COLUMNS
        else field.name
        for field in model._meta.concrete_fields
        if field.name not in FIXED and field.name not in derived
    }


def check_vocabularies(record: Record) -> None:
    """Raise InvalidValue for a code outside its vocabulary, naming the near ones."""
    for field, vocabulary in VOCABULARY_OF.get(type(record).__name__, {}).items():
        require_code(vocabulary, getattr(record, field))


def refuse_harm_values(harm: Harm, incident: Incident) -> None:
    """Raise InvalidValue for a harm that contradicts itself or its incident's dates."""
    require_valid(
        refuse_harmed(
            person=harm.person_id,
            group_label=None if harm.person_id else harm.group_label,
            count=CountRange(harm.minimum, harm.maximum),
        )
    )
    require_valid(refuse_age_against_group(harm.age_years, harm.age_group))
    if harm.died and incident.occurred:
        died, occurred = PartialDate.parse(harm.died), PartialDate.parse(incident.occurred)
        require_valid(refuse_death_before_incident(occurred, died))


def refuse_parts_above_wholes(harms: Iterable[Harm]) -> None:
    """Raise InvalidValue where the harms within a group come to more than the group's maximum."""
    by_id: dict[str, Harm] = {}
    parts: dict[str, list[CountRange]] = defaultdict(list)
    for harm in harms:
        by_id[harm.pk] = harm
        if harm.within_id is not None:
            parts[harm.within_id].append(CountRange(harm.minimum, harm.maximum))
    for whole_id, ranges in parts.items():
        held = by_id[whole_id]
        part, whole = total(ranges), CountRange(held.minimum, held.maximum)
        if whole.maximum is not None and part.minimum > whole.maximum:
            require_valid(refuse_part_above_whole("named within the group", part, "the group", whole))
