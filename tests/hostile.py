"""Files that a reader must refuse or survive: each function writes one; its docstring says what is wrong."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

BIDI_NAME = "Nabil \u202etxt.exe\u202c Testfamily"
HEADER = "external_id,name,date\n"

CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
ROOT_RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="xl/workbook.xml"/></Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Victims" sheetId="1" r:id="rId1"/></sheets></workbook>"""
BOOK_RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
 Target="worksheets/sheet1.xml"/></Relationships>"""
SHEET_BEGIN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def cell(reference: str, text: str) -> str:
    """Write one cell of text as a workbook holds it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(path: Path, rows: str, *, book: str = BOOK) -> Path:
    """Write a workbook of one sheet from the XML of its rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT_RELATIONS)
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK_RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET_BEGIN + rows + SHEET_END)
    return path


def zip_bomb(path: Path, *, megabytes: int = 64) -> Path:
    """A workbook whose sheet unpacks to a thousand times its size, truthfully stated."""
    return workbook(path, " " * (megabytes << 20))


def lying_zip(path: Path, *, megabytes: int = 64) -> Path:
    """A workbook whose directory says that the sheet is small, while it unpacks to many megabytes."""
    workbook(path, " " * (megabytes << 20))
    data = bytearray(path.read_bytes())
    small = struct.pack("<I", 1000)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    true = struct.pack("<I", sheet.file_size)
    at = 0
    while (at := data.find(true, at)) != -1:
        data[at : at + 4] = small
    path.write_bytes(data)
    return path


def far_cell(path: Path) -> Path:
    """A workbook of two cells, the second in the last row and column there can be."""
    rows = f'<row r="1">{cell("A1", "name")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>'
    return workbook(path, rows)


def entities(path: Path) -> Path:
    """A workbook whose list of sheets declares entities that grow a billionfold."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return workbook(path, "", book=f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>{BOOK.split("?>", 1)[1]}')


def uncomputed_formula(path: Path) -> Path:
    """A workbook with a formula whose result was never stored, an error, and one sound row."""
    head = f'<row r="1">{cell("A1", "name")}{cell("B1", "age")}</row>'
    formula = f'<row r="2">{cell("A2", "Sami Example")}<c r="B2"><f>1+1</f></c></row>'
    error = f'<row r="3">{cell("A3", "Rami Example")}<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    sound = f'<row r="4">{cell("A4", "Hani Example")}<c r="B4"><f>1+1</f><v>2</v></c></row>'
    return workbook(path, head + formula + error + sound)


def empty(path: Path) -> Path:
    """A file of no bytes."""
    path.write_bytes(b"")
    return path


def binary(path: Path) -> Path:
    """Bytes of no format, the same at each run."""
    path.write_bytes(zlib.compress(b"tawthiq" * 1000) + bytes(range(256)) * 40)
    return path


def windows_1256(path: Path) -> Path:
    """Arabic in the Windows code page, unmarked; its first foreign byte is byte 24."""
    path.write_bytes((HEADER + "1,").encode() + "سامي مثال".encode("windows-1256") + b",2019-07-05\n")
    return path


def million_columns(path: Path) -> Path:
    """A header of a million columns."""
    path.write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n")
    return path


def long_line(path: Path, *, megabytes: int = 100) -> Path:
    """A sound header, then one line of so many megabytes without an end."""
    with path.open("w") as file:
        file.write(HEADER)
        for _ in range(megabytes):
            file.write("a" * (1 << 20))
    return path


def endless_record(path: Path) -> Path:
    """Short lines that are all one row, for each ends inside quotation marks."""
    path.write_text(HEADER + 'a,"' + '\n","' * 400_000 + '"\n')
    return path


def nul_bytes(path: Path) -> Path:
    """A NUL in a cell beyond the part of the file that is looked at first."""
    path.write_text(HEADER + "1,Sami Example,2019-07-05\n" * 5_000 + "2,Ra\x00mi,2019-07-05\n")
    return path


def deep_json(path: Path) -> Path:
    """One sound line and one nested a hundred thousand times."""
    path.write_text('{"name": "Sami Example"}\n' + "[" * 100_000 + "]" * 100_000 + "\n")
    return path


def truncated_parquet(path: Path) -> Path:
    """Nothing but the marks that begin and end a Parquet file."""
    path.write_bytes(b"PAR1" + b"\x00" * 100 + b"PAR1")
    return path


def packed(data: bytes, name: str) -> bytes:
    """Return a ZIP file of one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()
