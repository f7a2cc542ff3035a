"""Read from a snapshot the facts that a report tells: attacks, strikes, accounts, denials, places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, TypeAlias

from tawthiq.analysis import Snapshot
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.scripts import fold

Row: TypeAlias = Mapping[str, Any]

_LONGEST_NAMED: Final = timedelta(days=3)
"""An attack whose date is known no better than this is not meant by a day."""


@dataclass(frozen=True)
class Facts:
    """The tables of a snapshot that are read row by row, each read when first asked for."""

    snapshot: Snapshot

    @cached_property
    def incidents(self) -> dict[str, Row]:
        """The incidents by id."""
        return {row["incident_id"]: row for row in self._rows("incidents")}

    @cached_property
    def strikes(self) -> dict[str, list[Row]]:
        """The strikes of each incident in their order."""
        return self._by_incident("strikes", "order")

    @cached_property
    def statements(self) -> list[Row]:
        """The accounts, oldest first."""
        return sorted(
            self._rows("statements"), key=lambda row: (row["date"] or date.max, row["statement_id"])
        )

    @cached_property
    def denials(self) -> list[Row]:
        """The denials, oldest first."""
        return sorted(self._rows("denials"), key=lambda row: (row["date"] or date.max, row["denial_id"]))

    @cached_property
    def damages(self) -> dict[str, list[Row]]:
        """The damages of each incident."""
        return self._by_incident("damages", "damage_id")

    @cached_property
    def facilities(self) -> dict[str, Row]:
        """The facilities by id."""
        return {row["facility_id"]: row for row in self._rows("facilities")}

    @cached_property
    def sightings(self) -> dict[str, list[Row]]:
        """The sightings of aircraft of each incident."""
        return self._by_incident("sightings", "sighting_id")

    @cached_property
    def places(self) -> dict[str, Row]:
        """The places by id."""
        return {row["place_id"]: row for row in self._rows("places")}

    @cached_property
    def parties(self) -> dict[str, Row]:
        """The parties by code."""
        return {row["code"]: row for row in self._rows("parties")}

    def harms(self, harm_ids: Sequence[str]) -> list[Row]:
        """Read the harms of these ids, in the order of their dates and codes."""
        sql = """SELECT harm_id, harm_code, incident_id, minimum, maximum, remaining_minimum, sex, age_group,
            age_years, incident_edtf, incident_first, place_name_en, place_name_ar, governorate_en, governorate_ar,
            name, name_en, name_ar, may_name, group_label, person_id, party
            FROM harms WHERE list_contains($ids, harm_id) ORDER BY incident_first, incident_id, harm_code, harm_id"""
        names = [part.split()[-1] for part in sql[7 : sql.index("FROM")].replace("\n", " ").split(",")]
        return [
            dict(zip(names, row, strict=True)) for row in self.snapshot.rows(sql, {"ids": list(harm_ids)})
        ]

    def incident(self, reference: str) -> Row:
        """Find the incident that a report means: id, code, "2019-07-22 Ma'aret al Numan", "2019-07-05 21:00 …"."""
        for row in self.incidents.values():
            if reference in (row["incident_id"], row["incident_code"]):
                return row
        found = [row for row in self.incidents.values() if _fits(row, reference)]
        found = [row for row in found if _is_named(row, reference)] or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotFound(
                f"There is no incident '{reference[:80]}'. Name its code, or its day and place: "
                "2019-07-22 Ma'aret al Numan."
            )
        codes = ", ".join(f"{row['incident_code']} ({row['time_of_day'] or 'no time'})" for row in found)
        raise InvalidValue(
            f"'{reference[:80]}' fits {len(found)} incidents: {codes}. Add the time or name the code."
        )

    def _rows(self, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.snapshot.table(table).to_pylist()
        return rows

    def _by_incident(self, table: str, order: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self._rows(table), key=lambda row: row[order]):
            found[row["incident_id"]].append(row)
        return found


def _fits(row: Row, reference: str) -> bool:
    day, _, rest = reference.partition(" ")
    time, _, place = rest.partition(" ")
    if len(time) != 5 or time[2:3] != ":":
        time, place = "", rest
    if row["kind"] != "attack" or (time and time != row["time_of_day"]):
        return False
    try:
        asked = PartialDate.parse(day)
    except InvalidValue:
        return False
    first, last = row["first"], row["last"]
    if asked.lower is None or first is None or last is None or last - first > _LONGEST_NAMED:
        return False
    if not first <= asked.lower <= last:
        return False
    return any(f" {fold(place)} " in f" {name} " for name in _names(row))


def _is_named(row: Row, reference: str) -> bool:
    return any(fold(reference).endswith(f" {name}") for name in _names(row))


def _names(row: Row) -> list[str]:
    return [fold(name) for name in (row["place_name_en"], row["place_name_ar"]) if name]


def label_of(row: Row, name: str, language: str) -> str | None:
    """Return a label of a row in a language, or in the other when it has none."""
    first, second = ("ar", "en") if language == "ar" else ("en", "ar")
    found: str | None = row[f"{name}_{first}"] or row[f"{name}_{second}"]
    return found
