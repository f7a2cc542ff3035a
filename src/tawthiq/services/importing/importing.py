"""Import a list in one transaction and one ledger entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Protocol, TypeVar

from tawthiq.intake.drafts import Draft, Reject
from tawthiq.intake.fields import Kind
from tawthiq.intake.mapping import Mapping as ColumnMapping
from tawthiq.intake.mapping import check_mapping
from tawthiq.intake.rows import parse_rows
from tawthiq.intake.table import Table
from tawthiq.records.accounts.models import Account
from tawthiq.services.asking import require_allowed
from tawthiq.services.importing.context import Import
from tawthiq.services.importing.gazetteer import Gazetteer
from tawthiq.services.importing.incidents import IncidentImport
from tawthiq.services.importing.lists import PlaceImport, SourceImport
from tawthiq.services.importing.outcomes import Outcomes
from tawthiq.services.importing.victims import VictimImport
from tawthiq.services.writing import writing

BATCH = 5_000
"""Rows taken at a time; places come all at once, for a parent may stand after its children."""

Item = TypeVar("Item")


class Importer(Protocol):
    """What takes the rows of one kind of list."""

    def take(self, drafts: Any, outcomes: Outcomes) -> None: ...


IMPORTERS: Mapping[Kind, Callable[[Import], Importer]] = {
    "victims": VictimImport,
    "incidents": IncidentImport,
    "sources": SourceImport,
    "places": PlaceImport,
}


class _TakeBack(Exception):
    """Raised inside the write so that nothing of it stays."""


def import_list(
    actor: Account,
    table: Table,
    *,
    mapping: ColumnMapping,
    origin: str,
    zone: str = "UTC",
    dry_run: bool = False,
    partial: bool = False,
    at: datetime | None = None,
    on_rows: Callable[[int], None] = lambda _: None,
) -> Outcomes:
    """Import a table under a mapping; `origin` names the list, so that importing it again finds its records.

    With `dry_run` everything is done and taken back. Unless `partial`, one row that cannot be taken takes the whole
    file back. `on_rows` is told how many rows have been taken. Raises Refused or InvalidValue; rows that cannot be
    taken are in the outcome, not errors.
    """
    check_mapping(mapping, table)
    return import_drafts(
        actor, parse_rows(table, mapping), mapping=mapping, origin=origin, zone=zone, name=table.name,
        dry_run=dry_run, partial=partial, at=at, on_rows=on_rows,
    )  # fmt: skip


def import_drafts(
    actor: Account,
    drafts: Iterable[Draft | Reject],
    *,
    mapping: ColumnMapping,
    origin: str,
    name: str,
    zone: str = "UTC",
    dry_run: bool = False,
    partial: bool = False,
    at: datetime | None = None,
    on_rows: Callable[[int], None] = lambda _: None,
) -> Outcomes:
    """Import drafts that were read elsewhere, such as from a file of boundaries; otherwise as `import_list`."""
    require_allowed(actor, "keep-gazetteer" if mapping.kind == "places" else "import-records")
    outcomes = Outcomes()
    try:
        with writing(actor, action=f"{mapping.kind} imported", reason=f"{name} as {origin}", at=at) as write:
            about = Import(write, origin, zone, mapping, Gazetteer.of(actor))
            _take_all(IMPORTERS[mapping.kind](about), drafts, outcomes, mapping.kind, on_rows)
            if dry_run or (outcomes.rejects and not partial) or not write.leaves:
                raise _TakeBack
    except _TakeBack:
        return outcomes
    outcomes.written = True
    return outcomes


def _take_all(
    importer: Importer, drafts: Iterable[Draft | Reject], outcomes: Outcomes, kind: Kind,
    on_rows: Callable[[int], None],
) -> None:  # fmt: skip
    taken = 0
    for batch in _batches(drafts, size=10**9 if kind == "places" else BATCH):
        good: list[Draft] = []
        for item in batch:
            if isinstance(item, Reject):
                outcomes.refuse(item)
            else:
                good.append(item)
        importer.take(good, outcomes)
        taken += len(batch)
        on_rows(taken)


def _batches(items: Iterable[Item], *, size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
