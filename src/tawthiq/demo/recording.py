"""Record the demo's facts through the services, as people would: a documenter records, a reviewer accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from tawthiq.demo.facts import DemoFacts, DemoHarm, DemoIncident, DemoSighting, DemoStatement
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Facility, Incident
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party
from tawthiq.records.sources.models import Source
from tawthiq.services.cases.facilities import record_facility
from tawthiq.services.cases.facts import (
    AttributionFacts,
    CaseFacts,
    ClaimFacts,
    DamageFacts,
    DenialFacts,
    FacilityFacts,
    HarmFacts,
    IncidentFacts,
    SightingFacts,
    StatementFacts,
    StrikeFacts,
)
from tawthiq.services.cases.recording import record_case
from tawthiq.services.gazetteer import PlaceFacts, record_control, record_places, record_zone
from tawthiq.services.parties import party_named
from tawthiq.services.review import accept_incident, submit_incident
from tawthiq.services.sources import record_consent, record_source


class Stated(Protocol):
    """Any of the services' facts."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Facts = TypeVar("Facts", bound=Stated)


@dataclass(frozen=True, slots=True)
class World:
    """What the cases point to, by the demo's own keys."""

    places: dict[str, Place]
    sources: dict[str, Source]
    facilities: dict[str, Facility]
    parties: dict[str, Party]


def record_world(documenter: Account, facts: DemoFacts) -> World:
    """Record places, zones, control, sources with their consent, and facilities."""
    stated = [_taken(PlaceFacts, place) for place in facts.places]
    places = record_places(documenter, stated, reason="the demo's gazetteer")
    for zone in facts.zones:
        members = [places[key] for key in zone.places]
        record_zone(documenter, name_en=zone.name_en, name_ar=zone.name_ar, places=members,
                    first=zone.first, last=zone.last)  # fmt: skip
    for control in facts.controls:
        record_control(documenter, place=places[control.place], parties=control.parties, held=control.held,
                       as_reported=control.as_reported, note=control.note)  # fmt: skip
    sources = {}
    for source in facts.sources:
        made = record_source(documenter, alias=source.alias, kind=source.kind, reliability=source.reliability,
                             note=source.note)  # fmt: skip
        record_consent(documenter, made, given_on=source.given_on, uses=dict.fromkeys(source.consents, True),
                       form="oral", language="ar")  # fmt: skip
        sources[source.alias] = made
    facilities = {
        f.key: record_facility(documenter, _taken(FacilityFacts, f, place=_or_none(places, f.place)))
        for f in facts.facilities
    }
    return World(places, sources, facilities, {})


def record_incidents(
    documenter: Account, reviewer: Account, facts: DemoFacts, world: World, *, on_incident: Callable[[], None]
) -> list[Incident]:
    """Record every incident and have it accepted by the reviewer."""
    accepted = []
    for stated in facts.incidents:
        draft = record_case(documenter, case_facts(stated, world))
        submitted = submit_incident(documenter, draft.pk, expected_version=draft.version)
        accepted.append(accept_incident(reviewer, draft.pk, expected_version=submitted.version))
        on_incident()
    return accepted


def _or_none(known: dict[str, Any], key: str | None) -> Any:
    return None if key is None else known[key]


def _taken(shape: type[Facts], stated: Any, **instead: Any) -> Facts:
    """Make a service's facts from the demo's: same fields by name, pointers as given."""
    names = {name for name in shape.__dataclass_fields__ if name not in instead}
    return shape(**{name: getattr(stated, name) for name in names if hasattr(stated, name)}, **instead)


def _party(world: World, code: str) -> Party:
    if code not in world.parties:
        world.parties[code] = party_named(code)
    return world.parties[code]


def case_facts(stated: DemoIncident, world: World) -> CaseFacts:
    """Turn an incident of the demo into what the service takes."""
    return CaseFacts(
        incident=_taken(IncidentFacts, stated, place=world.places[stated.place]),
        strikes=tuple(
            _taken(StrikeFacts, s, facility=_or_none(world.facilities, s.facility)) for s in stated.strikes
        ),
        attributions=tuple(
            _taken(AttributionFacts, a, party=_party(world, a.party)) for a in stated.attributions
        ),
        harms=tuple(_harm(h, world) for h in stated.harms),
        damages=tuple(_taken(DamageFacts, d, facility=world.facilities[d.facility]) for d in stated.damages),
        statements=tuple(_statement(s, world) for s in stated.statements),
        denials=tuple(_taken(DenialFacts, d, party=_party(world, d.party)) for d in stated.denials),
        claims=tuple(_taken(ClaimFacts, c) for c in stated.claims),
        sightings=tuple(_sighting(s, world) for s in stated.sightings),
    )


def _harm(stated: DemoHarm, world: World) -> HarmFacts:
    death = _or_none(world.places, stated.death_place)
    origin = _or_none(world.places, stated.displaced_from)
    return _taken(HarmFacts, stated, death_place=death, displaced_from=origin)


def _statement(stated: DemoStatement, world: World) -> StatementFacts:
    return _taken(StatementFacts, stated, source=world.sources[stated.source])


def _sighting(stated: DemoSighting, world: World) -> SightingFacts:
    base, place = _or_none(world.places, stated.base), _or_none(world.places, stated.place)
    return _taken(
        SightingFacts, stated, base=base, place=place, source=_or_none(world.sources, stated.source)
    )
