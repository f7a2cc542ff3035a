"""The same model on Spark in local mode; `make spark` installs what it needs and runs this file."""

import importlib
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from tawthiq.linkage.blocking import VICTIM_BLOCKS, make_candidates
from tawthiq.linkage.comparisons import VICTIM_COMPARISONS
from tawthiq.linkage.people import open_people
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.scoring import score
from tawthiq.linkage.spark import in_spark, score_on_spark
from tests.linkage.people import crowd, misspelt_crowd, people_list

MISSING = " and ".join(
    told
    for told, found in (
        ("PySpark (requirements-spark.lock)", importlib.util.find_spec("pyspark")),
        ("Java 17", shutil.which("java")),
    )
    if not found
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Any]:
    pyspark = importlib.import_module("pyspark.sql")
    jar = importlib.import_module("splink.internals.spark.jar_location").similarity_jar_location()
    made = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.jars", jar)
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.warehouse.dir", str(tmp_path))
        .getOrCreate()
    )
    made.sparkContext.setCheckpointDir(str(tmp_path))
    yield made
    made.stop()


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} not installed: `make spark` runs this test")
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_pairs_and_weights_that_duckdb_gives(session: Any) -> None:
    lists = [people_list("one", crowd(120)), people_list("two", misspelt_crowd(50, seed=4))]
    con = duckdb.connect()
    open_people(con, prepare(lists), VICTIM_COMPARISONS)
    make_candidates(con, "people", VICTIM_BLOCKS, within=True, everyone=False)
    here = score(con, "people", VICTIM_COMPARISONS, candidates="candidates", floor=6.0)
    backend = importlib.import_module("splink.backends.spark")
    api = backend.SparkAPI(spark_session=session, break_lineage_method="persist")
    there = score_on_spark(api, session, con, "people", VICTIM_COMPARISONS, blocks=VICTIM_BLOCKS, floor=6.0)
    assert len(here.left) >= 50
    assert here.left.tolist() == there.left.tolist() and here.right.tolist() == there.right.tolist()
    for comparison in VICTIM_COMPARISONS:
        assert here.levels[comparison.name].tolist() == there.levels[comparison.name].tolist()
    assert np.allclose(here.weight, there.weight, atol=1e-4)


def test_conditions_are_written_in_sparks_words() -> None:
    written = " ".join(level.sql for c in in_spark(VICTIM_COMPARISONS) for level in c.levels)
    assert "&&" not in written and "jaro_winkler_similarity" not in written
    assert "arrays_overlap(given_readings_l, given_readings_r)" in written
