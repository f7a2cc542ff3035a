"""Furnish the home that TAWTHIQ_HOME names with keys, a password and one photograph: for a browser to look at."""

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
    importlib.import_module("tests.web.media.furnishing").furnish(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
