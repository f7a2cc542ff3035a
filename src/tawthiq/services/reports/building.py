"""Build a report as background work: every format from one snapshot, into a folder of the build's own, with digests."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.reports import BUILDS, folder_of, report_named, taken_back
from tawthiq.queries.snapshots import open_readable
from tawthiq.records.accounts.models import Account
from tawthiq.reports import FORMATS, build_report
from tawthiq.reports.ruling import rule_of
from tawthiq.reports.source import read_source, source_files
from tawthiq.services.jobs.values import Arguments, Progress

EVERYTHING: Final = "everything.zip"
"""All files of a build in one: pages with their fonts, documents, the data folder."""

STEPS: Final = {"reading": 1, "counting": 2, "writing": 3}


def check_build(actor: Account, arguments: Arguments) -> None:
    """Refuse a report or snapshot that is not the actor's to see, and formats that there are not."""
    report_named(actor, str(arguments.get("report", "")))
    open_readable(actor, str(arguments.get("snapshot", "")))
    _formats(arguments)


def run_build(actor: Account, job_id: str, arguments: Arguments, progress: Progress) -> dict[str, Any]:
    """Build the report as it is saved now; a build begun anew replaces what the first attempt left."""
    report = report_named(actor, str(arguments["report"]))
    line, snapshot = open_readable(actor, str(arguments["snapshot"]))
    folder = folder_of(report)
    part, output = folder / BUILDS / f".{job_id}.part", folder / BUILDS / job_id
    for left in (part, output):
        shutil.rmtree(left, ignore_errors=True)
    files = source_files(folder)
    said = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    try:
        built = build_report(
            folder, snapshot=snapshot, output=part, formats=_formats(arguments), rule=rule_of(read_source(files[0])),
            progress=lambda step: _tell(progress, step),
            taken_back=taken_back(on=datetime.now(UTC).date()),
        )  # fmt: skip
        _pack(part)
        part.rename(output)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return {
        "report": report.name, "snapshot": line.name, "snapshot_id": line.id, "sources": said,
        "figures": len(built.figures), "notices": list(built.notices), "files": _listed(output),
    }  # fmt: skip


def _formats(arguments: Arguments) -> Sequence[str]:
    asked = tuple(arguments.get("formats") or FORMATS)
    if unknown := sorted(set(asked) - set(FORMATS)):
        raise InvalidValue(f"There is no format {', '.join(unknown)}. There are: {', '.join(FORMATS)}.")
    return asked


def _tell(progress: Progress, step: str) -> None:
    word = step.split()[0].rstrip(":")
    progress(word, STEPS.get(word, 3), len(STEPS))


def _pack(folder: Path) -> None:
    """Put all files into one archive, whose times are none, so that the same build gives the same bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(folder / EVERYTHING, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            about = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, path.read_bytes())


def _listed(folder: Path) -> list[dict[str, Any]]:
    """List the files that are handed out one by one."""
    return [
        {
            "name": path.name,
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.iterdir())
        if path.is_file()
    ]
