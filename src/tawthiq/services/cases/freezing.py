"""When a case may not be changed."""

from tawthiq.domain.refusals import Refusal, refuse_editing_accepted
from tawthiq.records.cases.models import Incident


def refuse_frozen(incident: Incident) -> Refusal | None:
    """Refuse changing an incident that is accepted or lies with a reviewer."""
    return refuse_editing_accepted(state=incident.state, code=incident.code)
