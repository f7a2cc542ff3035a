#!/usr/bin/env bash
# System packages that the tests of capturing web pages need: Debian's Chromium. Installed where apt and root are
# there, explained where not; the tests that need it are then skipped, each with its reason printed.
set -euo pipefail
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
    exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing the system package chromium (apt)…"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "Chromium is not installed; the tests that capture pages through a browser will be skipped." >&2
    echo "On Debian or Ubuntu: sudo apt-get install chromium" >&2
fi
