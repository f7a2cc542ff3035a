"""Reports that an actor may read: their texts as they lie, every version, a preview with its proofs, their builds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from tawthiq.config.opened import opened_home
from tawthiq.domain.errors import NotFound
from tawthiq.domain.refusals import ensure
from tawthiq.domain.rules import refuse_role
from tawthiq.queries.figures.asked import Asked
from tawthiq.queries.snapshots import SnapshotLine, open_readable
from tawthiq.queries.testimony import accounts_not_to_quote
from tawthiq.queries.visibility import NOT_THERE, visible_to
from tawthiq.reading.files import text_of
from tawthiq.reading.findings import Finding
from tawthiq.reading.proofread import proofread
from tawthiq.records.accounts.models import Account
from tawthiq.records.ledger.models import Change
from tawthiq.records.releases.models import Report
from tawthiq.reports.assemble import Assembled, assemble
from tawthiq.reports.counting import CountedCell, Figure, Figures
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Facts
from tawthiq.reports.fragment import fragment_of
from tawthiq.reports.ruling import rule_of
from tawthiq.reports.source import SOURCE_NAMES, source_of
from tawthiq.reports.taken_back import TakenBack
from tawthiq.vocab import rule_names

VERSIONS: Final = ".versions"
"""The folder within a report's that keeps every saved text under its digest."""

BUILDS: Final = "builds"
"""The folder within a report's that holds what was built."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list."""

    name: str
    code: str
    files: tuple[str, ...]
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text of a report as it lies: its digest is what a save must name."""

    file: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Version:
    """One saved version of a text: who saved it, when; `kept` says whether its text is still there."""

    file: str
    digest: str
    saved_at: str
    saved_by: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One figure of a preview: its number, its call, its bounds; `asked` finds its records, None where no page can."""

    number: str
    call: str
    minimum: int
    maximum: int | None
    records: int
    asked: Asked | None
    keys: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A text put together as a page's piece, with its proofs and what an editor should look at."""

    html: str
    proofs: tuple[Proof, ...]
    notices: tuple[str, ...]
    rule_label: str
    snapshot: SnapshotLine


def reports_of(actor: Account) -> list[ReportLine]:
    """Return the reports that the actor may read, the last changed first."""
    if refuse_role(actor.roles, "write-report") is not None:
        return []
    rows = visible_to(actor, Report).select_related("updated_by").order_by("-updated_at", "name")
    return [
        ReportLine(row.name, row.code, tuple(sorted(row.files)), row.updated_at, row.updated_by.username)
        for row in rows
    ]


def report_named(actor: Account, name: str) -> Report:
    """Return a report's record by name; NotFound where it is not there or not theirs. For services."""
    ensure(refuse_role(actor.roles if actor.is_active else [], "write-report"))
    found = visible_to(actor, Report).filter(name=name).first()
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def folder_of(report: Report) -> Path:
    """Return the folder of a report."""
    return opened_home().reports / report.name


def texts_of(actor: Account, name: str) -> list[SourceText]:
    """Return the texts of a report as they lie now."""
    folder = folder_of(report_named(actor, name))
    found = []
    for file in SOURCE_NAMES:
        if (folder / file).is_file():
            content = (folder / file).read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            found.append(SourceText(file, content.decode("utf-8", "replace"), digest))
    return found


def versions_of(actor: Account, name: str) -> list[Version]:
    """Return every saved version of a report's texts as the ledger knows them, the newest first."""
    report = report_named(actor, name)
    folder = folder_of(report) / VERSIONS
    names = dict(Account.objects.values_list("pk", "username"))
    found: list[Version] = []
    before: Mapping[str, str] = {}
    changes = (
        Change.objects.filter(record_id=report.pk).select_related("entry").order_by("version", "entry_id")
    )
    for change in changes:
        files = json.loads(change.state)["files"]
        for file, digest in sorted(files.items()):
            if before.get(file) != digest:
                kept = (folder / f"{digest}.md").is_file()
                by = names.get(change.entry.actor, "")
                found.append(Version(file, digest, change.entry.recorded_at, by, kept))
        before = files
    return found[::-1]


def version_text(actor: Account, name: str, digest: str) -> str:
    """Return a kept text of a report by its digest."""
    folder = folder_of(report_named(actor, name))
    path = folder / VERSIONS / f"{digest}.md"
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        raise NotFound(NOT_THERE)
    return path.read_bytes().decode("utf-8", "replace")


def built_file(actor: Account, name: str, build: str, file: str) -> Path:
    """Return a file of a build; NotFound for anything that is not one."""
    folder = folder_of(report_named(actor, name)) / BUILDS
    listed = {path.name: path for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else {}
    files = {path.name: path for path in listed[build].iterdir() if path.is_file()} if build in listed else {}
    if build.startswith(".") or file not in files:
        raise NotFound(NOT_THERE)
    return files[file]


def preview_of(actor: Account, name: str, file: str, text: str, *, snapshot_name: str) -> Preview:
    """Put a text together as its report would be, saved or not; errors begin with their file and line."""
    line, assembled = _assembled(actor, name, file, text, snapshot_name)
    edition = assembled.edition
    proofs = tuple(_proof(figure, edition) for figure in edition.figures.asked.values())
    return Preview(fragment_of(assembled), proofs, tuple(edition.notices), edition.figures.rule.label, line)


def findings_of(
    actor: Account, name: str, file: str, text: str, *, snapshot_name: str
) -> tuple[Finding, ...]:
    """Proofread a text as it would be printed: sums, dates, shares, citations."""
    _, assembled = _assembled(actor, name, file, text, snapshot_name)
    page = f"<html><body>{fragment_of(assembled)}</body></html>"
    return proofread(text_of(page.encode(), "preview.html")).findings


def taken_back(*, on: date) -> TakenBack:
    """Return the accounts that may not be quoted on a day, whatever a snapshot allowed."""
    return TakenBack.of(accounts_not_to_quote(on=on))


def _assembled(
    actor: Account, name: str, file: str, text: str, snapshot_name: str
) -> tuple[SnapshotLine, Assembled]:
    folder = folder_of(report_named(actor, name))
    line, snapshot = open_readable(actor, snapshot_name)
    if file not in SOURCE_NAMES:
        raise NotFound(NOT_THERE)
    source = source_of(text.encode("utf-8", "replace"), file, folder)
    rule = rule_of(source)
    now = taken_back(on=datetime.now(UTC).date())
    with snapshot.lock:  # what was counted and read once stays with the opened snapshot
        looked = snapshot.memo.setdefault(f"looked {rule.label} {hash(rule)}", {})
        facts = snapshot.memo.setdefault("facts", Facts(snapshot))
    return line, assemble(Edition(source, Figures(snapshot, rule, looked=looked), facts, taken_back=now))


def _proof(figure: Figure, edition: Edition) -> Proof:
    question = figure.question
    period = question.period
    by = question.by
    rule = edition.figures.rule
    asked = Asked(
        measure=question.measure, of=question.of or "", rows=by[0] if by else "",
        columns=by[1] if len(by) > 1 else "", filters=dict(question.where),
        first=period.first if period else None, last=period.last if period else None,
        inside=period.inside if period else "certainly", rule=rule.id,
    )  # fmt: skip
    many = len(figure.cells) > 1
    return Proof(
        figure.number, str(question), figure.minimum, _highest(figure.cells),
        len({record for cell in figure.cells for record in cell.record_ids}),
        asked if len(by) <= 2 and rule.id in rule_names() else None,
        tuple(_keys(cell) for cell in figure.cells) if many else (),
    )  # fmt: skip


def _highest(cells: tuple[CountedCell, ...]) -> int | None:
    upper = [cell.maximum for cell in cells]
    return None if None in upper else sum(number for number in upper if number is not None)


def _keys(cell: CountedCell) -> tuple[str, ...]:
    """Write a cell's codes as the page of records takes them."""
    return tuple("-" if code == "None" else code for code in cell.codes)
