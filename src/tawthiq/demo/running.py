"""The whole way once: found a home, record, review, snapshot, count, hold against the published numbers, publish."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tawthiq.analysis import Snapshot
from tawthiq.demo.checking import Checked, check_published
from tawthiq.demo.loading import demo_facts
from tawthiq.demo.recording import record_incidents, record_world
from tawthiq.domain.counting import counting_rule
from tawthiq.queries.audit import AuditResult, audit_ledger
from tawthiq.reports import Built, build_report
from tawthiq.services.accounts import account_named
from tawthiq.services.founding import found_home
from tawthiq.services.reports.writing import register_report
from tawthiq.services.snapshots import take_snapshot

RULE = "snhr-2019"
SNAPSHOT = "report-of-31-july-2019"


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the demo made."""

    home: Path
    snapshot: Path
    incidents: int
    checked: list[Checked]
    audit: AuditResult
    built: Built
    output: Path


def run_demo(home: Path, output: Path, *, on_step: Callable[[str], None]) -> Demonstrated:
    """Run the demo in a new home whose settings are open; `on_step` is told what begins."""
    facts, rule = demo_facts(), counting_rule(RULE)
    on_step("making the home: accounts, parties")
    found_home(
        administrator="administrator",
        accounts={
            "documenter": ["documenter"],
            "reviewer": ["reviewer"],
            "analyst": ["analyst", "publisher"],
        },
    )
    documenter, reviewer, analyst = (account_named(name) for name in ("documenter", "reviewer", "analyst"))
    on_step("recording places, parties in control, sources under aliases, facilities")
    world = record_world(documenter, facts)
    done = 0

    def on_incident() -> None:
        nonlocal done
        done += 1
        on_step(f"recording attacks and reviewing each by a second person: {done} of {len(facts.incidents)}")

    incidents = record_incidents(documenter, reviewer, facts, world, on_incident=on_incident)
    on_step("taking the snapshot")
    taken = take_snapshot(analyst, folder=home / "snapshots", rule=RULE, name=SNAPSHOT)
    snapshot = Snapshot.open(taken.folder)
    on_step("counting the published numbers again")
    checked = check_published(snapshot, facts.published, rule)
    source = _report_source(home)
    register_report(analyst, source.name)
    built = build_report(
        source,
        snapshot=snapshot,
        output=output,
        rule=rule,
        progress=lambda s: on_step(f"report: {s}"),
    )
    on_step("walking the ledger")
    audit = audit_ledger()
    return Demonstrated(home, taken.folder, len(incidents), checked, audit, built, output)


def _report_source(home: Path) -> Path:
    """Copy the demo's report into the home, where people can edit it and build it again."""
    folder = home / "reports" / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    with resources.as_file(resources.files("tawthiq.demo")) as shipped:
        shutil.copytree(shipped / "report", folder, ignore=shutil.ignore_patterns("__*"))
    return folder
