"""Drafts: a row's typed values with their text as reported, or a Reject that says what is wrong where."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate, TimeOfDay


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one column of a row; the column is "" when it is the row as a whole."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken, with its cells as they stood and everything that is wrong with it."""

    row: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def column(self) -> str:
        """Return the columns at fault."""
        return ", ".join(dict.fromkeys(fault.column for fault in self.faults if fault.column))

    @property
    def reason(self) -> str:
        """Return every reason, in the order of the fields."""
        several = len(self.faults) > 1
        return " ".join(
            f"[{fault.column}] {fault.reason}" if several and fault.column else fault.reason
            for fault in self.faults
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimDraft:
    """One row of a list of victims: one person, or a group when `minimum` is stated and no name.

    Texts are None where the file has none; codes are `unknown`; `party` is None where no party is named.
    """

    row: int
    reported: MappingOf[str, str]
    warnings: tuple[str, ...]
    external_id: str | None
    name: str | None
    name_en: str | None
    name_ar: str | None
    sex: str
    age: int | None
    age_group: str
    birth: PartialDate | None
    date: PartialDate | None
    date_of_death: PartialDate | None
    incident_external_id: str | None
    place: str | None
    governorate: str | None
    district: str | None
    origin: str | None
    party: str | None
    attribution_level: str | None
    munition: str
    platform: str
    status: str
    occupation: str
    kind: str
    count: CountRange
    cause: str
    certainty: str
    family: str | None
    mother: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDraft:
    """One row of a list of incidents; counts are None where the file gives none."""

    row: int
    reported: MappingOf[str, str]
    warnings: tuple[str, ...]
    external_id: str | None
    date: PartialDate | None
    time: TimeOfDay | None
    place: str | None
    governorate: str | None
    district: str | None
    site: str | None
    lat: float | None
    lon: float | None
    party: str | None
    attribution_level: str | None
    platform: str
    munition: str
    target: str
    killed: CountRange | None
    children: CountRange | None
    women: CountRange | None
    injured: CountRange | None
    certainty: str
    title: str | None
    narrative: str | None
    source: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """One row of a list of sources: an alias, never who it is."""

    row: int
    reported: MappingOf[str, str]
    warnings: tuple[str, ...]
    external_id: str | None
    alias: str
    kind: str
    reliability: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """One place of a list or a file of boundaries; `external_id` is its P-code, `boundary` is WKB in WGS 84 degrees."""

    row: int
    reported: MappingOf[str, str]
    warnings: tuple[str, ...]
    external_id: str | None
    parent_pcode: str | None
    kind: str
    name_en: str | None
    name_ar: str | None
    other_names: tuple[str, ...]
    lat: float | None
    lon: float | None
    radius_m: int | None
    ancestors: tuple[str, ...] = ()
    """P-codes of what it lies in as the file states them, the nearest first."""
    boundary: bytes | None = None


Draft = VictimDraft | IncidentDraft | SourceDraft | PlaceDraft
