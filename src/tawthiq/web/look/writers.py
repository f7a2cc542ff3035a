"""Write rows as CSV, XLSX, GeoJSON or JSON lines, a piece at a time; no cell is ever run by a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from tawthiq.queries.exports import Row

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
PIECE = 1 << 16

Writer = Callable[[Mapping[str, str], Iterator[Row]], Iterator[bytes]]


def harmless(value: Any) -> Any:
    """Return a cell that a spreadsheet shows and never runs: text that begins like a formula gets a quote before it."""
    if isinstance(value, str):
        text = value.replace("\x00", "")
        return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def csv_lines(columns: Mapping[str, str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Write CSV in UTF-8 with its mark, so that spreadsheets read Arabic: names, HXL tags, rows."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")

    def line(cells: list[Any]) -> bytes:
        made.seek(0)
        made.truncate()
        writer.writerow(cells)
        return made.getvalue().encode()

    yield b"\xef\xbb\xbf" + line(list(columns))
    yield line(list(columns.values()))
    for row in rows:
        yield line([harmless(row[name]) for name in columns])


def json_lines(columns: Mapping[str, str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Write one JSON object a line."""
    for row in rows:
        yield json.dumps({name: _plain(row[name]) for name in columns}, ensure_ascii=False).encode() + b"\n"


def geojson(columns: Mapping[str, str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Write a GeoJSON collection; what has no point has no geometry."""
    yield b'{"type": "FeatureCollection", "features": ['
    before = "\n"
    for row in rows:
        longitude, latitude = row.get("longitude"), row.get("latitude")
        point = None
        if longitude is not None and latitude is not None:
            point = {"type": "Point", "coordinates": [float(longitude), float(latitude)]}
        properties = {n: _plain(row[n]) for n in columns if n not in ("longitude", "latitude")}
        feature = {"type": "Feature", "geometry": point, "properties": properties}
        yield (before + json.dumps(feature, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Tawthiq" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
"""The parts of a workbook beside its one sheet (ECMA-376)."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NOT_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def workbook(columns: Mapping[str, str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Write an Excel workbook whose texts are texts: inline strings, which are never formulas."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _PARTS.items():
                archive.writestr(name, _HEAD + content)
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
                main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                sheet.write(f'{_HEAD}<worksheet xmlns="{main}"><sheetData>'.encode())
                sheet.write(_line(list(columns)))
                sheet.write(_line(list(columns.values())))
                for row in rows:
                    sheet.write(_line([row[name] for name in columns]))
                sheet.write(b"</sheetData></worksheet>")
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _line(cells: list[Any]) -> bytes:
    return f"<row>{''.join(map(_cell, cells))}</row>".encode()


def _cell(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = escape(str("" if value is None else _plain(value)).translate(_NOT_XML))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else "<c/>"


WRITERS: Mapping[str, tuple[Writer, str]] = {
    "csv": (csv_lines, "text/csv; charset=utf-8"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "geojson": (geojson, "application/geo+json"),
    "jsonl": (json_lines, "application/x-ndjson"),
}
