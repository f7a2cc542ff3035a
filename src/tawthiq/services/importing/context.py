"""What all imports share: the write, the list's own ids, the home's places and parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import unknown_code_sentence
from tawthiq.intake.mapping import Mapping
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Record
from tawthiq.services.importing.gazetteer import Found, Gazetteer
from tawthiq.services.importing.origins import Known, own_ids, row_digest
from tawthiq.services.importing.outcomes import Outcomes, refused
from tawthiq.services.writing import Writing


class Identified(Protocol):
    """What every draft has."""

    @property
    def row(self) -> int: ...
    @property
    def reported(self) -> Any: ...
    @property
    def external_id(self) -> str | None: ...


AnyDraft = TypeVar("AnyDraft", bound=Identified)


@dataclass(slots=True)
class Import:
    """One import under way."""

    write: Writing
    origin: str
    zone: str
    mapping: Mapping
    gazetteer: Gazetteer
    parties: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Known] = field(default_factory=dict)
    alike: dict[str, int] = field(default_factory=dict)

    @property
    def desk(self) -> str:
        """The desk that the imported records belong to."""
        return self.write.actor.desk

    def known(self, kind: str) -> Known:
        """Return the external ids of a kind of record."""
        if kind not in self.ids:
            self.ids[kind] = Known(self.origin, kind)
        return self.ids[kind]

    def write_external_ids(self) -> None:
        """Write the external ids noted so far."""
        for known in self.ids.values():
            known.write()

    def find_place(self, place: str | None, district: str | None, governorate: str | None) -> Found:
        """Return the recorded place that a row's words name."""
        return self.gazetteer.find(place, district, governorate)

    def party_id(self, code: str | None) -> str:
        """Return the id of a recorded party; InvalidValue where the home has none of this code."""
        if not self.parties:
            self.parties = dict(Party.objects.values_list("code", "pk"))
        if code is None or code not in self.parties:
            raise InvalidValue(unknown_code_sentence("party", code or ""))
        return self.parties[code]

    def identify(
        self, kind: str, drafts: Sequence[AnyDraft], outcomes: Outcomes
    ) -> list[tuple[AnyDraft, str, str, tuple[str, str] | None]]:
        """Give each draft its external id, its digest and what is known of it; an id met twice is refused."""
        known = self.known(kind)
        digests = [row_digest(draft.reported) for draft in drafts]
        made = own_ids(
            (digest for digest, draft in zip(digests, drafts, strict=True) if not draft.external_id),
            counts=self.alike,
        )
        unnamed = iter(made)
        ids = [draft.external_id or next(unnamed) for draft in drafts]
        recorded = known.look_up(ids)
        taken = []
        for draft, external_id, digest in zip(drafts, ids, digests, strict=True):
            if external_id in known.met:
                sentence = f"The id of this row stands in row {known.met[external_id]} already. Give each row its own."
                outcomes.refuse(refused(draft.row, tuple(draft.reported.values()), "external_id", sentence))
                continue
            known.met[external_id] = draft.row
            taken.append((draft, external_id, digest, recorded.get(external_id)))
        return taken

    def change_where_different(self, record: Record, values: dict[str, Any]) -> None:
        """Change those fields of a record whose values differ."""
        different = {name: value for name, value in values.items() if getattr(record, name) != value}
        if different:
            self.write.change(record, expected_version=record.version, **different)
