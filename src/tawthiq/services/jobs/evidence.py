"""The background work on evidence: analyse an item, read the vault against its hashes. Needs the vault's passphrase."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from tawthiq.config.opened import opened_home
from tawthiq.config.vaults import open_vault, workshop
from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Item
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.fixity import check_fixity
from tawthiq.services.jobs.values import Arguments, Progress
from tawthiq.vault.blobs import Vault

PASSPHRASE = "TAWTHIQ_PASSPHRASE"


def check_nothing(actor: Account, arguments: Arguments) -> None:
    """Refuse nothing beyond the role."""


def check_analysis(actor: Account, arguments: Arguments) -> None:
    """Refuse an item that is not the actor's to see."""
    get_visible(actor, Item, str(arguments.get("item", "")))


def run_analysis(actor: Account, job_id: str, arguments: Arguments, progress: Progress) -> dict[str, Any]:
    """Analyse one item and keep its working copies."""
    progress("reading")
    with workshop(opened_home()) as folder:
        analysis = analyse_evidence(actor, _vault(), str(arguments["item"]), workshop=folder)
    return {"copies": len(analysis.derived), "failed": len(analysis.not_analysed)}


def run_fixity(actor: Account, job_id: str, arguments: Arguments, progress: Progress) -> dict[str, Any]:
    """Read everything that is kept against its hashes."""
    outcome = check_fixity(
        actor, _vault(), on=datetime.now(UTC).date(),
        progress=lambda done, of: progress("reading", done, of) if done % 50 == 0 else None,
    )  # fmt: skip
    return {"checked": outcome.checked, "recorded": outcome.recorded, "unrecorded": outcome.unrecorded,
            "faults": [asdict(fault) for fault in outcome.faults]}  # fmt: skip


def _vault() -> Vault:
    passphrase = os.environ.get(PASSPHRASE)
    if not passphrase:
        raise InvalidValue(
            f"The worker does not know the vault's passphrase. Start it with {PASSPHRASE} set, "
            "or run this as a command."
        )
    return open_vault(opened_home(), passphrase)
