# The targets people and CI use; each one line. `make demo` and `make test` do all the set-up themselves.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/installed  ## make the virtual environment and install what is locked

.venv/installed: requirements.lock pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) bash tools/setup.sh

demo: setup  ## record, review, count and publish the demo; prints where the files lie
	@$(BIN)/python -m tawthiq.demo build/demo

test: setup  ## run every test, on SQLite and on PostgreSQL
	@bash tools/test.sh

spark: setup  ## test linkage on Apache Spark in local mode; needs Java 17, installs PySpark under build/
	@bash tools/spark.sh

check: setup  ## format, lint, types, import contracts; changes nothing
	@bash tools/check.sh

fix: setup  ## format and mend what can be mended by itself
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

bench: setup  ## measure speed and memory beside peers, in one run
	@$(BIN)/python -m benchmarks

lock: setup  ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile -q --all-extras --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml -o requirements.lock

.PHONY: help setup demo test spark check fix bench lock
