"""Import lists of victims: a person and a harm for each row, in the incident that the row names.

A row that names no incident goes, with the others of its day, place, party and weapon, into an incident of kind
`aggregate`: that people of one list died on one day in one place does not say that one attack killed them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.names import is_placeholder, script_of
from tawthiq.domain.review import State
from tawthiq.domain.rules import refuse_edit
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.intake.drafts import VictimDraft
from tawthiq.records.cases.models import Attribution, Harm, Incident, Person, Strike
from tawthiq.records.record import new_id
from tawthiq.services.bulk import Row, add_rows
from tawthiq.services.importing.context import Import
from tawthiq.services.importing.origins import row_digest
from tawthiq.services.importing.outcomes import Outcome, Outcomes, refused
from tawthiq.services.importing.states import state_of_review

NOT_KNOWN = PartialDate.unknown()


@dataclass(slots=True)
class _Batch:
    """The rows of one batch, by kind of record, in the order in which they are written."""

    incidents: list[Row] = field(default_factory=list)
    strikes: list[Row] = field(default_factory=list)
    attributions: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    harms: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class VictimImport:
    """One list of victims under way; remembers the incidents that its rows share."""

    about: Import
    incidents: dict[str, tuple[str, State]] = field(default_factory=dict)
    batch: _Batch = field(default_factory=_Batch)

    def take(self, drafts: Sequence[VictimDraft], outcomes: Outcomes) -> None:
        """Write a batch of rows and note what became of each."""
        identified = self.about.identify("harm", drafts, outcomes)
        self._look_up_incidents([draft for draft, *_ in identified])
        for draft, external_id, digest, known in identified:
            if known is None:
                self._create(draft, external_id, digest, outcomes)
            elif known[1] == digest:
                outcomes.note(Outcome(draft.row, "unchanged"))
            else:
                self._change(draft, external_id, digest, known[0], outcomes)
        self._write()

    def _look_up_incidents(self, drafts: Sequence[VictimDraft]) -> None:
        keys = list(
            dict.fromkeys(key for draft in drafts if (key := _incident_key(draft)) not in self.incidents)
        )
        found = self.about.known("incident").look_up(keys)
        made = Incident.objects.filter(pk__in=[record for record, _ in found.values()])
        states = {incident.pk: state_of_review(incident) for incident in made.only("pk", "state")}
        self.incidents |= {
            key: (record, states[record]) for key, (record, _) in found.items() if record in states
        }

    def _create(self, draft: VictimDraft, external_id: str, digest: str, outcomes: Outcomes) -> None:
        key = _incident_key(draft)
        warnings = list(draft.warnings)
        if key in self.incidents:
            incident_id, state = self.incidents[key]
            refusal = refuse_edit(state)
            if refusal is not None:
                outcomes.refuse(refused(draft.row, tuple(draft.reported.values()), "", refusal.sentence))
                return
        else:
            incident_id = self._make_incident(draft, key, warnings)
        person_id = self._make_person(draft)
        harm_id = new_id()
        self.batch.harms.append(
            {"id": harm_id, "incident_id": incident_id, "person_id": person_id, "desk": self.about.desk}
            | harm_values(draft)
        )
        self.about.known("harm").remember(external_id, harm_id, digest)
        outcomes.note(Outcome(draft.row, "create", "harm", warnings=tuple(warnings)))

    def _make_incident(self, draft: VictimDraft, key: str, warnings: list[str]) -> str:
        place = self.about.find_place(draft.place, draft.district, draft.governorate)
        if place.warning:
            warnings.append(place.warning)
        occurred = draft.date or draft.date_of_death or NOT_KNOWN
        incident_id = new_id()
        self.batch.incidents.append(
            {
                "id": incident_id,
                "kind": "attack" if draft.incident_external_id else "aggregate",
                "occurred": occurred.edtf,
                "first": occurred.lower,
                "last": occurred.upper,
                "occurred_as_reported": draft.reported.get("date", ""),
                "zone": self.about.zone,
                "certainty": draft.certainty,
                "place_id": place.place_id,
                "place_as_reported": ", ".join(
                    filter(None, (draft.place, draft.district, draft.governorate))
                ),
                "desk": self.about.desk,
            }
        )
        self._make_cause(draft, incident_id)
        self.incidents[key] = (incident_id, "draft")
        self.about.known("incident").remember(key, incident_id, "")
        return incident_id

    def _make_cause(self, draft: VictimDraft, incident_id: str) -> None:
        if (draft.platform, draft.munition) != ("unknown", "unknown"):
            self.batch.strikes.append(
                {"incident_id": incident_id, "order": 1, "platform": draft.platform, "munition": draft.munition,
                 "desk": self.about.desk}
            )  # fmt: skip
        if draft.party not in (None, "unknown"):
            self.batch.attributions.append(
                {"incident_id": incident_id, "party_id": self.about.party_id(draft.party),
                 "level": draft.attribution_level or "claimed", "basis": f"list {self.about.origin}",
                 "desk": self.about.desk}
            )  # fmt: skip

    def _make_person(self, draft: VictimDraft) -> str | None:
        values = person_values(draft)
        if values is None:
            return None
        person_id = new_id()
        self.batch.persons.append({"id": person_id, "desk": self.about.desk} | values)
        return person_id

    def _write(self) -> None:
        write, batch = self.about.write, self.batch
        add_rows(write, Incident, batch.incidents)
        add_rows(write, Strike, batch.strikes)
        add_rows(write, Attribution, batch.attributions)
        add_rows(write, Person, batch.persons)
        add_rows(write, Harm, batch.harms)
        self.batch = _Batch()
        self.about.write_external_ids()

    def _change(
        self, draft: VictimDraft, external_id: str, digest: str, record_id: str, outcomes: Outcomes
    ) -> None:
        self._write()
        harm = Harm.objects.select_related("incident", "person").get(pk=record_id)
        refusal = refuse_edit(state_of_review(harm.incident))
        if refusal is not None:
            outcomes.refuse(refused(draft.row, tuple(draft.reported.values()), "", refusal.sentence))
            return
        self.about.change_where_different(harm, harm_values(draft))
        stated = person_values(draft)
        if harm.person is not None and stated is not None:
            self.about.change_where_different(harm.person, stated)
        self.about.known("harm").changed(external_id, digest)
        outcomes.note(Outcome(draft.row, "change", harm.code, warnings=draft.warnings))


def _incident_key(draft: VictimDraft) -> str:
    """Name the incident of a row: the list's own id, or what the rows of one aggregate share."""
    if draft.incident_external_id:
        return draft.incident_external_id
    occurred = draft.date or draft.date_of_death or NOT_KNOWN
    shared = {
        "occurred": occurred.edtf, "place": draft.place or "", "district": draft.district or "",
        "governorate": draft.governorate or "", "party": draft.party or "", "level": draft.attribution_level or "",
        "munition": draft.munition, "platform": draft.platform, "certainty": draft.certainty,
    }  # fmt: skip
    return f"together:{row_digest(shared)[:40]}"


@cache
def _cause_of_munition(munition: str) -> str:
    return vocabulary("munition")[munition].links.get("cause", "unknown")


def harm_values(draft: VictimDraft) -> Row:
    """Return a harm's column values from a row."""
    died = draft.date_of_death
    group = "" if person_values(draft) is not None else (draft.name or "unnamed")
    return {
        "kind": draft.kind,
        "group_label": group,
        "minimum": draft.count.minimum,
        "maximum": draft.count.maximum,
        "status": draft.status,
        "sex": draft.sex,
        "age_group": draft.age_group,
        "age_years": draft.age,
        "occupation": draft.occupation,
        "cause": draft.cause if draft.cause != "unknown" else _cause_of_munition(draft.munition),
        "died": "" if died is None else died.edtf,
        "died_first": None if died is None else died.lower,
        "died_last": None if died is None else died.upper,
        "family": draft.family or "",
        "as_reported": json.dumps(dict(draft.reported), ensure_ascii=False),
        "note": draft.note or "",
    }


def person_values(draft: VictimDraft) -> Row | None:
    """Return a person's column values; None where the row names nobody."""
    if draft.name is None or is_placeholder(draft.name):
        return None
    spellings = dict.fromkeys(text for text in (draft.name, draft.name_en, draft.name_ar) if text)
    scripts = {text: script_of(text) for text in spellings}
    latin = next((t for t, script in scripts.items() if script == "latin"), "")
    arabic = next((t for t, script in scripts.items() if script == "arabic"), "")
    return {
        "name": draft.name,
        "name_en": draft.name_en or latin,
        "name_ar": draft.name_ar or arabic,
        "names": [{"text": text, "script": scripts[text], "kind": "as-written"} for text in spellings],
        "sex": draft.sex,
        "born": "" if draft.birth is None else draft.birth.edtf,
        "mother": draft.mother or "",
        "family": draft.family or "",
        "origin_as_reported": draft.origin or "",
        "occupation": draft.occupation,
    }
