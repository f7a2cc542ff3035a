#!/usr/bin/env bash
# The whole suite on SQLite, then everything that touches the database again on PostgreSQL (a server from a wheel).
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/system.sh
.venv/bin/python -m pytest -n 2 --dist loadgroup "$@"
echo "· again on PostgreSQL"
.venv/bin/python tools/with_postgresql.py \
    .venv/bin/python -m pytest -n 2 --dist loadgroup tests/records tests/services tests/queries "$@"
