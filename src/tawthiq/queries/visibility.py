"""What an actor may see at all: the one filter that every query starts from; not yours looks like not there."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from tawthiq.domain.errors import NotFound
from tawthiq.domain.roles import MAY
from tawthiq.records.accounts.models import Account, Grant
from tawthiq.records.cases.models import Harm, Incident, Person
from tawthiq.records.matching.models import CandidatePair, Judgement
from tawthiq.records.record import Part, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

NOT_THERE = (
    "There is no such record, or it is not yours to see. Check the code, or ask who keeps it for access."
)


def visible_to(actor: Account, model: type[AnyRecord]) -> QuerySet[AnyRecord]:
    """Return the records of a kind that the actor may see and that stand: parts taken back are left out."""
    rows = ever_visible_to(actor, model)
    return rows.filter(withdrawn_at__isnull=True) if issubclass(model, Part) else rows


def ever_visible_to(actor: Account, model: type[AnyRecord]) -> QuerySet[AnyRecord]:
    """Return the records of a kind that the actor may see, parts taken back among them: for histories.

    Open records are seen by their own desk; restricted ones by who made them and who was let in. What hangs on an
    incident is seen only where the incident is, and a person where a harm to them is: a restricted person only where
    the incident is restricted too, for an open incident lets its whole desk in. A pair and what was judged of it are
    seen by who sees both persons, whoever proposed it. Who reads no cases (the administrator) sees none.
    """
    rows = model._default_manager.all()
    if not reads_cases(actor):
        return rows.none()
    # Asked row by row (EXISTS), so that a question about few rows never reads all incidents.
    seen = Incident.objects.filter(_is_seen_by(actor))
    if model is Person:
        of_seen = Q(Exists(seen.filter(pk=OuterRef("incident"))))
        let_in = Q(incident__confidentiality="restricted") | Q(person__confidentiality="open")
        harmed = Exists(Harm.objects.filter(of_seen, let_in, person=OuterRef("pk")))
        return rows.filter(_is_seen_by(actor) | harmed)
    if model in (CandidatePair, Judgement):
        persons = visible_to(actor, Person)
        return rows.filter(
            Exists(persons.filter(pk=OuterRef("left_id"))), Exists(persons.filter(pk=OuterRef("right_id")))
        )
    rows = rows.filter(_is_seen_by(actor))
    if any(field.name == "incident" for field in model._meta.concrete_fields):
        rows = rows.filter(Q(incident__isnull=True) | Exists(seen.filter(pk=OuterRef("incident"))))
    return rows


def reads_cases(actor: Account) -> bool:
    """Say whether an actor reads cases at all."""
    return actor.is_active and not MAY["read-case"].isdisjoint(actor.roles)


def _is_seen_by(actor: Account) -> Q:
    granted = Grant.objects.filter(account=actor).values("record_id")
    own_desk = Q(desk=actor.desk, confidentiality="open")
    return own_desk | Q(created_by=actor) | Q(pk__in=granted)


def get_visible(actor: Account, model: type[AnyRecord], identifier: str) -> AnyRecord:
    """Return one record by id or human code, or raise the same NotFound for not yours and not there."""
    found = visible_to(actor, model).filter(Q(pk=identifier) | Q(code=identifier)).first()
    if found is None:
        raise NotFound(NOT_THERE)
    return found
