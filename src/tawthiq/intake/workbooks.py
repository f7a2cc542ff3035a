"""Check an Excel workbook before any program opens it: sizes true and bounded, no value missing.

The reader used (calamine) unpacks members and lays a sheet out as one block in memory, trusts the directory
of the ZIP file, and gives error cells and formulas never computed as blanks. So all that is checked first.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tawthiq.domain.errors import InvalidFile
from tawthiq.intake.table import Limits

CHUNK = 1 << 20
OVERLAP = 1 << 15
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,4})(\d{1,10})["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b(?=[^>]*\st\s*=\s*["']e["'])[^>]*?\sr\s*=\s*["']([A-Z]+)(\d+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']([A-Z]+)(\d+)["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f\s*>)\s*</(?:\w+:)?c\s*>"""
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class SheetScan:
    """What a pass over the XML of one sheet finds."""

    rows: int = 0
    columns: int = 0
    faults: dict[int, str] = field(default_factory=dict)
    """For a row number, the first of its cells whose value is not in the file."""


def _unpacked(path: Path, name: str, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give a member's bytes; refuse it when it unpacks to any other size than the directory states."""
    wrong = InvalidFile(f"{name} is damaged: a part of it does not unpack to the size that it states.")
    if member.header_offset < 0:
        raise wrong
    with path.open("rb") as file:
        file.seek(member.header_offset)
        head = file.read(_LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
            raise wrong
        file.seek(sum(_LOCAL_HEADER.unpack(head)[-2:]), 1)
        left, size = member.compress_size, 0
        unpacker = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
        while left > 0 and (packed := file.read(min(CHUNK // 16, left))):
            left -= len(packed)
            while packed:
                try:
                    data = packed if unpacker is None else unpacker.decompress(packed, CHUNK)
                except zlib.error:
                    raise wrong from None
                packed = b"" if unpacker is None else unpacker.unconsumed_tail
                size += len(data)
                if size > member.file_size:
                    raise wrong
                yield data
        if size != member.file_size or (unpacker is not None and not unpacker.eof):
            raise wrong


def _check_directory(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.workbook_members:
        raise InvalidFile(f"{name} has {len(members):,} parts; at most {limits.workbook_members:,} are read.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.workbook_bytes:
        raise InvalidFile(
            f"{name} would unpack to {unpacked:,} bytes; at most {limits.workbook_bytes:,} are read. "
            "Save the sheet as CSV, or split it."
        )
    for member in members:
        if member.flag_bits & 1:
            raise InvalidFile(f"{name} is protected by a password. Save it without one.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InvalidFile(f"{name} is packed in an unusual way. Pack or save it anew.")
        packed = max(member.compress_size, 1)
        if member.file_size > limits.ratio_applies_from and member.file_size > packed * limits.workbook_ratio:
            raise InvalidFile(
                f"{name} holds a part of {packed:,} bytes that unpacks to {member.file_size:,}: more than "
                f"{limits.workbook_ratio} to one. It is not read. If it is a real list, save it as CSV."
            )


def check_zip(path: Path, *, name: str, limits: Limits) -> tuple[str, ...]:
    """Return the names of the members; refuse a ZIP file that unpacks beyond the limits, or otherwise than stated."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        raise InvalidFile(f"{name} cannot be read: its ZIP directory is broken.") from None
    _check_directory(name, members, limits)
    for member in members:
        for _ in _unpacked(path, name, member):
            pass
    return tuple(member.filename for member in members)


def check_workbook(path: Path, *, name: str, limits: Limits) -> None:
    """Refuse a workbook that is none, is protected, or unpacks beyond the limits; reads every part once."""
    if "xl/workbook.xml" not in map(str.lower, check_zip(path, name=name, limits=limits)):
        raise InvalidFile(f"{name} is a ZIP file but no Excel workbook (.xlsx).")


def _small_xml(path: Path, name: str, members: dict[str, zipfile.ZipInfo], part: str) -> ElementTree.Element:
    member = members.get(part.lower())
    if member is None or member.file_size > CHUNK:
        raise InvalidFile(f"{name} lacks a part that every workbook has. Save it anew from Excel.")
    text = b"".join(_unpacked(path, name, member))
    try:
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise InvalidFile(f"{name} declares entities, which a workbook never does. It is not read.")
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise InvalidFile(f"{name} is damaged: its list of sheets cannot be read.") from None


def _sheet_member(path: Path, name: str, sheet: str) -> zipfile.ZipInfo | None:
    with zipfile.ZipFile(path) as archive:
        members = {member.filename.lower(): member for member in archive.infolist()}
    book = _small_xml(path, name, members, "xl/workbook.xml")
    relations = _small_xml(path, name, members, "xl/_rels/workbook.xml.rels")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for found in book.iter():
        if found.tag.endswith("}sheet") and found.get("name") == sheet:
            target = targets.get(found.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            return members.get(posixpath.normpath(part).lower())
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _scan_chunk(scan: SheetScan, text: bytes) -> None:
    found = _REFERENCE.findall(text)
    scan.rows = max(scan.rows, max(map(int, {digits for _, digits in found}), default=0))
    scan.columns = max(scan.columns, max(map(_column, {letters for letters, _ in found}), default=0))
    if b'"e"' in text or b"'e'" in text:
        for letters, digits in _ERROR.findall(text):
            cell = (letters + digits).decode()
            scan.faults.setdefault(int(digits), f"Cell {cell} is an error such as #REF!. Mend it in Excel.")
    if _FORMULA.search(text) is None:
        return
    for letters, digits in _UNCOMPUTED.findall(text):
        cell = (letters + digits).decode()
        scan.faults.setdefault(
            int(digits),
            f"Cell {cell} is a formula whose result is not in the file. Open and save it in Excel, or put in "
            "the value.",
        )


def scan_sheet(path: Path, *, name: str, sheet: str, limits: Limits) -> SheetScan:
    """Find how far a sheet reaches and which cells have no value to read; refuse one that reaches too far."""
    scan = SheetScan()
    member = _sheet_member(path, name, sheet)
    if member is None:
        raise InvalidFile(f"{name} is damaged: the sheet it lists is not in it.")
    kept = b""
    for data in _unpacked(path, name, member):
        text = kept + data
        _scan_chunk(scan, text)
        kept = text[-OVERLAP:]
        if scan.rows * scan.columns > limits.workbook_cells or scan.columns > 16_384:
            raise InvalidFile(
                f"{name} has a cell in row {scan.rows:,}, column {scan.columns:,}: too far out to read. "
                "Delete the cells outside the table, or save the sheet as CSV."
            )
        if len(scan.faults) > limits.faulty_cells:
            raise InvalidFile(
                f"{name} has over {limits.faulty_cells:,} cells without a value. Mend it in Excel."
            )
    return scan
