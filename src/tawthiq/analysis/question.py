"""What a figure is asked: which records (`Where`), which days (`Period`); values are checked, never pasted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Literal

from tawthiq.analysis.axes import AXES
from tawthiq.analysis.places import find_place
from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.vocabularies import require

Values = str | tuple[str, ...] | None
"""One value, any of several, or None for no restriction."""

CLASSES: Final = ("massacre",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which records count; each field takes one value or a tuple of which any may hold.

    A place takes its whole subtree with it, and is given by id, P-code or name. `zone` is a list of places of
    which any may hold the record. A code means itself alone, just as in a breakdown: `missile` leaves out the
    guided ones, and an alliance its members. `party` is the party as the rule counts it.
    """

    party: Values = None
    place: Values = None
    country: Values = None
    governorate: Values = None
    district: Values = None
    subdistrict: Values = None
    community: Values = None
    zone: tuple[str, ...] | None = None
    incident_class: str | None = None
    incident: Values = None
    certainty: Values = None
    attribution_level: Values = None
    munition: Values = None
    platform: Values = None
    cause: Values = None
    target: Values = None
    facility_kind: Values = None

    def stated(self) -> dict[str, Any]:
        """Give the fields that restrict something, as asked."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in asked.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included; a record dated by a range is inside certainly or only possibly."""

    first: date | None = None
    last: date | None = None
    inside: Literal["certainly", "possibly"] = "certainly"

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise InvalidValue(
                f"The period ends on {self.last}, before it begins on {self.first}. Swap the two."
            )
        if self.inside not in ("certainly", "possibly"):
            raise InvalidValue("A record is inside a period 'certainly' or 'possibly'; choose one.")


EVERYWHERE: Final = Where()

_PLACES: Final = {
    "place": None,
    "country": "country",
    "governorate": "governorate",
    "district": "district",
    "subdistrict": "subdistrict",
    "community": "community",
    "zone": None,
}
_CODES: Final = (
    "party", "certainty", "attribution_level", "munition", "platform", "cause", "target", "facility_kind",
)  # fmt: skip
_INSIDE: Final = {
    "certainly": ("first >= $first", "last <= $last"),
    "possibly": ("coalesce(last >= $first, true)", "coalesce(first <= $last, true)"),
}


def conditions(
    snapshot: Snapshot, relation: str, several: frozenset[str], where: Where, period: Period | None
) -> tuple[list[str], dict[str, Any]]:
    """Turn what is asked into SQL conditions and the values they bind; `several` names the list columns."""
    asked: list[str] = []
    values: dict[str, Any] = {}
    stated = where.stated()
    for name in _PLACES.keys() & stated.keys():
        values[name] = [find_place(snapshot, text, kind=_PLACES[name]) for text in _many(name, stated[name])]
        asked.append(f"place IN (SELECT place FROM place_paths WHERE list_has_any(path, ${name}))")
    for name in (code for code in _CODES if code in stated):
        values[name] = [_code(snapshot, name, relation, code) for code in _many(name, stated[name])]
        asked.append(f"list_has_any({name}::VARCHAR[], ${name})" if name in several else f"{name} IN ${name}")
    if where.incident is not None:
        values["incident"] = [_incident(snapshot, text) for text in _many("incident", where.incident)]
        asked.append("incident IN $incident")
    if where.incident_class is not None:
        if where.incident_class not in CLASSES:
            raise InvalidValue(f"There is no such class of incidents. There is: {', '.join(CLASSES)}.")
        asked.append("massacre")
    if period is not None:
        from_first, to_last = _INSIDE[period.inside]
        if period.first is not None:
            values["first"] = period.first
            asked.append(from_first)
        if period.last is not None:
            values["last"] = period.last
            asked.append(to_last)
    return asked, values


def _many(name: str, value: Any) -> tuple[str, ...]:
    many = (value,) if isinstance(value, str) else tuple(value)
    if not many:
        raise InvalidValue(f"'{name}' is an empty list, which nothing fits. Give a value, or leave it out.")
    return many


def _code(snapshot: Snapshot, name: str, relation: str, code: str) -> str:
    axis = AXES[name]
    if relation not in axis.relations:
        raise InvalidValue(
            f"{relation.capitalize()} have no {name.replace('_', ' ')}. Leave that condition out."
        )
    if code in ("unknown", "none") or code in _present(snapshot, name):
        return code
    return require(axis.vocabulary or name, code).code


def _present(snapshot: Snapshot, name: str) -> frozenset[str]:
    """Give the codes of an axis that stand in the snapshot: a list may have its own."""
    if name != "party":
        return frozenset()
    with snapshot.lock:
        if "parties" not in snapshot.memo:
            rows = snapshot.rows("SELECT code FROM parties UNION SELECT DISTINCT party FROM harms")
            snapshot.memo["parties"] = frozenset(code for (code,) in rows)
    found: frozenset[str] = snapshot.memo["parties"]
    return found


def _incident(snapshot: Snapshot, text: str) -> str:
    found = snapshot.rows(
        "SELECT incident_id FROM incidents WHERE incident_id = $text OR incident_code = $text", {"text": text}
    )
    if not found:
        raise NotFound(f"This snapshot has no incident “{text[:80]}”. Give its code or id.")
    incident: str = found[0][0]
    return incident
