"""Who had a hand in a case: read from the ledger, so that editing counts as much as creating."""

from tawthiq.records.cases.models import Incident
from tawthiq.records.ledger.models import Change, Entry

REVIEW_ACTIONS = ("incident withdrawn", "incident sent back", "incident accepted", "incident reopened")
"""Steps that do not make somebody an author; submitting does."""


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
