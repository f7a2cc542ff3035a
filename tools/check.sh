#!/usr/bin/env bash
# Everything that must hold before a commit lands; changes no file.
set -uo pipefail
cd "$(dirname "$0")/.."
faults=0
run() { echo "· $*"; "$@" || faults=1; }
run .venv/bin/ruff format --check -q .
run .venv/bin/ruff check -q .
run .venv/bin/lint-imports --no-cache
run .venv/bin/mypy
run .venv/bin/python tools/messages.py check
exit $faults
