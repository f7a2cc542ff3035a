"""Ask the rules: a service calls these before it writes, and the refusal's own sentence reaches the person."""

from tawthiq.domain.refusals import Refusal, ensure, refusal
from tawthiq.domain.roles import Activity
from tawthiq.domain.rules import refuse_role
from tawthiq.records.accounts.models import Account


def require_valid(found: Refusal | None) -> None:
    """Raise InvalidValue where a rule found a value that cannot be."""
    if found is not None:
        raise found.as_invalid()


def require_allowed(actor: Account, activity: Activity) -> None:
    """Raise Refused unless the actor is active and one of their roles may do the activity."""
    ensure(refuse_role(actor.roles if actor.is_active else [], activity))


__all__ = ["ensure", "refusal", "require_allowed", "require_valid"]
