"""Have the ledger's head sealed in time by outside authorities: nobody can later say that it was written afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tawthiq.custody.inclusion import LedgerHead, seal_message
from tawthiq.custody.timestamps import SealedTime, Token
from tawthiq.domain.errors import InvalidValue, Refused, TawthiqError
from tawthiq.queries.anchors import head_at
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Anchor
from tawthiq.records.ledger.models import Head
from tawthiq.services.asking import require_allowed
from tawthiq.services.writing import writing
from tawthiq.vault.authorities import TimeAuthority, stamp


def anchor_head(
    actor: Account,
    authorities: Sequence[TimeAuthority],
    *,
    stamped: Callable[[bytes, TimeAuthority], tuple[Token, SealedTime]] = stamp,
    at: datetime | None = None,
) -> list[Anchor]:
    """Ask each authority for a token over the head as it is now, check it, and keep it; one that answers is enough.

    Raises Refused with every reason when none gives a token that holds; nothing is recorded then.
    """
    require_allowed(actor, "audit-ledger")
    if not authorities:
        raise InvalidValue("No time authority is named. Add one to tawthiq.toml under [[time_authorities]].")
    head = head_at(Head.objects.get(id=1).sequence)
    anchors, failed = [], []
    for authority in authorities:
        try:
            token, sealed = stamped(seal_message(head), authority)
        except TawthiqError as error:
            failed.append(f"{authority.name}: {error}")
            continue
        anchors.append(_anchor(actor, head, authority, token, sealed))
    if not anchors:
        raise Refused("not-anchored", f"No authority sealed the ledger. {' '.join(failed)}")
    reason = f"entry {head.sequence}" + (f"; no seal from {'; '.join(failed)}" if failed else "")
    with writing(actor, action="ledger anchored", reason=reason, at=at) as write:
        write.add_many(anchors)
    return anchors


def _anchor(
    actor: Account, head: LedgerHead, authority: TimeAuthority, token: Token, sealed: SealedTime
) -> Anchor:
    return Anchor(
        sequence=head.sequence, digest=head.digest, root=head.root, authority=authority.name, token=token.der,
        token_sha256=token.sha256, sealed_at=sealed.sealed_at, serial=sealed.serial, desk=actor.desk,
    )  # fmt: skip
