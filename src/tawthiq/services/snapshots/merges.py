"""Who is one person by the judgements that stand: as a table for the counting, so that nobody counts twice."""

from __future__ import annotations

from typing import Any, Final

import duckdb
import pyarrow as pa

from tawthiq.linkage.judgements import RowKey, Verdict, groups
from tawthiq.queries.matching import standing_verdicts
from tawthiq.records.matching.models import Judgement

MERGED: Final = pa.schema([("person_id", pa.string()), ("one_id", pa.string())])

_JUDGEMENTS: Final = "SELECT id, code, created_at, left_id, right_id, verdict, supersedes_id FROM judgement"


def register_merges(engine: duckdb.DuckDBPyConnection) -> None:
    """Make the table `merged`: each person judged the same as another, and the id that stands for them all."""
    verdicts = standing_verdicts(_judgement(row) for row in engine.sql(_JUDGEMENTS).fetchall())
    same = groups(
        (RowKey("", left), RowKey("", right))
        for (left, right), verdict in verdicts.items()
        if verdict == Verdict.SAME
    )
    rows = {"person_id": [key.row_id for key in same], "one_id": [one.row_id for one in same.values()]}
    engine.register("merged", pa.table(rows, schema=MERGED))


def _judgement(row: tuple[Any, ...]) -> Judgement:
    pk, code, created_at, left, right, verdict, supersedes = row
    return Judgement(
        id=pk, code=code, created_at=created_at, left_id=left, right_id=right, verdict=verdict,
        supersedes_id=supersedes,
    )  # fmt: skip
