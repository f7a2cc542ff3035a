"""Move evidence: the whole vault to another store, each blob read back there first; a step in each item's custody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tawthiq.domain.errors import FaultsFound, InvalidValue
from tawthiq.domain.refusals import refusal
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Item
from tawthiq.services.asking import ensure, require_allowed
from tawthiq.services.writing import writing
from tawthiq.vault.blobs import Vault
from tawthiq.vault.second import Mirrored, mirror
from tawthiq.vault.stores import Store


@dataclass(frozen=True, slots=True)
class Moved:
    """A move: how many blobs the new store holds, how many were sent, how many items it concerns."""

    mirrored: Mirrored
    items: int


def move_vault(
    actor: Account,
    vault: Vault,
    target: Store,
    *,
    settle: Callable[[], None],
    reason: str,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Moved:
    """Send every blob to another store and, once all are there, let `settle` make it the home's; nothing is removed.

    Raises FaultsFound naming a blob that does not hold: then the home's vault is where it was.
    """
    require_allowed(actor, "back-up")
    ensure(None if reason.strip() else refusal("reason-missing"))
    mirrored = mirror(vault, target, progress=progress)
    # No writer is at work from here on: what came meanwhile is sent as well, then the home points there.
    with writing(
        actor, action="evidence moved", reason=_written(vault.store.location, target.location, reason)
    ) as write:
        rest = mirror(vault, target)
        if rest.faults:
            raise FaultsFound(
                f"{len(rest.faults)} blobs do not hold; nothing was moved. The first is {rest.faults[0][0]}: "
                f"{rest.faults[0][1]} Mend them from the second copy, then repeat."
            )
        items = list(Item.objects.filter(destroyed_at__isnull=True).order_by("code"))
        write.concern(*items)
        settle()
    return Moved(Mirrored(rest.held, mirrored.sent + rest.sent, ()), len(items))


def record_move(actor: Account, item_id: str, *, from_where: str, to_where: str, reason: str) -> Item:
    """Record that the thing an item came on (a telephone, a card, a paper) was moved: from where, to where, why."""
    require_allowed(actor, "add-evidence")
    ensure(None if reason.strip() else refusal("reason-missing"))
    if not from_where.strip() or not to_where.strip():
        raise InvalidValue("Say from where and to where it was moved.")
    with writing(actor, action="evidence moved", reason=_written(from_where, to_where, reason)) as write:
        item = get_visible(actor, Item, item_id)
        write.concern(item)
    return item


def _written(from_where: str, to_where: str, reason: str) -> str:
    return f"from {from_where} to {to_where}: {reason}"
