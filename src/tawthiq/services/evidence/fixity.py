"""Read the vault again against the records, all of it or the day's share; what was found is an entry of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Derivative, Item
from tawthiq.services.asking import require_allowed
from tawthiq.services.writing import writing
from tawthiq.vault.blobs import Vault
from tawthiq.vault.fixity import check, share_of_day, unrecorded

FULL = 1
"""A share of one day in one: everything."""


@dataclass(frozen=True, slots=True)
class FixityFault:
    """One content that did not pass, the records that rest on it, and what is wrong."""

    sha256: str
    codes: tuple[str, ...]
    kind: str
    finding: str


@dataclass(frozen=True, slots=True)
class FixityOutcome:
    """What was read, what did not pass, and how many blobs no record knows."""

    recorded: int
    checked: int
    read_bytes: int
    faults: tuple[FixityFault, ...]
    unrecorded: int


def recorded_contents() -> dict[str, tuple[str, ...]]:
    """Return the SHA-256 of everything that the records say is kept, with the codes that rest on it."""
    codes: dict[str, list[str]] = defaultdict(list)
    kept = Item.objects.filter(destroyed_at__isnull=True)
    for sha256, code in kept.order_by("code").values_list("sha256", "code").iterator():
        codes[sha256].append(code)
    copies = Derivative.objects.filter(item__destroyed_at__isnull=True).order_by("code")
    for sha256, code in copies.values_list("sha256", "code").iterator():
        codes[sha256].append(code)
    return {sha256: tuple(found) for sha256, found in sorted(codes.items())}


def check_fixity(
    actor: Account,
    vault: Vault,
    *,
    days: int = FULL,
    on: date,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> FixityOutcome:
    """Read what is kept against its hashes: everything, or the share of this day when a full round takes `days`.

    Reads as the system: codes and hashes are named, never what a file holds.
    """
    require_allowed(actor, "audit-ledger")
    codes = recorded_contents()
    chosen = list(codes) if days == FULL else share_of_day(codes, on, days=days)
    report = check(vault, chosen, progress=lambda done, _: progress(done, len(chosen)))
    faults = tuple(
        FixityFault(fault.sha256, codes[fault.sha256], str(fault.kind), fault.finding)
        for fault in report.faults
    )
    stray = sum(1 for _ in unrecorded(vault, codes))
    reason = f"{report.checked} of {len(codes)} contents read, {len(faults)} faults"
    with writing(actor, action="fixity checked", reason=reason):
        pass
    return FixityOutcome(len(codes), report.checked, report.read_bytes, faults, stray)
