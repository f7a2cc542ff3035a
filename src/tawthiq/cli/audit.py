"""tawthiq audit: walk the ledger, hold every record, blob and token of trusted time against it; name what fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.passphrases import opened_vault
from tawthiq.config.home import Home
from tawthiq.config.trust import authorities_of
from tawthiq.domain.errors import FaultsFound
from tawthiq.queries.anchors import AnchorCheck, check_anchors
from tawthiq.queries.audit import AuditResult, audit_ledger, ledger_length
from tawthiq.services.evidence.anchoring import anchor_head
from tawthiq.services.evidence.fixity import FULL, FixityOutcome, check_fixity


@click.command("audit")
@click.option("--fixity", is_flag=True, help="Read the vault again against the hashes; needs its passphrase.")
@click.option("--share", "days", type=click.IntRange(1), default=FULL,
              help="With --fixity: read the share of today, so that all is read once in so many days.")  # fmt: skip
@click.option("--anchor", is_flag=True, help="Then have the ledger's head sealed in time by the authorities.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def command(fixity: bool, days: int, anchor: bool, form: str, username: str | None) -> None:
    """Check every entry, every record and every seal of time; exit 1 where anything was changed unseen."""
    home = this_home()
    result = _walk(form)
    anchors = check_anchors(authorities_of(home))
    read = _read_vault(home, username, days, form) if fixity else None
    faults = [*result.faults, *(one.fault for one in anchors if one.fault), *_fixity_faults(read)]
    sealed = [] if faults or not anchor else _seal(home, username)
    _report(result, anchors, read, faults, sealed, form)
    if faults:
        raise FaultsFound(
            f"The audit found faults ({len(faults)}): keep a copy of this database and vault before any repair."
        )


def _walk(form: str) -> AuditResult:
    columns = (TextColumn("auditing"), BarColumn(), MofNCompleteColumn(), TextColumn("entries"))
    with Progress(*columns, transient=True, disable=form == "json") as bar:
        task = bar.add_task("", total=ledger_length())
        return audit_ledger(on_entry=lambda walked: bar.update(task, completed=walked))


def _read_vault(home: Home, username: str | None, days: int, form: str) -> FixityOutcome:
    actor, vault = acting_account(username, "audit-ledger"), opened_vault(home)
    columns = (TextColumn("reading the vault"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=form == "json") as bar:
        task = bar.add_task("")
        return check_fixity(
            actor, vault, days=days, on=datetime.now(UTC).date(),
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )  # fmt: skip


def _fixity_faults(read: FixityOutcome | None) -> list[str]:
    if read is None:
        return []
    return [f"{one.kind}: {', '.join(one.codes)} ({one.sha256}): {one.finding}" for one in read.faults]


def _seal(home: Home, username: str | None) -> list[str]:
    actor = acting_account(username, "audit-ledger")
    return [
        f"entry {anchor.sequence} sealed by {anchor.authority} at {anchor.sealed_at:%Y-%m-%d %H:%M:%S} UTC"
        for anchor in anchor_head(actor, authorities_of(home))
    ]


def _report(
    result: AuditResult,
    anchors: list[AnchorCheck],
    read: FixityOutcome | None,
    faults: list[str],
    sealed: list[str],
    form: str,
) -> None:
    if form == "json":
        said: dict[str, Any] = {"entries": result.entries, "changes": result.changes, "head": result.head,
                                "anchors": len(anchors), "faults": faults, "sealed": sealed}  # fmt: skip
        if read is not None:
            said["fixity"] = {"recorded": read.recorded, "checked": read.checked, "bytes": read.read_bytes,
                              "unrecorded": read.unrecorded}  # fmt: skip
        click.echo(json.dumps(said))
        return
    for fault in faults:
        click.echo(f"FAULT: {fault}")
    click.echo(f"{result.entries} entries, {result.changes} changes walked. Head: {result.head or 'none'}")
    if anchors:
        held = [one for one in anchors if not one.fault]
        click.echo(
            f"{len(held)} of {len(anchors)} seals of time hold" + (f"; the last: {held[-1]}" if held else "")
        )
    if read is not None:
        click.echo(f"{read.checked} of {read.recorded} contents read again, {read.read_bytes} bytes.")
        if read.unrecorded:
            click.echo(f"{read.unrecorded} blobs belong to no record: left by steps never acknowledged, or destroyed "
                       "items whose removal was cut short.")  # fmt: skip
    for words in sealed:
        click.echo(words)
