#!/usr/bin/env bash
# The whole suite on SQLite, then everything that touches the database again on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m pytest -n 2 "$@"
echo "· again on PostgreSQL"
TAWTHIQ_TEST_DATABASE=postgresql .venv/bin/python -m pytest -n 2 tests/records tests/services tests/queries "$@"
