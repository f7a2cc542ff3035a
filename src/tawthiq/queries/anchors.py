"""Seals of time over the ledger's head, checked again offline at any later time; every one that fails is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from tawthiq.custody.inclusion import LedgerHead, root_over, seal_message, tree_of
from tawthiq.custody.timestamps import Token, verify
from tawthiq.domain.errors import TawthiqError
from tawthiq.records.evidence.models import Anchor
from tawthiq.records.ledger.models import Entry
from tawthiq.vault.authorities import TimeAuthority


@dataclass(frozen=True, slots=True)
class AnchorCheck:
    """One seal: which entry it seals, by whom, when; and what is wrong with it, empty where it holds."""

    code: str
    sequence: int
    authority: str
    sealed_at: datetime
    fault: str

    def __str__(self) -> str:
        return f"entry {self.sequence} existed at {self.sealed_at:%Y-%m-%d %H:%M:%S} UTC ({self.authority})"


def head_at(sequence: int) -> LedgerHead:
    """Return the ledger's head as it was after an entry, with the root over all entries up to it."""
    digests = list(digests_until(sequence))
    return LedgerHead(sequence, digests[-1], root_over(tree_of(digests)))


def digests_until(sequence: int) -> QuerySet[Entry, str]:
    """Return the digests of the entries up to a number, in order."""
    found = Entry.objects.filter(sequence__lte=sequence).order_by("sequence")
    return found.values_list("digest", flat=True)


def sealed_head(anchor: Anchor) -> LedgerHead:
    """Return the head that a seal is over."""
    return LedgerHead(anchor.sequence, anchor.digest, anchor.root)


def check_anchors(authorities: Sequence[TimeAuthority]) -> list[AnchorCheck]:
    """Check every seal against the entry it names and the trusted roots, oldest first. Asks no network."""
    by_name = {authority.name: authority for authority in authorities}
    checked = [
        AnchorCheck(
            one.code, one.sequence, one.authority, one.sealed_at, _fault(one, by_name.get(one.authority))
        )
        for one in Anchor.objects.order_by("sequence", "code")
    ]
    # The newest root covers all entries that older ones do: it is made anew and compared.
    newest = Anchor.objects.exclude(root="").order_by("sequence", "code").last()
    if newest is None or head_at(newest.sequence).root == newest.root:
        return checked
    words = f"the seal {newest.code} is over other entries than the ledger holds"
    return [replace(one, fault=one.fault or words) if one.code == newest.code else one for one in checked]


def _fault(anchor: Anchor, authority: TimeAuthority | None) -> str:
    # 1. The entry that was sealed is in the ledger as it was then.
    entry = Entry.objects.filter(sequence=anchor.sequence).first()
    if entry is None or entry.digest != anchor.digest:
        return f"the seal {anchor.code} is over entry {anchor.sequence} as it was; the ledger has another"
    # 2. Its authority is one we trust.
    if authority is None:
        return (
            f"the seal {anchor.code} is of an authority that the settings do not name; "
            "put its root certificate back under time_authorities"
        )
    # 3. Its token holds over that entry, and names the time that is recorded.
    try:
        token = Token(bytes(anchor.token), anchor.token_sha256)
        sealed = verify(token, seal_message(sealed_head(anchor)), roots=authority.roots)
    except TawthiqError as error:
        return f"the seal {anchor.code}: {error}"
    if sealed.sealed_at != anchor.sealed_at:
        return f"the seal {anchor.code} names another time than is recorded with it"
    return ""
