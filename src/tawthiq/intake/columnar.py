"""Read Excel workbooks and Parquet files as text: dates as ISO 8601, whole numbers without a point."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import python_calamine

from tawthiq.domain.errors import InvalidFile
from tawthiq.intake.table import Limits, Row
from tawthiq.intake.workbooks import check_workbook, scan_sheet

_MIDNIGHT = datetime.time()


def _duration(value: datetime.timedelta) -> str:
    seconds = int(value.total_seconds())
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def text_of(value: Any) -> str:
    """Write a typed cell as text: a date at midnight as the date, 5.0 as 5, nothing as an empty text."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            if value != value:
                return ""
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime.datetime():
            whole_day = value.time() == _MIDNIGHT and value.tzinfo is None
            return value.date().isoformat() if whole_day else value.isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            return _duration(value)
        case int() | Decimal():
            return str(value)
    return json.dumps(value, ensure_ascii=False, default=text_of)


def _open_workbook(path: Path, name: str) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError, ValueError):
        raise InvalidFile(f"{name} cannot be read as an Excel workbook. Save it anew from Excel.") from None


def _open_sheet(path: Path, name: str, sheet: str) -> python_calamine.CalamineSheet:
    try:
        return _open_workbook(path, name).get_sheet_by_name(sheet)
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        raise InvalidFile(f"{name}: sheet “{sheet}” cannot be read. Save it anew from Excel.") from None


def _choose_sheet(name: str, workbook: python_calamine.CalamineWorkbook, asked: str | None) -> str:
    kinds = python_calamine.SheetTypeEnum
    shown = python_calamine.SheetVisibleEnum.Visible
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == kinds.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if asked is not None:
        if asked not in names:
            raise InvalidFile(f"{name} has no sheet “{asked[:60]}”. It has: {', '.join(names)}.")
        return asked
    visible = [sheet.name for sheet in sheets if sheet.visible == shown]
    if len(visible) != 1:
        raise InvalidFile(f"{name} has {len(visible)} sheets: {', '.join(visible)}. Say which with --sheet.")
    return visible[0]


def _merged_rows(sheet: python_calamine.CalamineSheet, first: int) -> dict[int, str]:
    """Return a sentence for each row whose value stands only in a merged cell above it."""
    faults: dict[int, str] = {}
    for (top, _), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and top + 1 > first:
            for row in range(top + 1, bottom + 1):
                faults[row + 1] = (
                    f"Rows {top + 1} to {bottom + 1} share a merged cell. Unmerge it and fill each row."
                )
    return faults


def workbook_rows(
    path: Path, *, name: str, sheet: str | None, limits: Limits
) -> tuple[Callable[[], Iterator[Row]], str]:
    """Return what gives the rows of a sheet that are not blank, and its name; checks the workbook first."""
    check_workbook(path, name=name, limits=limits)
    chosen = _choose_sheet(name, _open_workbook(path, name), sheet)
    faults = scan_sheet(path, name=name, sheet=chosen, limits=limits).faults

    opened = _open_sheet(path, name, chosen)
    header = opened.start[0] + 1 if opened.start else 0
    unusable = _merged_rows(opened, header) | faults

    def rows() -> Iterator[Row]:
        for number, values in enumerate(opened.iter_rows(), start=1):
            cells = tuple([value if type(value) is str else text_of(value) for value in values])
            if number in unusable or any(cell and not cell.isspace() for cell in cells):
                yield Row(number, cells, unusable.get(number, ""))

    return rows, chosen


def _open_parquet(path: Path, name: str) -> pyarrow.parquet.ParquetFile:
    try:
        return pyarrow.parquet.ParquetFile(str(path))
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError):
        raise InvalidFile(f"{name} cannot be read as a Parquet file.") from None


def _check_parquet(name: str, file: pyarrow.parquet.ParquetFile, limits: Limits) -> None:
    if file.metadata.num_columns > limits.columns:
        raise InvalidFile(
            f"{name} has {file.metadata.num_columns:,} columns; at most {limits.columns:,} are read."
        )
    for number in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(number).total_byte_size
        if size > limits.row_group_bytes:
            raise InvalidFile(
                f"{name} holds a row group of {size:,} bytes; at most {limits.row_group_bytes:,} are read. "
                "Write it with smaller row groups."
            )
    for column in file.schema_arrow:
        if pyarrow.types.is_binary(column.type) or pyarrow.types.is_large_binary(column.type):
            raise InvalidFile(f"{name}: column “{column.name}” holds bytes, not text. Write it as text.")


def parquet_rows(path: Path, *, name: str, limits: Limits) -> Callable[[], Iterator[Row]]:
    """Return what gives the header as row 0 and the rows from 1."""
    with _open_parquet(path, name) as file:
        _check_parquet(name, file, limits)
        columns = tuple(file.schema_arrow.names)

    def rows() -> Iterator[Row]:
        yield Row(0, columns)
        number = 0
        with _open_parquet(path, name) as opened:
            try:
                for batch in opened.iter_batches(batch_size=5_000):
                    values = [column.to_pylist() for column in batch.columns]
                    for row in zip(*values, strict=True):
                        number += 1
                        yield Row(number, tuple(map(text_of, row)))
            except (pyarrow.ArrowException, OSError, ValueError, OverflowError):
                raise InvalidFile(f"{name} is damaged after row {number:,}.") from None

    return rows
