"""Places, zones and control: recorded one by one or a whole file at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Control, Place, Zone
from tawthiq.records.record import new_id
from tawthiq.services.asking import require_allowed
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.writing import writing


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """A place to record; `key` and `parent_key` tie places of one call together, coarsest first."""

    key: str
    kind: str
    parent_key: str | None = None
    pcode: str | None = None
    name_en: str = ""
    name_ar: str = ""
    names: tuple[dict[str, str], ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    radius_m: int | None = None
    approximate: bool = False
    boundary: bytes | None = None
    note: str = ""


def record_places(
    actor: Account,
    places: Sequence[PlaceFacts],
    *,
    known: dict[str, Place] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> dict[str, Place]:
    """Record places in one write and return them by key; a parent is looked up in `known` and in this call."""
    require_allowed(actor, "keep-gazetteer")
    by_key = dict(known or {})
    made: list[Place] = []
    with writing(actor, action="places recorded", reason=reason, at=at) as write:
        for facts in places:
            place = _make_place(facts, by_key, desk=actor.desk)
            by_key[facts.key] = place
            made.append(place)
        write.add_many(made)
    return by_key


def _make_place(facts: PlaceFacts, by_key: dict[str, Place], *, desk: str) -> Place:
    if facts.parent_key is not None and facts.parent_key not in by_key:
        raise InvalidValue(
            f"The place {facts.key} lies in {facts.parent_key}, which is not recorded. Record it first."
        )
    place = Place(
        id=new_id(),
        kind=facts.kind,
        parent=None if facts.parent_key is None else by_key[facts.parent_key],
        pcode=facts.pcode,
        name_en=facts.name_en,
        name_ar=facts.name_ar,
        names=list(facts.names),
        latitude=facts.latitude,
        longitude=facts.longitude,
        radius_m=facts.radius_m,
        approximate=facts.approximate,
        boundary=facts.boundary,
        note=facts.note,
        desk=desk,
    )
    check_vocabularies(place)
    return place


def record_zone(
    actor: Account, *, name_en: str, name_ar: str, places: Sequence[Place], first: date | None,
    last: date | None, at: datetime | None = None,
) -> Zone:  # fmt: skip
    """Record a named set of places with its dates."""
    require_allowed(actor, "keep-gazetteer")
    with writing(actor, action="zone recorded", at=at) as write:
        ids = [place.pk for place in places]
        return write.add(
            Zone(name_en=name_en, name_ar=name_ar, places=ids, first=first, last=last, desk=actor.desk)
        )


def record_control(
    actor: Account, *, place: Place, parties: Sequence[str], held: PartialDate, as_reported: str = "",
    note: str = "", at: datetime | None = None,
) -> Control:  # fmt: skip
    """Record which parties held a place over a time."""
    require_allowed(actor, "keep-gazetteer")
    with writing(actor, action="control recorded", at=at) as write:
        control = Control(
            place=place, parties=list(parties), held=held.edtf, held_first=held.lower, held_last=held.upper,
            as_reported=as_reported, note=note, desk=actor.desk,
        )  # fmt: skip
        return write.add(control)
