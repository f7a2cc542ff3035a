#!/usr/bin/env bash
# The tests of linkage on Apache Spark, in local mode. PySpark (850 MB) is kept under build/spark, apart from .venv: who does
# not need a cluster does not download one. A missing Java is said, and is a failure: this target exists to run them.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v java >/dev/null; then
    echo "Java 17 is not installed. On Debian or Ubuntu: sudo apt-get install openjdk-17-jre-headless" >&2
    exit 2
fi
target=build/spark
if ! cmp -s requirements-spark.lock "$target/installed"; then
    .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes --no-deps --target "$target" -r requirements-spark.lock
    cp requirements-spark.lock "$target/installed"
fi
PYTHONPATH="$target" .venv/bin/python -m pytest -n 0 tests/linkage/test_spark.py "$@"
