"""What stands in the places of an address: a sample for each argument, in the situations that matter.

An area that brings a new argument, or a `code` of another kind of record, adds its line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.web.access.people import Case

SITUATIONS: Final = ("own", "colleague", "other", "restricted", "missing")
"""Recorded by oneself or at one's desk, by another desk, restricted to others, and not there at all."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a `code` stands for: how to take it from a case, and one of the same form that is not there."""

    of: Callable[[Case], str]
    missing: str


INCIDENT = Sample(lambda case: case.incident.code, "INC-2019-999999")
LEAD = Sample(lambda case: case.lead.code, "LED-2026-999999")
PERSON = Sample(lambda case: case.person.code, "PER-2026-999999")

EVIDENCE = Sample(lambda case: "EVD-2026-999998", "EVD-2026-999999")
"""No item without a vault: who sees which item is asked in tests/web/media."""
PAIR = Sample(lambda case: "PAI-2026-999998", "PAI-2026-999999")
"""Who sees which pair is asked in tests/web/work."""

CODES: Final[Mapping[str, Sample]] = {
    "evidence_copy": EVIDENCE,
    "evidence_original": EVIDENCE,
    "evidence_analyse": EVIDENCE,
    "evidence_change": EVIDENCE,
    "evidence_item": EVIDENCE,
    "pair": PAIR,
    "pair_judge": PAIR,
    "lead": LEAD,
    "lead_step": LEAD,
    "person": PERSON,
}
"""For the names of addresses whose `code` is not an incident's."""

NOT_SAMPLED: Final[Mapping[str, str]] = {}
"""Addresses that are asked elsewhere, each with where."""

FIXED: Final[Mapping[str, str]] = {
    "username": "colleague",
    "secret": "no-such-secret",
    "pk": "424242",
    "key": "no-such-key",
    "name": "no-such-report",
    "path": "no-such-file",
    "entry": "no-such-entry",
    "copy": "DRV-2026-999999",
    "level": "governorate",
    "subject": "incidents",
    "digest": "no-such-digest",
    "build": "no-such-build",
    "file": "no-such-file",
    "job_id": "no-such-job",
    "int:z": "6",
    "int:x": "38",
    "int:y": "25",
    "account_step:step": "deactivate",
    "access_step:step": "let-in",
    "str:step": "no-such-step",
}
"""Samples of arguments that are no record of a case, by argument, or by converter and argument."""
