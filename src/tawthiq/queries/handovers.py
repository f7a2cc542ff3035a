"""Packages handed over, as an actor may see them: to whom, what, whether they were finished and arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Handover


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt: when, by whom, under which number of theirs."""

    code: str
    received_on: date
    received_by: str
    reference: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One package: its incident, recipient and reason, what it holds and leaves out, its digests, what arrived."""

    id: str
    code: str
    incident: str
    given_for: str
    recipient: str
    reason: str
    made_at: datetime
    contents: tuple[str, ...]
    left_out: tuple[str, ...]
    manifest_sha256: str
    package_sha256: str
    package_size: int | None
    receipts: tuple[ReceiptRow, ...]

    @property
    def state(self) -> str:
        """Say in words how far it came."""
        if not self.manifest_sha256:
            return "begun, never finished"
        if not self.receipts:
            return "no receipt yet"
        return f"arrived on {self.receipts[-1].received_on}"


def handovers_visible_to(actor: Account) -> tuple[HandoverRow, ...]:
    """List the packages of incidents that an actor may see, newest first."""
    found = visible_to(actor, Handover).select_related("incident").prefetch_related("receipts")
    return tuple(_row(one) for one in found.order_by("-created_at", "-code"))


def _row(one: Handover) -> HandoverRow:
    receipts = sorted(one.receipts.all(), key=lambda receipt: (receipt.received_on, receipt.code))
    return HandoverRow(
        one.pk, one.code, one.incident.code, one.given_for, one.recipient, one.reason, one.created_at,
        tuple(one.contents), tuple(one.left_out), one.manifest_sha256, one.package_sha256, one.package_size,
        tuple(ReceiptRow(r.code, r.received_on, r.received_by, r.reference) for r in receipts),
    )  # fmt: skip
