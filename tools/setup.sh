#!/usr/bin/env bash
# Make .venv and install exactly what requirements.lock names, each file checked against its hash.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Tawthiq needs Python 3.11 or newer: '$python' is older or missing. Try: make PYTHON=python3.11 …" >&2
    exit 2
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        echo "Installing the system package python3-venv (apt)…"
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
        exit 2
    fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
uv_pin=$(sed -nE 's/^(uv==[^ ]+) .*/\1/p' requirements.lock)
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "${uv_pin#uv==}" ]; then
    grep -A200 '^uv==' requirements.lock | awk 'NR==1 || /^ /{print; next} {exit}' >.venv/uv.lock.txt
    .venv/bin/pip install -q --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.lock.txt
fi
VIRTUAL_ENV=.venv .venv/bin/uv pip sync -q --require-hashes requirements.lock
VIRTUAL_ENV=.venv .venv/bin/uv pip install -q --no-deps --no-build-isolation -e . 2>/dev/null ||
    VIRTUAL_ENV=.venv .venv/bin/uv pip install -q --no-deps -e .
.venv/bin/python tools/messages.py compile
touch .venv/installed
