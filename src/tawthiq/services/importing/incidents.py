"""Import lists of incidents: an incident, its strike, attribution and the groups that the row counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate, TimeOfDay
from tawthiq.domain.rules import refuse_edit
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.intake.drafts import IncidentDraft
from tawthiq.records.cases.models import Attribution, Harm, Incident, Strike
from tawthiq.records.record import new_id
from tawthiq.services.bulk import Row, add_rows
from tawthiq.services.importing.context import Import
from tawthiq.services.importing.gazetteer import Found
from tawthiq.services.importing.outcomes import Outcome, Outcomes, refused
from tawthiq.services.importing.states import state_of_review

GROUPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("children", "children among them", {"age_group": "child"}),
    ("women", "women among them", {"age_group": "adult", "sex": "female"}),
)
"""The counts that are part of `killed`: the draft's field, the label of the group, what all its members are."""


PARTS = frozenset(label for _, label, _ in GROUPS)

SAYS_CIVILIAN = ("civilian", "مدني")
"""Words of a header that say that those it counts are civilians."""


@dataclass(slots=True)
class IncidentImport:
    """One list of incidents under way."""

    about: Import

    @property
    def status(self) -> str:
        """Civilian where the column of the killed says so; a list that does not say leaves it unknown."""
        header = self.about.mapping.columns.get("killed", "").casefold()
        return "civilian" if any(word in header for word in SAYS_CIVILIAN) else "unknown"

    def take(self, drafts: Sequence[IncidentDraft], outcomes: Outcomes) -> None:
        """Write a batch of rows and note what became of each."""
        incidents: list[Row] = []
        strikes: list[Row] = []
        attributions: list[Row] = []
        harms: list[Row] = []
        for draft, external_id, digest, known in self.about.identify("incident", drafts, outcomes):
            place = self.about.find_place(draft.place, draft.district, draft.governorate)
            warnings = (*draft.warnings, *filter(None, (place.warning,)))
            if known is not None:
                self._again(draft, external_id, digest, known, place, outcomes)
                continue
            incident_id = new_id()
            own: Row = {"incident_id": incident_id, "desk": self.about.desk}
            incidents.append(
                {"id": incident_id, "desk": self.about.desk, "zone": self.about.zone}
                | incident_values(draft, place)
            )
            if {draft.platform, draft.munition, draft.target} != {"unknown"}:
                strikes.append(own | {"order": 1} | strike_values(draft))
            if draft.party not in (None, "unknown"):
                party = {
                    "party_id": self.about.party_id(draft.party),
                    "level": draft.attribution_level or "claimed",
                }
                attributions.append(own | party | {"basis": f"list {self.about.origin}"})
            harms += [own | harm for harm in harm_rows(draft, self.status)]
            self.about.known("incident").remember(external_id, incident_id, digest)
            outcomes.note(Outcome(draft.row, "create", "incident", warnings=warnings))
        write = self.about.write
        add_rows(write, Incident, incidents)
        add_rows(write, Strike, strikes)
        add_rows(write, Attribution, attributions)
        add_rows(write, Harm, harms)
        self.about.write_external_ids()

    def _again(
        self, draft: IncidentDraft, external_id: str, digest: str, known: tuple[str, str], place: Found,
        outcomes: Outcomes,
    ) -> None:  # fmt: skip
        if known[1] == digest:
            outcomes.note(Outcome(draft.row, "unchanged"))
            return
        incident = Incident.objects.get(pk=known[0])
        refusal = refuse_edit(state_of_review(incident))
        if refusal is not None:
            outcomes.refuse(refused(draft.row, tuple(draft.reported.values()), "", refusal.sentence))
            return
        self.about.change_where_different(incident, incident_values(draft, place))
        self._change_counts(incident, draft)
        self.about.known("incident").changed(external_id, digest)
        outcomes.note(Outcome(draft.row, "change", incident.code, warnings=draft.warnings))

    def _change_counts(self, incident: Incident, draft: IncidentDraft) -> None:
        """Hold the groups that an earlier import of this row made against what it counts now."""
        standing = {
            (harm.kind, harm.group_label): harm
            for harm in incident.harms.filter(person__isnull=True, withdrawn_at__isnull=True)
        }
        missing = []
        for stated in harm_rows(draft, self.status):
            harm = standing.get((stated["kind"], stated["group_label"]))
            if harm is None:
                missing.append(
                    {"incident_id": incident.pk, "desk": self.about.desk} | stated | {"within_id": None}
                )
            else:
                counts = {name: stated[name] for name in ("minimum", "maximum", "status", "as_reported")}
                self.about.change_where_different(harm, counts)
        whole = standing.get(("killed", "killed"))
        for row in missing:
            row["within_id"] = whole.pk if whole is not None and row["group_label"] in PARTS else None
        add_rows(self.about.write, Harm, missing)


def _clock(time: TimeOfDay | None) -> tuple[str, int | None]:
    if time is None:
        return "", None
    return (time.clock_text or time.part or ""), time.margin_minutes


def incident_values(draft: IncidentDraft, place: Found) -> Row:
    """Return an incident's column values from a row."""
    occurred = draft.date or PartialDate.unknown()
    clock, margin = _clock(draft.time)
    return {
        "occurred": occurred.edtf,
        "first": occurred.lower,
        "last": occurred.upper,
        "time_of_day": clock,
        "time_margin_minutes": margin,
        "occurred_as_reported": " ".join(
            filter(None, (draft.reported.get("date"), draft.reported.get("time")))
        ),
        "place_id": place.place_id,
        "place_as_reported": ", ".join(filter(None, (draft.place, draft.district, draft.governorate))),
        "site": draft.site or "",
        "latitude": _degrees(draft.lat),
        "longitude": _degrees(draft.lon),
        "title_en": draft.title or "",
        "narrative_en": draft.narrative or "",
        "certainty": draft.certainty,
        "note": "\n".join(filter(None, (draft.note, draft.source and f"Source: {draft.source}"))),
    }


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6f}")


def strike_values(draft: IncidentDraft) -> Row:
    """Return a strike's column values from a row."""
    return {"platform": draft.platform, "munition": draft.munition, "target": draft.target}


def harm_rows(draft: IncidentDraft, status: str) -> list[Row]:
    """Return the groups that a row counts: the killed, the children and women within them, the injured."""
    shared = {"cause": vocabulary("munition")[draft.munition].links.get("cause", "unknown")}
    rows: list[Row] = []
    if draft.killed is not None and draft.killed.maximum != 0:
        whole = new_id()
        rows.append({"id": whole} | _group("killed", "killed", draft.killed, draft, status) | shared)
        for name, label, all_are in GROUPS:
            part: CountRange | None = getattr(draft, name)
            if part is not None and part.maximum != 0:
                rows.append(
                    _group("killed", label, part, draft, status) | shared | all_are | {"within_id": whole}
                )
    if draft.injured is not None and draft.injured.maximum != 0:
        rows.append(_group("injured", "injured", draft.injured, draft, status) | shared)
    return rows


def _group(kind: str, label: str, count: CountRange, draft: IncidentDraft, status: str) -> Row:
    said = {
        name: draft.reported[name]
        for name in ("killed", "children", "women", "injured")
        if name in draft.reported
    }
    return {
        "kind": kind,
        "group_label": label,
        "minimum": count.minimum,
        "maximum": count.maximum,
        "status": status,
        "as_reported": json.dumps(said, ensure_ascii=False),
    }
