"""Score candidate pairs with the same tables of comparisons on Apache Spark; gives what `scoring.score` gives on DuckDB.

PySpark is an extra with a lock file of its own: Splink's SparkAPI and its session arrive as arguments, so that nothing
here imports it.
"""

import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from tawthiq.linkage.blocking import Block
from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.scored import Scored
from tawthiq.linkage.splink_engine import (
    START_PRIOR,
    add_block_columns,
    quiet_linker,
    rarities,
    rarity_columns,
    scored_from,
    settings,
)

# DuckDB's names for functions and their names in Spark with Splink's similarity library.
_IN_SPARK = (
    (re.compile(r"(\w+) && (\w+)"), r"arrays_overlap(\1, \2)"),
    (re.compile(r"\bjaro_winkler_similarity\("), "jaro_winkler("),
    (re.compile(r"\bhamming\("), "levenshtein("),
)


def in_spark(comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Write the conditions of comparisons in Spark's SQL."""
    return tuple(
        replace(
            c,
            unknown=_translated(c.unknown),
            levels=tuple(replace(level, sql=_translated(level.sql)) for level in c.levels),
        )
        for c in comparisons
    )


def _translated(sql: str) -> str:
    for pattern, replacement in _IN_SPARK:
        sql = pattern.sub(replacement, sql)
    return sql


def score_on_spark(
    api: Any,
    session: Any,
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    *,
    blocks: Sequence[Block],
    floor: float,
) -> Scored:
    """Compare every pair of the blocks of `make_candidates` on a Spark session; those above the floor."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Splink and PySpark warn of their own future versions
        people = con.execute(f"SELECT * FROM {add_block_columns(con, table, len(blocks))}").to_arrow_table()
        linker = quiet_linker(api, _frame(session, people), settings(in_spark(comparisons), blocks))
        for column in rarity_columns(comparisons):
            looked_up = api.register(_frame(session, rarities(con, table, column)))
            linker.table_management.register_term_frequency_lookup(looked_up, column)
        result = linker.inference.predict(
            threshold_match_weight=floor + math.log2(START_PRIOR), warning_mode="never"
        )
        rows = pa.Table.from_pylist(result.as_record_list())
    con.register("spark_pairs", rows)
    return scored_from(con, "spark_pairs", comparisons)


def _frame(session: Any, rows: pa.Table) -> Any:
    """Hand a table to Spark, which knows no unsigned numbers: the keys of blocks keep their bits."""
    fields = [pa.field(f.name, pa.int64()) if f.type == pa.uint64() else f for f in rows.schema]
    bits = [
        rows[f.name].combine_chunks().view(pa.int64()) if f.type == pa.uint64() else rows[f.name]
        for f in rows.schema
    ]
    return session.createDataFrame(pa.table(bits, schema=pa.schema(fields)))
