"""The analysing process: sets its own limits, then runs one tool after another and says each result at once.

Started by `sandbox`, one file at a time: `python -m tawthiq.evidence.worker`, a task as JSON on standard
input. What a hostile file does to a tool, it does to this process, which has no network, little memory and
little time.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import resource
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tawthiq.domain.errors import TawthiqError
from tawthiq.evidence import derive, documents, fingerprints, picture, provenance, video, webarchive
from tawthiq.evidence.values import Family

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Task:
    """One file to analyse: its path, type and family, where copies go, the tools to run, the limits."""

    path: Path
    media_type: str
    family: Family
    folder: Path
    tools: tuple[str, ...]
    most_frames: int
    trust_anchors: str | None


Tool = Callable[[Task], Iterator[Mapping[str, Any]]]


def claims_of_picture(task: Task) -> Iterator[Mapping[str, Any]]:
    """Read EXIF, GPS and XMP."""
    yield {"claims": dataclasses.asdict(picture.read_claims(task.path))}


def claims_of_film(task: Task) -> Iterator[Mapping[str, Any]]:
    """Read container and streams."""
    yield {"claims": dataclasses.asdict(video.read_claims(task.path))}


def claims_of_document(task: Task) -> Iterator[Mapping[str, Any]]:
    """Read document properties."""
    found = documents.read_claims(task.path, task.media_type)
    if found is not None:
        yield {"claims": dataclasses.asdict(found)}


def manifest(task: Task) -> Iterator[Mapping[str, Any]]:
    """Judge the C2PA manifest."""
    anchors = task.trust_anchors
    found = provenance.read_provenance(task.path, task.media_type, trust_anchors=anchors)
    yield {"provenance": dataclasses.asdict(found)}


def likeness_of_picture(task: Task) -> Iterator[Mapping[str, Any]]:
    """Hash a picture."""
    with picture.open_picture(task.path) as opened:
        opened.draft("RGB", (1024, 1024))
        yield {"fingerprint": dataclasses.asdict(fingerprints.fingerprint(opened))}


def copies_of_picture(task: Task) -> Iterator[Mapping[str, Any]]:
    """Make a picture's working copies."""
    with picture.open_picture(task.path) as opened:
        for derived in derive.picture_copies(opened, task.folder):
            yield {"derived": dataclasses.asdict(derived)}


def likeness_of_film(task: Task) -> Iterator[Mapping[str, Any]]:
    """Hash a film's frames."""
    for found in fingerprints.fingerprints_of_frames(_frames(task)):
        yield {"fingerprint": dataclasses.asdict(found)}


def copies_of_film(task: Task) -> Iterator[Mapping[str, Any]]:
    """Make a film's working copies: a dozen frames from beginning to end."""
    frames = list(video.key_frames(task.path, at_most=12))
    for derived in derive.film_copies(frames, task.folder):
        yield {"derived": dataclasses.asdict(derived)}


def wholeness(task: Task) -> Iterator[Mapping[str, Any]]:
    """Check a web archive to its last record."""
    yield {"web_archive": dataclasses.asdict(webarchive.check_web_archive(task.path, task.media_type))}


TOOLS: Mapping[Family, Mapping[str, Tool]] = {
    Family.PICTURE: {
        "metadata": claims_of_picture,
        "c2pa": manifest,
        "fingerprint": likeness_of_picture,
        "copies": copies_of_picture,
    },
    Family.VIDEO: {
        "metadata": claims_of_film,
        "c2pa": manifest,
        "fingerprint": likeness_of_film,
        "copies": copies_of_film,
    },
    Family.AUDIO: {"metadata": claims_of_film, "c2pa": manifest},
    Family.DOCUMENT: {"metadata": claims_of_document, "c2pa": manifest},
    Family.WEB_ARCHIVE: {"wholeness": wholeness},
}


def main() -> int:
    """Run the task on standard input; one line of JSON for each beginning, result and failure."""
    order = json.load(sys.stdin)
    say = _channel()
    _limit(order["limits"])
    task = Task(
        Path(order["path"]),
        order["media_type"],
        Family(order["family"]),
        Path(order["folder"]),
        tuple(order["tools"]),
        order["most_frames"],
        order["trust_anchors"],
    )
    warnings.simplefilter("ignore")  # libraries' remarks on a strange file are not ours to print
    for name in task.tools:
        say({"begun": name})
        try:
            for result in TOOLS[task.family][name](task):
                say(result)
        except TawthiqError as error:
            say({"failed": name, "because": str(error)})
        except MemoryError:
            say({"failed": name, "because": "it needs more memory than is allowed"})
        except OSError as error:
            reason = error.strerror or type(error).__name__
            say({"failed": name, "because": f"the operating system refused it: {reason}"})
        except Exception as error:  # the one place: any fault of a library on a hostile file is a finding
            say({"failed": name, "because": f"the tool failed on it: {type(error).__name__}"})
        say({"ended": name})
    return 0


def _frames(task: Task) -> Iterator[tuple[float, Any]]:
    return video.key_frames(task.path, at_most=task.most_frames)


def _channel() -> Callable[[Mapping[str, Any]], None]:
    """Keep standard output for results alone; what libraries print goes nowhere."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)

    def say(message: Mapping[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    return say


def _limit(limits: Mapping[str, int]) -> None:
    """Give away memory, time, disk, children and network before the file is touched."""
    wanted = {
        resource.RLIMIT_AS: limits["memory_bytes"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_FSIZE: limits["written_bytes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
    }
    for which, most in wanted.items():
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))
    with contextlib.suppress(OSError, AttributeError):  # kernels that forbid it leave the network as it is
        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)


if __name__ == "__main__":
    sys.exit(main())
