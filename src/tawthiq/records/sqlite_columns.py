"""The child that reads a part of an SQLite file in Arrow columns: `python -m tawthiq.records.sqlite_columns`.

Asked as JSON on standard input, it leaves one Arrow file for each table and goes. SQLite knows no type before it sees a
value, so each query begins with a row of stand-ins, which is dropped. Codes, of which a harm has ten, come as one text
joined by a sign that no code holds, and are taken apart once for each combination: half the time of one by one.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import adbc_driver_manager
import adbc_driver_sqlite
import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.records.columns import Asked, Column, run_query, select

_STAND_IN: Final = {"code": "''", "text": "''", "number": "0", "real": "0.5", "bytes": "x'00'"}
_TYPE: Final = {"text": pa.string(), "number": pa.int64(), "real": pa.float64(), "bytes": pa.binary()}
_SIGN: Final = "\x1f"
_JOINED: Final = "\x1fcodes"
_ROWS: Final = {"adbc.sqlite.query.batch_rows": "65536"}

WAITS_MS: Final = 30_000
"""How long a reader waits for somebody who is writing just now."""


def main() -> None:
    """Read what is asked for on standard input."""
    wanted = json.load(sys.stdin)
    asked = {name: _asked(one) for name, one in wanted["asked"].items()}
    folder, moment, part = Path(wanted["folder"]), wanted["moment"], wanted["part"]
    with (
        closing(adbc_driver_sqlite.connect(f"file:{wanted['path']}")) as opened,
        closing(adbc_driver_manager.AdbcConnection(opened)) as connection,
    ):
        run_query(connection, f"PRAGMA busy_timeout = {WAITS_MS}")
        connection.set_autocommit(False)
        _write(folder / f"{moment}.{part}.arrow", _read(connection, asked.pop(moment), 0, 1))
        for name, one in asked.items():
            _write(folder / f"{name}.{part}.arrow", _read(connection, one, part, wanted["parts"]))


def _asked(plain: dict[str, Any]) -> Asked:
    return Asked(plain["table"], tuple(Column(**column) for column in plain["columns"]), plain["condition"])


def _read(connection: Any, asked: Asked, part: int, parts: int) -> pa.Table:
    """Read the rows of one part: of `parts` ranges of row numbers, equally long, the one of number `part`."""
    codes = [column for column in asked.columns if column.kind == "code"]
    columns = [column for column in asked.columns if column.kind != "code"]
    if codes:
        columns.append(Column(_JOINED, "||char(31)||".join(column.sql for column in codes), "text"))
    last = run_query(connection, f'SELECT coalesce(max(rowid), 0) AS last FROM "{asked.table}"')
    condition = " AND ".join(filter(None, (asked.condition, _range(last["last"][0].as_py(), part, parts))))
    stand_ins = ", ".join(f'{_STAND_IN[column.kind]} AS "{column.name}"' for column in columns)
    rows = select(Asked(asked.table, tuple(columns), condition))
    table = run_query(connection, f"SELECT {stand_ins} UNION ALL {rows}", **_ROWS).slice(1)
    found = {column.name: table[column.name].cast(_TYPE[column.kind]) for column in columns}
    if codes:
        found |= _taken_apart(found.pop(_JOINED), [column.name for column in codes])
    return pa.table({column.name: found[column.name] for column in asked.columns})


def _range(last: int, part: int, parts: int) -> str:
    """Give the condition of a part: what lies below the first range or above the last belongs to these."""
    low = f"rowid > {last * part // parts}" if part else ""
    high = f"rowid <= {last * (part + 1) // parts}" if part + 1 < parts else ""
    return " AND ".join(filter(None, (low, high)))


def _taken_apart(joined: pa.ChunkedArray, names: Sequence[str]) -> dict[str, pa.Array]:
    """Give each code's column, by its few values; plain Python numbers would make pyarrow load pandas for a second."""
    encoded = joined.combine_chunks().dictionary_encode()
    words = pc.split_pattern(encoded.dictionary, _SIGN).flatten()
    combinations, width = len(encoded.dictionary), len(names)
    if len(words) != combinations * width:
        raise ValueError("a code holds a control character; run tawthiq audit")
    found = {}
    for n, name in enumerate(names):
        places = array("q", range(n, len(words), width))
        every = pa.Array.from_buffers(pa.int64(), combinations, [None, pa.py_buffer(places)])
        values = words.take(every).dictionary_encode()
        found[name] = pa.DictionaryArray.from_arrays(values.indices.take(encoded.indices), values.dictionary)
    return found


def _write(path: Path, table: pa.Table) -> None:
    with pa.ipc.new_file(path, table.schema) as file:
        file.write_table(table.combine_chunks())


if __name__ == "__main__":
    main()
