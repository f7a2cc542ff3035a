"""Read a report's folder: one Markdown file per language, its front matter and its calls; refuses what it cannot read.

The text goes to pandoc with a placeholder in the place of every call, so that neither what a call prints nor what
stands in the records is ever parsed as Markdown.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.reports.calls import Call, calls_in
from tawthiq.reports.harmless import refuse_active
from tawthiq.reports.pandoc import markdown_to_tree
from tawthiq.reports.places import SourcePlace, line_of
from tawthiq.reports.tree import Node, plain_text
from tawthiq.vocab import Language

OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
_LITERAL: Final = "\ue002"
LANGUAGES: Final = get_args(Language)
LARGEST: Final = 5_000_000
_NOT_TEXT: Final = re.compile("[\ue000-\uf8ff\0]")
SOURCE_NAMES: Final = ("report.md", "report.en.md", "report.ar.md")
"""The names under which a report's text may lie in its folder."""

FRONT: Final = {
    "title": "text", "subtitle": "text", "organisation": "text", "date": "date", "period": "period",
    "zone": "text", "places": "list", "snapshot": "text", "rule": "text", "language": "text",
    "numbers": "digits|words", "digits": "latin|arabic", "conflict": "international|non-international",
    "number_sections": "yes|no", "label": "text", "description": "text", "licence": "text", "contact": "text",
}  # fmt: skip
"""What a report's front matter may say, and as what."""


@dataclass(frozen=True, slots=True)
class Front:
    """A report's front matter, checked."""

    title: tuple[Node, ...]
    subtitle: tuple[Node, ...]
    day: date
    period: tuple[date, date] | None
    language: Language
    texts: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()

    def text(self, name: str, default: str = "") -> str:
        """Return a value of the front matter that is plain text."""
        return self.texts.get(name, default)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """One language of a report: its front matter, its tree with placeholders, and the calls they stand for."""

    file: str
    folder: Path
    text: str
    front: Front
    blocks: tuple[Node, ...]
    calls: tuple[Call, ...]
    literals: tuple[str, ...]

    def place_of(self, needle: str) -> SourcePlace:
        """Find the line on which a text first stands; line 1 when it does not."""
        at = self.text.find(needle)
        return SourcePlace(self.file, line_of(self.text, at) if at >= 0 else 1)


def source_files(folder: Path) -> tuple[Path, ...]:
    """Find the Markdown files of a report: report.md, or report.en.md and report.ar.md."""
    if not folder.is_dir():
        raise NotFound(f"{folder} is no folder. A report is a folder that holds report.md.")
    found = [folder / f"report.{language}.md" for language in LANGUAGES]
    found = [path for path in [folder / "report.md", *found] if path.is_file()]
    if not found:
        raise NotFound(
            f"{folder} holds no report. Write report.md, or report.en.md and report.ar.md for both languages."
        )
    return tuple(found)


def read_source(path: Path) -> ReportSource:
    """Read one Markdown file of a report."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFile(f"{path.name} cannot be read: {error.strerror}.") from error
    return source_of(content, path.name, path.parent)


def source_of(content: bytes, file: str, folder: Path) -> ReportSource:
    """Read the content of one Markdown file of a report, be it saved in its folder yet or not."""
    text = _text_of(content, file)
    replaced, calls, literals = _with_placeholders(text, file)
    toml, body = _front_of_toml(replaced, file)
    tree = markdown_to_tree(body, file)
    refuse_active(tree["blocks"], text, file, literals)
    given = _titles_of_toml(toml) if toml is not None else _meta(tree["meta"])
    front = _front(given, file, text)
    return ReportSource(file, folder, text, front, tuple(tree["blocks"]), tuple(calls), tuple(literals))


def _text_of(content: bytes, file: str) -> str:
    if len(content) > LARGEST:
        raise InvalidFile(f"{file} is larger than {LARGEST // 1_000_000} MB. Split the report.")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise InvalidFile(
            f"{file} is not UTF-8 text (byte {error.start}). Save it with the encoding UTF-8."
        ) from error
    found = _NOT_TEXT.search(text)
    if found is not None:
        place = SourcePlace(file, line_of(text, found.start()))
        raise place.error(f"Found the character U+{ord(found.group()):04X}, which no text needs. Delete it.")
    return text


def _with_placeholders(text: str, file: str) -> tuple[str, list[Call], list[str]]:
    parts: list[str] = []
    calls: list[Call] = []
    literals: list[str] = []
    at = 0
    for found in calls_in(text, file):
        parts.append(text[at : found.start] + f"{OPEN}{len(calls)}{CLOSE}")
        calls.append(found.call)
        literals.append(text[found.start : found.end])
        at = found.end
    parts.append(text[at:])
    return "".join(parts).replace("\\{{", "{{"), calls, literals


def _front_of_toml(text: str, file: str) -> tuple[dict[str, Any] | None, str]:
    if not text.startswith("+++\n"):
        return None, text
    end = text.find("\n+++\n", 3)
    if end < 0:
        raise SourcePlace(file, 1).error(
            "The front matter begins with +++ and never ends. Close it with +++."
        )
    try:
        return tomllib.loads(text[4 : end + 1]), text[end + 5 :]
    except tomllib.TOMLDecodeError as error:
        raise SourcePlace(file, 1).error(f"The front matter is not valid TOML: {error}.") from error


def _titles_of_toml(given: dict[str, Any]) -> dict[str, Any]:
    return {
        key: list(map(str, value)) if isinstance(value, list) else value if isinstance(value, bool) else str(value)
        for key, value in given.items()
    }  # fmt: skip


def _meta(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _meta_value(value) for key, value in meta.items()}


def _meta_value(value: Any) -> Any:
    kind, content = value["t"], value.get("c")
    if kind == "MetaList":
        return [_meta_value(item) for item in content]
    if kind in ("MetaBool", "MetaString"):
        return content
    if kind == "MetaMap":
        return {key: _meta_value(item) for key, item in content.items()}
    return plain_text(content)


def _front(given: Mapping[str, Any], file: str, text: str) -> Front:
    place = SourcePlace(file, 1)
    for key, value in given.items():
        at = SourcePlace(file, next((n for n, s in enumerate(text.split("\n"), 1) if s.startswith(key)), 1))
        if key not in FRONT:
            near = difflib.get_close_matches(key, FRONT, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"It may hold: {', '.join(FRONT)}."
            raise at.error(f"The front matter holds '{key[:40]}', which a report does not know. {hint}")
        _check_front(key, value, at)
    for key in ("title", "date"):
        if not given.get(key):
            raise place.error(f"The front matter has no {key}. Write '{key}:' between the lines of ---.")
    texts = {
        key: ("yes" if value is True else "no" if value is False else value)
        for key, value in given.items()
        if not isinstance(value, list)
    }
    return Front(
        title=({"t": "Str", "c": texts["title"]},),
        subtitle=({"t": "Str", "c": texts["subtitle"]},) if "subtitle" in texts else (),
        day=date.fromisoformat(texts["date"]),
        period=_period(texts["period"], place) if "period" in texts else None,
        language=_language(file, texts.get("language"), place),
        texts=texts,
        places=tuple(given.get("places", ())),
    )


def _check_front(key: str, value: Any, place: SourcePlace) -> None:
    expected = FRONT[key]
    if expected == "list":
        if not isinstance(value, list):
            raise place.error(f'\'{key}\' must be a list. Write it as ["Idlib", "Hama"].')
    elif isinstance(value, (list, dict)):
        raise place.error(f"'{key}' must be one text, not a list.")
    elif expected == "date":
        _date(str(value), place)
    elif "|" in expected:
        shown = {True: "yes", False: "no"}.get(value, value)
        if shown not in expected.split("|"):
            raise place.error(
                f"Found '{str(value)[:40]}' for {key}, expected {' or '.join(expected.split('|'))}."
            )


def _date(text: str, place: SourcePlace) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise place.error(f"Found '{text[:40]}', expected a date that exists, as in 2019-07-31.") from error


def _period(text: str, place: SourcePlace) -> tuple[date, date]:
    first, slash, last = text.partition("/")
    if not slash:
        raise place.error(f"Found the period '{text[:40]}', expected two days, as in 2019-04-26/2019-07-27.")
    period = _date(first.strip(), place), _date(last.strip(), place)
    if period[0] > period[1]:
        raise place.error(f"The period ends on {period[1]}, before it begins on {period[0]}. Swap the two.")
    return period


def _language(file: str, stated: str | None, place: SourcePlace) -> Language:
    named = next((language for language in LANGUAGES if file.endswith(f".{language}.md")), None)
    if stated is not None and stated not in LANGUAGES:
        raise place.error(f"Found the language '{stated[:20]}', expected {' or '.join(LANGUAGES)}.")
    if named and stated and named != stated:
        raise place.error(f"The file's name says '{named}', its front matter '{stated}'. Make them agree.")
    found: Language = "ar" if "ar" in (named, stated) else "en"
    return found
