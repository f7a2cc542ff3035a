"""Score candidate pairs with Splink on DuckDB (or Spark) from the tables of comparisons; returns weights,
never decisions."""

import logging
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from splink import DuckDBAPI, Linker, SettingsCreator

from tawthiq.linkage.comparisons import Comparison, Level
from tawthiq.linkage.people import RARITIES, rarity_table

START_PRIOR = 2.0**-20  # replaced by the share of true pairs estimated from the weights


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidate pairs as columns: rows' uids (left below right), weight in bits without the prior, level
    of each comparison."""

    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray
    levels: Mapping[str, np.ndarray]
    parts: Mapping[str, np.ndarray]


def settings(comparisons: Sequence[Comparison], blocks: int, *, between_lists: bool) -> SettingsCreator:
    """Write the tables of comparisons as Splink settings."""
    return SettingsCreator(
        link_type="dedupe_only",  # one table with all lists: which pairs may meet is said by the blocking rules
        comparisons=[_comparison(c) for c in comparisons],
        blocking_rules_to_generate_predictions=[
            {
                "blocking_rule": f"l.block_{n} = r.block_{n}"
                + (" AND l.list <> r.list" if between_lists else "")
            }
            for n in range(blocks)
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


def score(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    *,
    blocks: int,
    between_lists: bool,
    floor: float,
) -> Scored:
    """Compare every candidate pair and return those above the floor (in bits), ordered by their rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Splink and its dependencies warn of their own future versions
        api = DuckDBAPI(connection=con)
        linker = quiet_linker(api, table, settings(comparisons, blocks, between_lists=between_lists))
        register_rarities(linker, api, comparisons)
        result = linker.inference.predict(
            threshold_match_weight=floor + math.log2(START_PRIOR), warning_mode="never"
        )
        scored = scored_from(con, result.physical_name, comparisons)
        result.drop_table_from_database_and_remove_from_cache()
    return scored


def quiet_linker(api: Any, table: str, made: SettingsCreator) -> Any:
    """Make a linker over a table; what Splink would print is for programmers."""
    linker = Linker(api.register(table), made, validate_settings=False)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("splink"):
            logging.getLogger(name).setLevel(logging.ERROR)
    return linker


def register_rarities(linker: Any, api: Any, comparisons: Sequence[Comparison]) -> None:
    """Give Splink the chance of coincidence of each name; for other columns it counts frequencies itself."""
    used = {level.rarity for c in comparisons for level in c.levels if level.rarity}
    for column in sorted(used & set(RARITIES)):
        linker.table_management.register_term_frequency_lookup(api.register(rarity_table(column)), column)


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
        f" FROM {physical} p ORDER BY l, r"
    ).fetchnumpy()
    return Scored(
        rows["l"], rows["r"], rows["w"],
        {n: rows[f"gamma_{n}"] for n in names},
        {n: rows[f"part_{n}"] for n in names},
    )  # fmt: skip


def level_at(comparison: Comparison, gamma: int) -> Level | None:
    """Return the level that Splink's number stands for; None for unknown."""
    return None if gamma < 0 else comparison.levels[len(comparison.levels) - 1 - gamma]
