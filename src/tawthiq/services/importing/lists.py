"""Import lists of sources and of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tawthiq.domain.names import script_of
from tawthiq.intake.drafts import PlaceDraft, SourceDraft
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.record import new_id
from tawthiq.records.sources.models import Source
from tawthiq.services.bulk import Row, add_rows
from tawthiq.services.importing.context import Import
from tawthiq.services.importing.outcomes import Outcome, Outcomes, refused


@dataclass(slots=True)
class SourceImport:
    """One list of sources under way."""

    about: Import

    def take(self, drafts: Sequence[SourceDraft], outcomes: Outcomes) -> None:
        """Write a batch of rows and note what became of each."""
        rows: list[Row] = []
        for draft, external_id, digest, known in self.about.identify("source", drafts, outcomes):
            values: Row = {
                "alias": draft.alias, "kind": draft.kind, "reliability": draft.reliability, "note": draft.note or ""
            }  # fmt: skip
            if known is None:
                source_id = new_id()
                rows.append({"id": source_id, "desk": self.about.desk} | values)
                self.about.known("source").remember(external_id, source_id, digest)
                outcomes.note(Outcome(draft.row, "create", "source", warnings=draft.warnings))
            elif known[1] == digest:
                outcomes.note(Outcome(draft.row, "unchanged"))
            else:
                source = Source.objects.get(pk=known[0])
                self.about.change_where_different(source, values)
                self.about.known("source").changed(external_id, digest)
                outcomes.note(Outcome(draft.row, "change", source.code, warnings=draft.warnings))
        add_rows(self.about.write, Source, rows)
        self.about.write_external_ids()


@dataclass(slots=True)
class PlaceImport:
    """One list of places under way; P-codes tie them together, so parents may stand in an earlier file."""

    about: Import
    ids: dict[str, str] = field(default_factory=dict)

    def take(self, drafts: Sequence[PlaceDraft], outcomes: Outcomes) -> None:
        """Write a batch of places, coarsest first, and note what became of each."""
        if not self.ids:
            self.ids = {code: pk for code, pk in Place.objects.values_list("pcode", "pk") if code is not None}
        rows: list[Row] = []
        for draft in _parents_first(drafts):
            if draft.parent_pcode and draft.parent_pcode not in self.ids:
                sentence = f"It lies in {draft.parent_pcode}, which is not recorded. Import that place first."
                outcomes.refuse(refused(draft.row, tuple(draft.reported.values()), "parent_pcode", sentence))
                continue
            values = self._values(draft)
            existing = self.ids.get(draft.external_id) if draft.external_id else None
            if existing is not None and existing not in {row["id"] for row in rows}:
                self._again(draft, existing, values, outcomes)
            elif existing is not None:
                sentence = "Another row of this file has the same P-code. Give each place its own."
                outcomes.refuse(refused(draft.row, tuple(draft.reported.values()), "pcode", sentence))
            else:
                self._create(draft, values, rows, outcomes)
        add_rows(self.about.write, Place, rows)

    def _values(self, draft: PlaceDraft) -> Row:
        spellings = [
            {"text": t, "script": script_of(t), "kind": "variant"} for t in dict.fromkeys(draft.other_names)
        ]
        return {
            "kind": draft.kind,
            "parent_id": self.ids.get(draft.parent_pcode) if draft.parent_pcode else None,
            "name_en": draft.name_en or "",
            "name_ar": draft.name_ar or "",
            "names": spellings,
            "latitude": None if draft.lat is None else Decimal(f"{draft.lat:.6f}"),
            "longitude": None if draft.lon is None else Decimal(f"{draft.lon:.6f}"),
            "radius_m": draft.radius_m,
            "boundary": draft.boundary,
        }

    def _create(self, draft: PlaceDraft, values: Row, rows: list[Row], outcomes: Outcomes) -> None:
        place_id = new_id()
        rows.append({"id": place_id, "desk": self.about.desk, "pcode": draft.external_id} | values)
        if draft.external_id:
            self.ids[draft.external_id] = place_id
        outcomes.note(Outcome(draft.row, "create", "place", warnings=draft.warnings))

    def _again(self, draft: PlaceDraft, place_id: str, values: Row, outcomes: Outcomes) -> None:
        place = Place.objects.get(pk=place_id)
        before = place.version
        place.boundary = None if place.boundary is None else bytes(place.boundary)
        stated = {name: value for name, value in values.items() if value not in (None, "", [])}
        self.about.change_where_different(place, stated)
        if place.version == before:
            outcomes.note(Outcome(draft.row, "unchanged"))
        else:
            outcomes.note(Outcome(draft.row, "change", place.code, warnings=draft.warnings))


def _parents_first(drafts: Sequence[PlaceDraft]) -> list[PlaceDraft]:
    """Order places so that each stands after the one it lies in, if both are in this batch."""
    by_code = {draft.external_id: draft for draft in drafts if draft.external_id}
    depth: dict[int, int] = {}

    def depth_of(draft: PlaceDraft) -> int:
        steps, at = 0, draft
        while at.parent_pcode in by_code and steps <= len(by_code):
            at, steps = by_code[at.parent_pcode], steps + 1
        return steps

    for draft in drafts:
        depth[draft.row] = depth_of(draft)
    return sorted(drafts, key=lambda draft: (depth[draft.row], draft.row))
