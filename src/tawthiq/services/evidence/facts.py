"""What a person states about evidence: how it was collected, what it bears on, who may see it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tawthiq.records.evidence.models import Capture
from tawthiq.records.sources.models import Source
from tawthiq.records.states import instant_text

LINKABLE = ("incident", "strike", "person", "harm", "facility", "damage", "statement", "lead", "sighting")
"""The kinds of record that evidence can bear on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """How a file was collected: the record that the Berkeley Protocol asks for (standards §2.4). Empty: not stated.

    `collector` and `given_by` are names of staff or pseudonyms; who a source is stands in a sealed identity only.
    """

    method: str = ""
    collector: str = ""
    given_by: str = ""
    url: str = ""
    uploader: str = ""
    posted_at: str = ""
    context: str = ""
    machine: str = ""
    network: str = ""
    account_used: str = ""
    tools: tuple[str, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    language: str = ""
    warnings: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """Return what is stated, as plain values; instants in UTC."""
        stated = {name: value for name, value in asdict(self).items() if value}
        return {
            name: instant_text(value)
            if isinstance(value, datetime)
            else list(value)
            if isinstance(value, tuple)
            else value
            for name, value in stated.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """A record that the evidence bears on, by id or human code, and where in the evidence (page, time code)."""

    record_kind: str
    record: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """What is stated about a file when it is taken in."""

    source: Source | None = None
    collected_at: datetime | None = None
    collection: Collection = Collection()
    made: str = ""
    graphic_level: str = "unknown"
    confidentiality: str = "open"
    may_publish: bool = False
    links: tuple[LinkFacts, ...] = ()
    note: str = ""
    capture: Capture | None = None
    capture_role: str = ""
