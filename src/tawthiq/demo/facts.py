"""The shape of the demo's facts: frozen values that mirror the input of the services, with keys instead of records.

Places stand as gazetteer keys, parties as codes, sources by alias, facilities by key. Everything else has the name
and meaning of the field of the same name in `tawthiq.services.cases.facts` and `tawthiq.services.gazetteer`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlace:
    """A place; `parent_key` names the place it lies in, which stands before it; `boundary` is WKB."""

    key: str
    kind: str
    parent_key: str | None = None
    pcode: str | None = None
    name_en: str = ""
    name_ar: str = ""
    names: tuple[dict[str, str], ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    radius_m: int | None = None
    approximate: bool = False
    boundary: bytes | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoZone:
    """A named set of places with its dates."""

    key: str
    name_en: str
    name_ar: str
    places: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    note_en: str = ""
    note_ar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoControl:
    """Which parties held a place, on the days of which that is known."""

    place: str
    parties: tuple[str, ...]
    held: PartialDate
    as_reported: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSource:
    """A source by an invented alias; `consents` are the uses agreed to."""

    alias: str
    kind: str
    reliability: str
    given_on: date
    consents: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFacility:
    """A hospital, mosque, reservoir … known by key."""

    key: str
    kind: str
    name_en: str = ""
    name_ar: str = ""
    place: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    deconflicted: bool | None = None
    deconflicted_from: date | None = None
    deconflicted_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStrike:
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
    facility: str | None = None
    as_reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoHarm:
    """A group harm: no victim of the demo has a name."""

    kind: str
    count: CountRange
    key: str | None = None
    strike: int | None = None
    group_label: str = ""
    within: str | None = None
    status: str = "civilian"
    sex: str = "unknown"
    age_group: str = "unknown"
    occupation: str = "unknown"
    unborn_as: str = ""
    torture: bool | None = None
    cause: str = "unknown"
    certainty: str = "unknown"
    died: PartialDate | None = None
    death_place: str | None = None
    displaced_from: str | None = None
    family: str = ""
    basis: str = "recorded"
    as_reported: str = ""
    note: str = ""
    note_ar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAttribution:
    """The party held to have done it, how firmly, and why."""

    party: str
    level: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDamage:
    """What the incident did to a facility."""

    facility: str
    strike: int | None = None
    grade: str = "unknown"
    out_of_service: bool | None = None
    occurred: PartialDate | None = None
    times_hit_before: int | None = None
    as_reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStatement:
    """What a source told, retold in the project's own words."""

    source: str
    key: str | None = None
    given_on: date | None = None
    channel: str = "unknown"
    language: str = "und"
    text: str = ""
    translation_en: str = ""
    translation_ar: str = ""
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDenial:
    """A party's statement against the incident, with the assessment of it and the reasons."""

    party: str
    said_on: date | None = None
    summary_en: str = ""
    summary_ar: str = ""
    assessment: str = "open"
    reasons_en: str = ""
    reasons_ar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClaim:
    """A value stated for a field of the incident, kept beside the value that the record has."""

    field: str
    value: str | int | dict[str, int | None]
    statement_key: str | None = None
    locator: str = ""
    confidence: str = "unknown"
    accepted: bool | None = None
    as_reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSighting:
    """An aircraft seen in connection with the incident; `source` is an alias."""

    kind: str
    seen_on: date
    time_of_day: str = ""
    time_margin_minutes: int | None = None
    zone: str = "Asia/Damascus"
    aircraft: str = "unknown"
    base: str | None = None
    place: str | None = None
    heading: str = ""
    source: str | None = None
    as_reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoIncident:
    """An incident with all that hangs on it; `key` is unique in the demo and sorts by date within the narrated."""

    key: str
    occurred: PartialDate
    place: str
    title_en: str
    title_ar: str
    time_of_day: str = ""
    time_margin_minutes: int | None = None
    zone: str = "Asia/Damascus"
    occurred_as_reported: str = ""
    kind: str = "attack"
    place_as_reported: str = ""
    site: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    radius_m: int | None = None
    point_method: str = "unknown"
    narrative_en: str = ""
    narrative_ar: str = ""
    certainty: str = "unknown"
    basis: str = "recorded"
    tags: tuple[str, ...] = ()
    note: str = ""
    note_ar: str = ""
    strikes: tuple[DemoStrike, ...] = ()
    attributions: tuple[DemoAttribution, ...] = ()
    harms: tuple[DemoHarm, ...] = ()
    damages: tuple[DemoDamage, ...] = ()
    statements: tuple[DemoStatement, ...] = ()
    denials: tuple[DemoDenial, ...] = ()
    claims: tuple[DemoClaim, ...] = ()
    sightings: tuple[DemoSighting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One published number with the question it answers; empty axes mean no restriction."""

    id: str
    measure: str
    category: str
    party: str
    governorate: str
    place: str
    incident_class: str
    value: int
    is_percent: bool
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconsistency:
    """Where the published report does not agree with itself, the calendar or the law it cites: printed and found."""

    key: str
    kind: str
    settled: bool
    title_en: str
    title_ar: str
    printed_en: str
    printed_ar: str
    found_en: str
    found_ar: str
    incident: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFacts:
    """Everything that the demo records, in the order in which it can be recorded."""

    places: tuple[DemoPlace, ...]
    zones: tuple[DemoZone, ...]
    controls: tuple[DemoControl, ...]
    sources: tuple[DemoSource, ...]
    facilities: tuple[DemoFacility, ...]
    narrated: tuple[DemoIncident, ...]
    reconstructed: tuple[DemoIncident, ...]
    published: tuple[PublishedFigure, ...]
    inconsistencies: tuple[Inconsistency, ...]

    @property
    def incidents(self) -> tuple[DemoIncident, ...]:
        """Return all incidents, the narrated ones first."""
        return self.narrated + self.reconstructed
