"""What analysis finds in a file: what it is, what it says of itself, who vouches for it, what it looks
like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Family(StrEnum):
    """The families of files that are analysed alike."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    WEB_ARCHIVE = "web-archive"
    ARCHIVE = "archive"
    TEXT = "text"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is by its content; `also` names other types it can be read as (a polyglot)."""

    media_type: str
    family: Family
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says of itself. Claims of the file, not facts: anyone can write them. None: it says
    nothing.

    Times are ISO 8601 as stated: `taken_local` by the device's clock, `taken_offset` its offset from UTC
    where stated, `gps_time` in UTC. Latitude and longitude in degrees (WGS 84), altitude in metres,
    duration in seconds.
    """

    taken_local: str | None = None
    taken_offset: str | None = None
    gps_time: str | None = None
    modified: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None
    device: str | None = None
    software: tuple[str, ...] = ()
    author: str | None = None
    title: str | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    duration: float | None = None
    streams: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


class ProvenanceState(StrEnum):
    """What the C2PA library says of a file's manifest."""

    VALID = "valid"  # signature and content fit; whether the signer is trusted stands apart
    TAMPERED = "tampered"  # a manifest is there and the file, the manifest or the signature does not fit
    ABSENT = "absent"  # no manifest: says nothing for or against the file
    REMOTE = "remote"  # the manifest lies on a server; it was not fetched
    UNSUPPORTED = "unsupported"  # this type of file cannot carry a manifest that the library reads


@dataclass(frozen=True, slots=True)
class Provenance:
    """The C2PA manifest: its state, whether its signer is on the trust list, who signed when with what."""

    state: ProvenanceState
    is_trusted: bool = False
    failures: tuple[str, ...] = ()
    signer: str | None = None
    signed_at: str | None = None
    generator: str | None = None
    actions: tuple[str, ...] = ()
    remote: str | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A PDQ hash (64 hex digits) and its quality (0 to 100); `at` is the second within a video.

    `turned` are the hashes of the same picture turned and mirrored, to find copies altered so.
    """

    pdq: str
    quality: int
    at: float | None = None
    turned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A copy made from the original for working with: its kind, file name in the output folder and media
    type.
    """

    kind: str
    file: str
    media_type: str
    at: float | None = None


@dataclass(frozen=True, slots=True)
class WebArchiveReport:
    """What a web archive holds and every fault found; whole when there is none.

    `signed_by` names the domain of a WACZ whose signature fits, and who issued its certificate. Whether that
    issuer is to be trusted is not judged: a certificate of a test authority fits as well as a real one.
    """

    records: int
    pages: tuple[str, ...]
    faults: tuple[str, ...]
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """A tool that gave no result, and why."""

    tool: str
    because: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one file. What could not be found is in `not_analysed`, never silently missing."""

    kind: Kind
    claims: Claims | None = None
    provenance: Provenance | None = None
    fingerprints: tuple[Fingerprint, ...] = ()
    derived: tuple[Derived, ...] = ()
    web_archive: WebArchiveReport | None = None
    not_analysed: tuple[NotAnalysed, ...] = ()
