"""What a snapshot says about itself: `snapshot.json`, from which its id is the SHA-256; parsed strictly."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from tawthiq.analysis.schema import SCHEMA_VERSION, TABLES
from tawthiq.domain.errors import InvalidFile, InvalidValue

FILE_NAME: Final = "snapshot.json"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table as written: how many rows, how many bytes, and the SHA-256 of its Parquet file."""

    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of a snapshot: when, of which ledger, under which rule, and its files table by table.

    `ledger_head` is None for a list that came from no ledger; `rule` is "id@version" of the rule in force.
    """

    taken_at: datetime
    ledger_head: str | None
    rule: str
    public: bool
    source: str
    files: Mapping[str, TableFile]
    schema_version: str = SCHEMA_VERSION

    def __post_init__(self) -> None:
        if self.taken_at.tzinfo is None:
            raise InvalidValue(
                f"The time of a snapshot needs a time zone; found {self.taken_at.isoformat()} without one. "
                "Give it in UTC."
            )

    def to_bytes(self) -> bytes:
        """Write the manifest as JSON; the same facts give the same bytes."""
        facts = {
            "format": "tawthiq-snapshot",
            "schema_version": self.schema_version,
            "taken_at": self.taken_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "ledger_head": self.ledger_head,
            "rule": self.rule,
            "public": self.public,
            "source": self.source,
            "files": {
                f"{table}.parquet": {"rows": file.rows, "size": file.size, "sha256": file.sha256}
                for table, file in sorted(self.files.items())
            },
        }
        return (json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()

    @property
    def id(self) -> str:
        """Give the snapshot's id: the SHA-256 of its `snapshot.json`, which names the SHA-256 of all else."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def parse_manifest(content: bytes) -> Manifest:
    """Read the bytes of a `snapshot.json`; refuse one that is damaged, foreign or of another schema."""
    try:
        facts = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidFile(
            f"{FILE_NAME} is not readable JSON. Take the snapshot anew or restore its copy."
        ) from error
    if not isinstance(facts, dict) or facts.get("format") != "tawthiq-snapshot":
        raise InvalidFile(
            f"{FILE_NAME} does not describe a Tawthiq snapshot: its format is not 'tawthiq-snapshot'."
        )
    version = str(facts.get("schema_version"))
    if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise InvalidFile(
            f"{FILE_NAME} is of schema version {version[:20]}; this Tawthiq reads {SCHEMA_VERSION}. "
            "Open it with the Tawthiq that wrote it, or take the snapshot anew."
        )
    try:
        manifest = Manifest(
            taken_at=datetime.fromisoformat(facts["taken_at"]),
            ledger_head=None if facts["ledger_head"] is None else str(facts["ledger_head"]),
            rule=str(facts["rule"]),
            public=facts["public"] is True,
            source=str(facts["source"]),
            files={_table_of(name): _file(file) for name, file in facts["files"].items()},
            schema_version=version,
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InvalidFile(f"{FILE_NAME} is damaged: a field is missing or of the wrong kind.") from error
    if missing := sorted(set(TABLES) - set(manifest.files)):
        raise InvalidFile(
            f"{FILE_NAME} names no file for: {', '.join(missing)}. A snapshot holds every table."
        )
    return manifest


def _table_of(file_name: str) -> str:
    table = file_name.removesuffix(".parquet")
    if table not in TABLES or file_name == table:
        raise InvalidFile(
            f"{FILE_NAME} names a file that is no table of a snapshot. Expected: {', '.join(TABLES)}."
        )
    return table


def _file(facts: Mapping[str, Any]) -> TableFile:
    file = TableFile(rows=int(facts["rows"]), size=int(facts["size"]), sha256=str(facts["sha256"]))
    if not _SHA256.fullmatch(file.sha256):
        raise ValueError("not a SHA-256")
    return file
