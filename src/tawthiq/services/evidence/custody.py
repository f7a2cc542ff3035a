"""The steps of an item's life after it came: viewed, given out, changed in standing, destroyed; each in the ledger.

The entry is written before the bytes are given: nobody sees an original whose viewing is not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from tawthiq.domain.consents import refuse_use
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.refusals import refusal
from tawthiq.domain.vocabularies import require as require_code
from tawthiq.queries.consents import answers_of
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Derivative, Item
from tawthiq.records.record import Record
from tawthiq.services.asking import ensure, require_allowed
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.evidence.analysing import refuse_destroyed
from tawthiq.services.writing import writing
from tawthiq.vault.blobs import Vault, copy_to, destroy, has, read

CHANGEABLE = ("graphic_level", "confidentiality", "may_publish", "made", "note")
"""What may be changed of an item; its bytes, hash and how it was collected never are."""

SHARES = {"un": "share-un", "court": "share-court", "ngo": "share-ngo", "media": "share-media"}
"""Who may be given an original, and the use that its source must have consented to."""


def view_original(
    actor: Account, vault: Vault, item_id: str, *, purpose: str = "", at: datetime | None = None
) -> Iterator[bytes]:
    """Record that the actor views an item at full resolution, and for which purpose, then give its bytes."""
    require_allowed(actor, "read-case")
    with writing(actor, action="evidence viewed", reason=purpose, at=at) as write:
        item = get_visible(actor, Item, item_id)
        refuse_destroyed(item)
        write.concern(item)
    return read(vault, item.sha256)


def view_copy(actor: Account, vault: Vault, derivative_id: str) -> Iterator[bytes]:
    """Give a working copy (thumbnail, blurred copy …): looking at these is daily work and leaves no entry."""
    require_allowed(actor, "read-case")
    derivative = get_visible(actor, Derivative, derivative_id)
    item = get_visible(actor, Item, derivative.item_id)
    refuse_destroyed(item)
    return read(vault, derivative.sha256)


def export_original(
    actor: Account,
    vault: Vault,
    item_id: str,
    sink: BinaryIO,
    *,
    to: str,
    recipient: str,
    reason: str,
    at: datetime | None = None,
) -> Item:
    """Give out an original: `to` is one of SHARES, `recipient` who exactly. Without the source's consent: refused.

    The bytes in `sink` are true only if this returns.
    """
    require_allowed(actor, "export-evidence")
    if to not in SHARES:
        raise InvalidValue(f"Say to whom it is given: one of {', '.join(SHARES)}.")
    if not recipient.strip():
        raise InvalidValue("Say to whom exactly it is given: a body, an office, a case number.")
    _refuse_without_reason(reason)
    written = f"to {recipient} ({to}): {reason}"
    with writing(actor, action="evidence exported", reason=written, at=at) as write:
        item = get_visible(actor, Item, item_id)
        refuse_destroyed(item)
        if item.source is not None:
            ensure(refuse_use(answers_of(item.source), SHARES[to], on=(at or datetime.now(UTC)).date()))
        write.concern(item)
    copy_to(vault, item.sha256, sink)
    return item


def change_evidence(
    actor: Account, item_id: str, *, expected_version: int, reason: str = "", **values: object
) -> Item:
    """Change an item's graphic level, confidentiality, permission to publish, date or note."""
    require_allowed(actor, "add-evidence")
    unknown = sorted(set(values) - set(CHANGEABLE))
    if unknown:
        raise InvalidValue(f"An item has no {unknown[0]!r} that may be changed: {', '.join(CHANGEABLE)}.")
    with writing(actor, action="evidence changed", reason=reason) as write:
        item = get_visible(actor, Item, item_id)
        refuse_destroyed(item)
        write.change(item, expected_version=expected_version, **values)
        check_vocabularies(item)
        require_code("confidentiality", item.confidentiality)
        parts: list[Record] = [*item.derivatives.all(), *item.links.all()]
        for part in parts:  # what hangs on an item is never more open than the item
            if item.confidentiality == "restricted" != part.confidentiality:
                write.change(part, expected_version=part.version, confidentiality="restricted")
    return item


def destroy_evidence(
    actor: Account, vault: Vault, item_id: str, *, expected_version: int, reason: str, authority: str
) -> Item:
    """Destroy an item's bytes and copies for good; its hash, its history, the reason and the authority remain."""
    require_allowed(actor, "destroy-evidence")
    _refuse_without_reason(reason)
    if not authority.strip():
        raise InvalidValue(
            "Say on whose authority it is destroyed: a court's order, the source's withdrawal, …"
        )
    # 1. Why, when and by whose authority is recorded first.
    with writing(actor, action="evidence destroyed", reason=f"{reason} (authority: {authority})") as write:
        item = get_visible(actor, Item, item_id)
        refuse_destroyed(item)
        digests = {item.sha256, *item.derivatives.values_list("sha256", flat=True)}
        write.change(item, expected_version=expected_version, destroyed_at=write.at, may_publish=False,
                     destroyed_because=reason, destroyed_on_authority_of=authority)  # fmt: skip
        item.likenesses.all().delete()
    # 2. Then the bytes go, unless another item holds the same; no other writer is at work meanwhile.
    with writing(actor, action="evidence bytes removed", reason=item.code) as write:
        for sha256 in sorted(digests - _still_needed(digests)):
            if has(vault, sha256):
                destroy(vault, sha256)
        write.concern(item)
    return item


def _still_needed(digests: set[str]) -> set[str]:
    kept = Item.objects.filter(destroyed_at__isnull=True)
    items = kept.filter(sha256__in=digests).values_list("sha256", flat=True)
    copies = Derivative.objects.filter(sha256__in=digests, item__in=kept).values_list("sha256", flat=True)
    return {*items, *copies}


def _refuse_without_reason(reason: str) -> None:
    ensure(None if reason.strip() else refusal("reason-missing"))
