"""The words for background work: what it is, which step it is at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND: Final[Mapping[str, Promise]] = {
    "take-snapshot": _("Taking a snapshot"),
    "build-report": _("Building a report"),
    "propose-matches": _("Looking for persons recorded twice"),
    "analyse-evidence": _("Analysing evidence"),
    "check-fixity": _("Reading the vault against its hashes"),
}

STATE: Final[Mapping[str, Promise]] = {
    "queued": _("waiting"),
    "running": _("under way"),
    "done": _("done"),
    "failed": _("failed"),
}

STEP: Final[Mapping[str, Promise]] = {
    "reading": _("reading"),
    "counting": _("counting and telling"),
    "writing": _("writing the files"),
    "linking": _("comparing persons"),
    "tables": _("writing the tables"),
}
