"""How an import finds what an earlier import of the same list made: by the list's own ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import connection

from tawthiq.records.ledger.models import ExternalId

BATCH = 500
INSERT = "INSERT INTO ledger_externalid (origin, record_kind, external_id, record_id, row) VALUES (%s, %s, %s, %s, %s)"


def row_digest(reported: Mapping[str, str]) -> str:
    """Digest what a row says, so that an unchanged row is known again."""
    return sha256(
        json.dumps(dict(reported), sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
    ).hexdigest()


@dataclass(slots=True)
class Known:
    """The external ids of one origin and kind: those recorded, and those met in this file."""

    origin: str
    kind: str
    met: dict[str, int] = field(default_factory=dict)
    new: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def look_up(self, external_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return (record id, row digest) of those external ids that are recorded."""
        found: dict[str, tuple[str, str]] = {}
        for start in range(0, len(external_ids), BATCH):
            rows = ExternalId.objects.filter(
                origin=self.origin, record_kind=self.kind, external_id__in=external_ids[start : start + BATCH]
            )
            found |= {e: (r, d) for e, r, d in rows.values_list("external_id", "record_id", "row")}
        return found

    def remember(self, external_id: str, record_id: str, digest: str) -> None:
        """Note an external id of a record that is being made."""
        self.new.append((self.origin, self.kind, external_id, record_id, digest))

    def write(self) -> None:
        """Write the external ids noted so far."""
        if self.new:
            with connection.cursor() as cursor:
                cursor.executemany(INSERT, self.new)
            self.new.clear()

    def changed(self, external_id: str, digest: str) -> None:
        """Note that a known row now says something else."""
        ExternalId.objects.filter(origin=self.origin, record_kind=self.kind, external_id=external_id).update(
            row=digest
        )


def own_ids(digests: Iterable[str], *, counts: dict[str, int]) -> list[str]:
    """Make ids for rows of a list that has none: the row's own digest, and a number where rows are alike."""
    made = []
    for digest in digests:
        counts[digest] = counts.get(digest, 0) + 1
        made.append(f"row:{digest[:40]}:{counts[digest]}")
    return made
