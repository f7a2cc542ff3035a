"""The same model as Splink settings, and scored by Splink: on Spark, and as the check of the numbers of `scoring`.

Nothing here runs in `tawthiq link` on one machine; the decision record 0066 says why.
"""

import logging
import math
import warnings
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from tawthiq.linkage.comparisons import Comparison, Level
from tawthiq.linkage.scored import Scored, scored_columns

START_PRIOR = 2.0**-20  # replaced by the share of true pairs estimated from the weights


def settings(comparisons: Sequence[Comparison], blocks: int) -> SettingsCreator:
    """Write the tables of comparisons as Splink settings; which pairs may meet is said by columns block_0, block_1 …"""
    return SettingsCreator(
        link_type="dedupe_only",  # one table with all lists
        comparisons=[_comparison(c) for c in comparisons],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": f"l.block_{n} = r.block_{n}"} for n in range(blocks)
        ],
        probability_two_random_records_match=START_PRIOR,
        unique_id_column_name="uid",
        source_dataset_column_name="list",
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(comparison: Comparison) -> dict[str, Any]:
    unknown = {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    levels = [unknown, *(_level(level) for level in comparison.levels)]
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _level(level: Level) -> dict[str, Any]:
    made: dict[str, Any] = {
        "sql_condition": level.sql,
        "label_for_charts": level.code,
        "m_probability": level.m * 2**level.taught,
        "u_probability": level.u,
    }
    if level.rarity:
        made |= {
            "tf_adjustment_column": level.rarity,
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
        }
    return made


def add_block_columns(con: duckdb.DuckDBPyConnection, table: str, blocks: int) -> str:
    """Make a table like the given one with the keys of `make_candidates` as columns block_0, block_1 …; return its name."""
    columns = ", ".join(f"max(k) FILTER (block = {n}) AS block_{n}" for n in range(blocks))
    con.execute(
        f"CREATE OR REPLACE TABLE {table}_with_blocks AS SELECT * FROM {table}"
        f" LEFT JOIN (SELECT uid, {columns} FROM keyed GROUP BY uid) USING (uid)"
    )
    return f"{table}_with_blocks"


def score_with_splink(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    *,
    blocks: int,
    floor: float,
) -> Scored:
    """Compare every pair of the blocks with Splink on DuckDB; those above the floor (in bits), ordered by their rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Splink and its dependencies warn of their own future versions
        api = DuckDBAPI(connection=con)
        linker = quiet_linker(api, add_block_columns(con, table, blocks), settings(comparisons, blocks))
        for column in rarity_columns(comparisons):
            looked_up = api.register(rarities(con, table, column))
            linker.table_management.register_term_frequency_lookup(looked_up, column)
        result = linker.inference.predict(
            threshold_match_weight=floor + math.log2(START_PRIOR), warning_mode="never"
        )
        scored = scored_from(con, result.physical_name, comparisons)
        result.drop_table_from_database_and_remove_from_cache()
    return scored


def rarity_columns(comparisons: Sequence[Comparison]) -> list[str]:
    """Return the columns whose rarity a level weighs."""
    return sorted({level.rarity for c in comparisons for level in c.levels if level.rarity})


def rarities(con: duckdb.DuckDBPyConnection, table: str, column: str) -> pa.Table:
    """Return each value's chance of coincidence, as Splink's table of term frequencies."""
    made: pa.Table = con.execute(
        f"SELECT DISTINCT {column}, tf_{column} FROM {table} WHERE {column} IS NOT NULL"
    ).to_arrow_table()
    return made


def quiet_linker(api: Any, table: str, made: SettingsCreator) -> Any:
    """Make a linker over a table; what Splink would print is for programmers."""
    linker = Linker(api.register(table), made, validate_settings=False)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("splink"):
            logging.getLogger(name).setLevel(logging.ERROR)
    return linker


def scored_from(con: duckdb.DuckDBPyConnection, physical: str, comparisons: Sequence[Comparison]) -> Scored:
    """Read Splink's result into columns, left below right, ordered by left and right."""
    names = [c.name for c in comparisons]
    columns = {r[0] for r in con.execute(f"DESCRIBE {physical}").fetchall()}
    gammas = ", ".join(f"p.gamma_{n}::TINYINT AS gamma_{n}" for n in names)
    parts = ", ".join(
        "("
        + " + ".join(f"coalesce({c}, 0)" for c in (f"mw_{n}", f"mw_tf_adj_{n}") if c in columns)
        + f")::FLOAT AS part_{n}"
        for n in names
    )
    rows = con.execute(
        f"SELECT least(uid_l, uid_r)::INTEGER l, greatest(uid_l, uid_r)::INTEGER r,"
        f" round(match_weight - ({math.log2(START_PRIOR / (1 - START_PRIOR))}), 6)::DOUBLE w, {gammas}, {parts}"
        f" FROM {physical} p"
    ).fetchnumpy()
    return scored_columns(rows, comparisons)
