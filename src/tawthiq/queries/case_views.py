"""A case as somebody sees it: frozen values, one class for each kind; two-language texts stand as `x_en` and `x_ar`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tawthiq.domain.consents import Standing
from tawthiq.domain.review import Action


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place by its names; `id` is what forms send."""

    id: str
    code: str
    kind: str
    pcode: str | None
    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class PartyRef:
    """A party by its code and names."""

    code: str
    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class FacilityRef:
    """A facility by its names, where it stands and whether it was on the de-confliction list."""

    id: str
    code: str
    kind: str
    name_en: str
    name_ar: str
    place: PlaceRef | None
    deconflicted: bool | None
    deconflicted_from: date | None
    deconflicted_to: date | None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source under its alias; who it is never stands here."""

    id: str
    code: str
    alias: str
    kind: str
    reliability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeView:
    """One hit."""

    id: str
    code: str
    version: int
    order: int
    time_of_day: str
    time_margin_minutes: int | None
    site: str
    latitude: Decimal | None
    longitude: Decimal | None
    platform: str
    platform_count: int | None
    aircraft_type: str
    munition: str
    munition_count: int | None
    target: str
    facility: FacilityRef | None
    as_reported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionView:
    """A party held to have done it, and how firmly."""

    id: str
    code: str
    version: int
    party: PartyRef
    level: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A victim as named."""

    id: str
    code: str
    version: int
    name: str
    name_en: str
    name_ar: str
    spellings: tuple[str, ...]
    sex: str
    born: str
    mother: str
    family: str
    origin: PlaceRef | None
    origin_as_reported: str
    occupation: str
    may_name: bool
    may_show: bool
    confidentiality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmView:
    """One act against a person or a group; `remaining` is what is left of a group once its named are counted."""

    id: str
    code: str
    version: int
    kind: str
    person: PersonView | None
    group_label: str
    within: str | None
    named_within: int
    minimum: int
    maximum: int | None
    remaining_minimum: int
    remaining_maximum: int | None
    strike: str | None
    strike_order: int | None
    status: str
    sex: str
    age_group: str
    age_years: int | None
    occupation: str
    unborn_as: str
    torture: bool | None
    cause: str
    certainty: str
    died: str
    death_place: PlaceRef | None
    displaced_from: PlaceRef | None
    family: str
    basis: str
    as_reported: str
    note: str
    note_ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageView:
    """What was done to a facility; None where the facility is not the actor's to see."""

    id: str
    code: str
    version: int
    facility: FacilityRef | None
    strike: str | None
    strike_order: int | None
    grade: str
    out_of_service: bool | None
    occurred: str
    times_hit_before: int | None
    as_reported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What a source told; `consents` says how the source stands to each use; source None: not the actor's to see."""

    id: str
    code: str
    version: int
    source: SourceRef | None
    consents: Mapping[str, Standing]
    given_on: date | None
    channel: str
    interviewer: str
    language: str
    text: str
    translation_en: str
    translation_ar: str
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialView:
    """A party's denial, our assessment and its reasons."""

    id: str
    code: str
    version: int
    party: PartyRef
    said_on: date | None
    summary_en: str
    summary_ar: str
    assessment: str
    reasons_en: str
    reasons_ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A value that somebody states for one field; `record_code` is the code of the record whose field it is."""

    id: str
    code: str
    version: int
    record_kind: str
    record_code: str
    field: str
    value: Any
    statement_code: str | None
    evidence_code: str | None
    locator: str
    confidence: str
    accepted: bool | None
    said_on: str
    as_reported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """An item that bears on the case, and on which of its records."""

    id: str
    code: str
    kind: str
    media_type: str
    name: str
    graphic_level: str
    is_destroyed: bool
    record_code: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """A raw report attached to the case."""

    id: str
    code: str
    channel: str
    reported_at: datetime | None
    source: SourceRef | None
    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """An aircraft seen in connection with the case."""

    id: str
    code: str
    version: int
    kind: str
    seen_on: date
    time_of_day: str
    time_margin_minutes: int | None
    aircraft: str
    base: PlaceRef | None
    place: PlaceRef | None
    heading: str
    source: SourceRef | None
    as_reported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One step of review: which action on which version, by whom, with which remark."""

    action: str
    incident_version: int
    remark: str
    field: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MayDo:
    """An action and why the actor may not do it now; both sentences are empty where they may."""

    action: Action
    needs_reason: bool
    sentence_en: str = ""
    sentence_ar: str = ""

    @property
    def is_allowed(self) -> bool:
        """Say whether nothing speaks against it."""
        return not self.sentence_en


@dataclass(frozen=True, slots=True)
class Total:
    """How many people of a category suffered a kind of harm, counted once each."""

    kind: str
    category: str
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class DoubleTap:
    """Two hits of one place within the hour: a second one on whoever came to help."""

    first_order: int
    second_order: int
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What follows from the records and is never stored."""

    is_massacre: bool
    massacre_threshold: int
    rule: str
    double_taps: tuple[DoubleTap, ...]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """An incident with everything that hangs on it, as the actor may see it now."""

    id: str
    code: str
    version: int
    state: str
    kind: str
    occurred: str
    first: date | None
    last: date | None
    time_of_day: str
    time_margin_minutes: int | None
    zone: str
    occurred_as_reported: str
    place: PlaceRef | None
    place_path: tuple[PlaceRef, ...]
    place_as_reported: str
    site: str
    latitude: Decimal | None
    longitude: Decimal | None
    radius_m: int | None
    point_method: str
    title_en: str
    title_ar: str
    narrative_en: str
    narrative_ar: str
    certainty: str
    basis: str
    tags: tuple[str, ...]
    note: str
    note_ar: str
    confidentiality: str
    desk: str
    parent_code: str | None
    part_codes: tuple[str, ...]
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    strikes: tuple[StrikeView, ...]
    attributions: tuple[AttributionView, ...]
    harms: tuple[HarmView, ...]
    damages: tuple[DamageView, ...]
    statements: tuple[StatementView, ...]
    denials: tuple[DenialView, ...]
    claims: tuple[ClaimView, ...]
    evidence: tuple[EvidenceLine, ...]
    leads: tuple[LeadLine, ...]
    sightings: tuple[SightingView, ...]
    reviews: tuple[ReviewLine, ...]
    may: Mapping[Action, MayDo]
    derived: Derived

    @property
    def persons(self) -> tuple[PersonView, ...]:
        """Return the named victims, each once."""
        return tuple({h.person.id: h.person for h in self.harms if h.person is not None}.values())
