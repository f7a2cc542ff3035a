"""Take a snapshot: read the records of one moment, shape them, write the folder, and note it in the ledger."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import duckdb
import pyarrow as pa
from django.conf import settings
from django.db import transaction

from tawthiq.analysis.schema import TABLES
from tawthiq.analysis.snapshot import Rows, read_manifest, write_snapshot
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import (
    Attribution,
    Damage,
    Denial,
    Facility,
    Harm,
    Incident,
    Person,
    Statement,
    Strike,
)
from tawthiq.records.columns import Asked, Column, read_tables
from tawthiq.records.evidence.models import Item, Link
from tawthiq.records.flights.models import Sighting
from tawthiq.records.gazetteer.models import Control, Place
from tawthiq.records.ledger.models import Head
from tawthiq.records.matching.models import Judgement
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Record
from tawthiq.records.releases.models import SnapshotTaken
from tawthiq.records.sources.models import Consent, Source
from tawthiq.records.states import kind_of
from tawthiq.services.asking import require_allowed
from tawthiq.services.snapshots.consents import register_consents
from tawthiq.services.snapshots.harms import shaped_harms
from tawthiq.services.snapshots.merges import register_merges
from tawthiq.services.snapshots.places import flat_places
from tawthiq.services.snapshots.reading import asked_of, create_views
from tawthiq.services.snapshots.secrecy import WITHHELD, Withheld, blank_withheld, withheld_in
from tawthiq.services.snapshots.shaping import PREPARATIONS, query_of
from tawthiq.services.writing import writing

READ: tuple[type[Record], ...] = (
    Incident, Strike, Harm, Person, Attribution, Facility, Damage, Statement, Denial, Source, Consent,
    Item, Link, Place, Control, Party, Sighting, Judgement,
)  # fmt: skip
"""What a snapshot reads; identities are not among it."""

BOUNDARIES = Asked(
    "gazetteer_place",
    (Column("id", '"id"', "text"), Column("boundary", '"boundary"', "bytes")),
    '"boundary" IS NOT NULL',
)
HEAD = Asked(
    "ledger_head", (Column("sequence", '"sequence"', "number"), Column("digest", '"digest"', "text"))
)
TRIES = 3
"""How often the records may change between the question who may see what and the reading, before writers wait."""

TREE = """
SELECT id, parent_id, kind, pcode, NULLIF(name_en, '') AS name_en, NULLIF(name_ar, '') AS name_ar FROM place
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot just taken."""

    name: str
    folder: Path
    id: str
    rows: dict[str, int]


def take_snapshot(
    actor: Account,
    *,
    folder: Path,
    rule: str,
    name: str | None = None,
    at: datetime | None = None,
    on_table: Callable[[str], None] = lambda _: None,
) -> Taken:
    """Write a snapshot of all that the actor may see into `folder/name`; `rule` is the counting rule it names.

    Its figures are read by the taker's desk; where it holds an incident that is not the whole desk's to see, it is
    restricted: only the taker and who was let in read its figures (ADR 0141).

    `on_table` is told each table as it is shaped. Raises Refused, or InvalidValue for an unknown rule.
    """
    require_allowed(actor, "take-snapshot")
    taken_at = at or datetime.now(UTC)
    name = name or _free_name(taken_at)
    versioned = counting_rule(rule)
    if SnapshotTaken.objects.filter(name=name).exists():
        raise InvalidValue(f"There was a snapshot named {name} before. Give this one a name of its own.")
    folder.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".reading-", dir=folder))
    try:
        read, seen = _read_moment(actor, workshop)
        head = read["head"].to_pylist()[0]
        confidentiality = "restricted" if _holds_more_than_its_desk_sees(actor) else "open"
        with closing(duckdb.connect()) as engine:
            withheld = _prepare(engine, read, seen, on=taken_at.date())
            snapshot_id = write_snapshot(
                folder / name, _shaped(engine, read, withheld, on_table), taken_at=taken_at,
                ledger_head=head["digest"], rule=f"{versioned.id}/{versioned.version}",
            )  # fmt: skip
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    with writing(actor, action="snapshot taken", reason=f"{name} {snapshot_id}", at=at) as write:
        write.add(
            SnapshotTaken(name=name, snapshot_id=snapshot_id, taken_at=taken_at, ledger_sequence=head["sequence"],
                          ledger_digest=head["digest"], rule=f"{versioned.id}/{versioned.version}", desk=actor.desk,
                          confidentiality=confidentiality)
        )  # fmt: skip
    rows = {table: file.rows for table, file in read_manifest(folder / name).files.items()}
    return Taken(name, folder / name, snapshot_id, rows)


def _holds_more_than_its_desk_sees(actor: Account) -> bool:
    """Say whether the taker sees an incident that their desk as a whole does not: then the figures are not all's."""
    return visible_to(actor, Incident).exclude(desk=actor.desk, confidentiality="open").exists()


def _free_name(taken_at: datetime) -> str:
    """Name a snapshot by its time, and by a number where several were taken in one second."""
    base = taken_at.strftime("%Y-%m-%dT%H%M%SZ")
    taken = set(SnapshotTaken.objects.filter(name__startswith=base).values_list("name", flat=True))
    return next(name for n in count(1) if (name := base if n == 1 else f"{base}-{n}") not in taken)


def tables_as_seen(actor: Account, workshop: Path, at: datetime) -> dict[str, pa.Table]:
    """Return the tables of a snapshot as the actor would take it, writing nothing; `workshop` is the caller's."""
    require_allowed(actor, "take-snapshot")
    read, seen = _read_moment(actor, workshop)
    with closing(duckdb.connect()) as engine:
        withheld = _prepare(engine, read, seen, on=at.date())
        shaped = _shaped(engine, read, withheld, lambda _: None)
        return {
            table: pa.concat_tables(list(shaped[table]())).sort_by(TABLES[table][0].name) for table in TABLES
        }


def _prepare(
    engine: duckdb.DuckDBPyConnection, read: dict[str, pa.Table], seen: pa.Table, *, on: date
) -> Withheld:
    """Make everything that the tables of the snapshot are queried from; return what is withheld."""
    engine.execute("SET enable_progress_bar = false")
    create_views(engine, READ, read)
    engine.register("seen", seen)
    engine.register("boundaries", read["boundaries"])
    register_consents(engine, on=on)
    register_merges(engine)
    withheld = withheld_in(_as_rows(read["withheld"]))
    blank_withheld(engine, withheld)
    engine.register("flat_place", flat_places(engine.sql(TREE).to_arrow_table()))
    for preparation in PREPARATIONS:
        engine.execute(preparation)
    return withheld


def _shaped(
    engine: duckdb.DuckDBPyConnection,
    read: dict[str, pa.Table],
    withheld: Withheld,
    on_table: Callable[[str], None],
) -> dict[str, Rows]:
    """Give for each table what shapes its rows when its turn to be written comes."""

    def shaping(table: str) -> Callable[[], Iterable[pa.Table]]:
        def shaped() -> Iterable[pa.Table]:
            on_table(table)
            if table == "harms":
                return shaped_harms(engine, read["harm"], withheld)
            return [engine.sql(query_of(table)).to_arrow_table().sort_by(TABLES[table][0].name)]

        return shaped

    return {table: shaping(table) for table in TABLES}


def _read_moment(actor: Account, workshop: Path) -> tuple[dict[str, pa.Table], pa.Table]:
    """Read the records, and which incidents the actor may see, both of the moment that the ledger's head names.

    Where others keep writing, the last try holds the head, so that writers wait until all is read.
    """
    for _ in range(TRIES):
        before = _head()
        read, seen = _read(actor, workshop)
        if before == read["head"]["digest"][0].as_py():
            return read, seen
    with transaction.atomic():
        Head.objects.select_for_update().get(id=1)
        return _read(actor, workshop)


def _read(actor: Account, workshop: Path) -> tuple[dict[str, pa.Table], pa.Table]:
    asked = {kind_of(model): asked_of(model) for model in READ}
    asked |= {"boundaries": BOUNDARIES, "head": HEAD, "withheld": WITHHELD}
    ids = list(visible_to(actor, Incident).values_list("pk", flat=True))
    read = read_tables(settings.DATABASES["default"], asked, workshop, moment="head")
    return read, pa.table({"incident_id": pa.array(ids, pa.string())})


def _head() -> str:
    return str(Head.objects.values_list("digest", flat=True).get())


def _as_rows(rows: pa.Table) -> list[tuple[str, str, str]]:
    return [(row["record_kind"], row["record_id"], row["field"]) for row in rows.to_pylist()]
