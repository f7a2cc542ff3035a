"""Furnish the home that TAWTHIQ_HOME names with keys and a photograph for a browser to look at; print a session key."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import django


def main(folder: Path) -> None:
    """Do it; models load only once Django knows the home."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tawthiq.config.settings"
    django.setup()
    print(importlib.import_module("tests.web.media.furnishing").furnish(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
