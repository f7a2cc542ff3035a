"""The same model on Spark in local mode; skipped, saying why, where the extra is not installed."""

import importlib
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: uv pip install -r requirements-spark.lock")

from tawthiq.linkage.blocking import VICTIM_BLOCKS, make_candidates
from tawthiq.linkage.comparisons import VICTIM_COMPARISONS
from tawthiq.linkage.people import open_people
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.scoring import score
from tawthiq.linkage.spark import in_spark, score_on_spark
from tests.linkage.people import crowd, people_list

MISSING = importlib.util.find_spec("pyspark") is None or shutil.which("java") is None


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Any]:
    pyspark = pytest.importorskip("pyspark.sql")
    jar = pytest.importorskip("splink.internals.spark.jar_location").similarity_jar_location()
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
@pytest.mark.skipif(
    MISSING, reason="PySpark or Java is not there: install requirements-spark.lock and Java 17"
)
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_pairs_and_weights_that_duckdb_gives(session: Any) -> None:
    rows = crowd(120)
    lists = [people_list("one", rows), people_list("two", [{**r, "id": f"t{r['id']}"} for r in rows[:50]])]
    con = duckdb.connect()
    open_people(con, prepare(lists), VICTIM_COMPARISONS)
    make_candidates(con, "people", VICTIM_BLOCKS, within=True, everyone=False)
    here = score(con, "people", VICTIM_COMPARISONS, candidates="candidates", floor=6.0)
    backend = importlib.import_module("splink.backends.spark")
    api = backend.SparkAPI(spark_session=session, break_lineage_method="persist")
    there = score_on_spark(
        api, session, con, "people", VICTIM_COMPARISONS, blocks=len(VICTIM_BLOCKS), floor=6.0
    )
    assert len(here.left) >= 50
    assert here.left.tolist() == there.left.tolist() and here.right.tolist() == there.right.tolist()
    assert np.allclose(here.weight, there.weight, atol=1e-4)


def test_conditions_are_written_in_sparks_words() -> None:
    written = " ".join(level.sql for c in in_spark(VICTIM_COMPARISONS) for level in c.levels)
    assert "&&" not in written and "jaro_winkler_similarity" not in written
    assert "arrays_overlap(given_readings_l, given_readings_r)" in written
