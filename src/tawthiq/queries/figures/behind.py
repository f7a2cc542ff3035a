"""The records behind one number: those the reader may see, line by line; the others are counted, never shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from tawthiq.analysis import AXES, MEASURES, FigureRow, Snapshot, explain, find_place
from tawthiq.analysis.places import gazetteer
from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.queries.figures.asked import Asked, key_of
from tawthiq.queries.figures.calls import call_of_cell
from tawthiq.queries.figures.labels import labels_of, visible_incidents
from tawthiq.queries.snapshots import SnapshotLine, open_readable
from tawthiq.records.accounts.models import Account
from tawthiq.vocab import Language

MOST_LINES: Final = 500


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record behind a number, as the snapshot holds it."""

    incident: str
    record: str
    occurred: str
    place: str
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What makes a number: its lines, how many more there are, how many the reader may not see.

    `call` prints it in a report; `keys` are the cell's axes with what their values are called.
    """

    snapshot: SnapshotLine
    minimum: int
    maximum: int | None
    records: int
    lines: tuple[RecordLine, ...]
    more: int
    hidden: int
    hidden_minimum: int
    call: str
    keys: tuple[tuple[str, str], ...]


_FIELDS: Final = (
    "{id}, i.incident_id, i.incident_code, {code}, i.edtf, coalesce({first}, {second}), {least}, {most}"
)
_SOURCES: Final = {
    "harms": ("harms r JOIN incidents i USING (incident_id)", "r.harm_id", "r.harm_code", "r.remaining_minimum",
              "r.remaining_maximum"),
    "incidents": ("incidents i", "i.incident_id", "i.incident_code", "1", "1"),
    "strikes": ("strikes r JOIN incidents i USING (incident_id)", "r.strike_id", "i.incident_code", "1", "1"),
    "damages": ("damages r JOIN incidents i USING (incident_id)", "r.damage_id", "i.incident_code", "1", "1"),
}  # fmt: skip


def records_behind(
    actor: Account, snapshot_name: str, asked: Asked, *, row: str, column: str, language: Language
) -> Behind:
    """Return the records of one cell; `row` and `column` are its keys, empty for a total."""
    line, snapshot = open_readable(actor, snapshot_name)
    wanted = {axis: key for axis, key in ((asked.rows, row), (asked.columns, column)) if axis and key}
    by = tuple(wanted)
    table = asked.count(snapshot, by, language)
    cell = next((one for one in table.rows if _keys(one, by) == wanted), None)
    if cell is None:
        return Behind(line, 0, 0, 0, (), 0, 0, 0, "", ())
    explained = next(one for one in explain(snapshot, table).rows if one.codes == cell.codes)
    found = _lines(snapshot, MEASURES[asked.measure].relation, explained.record_ids or (), language)
    seen = visible_incidents(actor, (incident for incident, _ in found))
    shown = [record for incident, record in found if incident in seen]
    hidden = [record for incident, record in found if incident not in seen]
    return Behind(
        line, cell.minimum, cell.maximum, cell.records, tuple(shown[:MOST_LINES]), max(0, len(shown) - MOST_LINES),
        len(hidden), sum(record.minimum for record in hidden),
        call_of_cell(asked, _named(snapshot, wanted)),
        tuple((axis, labels_of(actor, snapshot, [table], axis, language)[key]) for axis, key in wanted.items()),
    )  # fmt: skip


def _named(snapshot: Snapshot, keys: dict[str, str]) -> dict[str, str]:
    """Name places as an editor would: by the English name where that is clear, else by P-code or id."""
    return {
        axis: _place_name(snapshot, axis, key) if AXES[axis].kind == "place" else key
        for axis, key in keys.items()
    }


def _place_name(snapshot: Snapshot, axis: str, key: str) -> str:
    place = gazetteer(snapshot).places.get(key)
    for name in (place.name_en, place.pcode) if place else ():
        with suppress(InvalidValue, NotFound):
            if name and find_place(snapshot, name, kind=None if axis == "place" else axis) == key:
                return name
    return key


def _keys(row: FigureRow, by: tuple[str, ...]) -> dict[str, str]:
    return {axis: key_of(code) for axis, code in zip(by, row.codes, strict=True)}


def _lines(
    snapshot: Snapshot, relation: str, ids: tuple[str, ...], language: Language
) -> list[tuple[str, RecordLine]]:
    source, id_, code, least, most = _SOURCES[relation]
    first, second = (
        ("place_name_ar", "place_name_en") if language == "ar" else ("place_name_en", "place_name_ar")
    )
    columns = _FIELDS.format(
        id=id_, code=code, first=f"i.{first}", second=f"i.{second}", least=least, most=most
    )
    rows = snapshot.rows(
        f"SELECT {columns} FROM {source} WHERE list_contains($ids, {id_}) ORDER BY i.first, i.incident_code, {code}",
        {"ids": list(ids)},
    )
    return [
        (incident, RecordLine(incident_code, record, occurred, place or "", minimum, maximum))
        for _, incident, incident_code, record, occurred, place, minimum, maximum in rows
    ]
