"""Ask the rules: a service calls these before it writes, and the refusal's own sentence reaches the person."""

from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.domain.permissions import is_allowed
from tawthiq.domain.refusals import Refusal, refuse_role
from tawthiq.records.accounts.models import Account


def require(refusal: Refusal | None) -> None:
    """Raise Refused where a rule refused."""
    if refusal is not None:
        raise Refused(refusal.code, refusal.sentence)


def require_valid(refusal: Refusal | None) -> None:
    """Raise InvalidValue where a rule found a value that cannot be."""
    if refusal is not None:
        raise InvalidValue(refusal.sentence)


def require_allowed(actor: Account, activity: str) -> None:
    """Raise Refused unless the actor is active and one of their roles may do the activity."""
    if not (actor.is_active and is_allowed(activity, actor.roles)):
        require(refuse_role(activity, roles=actor.roles))
