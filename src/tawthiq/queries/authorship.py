"""Who had a hand in a case: read from the ledger, so that editing counts as much as creating."""

import json
from collections.abc import Iterator
from typing import cast

from django.db.models import Q, QuerySet

from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Incident, Person
from tawthiq.records.ledger.models import Change, Entry
from tawthiq.records.record import Record

REVIEW_ACTIONS = (
    "incident withdrawn", "incident sent back", "incident accepted", "incident reopened", "certainty assessed",
    "attribution assessed",
)  # fmt: skip
"""Steps that do not make somebody an author (ADR 0120); submitting does."""


def authors_of_case(incident: Incident) -> frozenset[str]:
    """Return the account ids that wrote or submitted the incident or anything that hangs on it."""
    parts = [incident.pk]
    for relation in incident._meta.related_objects:
        if relation.one_to_many and relation.field.name == "incident":
            parts += relation.related_model._default_manager.filter(incident=incident).values_list(
                "pk", flat=True
            )
    entries = Change.objects.filter(record_id__in=parts).values("entry")
    written = Entry.objects.filter(sequence__in=entries).exclude(action__in=REVIEW_ACTIONS)
    return frozenset(written.values_list("actor", flat=True))


def parts_of_case(actor: Account, incident: Incident) -> Iterator[Record]:
    """Yield what hangs on an incident and the persons harmed, as far as the actor may see them."""
    for model in case_models():
        yield from visible_to(actor, model).filter(Q(incident=incident))
    harmed = visible_to(actor, Harm).filter(incident=incident, person__isnull=False).values("person")
    yield from visible_to(actor, Person).filter(pk__in=harmed)


def case_models() -> list[type[Record]]:
    """Return the kinds of record that hang on an incident."""
    return [
        cast(type[Record], relation.related_model)
        for relation in Incident._meta.related_objects
        if relation.one_to_many and relation.field.name == "incident"
    ]


def own_work_among(actor: Account, incidents: QuerySet[Incident]) -> frozenset[str]:
    """Return the ids of those incidents that the actor wrote or submitted or had a hand in, in one statement."""
    chosen = incidents.values("pk")
    about = Q(record_id__in=chosen)
    for model in case_models():
        about |= Q(record_id__in=model._default_manager.filter(Q(incident__in=chosen)).values("pk"))
    mine = Change.objects.filter(about, entry__actor=actor.pk).exclude(entry__action__in=REVIEW_ACTIONS)
    found = set()
    for kind, record_id, state in mine.values_list("record_kind", "record_id", "state"):
        found.add(record_id if kind == "incident" else json.loads(state).get("incident_id"))
    return frozenset(found - {None})
