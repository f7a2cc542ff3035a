"""read_table: CSV, Excel, JSON lines or Parquet as a Table, told by its content as well as its name."""

from __future__ import annotations

from pathlib import Path

from tawthiq.domain.errors import InvalidFile
from tawthiq.intake.columnar import parquet_rows, workbook_rows
from tawthiq.intake.table import LIMITS, Limits, Row, Table, table_of
from tawthiq.intake.text_files import HEAD, csv_rows, find_encoding, json_columns, json_rows

__all__ = ["LIMITS", "Limits", "Row", "Table", "read_table"]

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
# How a file begins, what it then is; a sentence where it cannot be read.
SIGNATURES = ((b"PK", "xlsx"), (b"PAR1", "parquet"))
REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old or protected Excel file. Save it as .xlsx without a password",
    ),
    (b"%PDF", "a PDF. Give the list as CSV or Excel"),
    (b"{\\rtf", "an RTF document. Give the list as CSV or Excel"),
    (b"\x1f\x8b", "packed with gzip. Unpack it first"),
    (b"Rar!", "a RAR archive. Unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive. Unpack it first"),
    (b"SQLite format 3", "a database. Export the table as CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def find_format(name: str, head: bytes) -> str:
    """Return csv, xlsx, jsonl or parquet; InvalidFile when the content is none of them or belies the name."""
    if not head.strip():
        raise InvalidFile(f"{name} is empty. Give a file with a header row and rows.")
    for signature, what in REFUSED:
        if head.startswith(signature):
            raise InvalidFile(f"{name} is {what}.")
    suffix = Path(name).suffix.lower()
    named = SUFFIXES.get(suffix)
    found = next((kind for signature, kind in SIGNATURES if head.startswith(signature)), None)
    if found is None and named in ("xlsx", "parquet"):
        raise InvalidFile(f"{name} is named {suffix} but is no such file. Save it anew, or correct its name.")
    if found is not None and named in ("csv", "jsonl") and b"\x00" in head:
        raise InvalidFile(f"{name} is named {suffix} but is a {found} file. Correct its name.")
    if found is not None and b"\x00" in head:
        return found
    if named is None and suffix == ".json":
        raise InvalidFile(f"{name}: give JSON lines (.jsonl): one object on each line.")
    return named or "csv"


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Open a list of any supported format; the rows are read when asked for, and can be read again.

    `encoding` is for text files that are neither UTF-8 nor marked; `sheet` for workbooks of several sheets;
    `header_row` where the header is not the first row that is not blank.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise InvalidFile(f"{name} cannot be opened: {error.strerror}. Check the path.") from None
    format = find_format(name, head)
    found = "utf-8"
    if format == "xlsx":
        read, _ = workbook_rows(path, name=name, sheet=sheet, limits=limits)
    elif format == "parquet":
        read = parquet_rows(path, name=name, limits=limits)
    else:
        found = find_encoding(name, head, encoding)
        if format == "jsonl":
            fields = json_columns(path, name=name, encoding=found, limits=limits)
            read = json_rows(path, name=name, encoding=found, fields=fields, limits=limits)
        else:
            read = csv_rows(path, name=name, encoding=found, delimiter=delimiter, limits=limits)
    return table_of(name=name, format=format, encoding=found, read=read, header_row=header_row, limits=limits)
