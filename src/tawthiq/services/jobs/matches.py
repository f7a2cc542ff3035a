"""The background work that looks for persons recorded twice; run again on the same records it changes nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tawthiq.records.accounts.models import Account
from tawthiq.services.jobs.values import Arguments, Progress
from tawthiq.services.proposing import propose_matches


def run_proposals(actor: Account, job_id: str, arguments: Arguments, progress: Progress) -> dict[str, Any]:
    """Link the persons that the actor sees and queue the pairs worth a look."""
    return asdict(propose_matches(actor, progress=lambda text: progress("linking")))
