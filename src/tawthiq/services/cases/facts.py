"""What a person states about a case, as typed values: the input of the case services.

Field names are those of the records; a `PartialDate` becomes the record's EDTF text and its first and last day.
`key` names a thing within one call, so that a harm can point to its strike or to the group it lies within. `id` says
which recorded part is stated anew; None is a new one. A facility or a source that is not recorded yet stands as its own
facts: the same facts twice are one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.records.cases.models import Facility
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party
from tawthiq.records.sources.models import Consent, Source

ONE = CountRange.exactly(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """When and where something happened, and in which words."""

    occurred: PartialDate
    time_of_day: str = ""
    time_margin_minutes: int | None = None
    zone: str = "UTC"
    occurred_as_reported: str = ""
    kind: str = "attack"
    place: Place | None = None
    place_as_reported: str = ""
    site: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    radius_m: int | None = None
    point_method: str = "unknown"
    title_en: str = ""
    title_ar: str = ""
    narrative_en: str = ""
    narrative_ar: str = ""
    certainty: str = "unknown"
    basis: str = "recorded"
    tags: tuple[str, ...] = ()
    note: str = ""
    note_ar: str = ""
    confidentiality: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeFacts:
    """One hit; `order` is its place in time within the incident."""

    order: int
    time_of_day: str = ""
    time_margin_minutes: int | None = None
    site: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    platform: str = "unknown"
    platform_count: int | None = None
    aircraft_type: str = ""
    munition: str = "unknown"
    munition_count: int | None = None
    target: str = "unknown"
    facility: Facility | FacilityFacts | None = None
    as_reported: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A named victim."""

    name: str
    name_en: str = ""
    name_ar: str = ""
    names: tuple[dict[str, str], ...] = ()
    sex: str = "unknown"
    born: PartialDate | None = None
    mother: str = ""
    family: str = ""
    origin: Place | None = None
    origin_as_reported: str = ""
    occupation: str = "unknown"
    may_name: bool = False
    may_show: bool = False
    confidentiality: str = "open"
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmFacts:
    """One act against a person, or against a group of `count` people."""

    kind: str
    count: CountRange = ONE
    key: str | None = None
    strike: int | None = None
    person: PersonFacts | None = None
    group_label: str = ""
    within: str | None = None
    status: str = "civilian"
    sex: str = "unknown"
    age_group: str = "unknown"
    age_years: int | None = None
    occupation: str = "unknown"
    unborn_as: str = ""
    torture: bool | None = None
    cause: str = "unknown"
    certainty: str = "unknown"
    died: PartialDate | None = None
    death_place: Place | None = None
    displaced_from: Place | None = None
    family: str = ""
    basis: str = "recorded"
    as_reported: str = ""
    note: str = ""
    note_ar: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionFacts:
    """Which party is held to have done it, how firmly."""

    party: Party
    level: str
    basis: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityFacts:
    """A hospital, school, market …"""

    kind: str
    name_en: str = ""
    name_ar: str = ""
    place: Place | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    deconflicted: bool | None = None
    deconflicted_from: date | None = None
    deconflicted_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageFacts:
    """What the incident did to a facility."""

    facility: Facility | FacilityFacts
    strike: int | None = None
    grade: str = "unknown"
    out_of_service: bool | None = None
    occurred: PartialDate | None = None
    times_hit_before: int | None = None
    as_reported: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """A source that is not recorded yet, under an alias that says nothing of who it is."""

    alias: str
    kind: str = "unknown"
    reliability: str = "unknown"
    confidentiality: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What the source of a statement answered, use by use: (use, yes or no); what was not asked is not there."""

    given_on: date
    uses: tuple[tuple[str, bool], ...]
    form: str = "unknown"
    channel: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What a source told us."""

    source: Source | SourceFacts
    key: str | None = None
    given_on: date | None = None
    channel: str = "unknown"
    interviewer: str = ""
    language: str = "und"
    text: str = ""
    translation_en: str = ""
    translation_ar: str = ""
    supports: tuple[str, ...] = ()
    consent: Consent | ConsentFacts | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialFacts:
    """A party's statement against the incident, our assessment and reasons."""

    party: Party
    said_on: date | None = None
    summary_en: str = ""
    summary_ar: str = ""
    assessment: str = "open"
    reasons_en: str = ""
    reasons_ar: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """A value that somebody states for one field of the incident."""

    field: str
    value: str | int | dict[str, int | None]
    statement_key: str | None = None
    locator: str = ""
    confidence: str = "unknown"
    accepted: bool | None = None
    as_reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingFacts:
    """An aircraft seen in connection with the incident."""

    kind: str
    seen_on: date
    time_of_day: str = ""
    time_margin_minutes: int | None = None
    zone: str = "UTC"
    aircraft: str = "unknown"
    base: Place | None = None
    place: Place | None = None
    heading: str = ""
    source: Source | None = None
    as_reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLinkFacts:
    """An item of evidence, by its code, that bears on the incident."""

    item: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """An incident with everything that hangs on it, entered together."""

    incident: IncidentFacts
    strikes: tuple[StrikeFacts, ...] = ()
    attributions: tuple[AttributionFacts, ...] = ()
    harms: tuple[HarmFacts, ...] = ()
    damages: tuple[DamageFacts, ...] = ()
    statements: tuple[StatementFacts, ...] = ()
    denials: tuple[DenialFacts, ...] = ()
    claims: tuple[ClaimFacts, ...] = ()
    sightings: tuple[SightingFacts, ...] = ()
    evidence: tuple[EvidenceLinkFacts, ...] = ()
