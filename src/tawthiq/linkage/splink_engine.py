"""The engine that is Splink itself: the same tables as its settings, trained and scored by it on DuckDB.

`tawthiq link --engine splink` runs on it, Spark on the same settings; tests hold the direct engine to its numbers. It
gives what the direct engine gives and takes longer: the decision record 0066 says how much.
"""

import logging
import math
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from tawthiq.linkage.blocking import Block
from tawthiq.linkage.comparisons import Comparison, Level
from tawthiq.linkage.engines import Engine
from tawthiq.linkage.scored import Scored, scored_columns, scored_nothing
from tawthiq.linkage.training import CONVERGED, LEAST, ROUNDS, TRAINING_PAIRS
from tawthiq.linkage.training import START_PRIOR as TRAINING_PRIOR

START_PRIOR = 2.0**-20  # replaced by the share of true pairs estimated from the weights
RANDOM_PAIRS: Final = 1_000_000  # of which Splink learns how often a level is met by chance
RANDOM_SEED: Final = 1
MEETING: Final = "meeting"  # the column of the numbers of a row's pairs: two rows meet where they share one


def settings(comparisons: Sequence[Comparison], blocks: Sequence[Block]) -> SettingsCreator:
    """Write the tables of comparisons as Splink settings; which pairs may meet is said by columns block_0, block_1 …"""
    return _settings(comparisons, [{"blocking_rule": rule} for rule in block_rules(blocks)], START_PRIOR)


def block_rules(blocks: Sequence[Block]) -> list[str]:
    """Write for each block when two rows l and r of the table of `add_block_columns` meet."""
    across = [f" AND l.{b.across} <> r.{b.across}" if b.across else "" for b in blocks]
    return [f"l.block_{n} = r.block_{n}{rule}" for n, rule in enumerate(across)]


def _settings(
    comparisons: Sequence[Comparison], rules: Sequence[dict[str, Any]], prior: float
) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",  # one table with all lists
        comparisons=[_comparison(c) for c in comparisons],
        blocking_rules_to_generate_predictions=list(rules),
        probability_two_random_records_match=prior,
        em_convergence=CONVERGED,
        max_iterations=ROUNDS,
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
        "m_probability": level.m,
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
        f"CREATE OR REPLACE TABLE {table}_with_blocks AS SELECT {_plain_columns(con, table)} FROM {table}"
        f" LEFT JOIN (SELECT uid, {columns} FROM keyed GROUP BY uid) USING (uid)"
    )
    return f"{table}_with_blocks"


def _plain_columns(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Write the columns without the rarities, which Splink joins from its own tables."""
    names = [row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()]
    rare = ", ".join(name for name in names if name.startswith("tf_"))
    return f"* EXCLUDE ({rare})" if rare else "*"


def _add_meetings(con: duckdb.DuckDBPyConnection, table: str, candidates: str) -> str:
    """Make a table of the rows that have candidates, each with the numbers of its pairs; return its name."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE numbered AS SELECT l, r, row_number() OVER ()::INTEGER AS n FROM {candidates}"
    )
    con.execute(
        f"CREATE OR REPLACE TABLE {table}_meeting AS SELECT {_plain_columns(con, table)} FROM {table} JOIN"
        f" (SELECT uid, list(n) AS {MEETING} FROM (SELECT l AS uid, n FROM numbered UNION ALL SELECT r, n FROM numbered)"
        " GROUP BY uid) USING (uid)"
    )
    return f"{table}_meeting"


def score_with_splink(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    *,
    candidates: str,
    floor: float,
) -> Scored:
    """Compare the candidate pairs (columns l, r) with Splink on DuckDB; those above the floor (in bits), ordered by rows."""
    meeting = _add_meetings(con, table, candidates)
    if not con.execute(f"SELECT 1 FROM {meeting} LIMIT 1").fetchall():
        return scored_nothing(comparisons)
    rules = [{"blocking_rule": f"l.{MEETING} = r.{MEETING}", "arrays_to_explode": [MEETING]}]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Splink and its dependencies warn of their own future versions
        api = DuckDBAPI(connection=con)
        linker = quiet_linker(api, meeting, _settings(comparisons, rules, START_PRIOR))
        for column in rarity_columns(comparisons):
            looked_up = api.register(rarities(con, table, column))
            linker.table_management.register_term_frequency_lookup(looked_up, column)
        result = linker.inference.predict(
            threshold_match_weight=floor + math.log2(START_PRIOR), warning_mode="never"
        )
        scored = scored_from(con, result.physical_name, comparisons)
        result.drop_table_from_database_and_remove_from_cache()
    con.execute(f"DROP TABLE {meeting}; DROP TABLE numbered")
    return scored


def train_with_splink(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    blocks: Sequence[Sequence[str]],
) -> tuple[Comparison, ...]:
    """Return the comparisons with shares learnt by Splink: u from random pairs, m by its EM over each block in turn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = training_linker(con, table, comparisons)
        linker.training.estimate_u_using_random_sampling(
            RANDOM_PAIRS, seed=RANDOM_SEED, min_count_per_level=None
        )
        learn_true_shares(linker, con, table, blocks)
        return learnt_shares(linker, comparisons)


def training_linker(con: duckdb.DuckDBPyConnection, table: str, comparisons: Sequence[Comparison]) -> Any:
    """Make a linker that starts from the shares of the comparisons; how rare a value is has no part in training."""
    columns = _plain_columns(con, table)
    con.execute(f"CREATE OR REPLACE TABLE {table}_training AS SELECT {columns} FROM {table} ORDER BY uid")
    common = [replace(c, levels=tuple(replace(v, rarity=None) for v in c.levels)) for c in comparisons]
    return quiet_linker(DuckDBAPI(connection=con), f"{table}_training", _settings(common, [], TRAINING_PRIOR))


def learn_true_shares(
    linker: Any, con: duckdb.DuckDBPyConnection, table: str, blocks: Sequence[Sequence[str]]
) -> None:
    """Let Splink learn m over the pairs that agree on each block's columns; a block without a pair teaches nothing."""
    for block in blocks:
        rule = " AND ".join(f"l.{c} = r.{c}" for c in block)
        some = f"SELECT 1 FROM {table} l JOIN {table} r ON {rule} AND l.uid < r.uid LIMIT 1"
        if con.execute(some).fetchall():
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True, max_pairs=TRAINING_PAIRS
            )


def learnt_shares(linker: Any, comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Return the comparisons with the shares that a linker holds."""
    model = linker.misc.save_model_to_json(out_path=None)
    levels = {c["output_column_name"]: c["comparison_levels"][1:] for c in model["comparisons"]}
    return tuple(
        replace(c, levels=tuple(_with_shares(v, m) for v, m in zip(c.levels, levels[c.name], strict=True)))
        for c in comparisons
    )


def _with_shares(level: Level, learnt: dict[str, Any]) -> Level:
    """Take what Splink holds of a level; one that it met nowhere has the share that it began with."""
    return replace(level, m=max(LEAST, learnt["m_probability"]), u=max(LEAST, learnt["u_probability"]))


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


SPLINK: Final = Engine("splink", train_with_splink, score_with_splink)
