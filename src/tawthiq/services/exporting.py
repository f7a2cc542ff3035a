"""Record that a list was taken out: who, when, how many, by which filter; no words looked for and no names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.exports import FORMATS, SUBJECTS, exported_ids
from tawthiq.queries.filters import Filters
from tawthiq.records.accounts.models import Account
from tawthiq.services.asking import require_allowed
from tawthiq.services.writing import writing

UNSAID = frozenset({"text", "author", "place", "sort"})
"""Parts of a filter whose values may name somebody: only that they were asked is recorded."""


@dataclass(frozen=True, slots=True)
class Export:
    """What may be streamed now: the ids, in order, of records that the actor may see."""

    subject: str
    format: str
    ids: tuple[str, ...]


def record_export(
    actor: Account, *, subject: str, format: str, filters: Filters, at: datetime | None = None
) -> Export:
    """Write the ledger entry of an export and return what it holds."""
    require_allowed(actor, "read-case")
    if subject not in SUBJECTS or format not in FORMATS:
        raise InvalidValue(f"Choose {' or '.join(SUBJECTS)}, as one of: {', '.join(FORMATS)}.")
    ids = exported_ids(actor, subject, filters)
    reason = f"{len(ids)} {subject} as {format}; filter: {_said(filters)}; ids sha256 {_digest(ids)}"
    with writing(actor, action=f"{subject} exported", reason=reason, at=at):
        pass
    return Export(subject, format, ids)


def _said(filters: Filters) -> str:
    parts = [name if name in UNSAID else f"{name}={value}" for name, value in filters.pairs()]
    return ", ".join(dict.fromkeys(parts)) or "none"


def _digest(ids: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()
