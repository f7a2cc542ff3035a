"""The kinds of background work, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tawthiq.services.jobs.evidence import check_analysis, check_nothing, run_analysis, run_fixity
from tawthiq.services.jobs.matches import run_proposals
from tawthiq.services.jobs.snapshots import check_snapshot, run_snapshot
from tawthiq.services.jobs.values import Kind
from tawthiq.services.reports.building import check_build, run_build

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "take-snapshot": Kind("take-snapshot", check_snapshot, run_snapshot),
        "build-report": Kind("write-report", check_build, run_build),
        "propose-matches": Kind("propose-match", check_nothing, run_proposals),
        "analyse-evidence": Kind("add-evidence", check_analysis, run_analysis),
        "check-fixity": Kind("back-up", check_nothing, run_fixity),
    }
)
