"""Learn the weights of comparisons from the lists themselves with Splink's EM; deterministic for the same rows."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
from splink import DuckDBAPI
from splink.internals.exceptions import EMTrainingException

from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.engine import quiet_linker, settings

SAMPLE_PAIRS = 300_000
TRAINING_PAIRS = 2_000_000
LEAST = 1e-5  # a level never seen in training is rare, not impossible


def train(
    con: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    blocks: Sequence[Sequence[str]],
) -> tuple[Comparison, ...]:
    """Return the comparisons with shares m and u learnt from the table; levels that could not be learnt keep theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Splink and its dependencies warn of their own future versions
        api = DuckDBAPI(connection=con)
        linker = quiet_linker(api, table, settings(comparisons, 0, between_lists=False))
        linker.training.estimate_u_using_random_sampling(
            max_pairs=SAMPLE_PAIRS, seed=1, min_count_per_level=None, num_chunks=1
        )
        for columns in blocks:
            rule = " AND ".join(f"l.{c} = r.{c}" for c in columns)
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    rule,
                    estimate_without_term_frequencies=True,
                    max_pairs=TRAINING_PAIRS,
                    record_sample_proportion=1.0,
                )
            except EMTrainingException:
                continue  # no pairs agree on this block: the other blocks teach what it would have
        learnt = linker._settings_obj.comparisons
        return tuple(_learnt(c, learnt[n]) for n, c in enumerate(comparisons))


def _learnt(comparison: Comparison, model: Any) -> Comparison:
    levels = [level for level in model.comparison_levels if not level.is_null_level]
    return replace(
        comparison,
        levels=tuple(
            replace(ours, m=_share(theirs.m_probability, ours.m), u=_share(theirs.u_probability, ours.u))
            for ours, theirs in zip(comparison.levels, levels, strict=True)
        ),
    )


def _share(learnt: object, default: float) -> float:
    return max(LEAST, float(learnt)) if isinstance(learnt, float) else default
