"""The background work that takes a snapshot; begun anew, it finds what the first attempt finished."""

from __future__ import annotations

import shutil
from typing import Any

from tawthiq.config.opened import opened_home
from tawthiq.domain.counting import counting_rule
from tawthiq.records.accounts.models import Account
from tawthiq.records.jobs.models import Job
from tawthiq.records.releases.models import SnapshotTaken
from tawthiq.services.jobs.values import Arguments, Progress
from tawthiq.services.snapshots import take_snapshot


def check_snapshot(actor: Account, arguments: Arguments) -> None:
    """Refuse a rule that there is not."""
    counting_rule(arguments.get("rule") or opened_home().counting_rule)


def run_snapshot(actor: Account, job_id: str, arguments: Arguments, progress: Progress) -> dict[str, Any]:
    """Take the snapshot under a name that follows from the job, so that a second attempt does not take a second one."""
    asked_at = Job.objects.values_list("asked_at", flat=True).get(pk=job_id)
    name = f"{asked_at:%Y-%m-%dT%H%M%SZ}-{job_id[:4]}"
    taken = SnapshotTaken.objects.filter(name=name).first()
    if taken is None:
        folder = opened_home().snapshots
        shutil.rmtree(folder / name, ignore_errors=True)  # written by an attempt that never noted it
        rule = arguments.get("rule") or opened_home().counting_rule
        take_snapshot(actor, folder=folder, rule=rule, name=name, on_table=lambda table: progress("tables"))
    return {"snapshot": name}
