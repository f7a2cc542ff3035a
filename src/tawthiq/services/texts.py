"""Keep the words by which records are found at one with the records: written in the very same transaction.

Every write passes `services/writing.py`, which hands on what it recorded; nothing else fills the index. Words come
from the record's own state, so that the index holds nothing that the record does not. Statements, sources and
identities are not among the kinds: what a witness said is not found by its words (docs/adr/0130).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from tawthiq.domain.exonyms import other_names_of
from tawthiq.domain.search_words import stored_words
from tawthiq.domain.secrecy import columns_withheld
from tawthiq.records.accounts.models import Withholding
from tawthiq.records.record import Record
from tawthiq.records.search.index import optimise
from tawthiq.records.search.keys import key_of
from tawthiq.records.search.models import Text
from tawthiq.records.states import columns_of, kinds, state_from_values

TEXTS: Mapping[str, tuple[str, ...]] = {
    "incident": (
        "code", "title_en", "title_ar", "narrative_en", "narrative_ar", "site", "place_as_reported", "tags",
    ),
    "person": ("code",),
    "place": ("code", "pcode"),
    "facility": ("code",),
}  # fmt: skip
"""For each kind of record that is found by words: the fields that are prose or codes."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "incident": (),
    "person": ("name", "name_en", "name_ar", "names"),
    "place": ("name_en", "name_ar", "names"),
    "facility": ("name_en", "name_ar"),
}
"""And the fields that are names, found by their sound as well."""

BATCH = 5_000
MANY = 400

_UPSERT = (
    "INSERT INTO search_text (key, record_kind, record_id, words) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (key) DO UPDATE SET words = excluded.words WHERE search_text.words <> excluded.words"
)


def write_texts(changes: Sequence[tuple[str, str, str]]) -> None:
    """Write the words of records as they now stand, given kind, id and state (canonical JSON); others are passed by.

    Where a field was withheld or disclosed, its record's words are made anew.
    """
    states = {(kind, record_id): state for kind, record_id, state in changes if kind in TEXTS}
    _put((kind, record_id, json.loads(state)) for (kind, record_id), state in states.items())
    for withheld in (json.loads(state) for kind, _, state in changes if kind == "withholding"):
        if withheld["record_kind"] in TEXTS:
            model = kinds()[withheld["record_kind"]]
            for rows in _batches(model, pk=withheld["record_id"]):
                _put((withheld["record_kind"], pk, state) for pk, state in rows)


def _put(found: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
    waiting = list(found)
    hidden = _withheld([pk for _, pk, _ in waiting])
    rows = [
        (
            key_of(pk),
            kind,
            pk,
            words_of_state(kind, _without(state, columns_withheld(kind, hidden.get(pk, ())))),
        )
        for kind, pk, state in waiting
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, rows)


def _withheld(ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the fields that are kept from anybody: whoever may see them finds the record by its other words."""
    found: dict[str, list[str]] = {}
    standing = Withholding.objects.filter(lifted_at__isnull=True)
    if ids and standing.exists():
        for start in range(0, len(ids), MANY):
            rows = standing.filter(record_id__in=ids[start : start + MANY]).values_list("record_id", "field")
            for record_id, field in rows:
                found.setdefault(record_id, []).append(field)
    return found


def _without(state: Mapping[str, Any], columns: frozenset[str]) -> Mapping[str, Any]:
    return {name: value for name, value in state.items() if name not in columns} if columns else state


def words_of_state(kind: str, state: Mapping[str, Any]) -> str:
    """Return the words by which a record in this state is found."""
    names = list(_texts(state, NAMES[kind]))
    if kind == "place":
        names += [other for name in names for other in other_names_of(name)]
    return stored_words(_texts(state, TEXTS[kind]), names)


def _texts(state: Mapping[str, Any], fields: Sequence[str]) -> Iterable[str]:
    for field in fields:
        value = state.get(field)
        if isinstance(value, str):
            yield value
        for one in value if isinstance(value, list) else ():
            text = one.get("text", "") if isinstance(one, dict) else one
            if isinstance(text, str):
                yield text


def rebuild_texts() -> int:
    """Make the words of all records anew from the records, and return of how many."""
    made = 0
    with transaction.atomic():
        Text.objects.all().delete()
        for kind in TEXTS:
            for rows in _batches(kinds()[kind]):
                _put((kind, pk, state) for pk, state in rows)
                made += len(rows)
        optimise()
    return made


def _batches(model: type[Record], **which: str) -> Iterable[list[tuple[str, Mapping[str, Any]]]]:
    names = [name for name, _ in columns_of(model)]
    last = ""
    while True:
        rows = list(
            model._default_manager.filter(pk__gt=last, **which)
            .order_by("pk")
            .values_list("pk", *names)[:BATCH]
        )
        if not rows:
            return
        yield [(row[0], state_from_values(model, row[1:])) for row in rows]
        last = rows[-1][0]
