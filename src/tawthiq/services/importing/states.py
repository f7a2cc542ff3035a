"""The review state of an incident as the type that the rules ask for."""

from typing import cast

from tawthiq.domain.review import State
from tawthiq.records.cases.models import Incident


def state_of_review(incident: Incident) -> State:
    """Return an incident's review state; the database's own constraint keeps it one of them."""
    return cast(State, incident.state)
