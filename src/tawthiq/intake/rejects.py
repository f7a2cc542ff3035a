"""The reject file: rows that were not taken, cell by cell as they stood, each with its row number and the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from tawthiq.intake.drafts import Reject

OWN_COLUMNS = ("rejected_row", "rejected_column", "rejected_reason")
# A cell that begins so is run as a formula when the file is opened in a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def rejects_csv(columns: Sequence[str], rejects: Iterable[Reject]) -> bytes:
    """Return the reject file: CSV in UTF-8 with a mark by which Excel knows it.

    Our three columns stand first, so that a row with too many cells keeps them all. They are made safe against
    being run as formulas; the original cells are evidence and stay as they are. A NUL, which CSV readers stumble
    over, and half a character, which UTF-8 cannot hold, are written as \\x00 and \\udXXX.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*OWN_COLUMNS, *columns])
    for reject in rejects:
        own = (str(reject.row), _defused(reject.column), _defused(reject.reason))
        writer.writerow([*own, *(cell.replace("\x00", "\\x00") for cell in reject.cells)])
    return file.getvalue().encode("utf-8-sig", errors="backslashreplace")
