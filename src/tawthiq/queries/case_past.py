"""A case as it stood in an earlier version, read from the ledger: what somebody had before them when they began."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from tawthiq.domain.errors import NotFound
from tawthiq.queries.cases import CaseParts, CaseView, case_of
from tawthiq.queries.visibility import NOT_THERE, ever_visible_to, get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import (
    Attribution,
    Damage,
    Denial,
    Harm,
    Incident,
    Person,
    Statement,
    Strike,
)
from tawthiq.records.ledger.models import Change
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Part, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
AnyPart = TypeVar("AnyPart", bound=Part)

States = Mapping[str, tuple[int, dict[str, Any]]]
"""By record id: its version and state."""


KINDS: tuple[type[Part], ...] = (Strike, Attribution, Harm, Damage, Statement, Denial)
"""The parts that the screen states, and that can be taken back."""


def case_as_of(actor: Account, code: str, version: int) -> CaseView:
    """Return a case with its own parts as they stood in a version of the incident; leads and reviews are left out."""
    incident = get_visible(actor, Incident, code)
    ids = {model: _ids_of(actor, model, incident) for model in KINDS}
    states = _states(
        [incident.pk, *(pk for found in ids.values() for pk in found)], _until(incident, version)
    )
    if incident.pk not in states:
        raise NotFound(NOT_THERE)
    harms = _standing(Harm, ids[Harm], states)
    _give_persons(harms, _until(incident, version))
    attributions, denials = (
        _standing(Attribution, ids[Attribution], states),
        _standing(Denial, ids[Denial], states),
    )
    parties = {party.pk: party for party in Party.objects.all()}
    for attribution in attributions:
        attribution.party = parties[attribution.party_id]
    for denial in denials:
        denial.party = parties[denial.party_id]
    parts = CaseParts(
        strikes=sorted(_standing(Strike, ids[Strike], states), key=lambda strike: strike.order),
        attributions=attributions,
        harms=harms,
        damages=_standing(Damage, ids[Damage], states),
        statements=_standing(Statement, ids[Statement], states),
        denials=denials,
        sightings=[],
        leads=[],
        reviews=[],
    )
    return case_of(actor, _instance(Incident, incident.pk, states), parts)


def _ids_of(actor: Account, model: type[Any], incident: Incident) -> list[str]:
    return list(ever_visible_to(actor, model).filter(incident=incident).values_list("pk", flat=True))


def _until(incident: Incident, version: int) -> int | None:
    """Return the entry that made the next version: what it changed did not hold yet; None where there is none."""
    later = Change.objects.filter(record_id=incident.pk, version=version + 1).order_by("entry_id")
    return later.values_list("entry_id", flat=True).first()


def _states(ids: Iterable[str], until: int | None) -> States:
    rows = Change.objects.filter(record_id__in=list(ids)).order_by("entry_id", "position")
    if until is not None:
        rows = rows.filter(entry_id__lt=until)
    found = rows.values_list("record_id", "version", "state")
    return {record_id: (version, json.loads(state)) for record_id, version, state in found}


def _instance(model: type[AnyRecord], record_id: str, states: States) -> AnyRecord:
    version, state = states[record_id]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {
        name: value if fields[name].is_relation else fields[name].to_python(value)
        for name, value in state.items()
        if name in fields
    }
    return model(id=record_id, version=version, **values)


def _standing(model: type[AnyPart], ids: Iterable[str], states: States) -> list[AnyPart]:
    found = [_instance(model, pk, states) for pk in ids if pk in states]
    return sorted((one for one in found if one.withdrawn_at is None), key=lambda one: one.code)


def _give_persons(harms: list[Harm], until: int | None) -> None:
    ids = {harm.person_id for harm in harms if harm.person_id is not None}
    states = _states(ids, until)
    persons = {pk: _instance(Person, pk, states) for pk in ids if pk in states}
    for harm in harms:
        if harm.person_id in persons:
            harm.person = persons[harm.person_id]
