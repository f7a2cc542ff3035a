"""The harms of a snapshot, part by part in the order of their ids: one part is written while the next is shaped.

A row of harms is seventy columns wide and most of them are its incident's. So what belongs to incidents is put together
once, the narrow rows are sorted before they are joined to it, and no more than two parts are in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from tawthiq.records.cases.models import Harm
from tawthiq.services.snapshots.reading import create_view
from tawthiq.services.snapshots.secrecy import Withheld, view_without
from tawthiq.services.snapshots.shaping import query_of

PART: Final = 250_000
"""Rows of one part: few enough for memory, enough that the joins pay."""


def shaped_harms(engine: duckdb.DuckDBPyConnection, rows: pa.Table, withheld: Withheld) -> Iterator[pa.Table]:
    """Give the parts of the table `harms` from what was read of the harms; there is at least one."""
    ordered = _sorted_by_id(engine, rows)
    starts = range(0, max(ordered.num_rows, 1), PART)
    with ThreadPoolExecutor(max_workers=1) as ahead:
        parts = [ordered.slice(start, PART) for start in starts]
        waiting = ahead.submit(_shaped, engine, parts[0], withheld)
        for following in parts[1:]:
            part, waiting = waiting.result(), ahead.submit(_shaped, engine, following, withheld)
            yield part
        yield waiting.result()


def _shaped(engine: duckdb.DuckDBPyConnection, part: pa.Table, withheld: Withheld) -> pa.Table:
    create_view(engine, Harm, "harm_part_read", part)
    view_without(engine, "harm_part", "harm_part_read", Harm, withheld)
    return engine.sql(query_of("harms")).to_arrow_table().sort_by("harm_id")


def _sorted_by_id(engine: duckdb.DuckDBPyConnection, rows: pa.Table) -> pa.Table:
    numbered = pa.table({"id": rows["id"], "n": np.arange(rows.num_rows, dtype=np.int32)})
    engine.register("numbered", numbered)
    order = engine.sql("SELECT n FROM numbered ORDER BY id").to_arrow_table()["n"]
    engine.unregister("numbered")
    return rows.combine_chunks().take(order.combine_chunks())
