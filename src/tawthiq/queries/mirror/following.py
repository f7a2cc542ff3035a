"""The mirror of this process: loaded once, then brought up to the ledger's head before every use."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from tawthiq.queries.mirror.columns import (
    CHUNK,
    Coder,
    Codes,
    Field,
    Table,
    day_number,
    each,
    key_or_nothing,
    second_number,
    x_of,
    y_of,
)
from tawthiq.records.cases.models import Attribution, Damage, Facility, Harm, Incident, Person, Strike
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.ledger.models import Change, Entry, Head
from tawthiq.records.parties.models import Party
from tawthiq.records.search.keys import key_of
from tawthiq.records.search.models import Text

T = TypeVar("T")

_OWN = (
    Field("desk", "desk", "desk", np.int16),
    Field("open", "confidentiality", "open", np.bool_),
    Field("author", "created_by_id", "account"),
)
_OF_INCIDENT = (
    *_OWN,
    Field("stands", "withdrawn_at", "stands", np.bool_),
    Field("incident", "incident_id", "incident"),
)
_POINT = (Field("x", "longitude", "x"), Field("y", "latitude", "y"))


def _code(name: str, attribute: str | None = None) -> Field:
    return Field(name, attribute or name, "code", np.int16)


# What is kept of each kind, in the order of loading: what others point to comes first.
TABLES: dict[str, tuple[Any, tuple[Field, ...], bool]] = {
    "party": (Party, _OWN, False),
    "place": (Place, (*_OWN, *_POINT, Field("parent", "parent_id", "key", np.int64), _code("kind")), True),
    "facility": (Facility, (*_OWN, _code("kind"), Field("place", "place_id", "place")), False),
    "incident": (
        Incident,
        (
            *_OWN, *_POINT, Field("place", "place_id", "place"), Field("first", "first", "day"),
            Field("last", "last", "day"), _code("state"), _code("certainty"),
            Field("updated", "updated_at", "second", np.int64),
        ),
        True,
    ),
    "person": (Person, (*_OWN, Field("made", "created_at", "second", np.int64)), True),
    "strike": (
        Strike,
        (*_OF_INCIDENT, _code("platform"), _code("munition"), Field("facility", "facility_id", "facility")),
        False,
    ),
    "attribution": (Attribution, (*_OF_INCIDENT, Field("party", "party_id", "party"), _code("level")), False),
    "damage": (Damage, (*_OF_INCIDENT, Field("facility", "facility_id", "facility")), False),
    "harm": (
        Harm,
        (
            *_OF_INCIDENT, Field("person", "person_id", "person"), _code("kind"), _code("sex"),
            _code("age_group"), _code("status"),
        ),
        False,
    ),
}  # fmt: skip

CODED = ("desk", "account", "code", "party")
"""Columns of codes that are numbered here."""

MANY = 20_000
"""So many changes at once, and everything is loaded anew."""

CHANGES_TEXTS = "withholding"
"""The kind of record that takes words of another out of the index, and back."""

IN_ONE_QUERY = 500

MOST_SIGHTS = 60
"""So many people's flags are kept; for a million harms they take two megabytes each."""

MOST_ANSWERS = 500

LONGEST_LOG = 5_000
"""After so many writes to a kind, its log begins anew, and so do all flags."""


@dataclass(slots=True)
class Mirror:
    """The columns as of one entry of the ledger."""

    sequence: int = -1
    digest: str = ""
    database: str = ""
    tables: dict[str, Table] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    loads: int = 0
    notes: dict[Any, Any] = field(default_factory=dict)
    """Answers worked out at this entry, dropped as soon as the ledger moves on."""
    sights: dict[Any, dict[str, Any]] = field(default_factory=dict)
    """What each of the last people to look sees of each kind; it goes on with the tables."""

    written: list[dict[int, str]] = field(default_factory=list)
    """The keys and the folded words of the records that each move wrote since everything was loaded."""
    hits: dict[Any, Any] = field(default_factory=dict)
    """The rows that hold a word that was looked for; see `hits.py`."""
    answers: dict[tuple[str, Hashable], tuple[tuple[int, int], Any]] = field(default_factory=dict)
    """Answers worked out from all records of one kind, with the version of the kind; see `known_of`."""

    def seen_by(self, sight: Any) -> dict[str, Any]:
        """Return what is known of a sight; who did not look for longest is forgotten."""
        held = self.sights.pop(sight, {})
        self.sights[sight] = held
        if len(self.sights) > MOST_SIGHTS:
            del self.sights[next(iter(self.sights))]
        return held

    def table(self, name: str) -> Table:
        """Return a kind's columns."""
        return self.tables[name]

    def version_of(self, name: str) -> tuple[int, int]:
        """Return what changes when a record of a kind was written."""
        return self.loads, self.tables[name].changes

    def known_of(self, name: str, question: Hashable, answer: Callable[[], T]) -> T:
        """Return an answer that follows from the records of one kind alone; asked anew when one of them was written."""
        version = self.version_of(name)
        held = self.answers.get((name, question))
        if held is None or held[0] != version:
            if len(self.answers) >= MOST_ANSWERS:
                self.answers.clear()
            held = self.answers[name, question] = version, answer()
        found: T = held[1]
        return found

    def coders(self) -> dict[str, Coder]:
        """Return how each kind of column becomes numbers."""
        made = {
            "open": each("open".__eq__), "day": each(day_number), "second": each(second_number), "x": each(x_of),
            "y": each(y_of), "stands": each(lambda withdrawn_at: withdrawn_at is None), "key": each(key_or_nothing),
        }  # fmt: skip
        made |= {name: each(self.codes[name].__getitem__) for name in CODED}
        return made | {name: self._rows_in(name) for name in ("place", "facility", "incident", "person")}

    def _rows_in(self, name: str) -> Coder:
        return lambda ids: self.tables[name].rows_of(each(key_or_nothing)(ids))


_mirror = Mirror()
_lock = RLock()


@contextmanager
def followed() -> Iterator[Mirror]:
    """Give the mirror, as of the ledger's head or later; hold it shortly, for others wait."""
    with _lock:
        _follow(_mirror)
        yield _mirror


def _follow(mirror: Mirror) -> None:
    head = _head()
    database = str(connection.settings_dict["NAME"])
    if mirror.database == database and (mirror.sequence, mirror.digest) == head:
        return
    if not (mirror.database == database and _is_behind(mirror, head[0])):
        _load(mirror)
    else:
        changes = Change.objects.filter(
            entry_id__gt=mirror.sequence, record_kind__in=(*TABLES, CHANGES_TEXTS)
        )
        changed = list(changes.values_list("record_kind", "record_id").distinct()[: MANY + 1])
        if len(changed) > MANY:
            _load(mirror)
        else:
            _take_in(mirror, changed)
    mirror.sequence, mirror.digest, mirror.database = *head, database
    mirror.notes = {}


def _head() -> tuple[int, str]:
    """Ask for the ledger's head in plain SQL, for every answer does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sequence, digest FROM {Head._meta.db_table} WHERE id = 1")
        sequence, digest = cursor.fetchone()
    return sequence, digest


def _is_behind(mirror: Mirror, head: int) -> bool:
    """Say whether the ledger only went on: where it was restored or a write was undone, everything is read anew."""
    known = Entry.objects.filter(sequence=mirror.sequence).values_list("digest", flat=True).first()
    return head > mirror.sequence and known == mirror.digest


def _load(mirror: Mirror) -> None:
    mirror.loads += 1
    mirror.sights, mirror.written, mirror.hits = {}, [], {}
    mirror.codes = {name: Codes() for name in CODED}
    mirror.tables = {name: Table(model, fields, keeps) for name, (model, fields, keeps) in TABLES.items()}
    for table in mirror.tables.values():
        table.put(_rows(table, table.model._default_manager.all()), mirror.coders())
        table.finish()


def _rows(table: Table, records: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """Read rows as the database gives them: objects of a million rows would take minutes."""
    sql, values = records.order_by().values_list("pk", *table.attributes()).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk


def _take_in(mirror: Mirror, changed: list[tuple[str, str]]) -> None:
    _note_words(mirror, changed)
    for name, table in mirror.tables.items():
        ids = [record_id for kind, record_id in changed if kind == name]
        table.changes += len(ids)
        for start in range(0, len(ids), IN_ONE_QUERY):
            records = table.model._default_manager.filter(pk__in=ids[start : start + IN_ONE_QUERY])
            table.put(_rows(table, records), mirror.coders())
        if len(table.log) > LONGEST_LOG:
            mirror.sights, table.log = {}, []


def _note_words(mirror: Mirror, changed: list[tuple[str, str]]) -> None:
    """Note what was written for words that were looked for; where that is much, they are forgotten."""
    if (
        len(mirror.written) > LONGEST_LOG
        or len(changed) > IN_ONE_QUERY
        or any(k == CHANGES_TEXTS for k, _ in changed)
    ):
        mirror.written, mirror.hits = [], {}
        return
    keys = [key_of(record_id) for _, record_id in changed]
    words = dict(Text.objects.filter(key__in=keys).values_list("key", "words"))
    mirror.written.append({key: words.get(key, "") for key in keys})
