"""Open a home's records: tell Django which home it is, once, before any model is loaded."""

import os
from pathlib import Path

import django


def open_records(home: Path | None) -> None:
    """Make Django ready for the records of a home; without one, only help can be given."""
    if home is not None:
        os.environ["TAWTHIQ_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.config.settings")
    django.setup()
