"""Read CSV and JSON lines as streams: memory stays bounded, bytes not of the encoding are refused."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from tawthiq.domain.errors import InvalidFile
from tawthiq.intake.table import Limits, Row

HEAD = 1 << 16
DELIMITERS = (",", ";", "\t", "|")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What may be asked for by name; the marks above are found without asking.
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6", "windows-1252",
)  # fmt: skip
HINT = "If it was saved in another encoding, say which: --encoding windows-1256 for Arabic Windows."


def _asked_encoding(asked: str) -> str:
    wanted = asked.strip().lower().replace("_", "-").replace("cp1256", "windows-1256")
    if wanted not in ENCODINGS:
        raise InvalidFile(f"“{asked[:40]}” is no encoding read here. Choose one of: {', '.join(ENCODINGS)}.")
    return wanted


def find_encoding(name: str, head: bytes, asked: str | None) -> str:
    """Return the encoding: what the byte order mark says, else what was asked, else UTF-8; no guess."""
    marked = next((found for mark, found in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked == "utf-32":
        raise InvalidFile(f"{name} is UTF-32, which is not read. Save it as UTF-8.")
    wanted = None if asked is None else _asked_encoding(asked)
    if marked is not None:
        if wanted is not None and wanted.split("-")[:2] != marked.split("-")[:2]:
            raise InvalidFile(f"{name} says itself that it is {marked}, not {wanted}. Leave out --encoding.")
        return marked
    if wanted is None or wanted.startswith("utf-8"):
        _refuse_binary(name, head)
        return "utf-8"
    if wanted.startswith(("windows", "iso")):
        _refuse_binary(name, head)
        _refuse_utf8_in_disguise(name, head, wanted)
    return wanted


def _refuse_binary(name: str, head: bytes) -> None:
    if b"\x00" not in head:
        return
    at = head.index(b"\x00")
    zeros = head.count(b"\x00") * 3 > len(head)
    advice = "It may be UTF-16: --encoding utf-16-le." if zeros else "It is not a text file."
    raise InvalidFile(f"{name} holds a NUL byte at byte {at}. {advice}")


def _refuse_utf8_in_disguise(name: str, head: bytes, wanted: str) -> None:
    """Every byte is a letter in a Windows code page, so Arabic in UTF-8 would pass as nonsense."""
    try:
        text = codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return
    if sum(not c.isascii() for c in text) >= 4:
        raise InvalidFile(f"{name} is UTF-8, not {wanted}. Leave out --encoding, or say --encoding utf-8.")


def _refuse_encoding(path: Path, name: str, encoding: str) -> NoReturn:
    """Find the first byte that is not of the encoding, and name it."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(HEAD)
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = read - kept + error.start
                raise InvalidFile(
                    f"{name} is not {encoding}: byte {at:,} is 0x{error.object[error.start]:02X}. {HINT}"
                ) from None
            if not chunk:
                raise InvalidFile(f"{name} is not {encoding}. {HINT}")
            read += len(chunk)


class _Lines(Iterator[str]):
    """The physical lines of a text file; refuses a record that grows beyond the limit."""

    def __init__(self, path: Path, *, name: str, encoding: str, limits: Limits) -> None:
        self.path, self.name, self.encoding, self.limits = path, name, encoding, limits
        self.file = path.open(encoding=encoding, errors="strict", newline="")
        self.left = limits.record_characters
        self.number = 0

    def __next__(self) -> str:
        try:
            line = self.file.readline(self.left + 1)
        except UnicodeError:
            _refuse_encoding(self.path, self.name, self.encoding)
        if not line:
            raise StopIteration
        self.number += 1
        self.left -= len(line)
        if self.left < 0:
            raise InvalidFile(
                f"{self.name}, line {self.number}: one row is longer than {self.limits.record_characters:,} "
                "characters. Is a quotation mark left open, or is it not a table?"
            )
        return line

    def begin_record(self) -> None:
        self.left = self.limits.record_characters


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InvalidFile(
                f"{lines.name}, line {lines.number}: {error}. A quotation mark that opens a cell must close "
                "it, and one inside a cell must be doubled."
            ) from None
        lines.begin_record()
        yield record


def _widths(path: Path, *, name: str, encoding: str, delimiter: str, limits: Limits) -> list[int]:
    lines = _Lines(path, name=name, encoding=encoding, limits=limits)
    widths: list[int] = []
    with lines.file:
        for record in _records(lines, delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == 20:
                break
    return widths


def find_delimiter(path: Path, *, name: str, encoding: str, limits: Limits) -> tuple[str, int]:
    """Return the delimiter that splits the first rows most evenly, and how many rows only say which it is."""
    lines = _Lines(path, name=name, encoding=encoding, limits=limits)
    with lines.file:
        first = next(lines, "").strip().lower()
    if len(first) == 5 and first.startswith("sep=") and first[4] in DELIMITERS:
        return first[4], 1
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in DELIMITERS:
        try:
            widths = _widths(path, name=name, encoding=encoding, delimiter=delimiter, limits=limits)
        except InvalidFile:
            continue
        if widths and widths[0] > 1:
            scores[delimiter] = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
    return (max(scores, key=lambda found: scores[found]) if scores else ","), 0


def csv_rows(
    path: Path, *, name: str, encoding: str, delimiter: str | None, limits: Limits
) -> Callable[[], Iterator[Row]]:
    """Return what gives the rows that are not blank; a row is numbered as a spreadsheet shows it."""
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise InvalidFile("A delimiter is one character, such as , ; or |. It is no quotation mark.")
    if delimiter is None:
        split, skipped = find_delimiter(path, name=name, encoding=encoding, limits=limits)
    else:
        split, skipped = delimiter, 0

    def rows() -> Iterator[Row]:
        lines = _Lines(path, name=name, encoding=encoding, limits=limits)
        with lines.file:
            for number, record in enumerate(_records(lines, split), start=1):
                if number > skipped and any(cell.strip() for cell in record):
                    yield Row(number, tuple(record))

    return rows


class _Twice(ValueError):
    """One key stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json_object(line: str) -> dict[str, Any] | str:
    """Read one line; a sentence when it is no object. Numbers stay as they are written."""
    try:
        found = json.loads(
            line, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str
        )
    except _Twice:
        return "A field stands twice in this line. Keep one."
    except RecursionError:
        return "The line is nested too deeply. Write one flat object."
    except ValueError as error:
        at = error.colno if isinstance(error, json.JSONDecodeError) else 1
        return f"The line is no JSON (character {at}). Write one object on each line."
    return found if isinstance(found, dict) else "The line is no object. Write {…} on each line."


def json_columns(path: Path, *, name: str, encoding: str, limits: Limits) -> tuple[str, ...]:
    """Return every field that any line has, in the order of first appearance; reads the file through once."""
    columns: dict[str, None] = {}
    lines = _Lines(path, name=name, encoding=encoding, limits=limits)
    sound = faulty = 0
    with lines.file:
        for line in lines:
            lines.begin_record()
            found = _json_object(line) if line.strip() else {}
            if isinstance(found, dict):
                sound += bool(found)
                columns.update(dict.fromkeys(found))
            else:
                faulty += 1
            if len(columns) > limits.columns or (faulty >= 20 and not sound):
                break
    if not sound:
        raise InvalidFile(f"{name} has no line that is a JSON object. Write one object on each line.")
    return tuple(columns)


def json_rows(
    path: Path, *, name: str, encoding: str, fields: tuple[str, ...], limits: Limits
) -> Callable[[], Iterator[Row]]:
    """Return what gives the header as row 0 and each line by its number."""

    def rows() -> Iterator[Row]:
        yield Row(0, fields)
        lines = _Lines(path, name=name, encoding=encoding, limits=limits)
        with lines.file:
            for line in lines:
                lines.begin_record()
                if not line.strip():
                    continue
                found = _json_object(line)
                if isinstance(found, str):
                    yield Row(lines.number, (line.rstrip("\r\n"),), found)
                elif found:
                    yield Row(lines.number, tuple(_cell(found.get(field)) for field in fields))

    return rows
