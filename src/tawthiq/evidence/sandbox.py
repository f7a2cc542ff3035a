"""Analysis of any file, however hostile: it ends in time, within limits, and says of each tool what came of
it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tawthiq.evidence.kinds import kind_of_file
from tawthiq.evidence.programs import converse
from tawthiq.evidence.values import (
    Analysis,
    Claims,
    Derived,
    Family,
    Fingerprint,
    Kind,
    NotAnalysed,
    Provenance,
    ProvenanceState,
    WebArchiveReport,
)

# family → tools, in the order they run (what each does stands in `worker`)
TOOLS: Mapping[Family, tuple[str, ...]] = {
    Family.PICTURE: ("metadata", "c2pa", "fingerprint", "copies"),
    Family.VIDEO: ("metadata", "c2pa", "fingerprint", "copies"),
    Family.AUDIO: ("metadata", "c2pa"),
    Family.DOCUMENT: ("metadata", "c2pa"),
    Family.WEB_ARCHIVE: ("wholeness",),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What analysing one file may cost, for each tool that is started anew."""

    wall_seconds: float = 120
    cpu_seconds: int = 120
    memory_bytes: int = 4 << 30
    written_bytes: int = 64 << 20
    most_frames: int = 600


USUAL_LIMITS = Limits()


def analyse(
    path: Path, folder: Path, *, limits: Limits = USUAL_LIMITS, trust_anchors: str | None = None
) -> Analysis:
    """Analyse a file of this machine; working copies are written into `folder`. Never raises for what a
    file holds.
    """
    return _analyse(path, folder, limits, trust_anchors, ())


def analyse_open(
    descriptor: int, folder: Path, *, limits: Limits = USUAL_LIMITS, trust_anchors: str | None = None
) -> Analysis:
    """Analyse an open file that need not have a name: the content of a blob that lies in memory alone."""
    return _analyse(Path(f"/proc/self/fd/{descriptor}"), folder, limits, trust_anchors, (descriptor,))


def _analyse(
    path: Path, folder: Path, limits: Limits, trust_anchors: str | None, passed: tuple[int, ...]
) -> Analysis:
    with path.open("rb") as file:
        kind = kind_of_file(file)
    analysis, waiting = Analysis(kind), list(TOOLS.get(kind.family, ()))
    if find_spec("av") is None or find_spec("c2pa") is None:
        because = "the evidence tools are not installed: pip install 'tawthiq[evidence]'"
        return replace(analysis, not_analysed=tuple(NotAnalysed(tool, because) for tool in waiting))
    while waiting:
        order = _order(path, folder, kind, waiting, limits, trust_anchors)
        answers, end = _run(order, limits, passed)
        analysis, finished, begun = _taken(analysis, answers)
        waiting = [tool for tool in waiting if tool not in finished]
        if end is not None and waiting:
            stopped = begun if begun in waiting else waiting[0]
            waiting.remove(stopped)
            analysis = _without(analysis, stopped, end)
    return analysis


def _order(
    path: Path, folder: Path, kind: Kind, tools: Iterable[str], limits: Limits, trust_anchors: str | None
) -> bytes:
    order = {
        "path": str(path.absolute()),
        "media_type": kind.media_type,
        "family": kind.family,
        "folder": str(folder.resolve()),
        "tools": list(tools),
        "most_frames": limits.most_frames,
        "trust_anchors": trust_anchors,
        "limits": {
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "written_bytes": limits.written_bytes,
        },
    }
    return json.dumps(order).encode()


def _run(order: bytes, limits: Limits, passed: tuple[int, ...]) -> tuple[list[dict[str, Any]], str | None]:
    """Run the worker to its end; its answers, and why it was stopped if it was."""
    environment = {
        name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "PYTHONPATH", "HOME")
    }
    command = [sys.executable, "-m", "tawthiq.evidence.worker"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
        pass_fds=passed,
    ) as worker:
        ran = converse(worker, order, seconds=limits.wall_seconds)
    end = (
        f"it took longer than {limits.wall_seconds:g} seconds"
        if ran.code is None
        else _reason(ran.code, limits)
    )
    return _answers(ran.said), end


def _reason(returncode: int, limits: Limits) -> str | None:
    if returncode == 0:
        return None
    if returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"it took more than {limits.cpu_seconds} seconds of computing, or more memory than there is"
    if returncode == -signal.SIGXFSZ:
        return f"it would have written more than {limits.written_bytes} bytes"
    if returncode < 0:
        return f"the tool broke down on it ({signal.Signals(-returncode).name})"
    return f"the tool ended with code {returncode}"


def _answers(said: bytes) -> list[dict[str, Any]]:
    answers = []
    for line in said.splitlines():
        try:
            answers.append(json.loads(line))
        except ValueError:
            break  # the line it was killed in
    return answers


def _taken(analysis: Analysis, answers: Iterable[Mapping[str, Any]]) -> tuple[Analysis, set[str], str | None]:
    """Add answers to an analysis; also the tools that ended, and the one begun last."""
    finished, begun = set[str](), None
    for answer in answers:
        if "begun" in answer:
            begun = answer["begun"]
        elif "ended" in answer:
            finished.add(answer["ended"])
        elif "failed" in answer:
            analysis = _without(analysis, answer["failed"], answer["because"])
        else:
            analysis = _with(analysis, answer)
    return analysis, finished, begun


def _with(analysis: Analysis, answer: Mapping[str, Any]) -> Analysis:
    if found := answer.get("claims"):
        found = {**found, "software": tuple(found["software"]), "streams": tuple(found["streams"])}
        return replace(analysis, claims=Claims(**found))
    if found := answer.get("provenance"):
        state = ProvenanceState(found["state"])
        found = {
            **found,
            "state": state,
            "failures": tuple(found["failures"]),
            "actions": tuple(found["actions"]),
        }
        return replace(analysis, provenance=Provenance(**found))
    if found := answer.get("fingerprint"):
        print_ = Fingerprint(**{**found, "turned": tuple(found["turned"])})
        return replace(analysis, fingerprints=(*analysis.fingerprints, print_))
    if found := answer.get("web_archive"):
        report = WebArchiveReport(
            **{**found, "pages": tuple(found["pages"]), "faults": tuple(found["faults"])}
        )
        return replace(analysis, web_archive=report)
    return replace(analysis, derived=(*analysis.derived, Derived(**answer["derived"])))


def _without(analysis: Analysis, tool: str, because: str) -> Analysis:
    return replace(analysis, not_analysed=(*analysis.not_analysed, NotAnalysed(tool, because)))
