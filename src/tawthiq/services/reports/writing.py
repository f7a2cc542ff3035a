"""Begin a report, take one up that lies in the home, save its text: every saved version is kept, none is overwritten.

1. A save names the digest of the text it was made from; where another text lies there by now, it is refused.
2. What lay there, and what takes its place, are kept under their digests before anything is replaced.
3. The record and its ledger entry are written, then the file is replaced, in one transaction.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from tawthiq.config.opened import opened_home
from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.refusals import refusal
from tawthiq.domain.rules import refuse_report_name
from tawthiq.queries.reports import VERSIONS, folder_of, report_named
from tawthiq.records.accounts.models import Account
from tawthiq.records.releases.models import Report
from tawthiq.reports.source import LARGEST, SOURCE_NAMES
from tawthiq.services.asking import require_allowed, require_valid
from tawthiq.services.writing import writing

LANGUAGES: Final = ("en", "ar")


def create_report(
    actor: Account, name: str, *, title_en: str, title_ar: str, at: datetime | None = None
) -> Report:
    """Begin a report in both languages from the template, in a folder of its own under the home's reports."""
    require_allowed(actor, "write-report")
    require_valid(refuse_report_name(name))
    titles = {"en": title_en.strip(), "ar": title_ar.strip()}
    if not all(titles.values()):
        raise InvalidValue("The report needs a title in each language. Write both.")
    day = (at or datetime.now(UTC)).date().isoformat()
    texts = {f"report.{language}.md": _begun(language, titles[language], day) for language in LANGUAGES}
    folder = opened_home().reports / name
    _refuse_taken(name, folder)
    part = folder.parent / f".{name}.{secrets.token_hex(4)}.part"
    try:
        for file, content in texts.items():
            _keep_version(part, content)
            (part / file).write_bytes(content)
        with writing(actor, action="report begun", reason=name, at=at) as write:
            _refuse_taken(name, folder)
            report = write.add(Report(name=name, files=_digests(texts), desk=actor.desk))
            part.rename(folder)
        return report
    finally:
        shutil.rmtree(part, ignore_errors=True)


def register_report(actor: Account, name: str, *, at: datetime | None = None) -> Report:
    """Take up a report whose folder lies in the home's reports already, for the actor's desk."""
    require_allowed(actor, "write-report")
    require_valid(refuse_report_name(name))
    folder = opened_home().reports / name
    texts = {file: (folder / file).read_bytes() for file in SOURCE_NAMES if (folder / file).is_file()}
    if not texts:
        raise NotFound(f"reports/{name} holds no report. Put report.en.md or report.ar.md there.")
    if Report.objects.filter(name=name).exists():
        raise InvalidValue(f"The report {name} was taken up before. Nothing was changed.")
    for content in texts.values():
        _keep_version(folder, content)
    with writing(actor, action="report begun", reason=name, at=at) as write:
        return write.add(Report(name=name, files=_digests(texts), desk=actor.desk))


def save_report(
    actor: Account, name: str, file: str, text: str, *, opened_digest: str, at: datetime | None = None
) -> tuple[str, bool]:
    """Save a text of a report; return its digest and whether anything was saved: an unchanged text makes no version.

    Raises Refused (report-changed) where another text lies there than the one that was opened.

    `opened_digest` is the SHA-256 of the text that was opened for change, empty for a file that is not there yet.
    """
    require_allowed(actor, "write-report")
    if file not in SOURCE_NAMES:
        raise InvalidValue(f"A report's text is named {', '.join(SOURCE_NAMES)}.")
    content = _checked(text)
    digest = _digest(content)
    report = report_named(actor, name)
    folder = folder_of(report)
    if _read(folder / file) == content:
        return digest, False
    with writing(actor, action="report saved", reason=f"{name}/{file} {digest}", at=at) as write:
        report.refresh_from_db()
        lies = _read(folder / file)
        if ("" if lies is None else _digest(lies)) != opened_digest:
            raise refusal("report-changed").as_error()
        if lies is not None:
            _keep_version(folder, lies)
        _keep_version(folder, content)
        write.change(report, expected_version=report.version, files={**report.files, file: digest})
        _replace(folder / file, content)
    return digest, True


def _checked(text: str) -> bytes:
    """Return the text as it is kept: UTF-8, lines ended by a line feed, one at the end."""
    if "\0" in text:
        raise InvalidValue("The text holds a NUL character. Remove it.")
    try:
        content = (text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n").encode()
    except UnicodeEncodeError as error:
        raise InvalidValue("The text holds half a character (a lone surrogate). Type it anew.") from error
    if len(content) > LARGEST:
        raise InvalidValue(f"The text is larger than {LARGEST // 1_000_000} MB. Split the report.")
    return content


def _begun(language: str, title: str, day: str) -> bytes:
    template = resources.files("tawthiq.services.reports").joinpath(f"new.{language}.md")
    home = opened_home()
    values = {"title": _quoted(title), "organisation": _quoted(home.organisation or "—"), "day": day}
    return Template(template.read_text(encoding="utf-8")).substitute(values).encode()


def _quoted(text: str) -> str:
    """Write a text as YAML in quotation marks; braces are no call there."""
    return json.dumps(text.replace("{{", "{ {").replace("\n", " "), ensure_ascii=False)


def _refuse_taken(name: str, folder: Path) -> None:
    if folder.exists() or Report.objects.filter(name=name).exists():
        require_valid(refusal("report-name-taken"))


def _digests(texts: Mapping[str, bytes]) -> dict[str, str]:
    return {file: _digest(content) for file, content in texts.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _keep_version(folder: Path, content: bytes) -> None:
    """Keep a text under its digest, whole or not at all; one that is kept already is left."""
    kept = folder / VERSIONS
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / f"{_digest(content)}.md"
    if not path.exists():
        _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
