"""Take evidence in: the bytes are whole and durable in the vault before a record says that they are there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.domain.partial_date import PartialDate
from tawthiq.evidence.kinds import HEAD_BYTES, TAIL_BYTES, kind_of
from tawthiq.evidence.values import Kind
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Item, Link
from tawthiq.records.record import Record
from tawthiq.records.sources.models import Source
from tawthiq.records.states import kinds
from tawthiq.services.asking import require_allowed
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.evidence.facts import LINKABLE, EvidenceFacts, LinkFacts
from tawthiq.services.writing import Writing, writing
from tawthiq.vault.blobs import Stored, Vault, has, pieces_of
from tawthiq.vault.blobs import add as keep_blob
from tawthiq.vault.stores import StoreFailed


@dataclass(frozen=True, slots=True)
class Added:
    """A file taken in: its item, whether the item is new, and whether the vault held these bytes before."""

    item: Item
    is_new: bool
    were_kept: bool


def add_evidence(
    actor: Account, vault: Vault, path: Path, *, facts: EvidenceFacts, at: datetime | None = None
) -> Added:
    """Take in a file of this machine, untouched, under the name it has."""
    try:
        with path.open("rb", buffering=0) as file:
            return add_evidence_bytes(actor, vault, pieces_of(file), name=path.name, facts=facts, at=at)
    except IsADirectoryError as error:
        raise InvalidFile("This is a folder. Name the files in it.") from error


def add_evidence_bytes(
    actor: Account,
    vault: Vault,
    content: Iterable[bytes],
    *,
    name: str,
    facts: EvidenceFacts,
    at: datetime | None = None,
) -> Added:
    """Take in bytes as they come. Bytes that the actor's item already holds give that item, with the links added.

    Raises Refused, InvalidValue, or StoreFailed: then nothing is recorded.
    """
    require_allowed(actor, "add-evidence")
    _check_facts(facts)
    _linked(actor, facts.links)  # refused before a gigabyte is copied
    # 1. The bytes are whole and durable, or this raises.
    ends = _Ends()
    stored = keep_blob(vault, ends.watched(content))
    # 2. Only now a record says so.
    with writing(actor, action="evidence received", reason=_receipt(stored), at=at) as write:
        if not has(vault, stored.sha256):  # destroyed by somebody else since step 1
            raise StoreFailed("These bytes were destroyed while they were taken in. Take them in again.")
        held = _held_already(actor, stored.sha256)
        if held is not None:
            add_links(write, actor, held, facts.links)
            write.concern(held)
            return Added(held, is_new=False, were_kept=not stored.is_new)
        item = _item(actor, stored, ends.kind(), name=name, facts=facts, received_at=write.at)
        check_vocabularies(item)
        write.add(item)
        add_links(write, actor, item, facts.links)
    return Added(item, is_new=True, were_kept=not stored.is_new)


def link_evidence(actor: Account, item_id: str, link: LinkFacts, *, reason: str = "") -> Item:
    """Say that an item bears on a record."""
    require_allowed(actor, "add-evidence")
    with writing(actor, action="evidence linked", reason=reason) as write:
        item = get_visible(actor, Item, item_id)
        if add_links(write, actor, item, [link]) == 0:
            raise InvalidValue("This link is recorded already. Nothing was changed.")
        write.concern(item)
    return item


def printable_name(name: str) -> str:
    """Return a file's name as text that can be kept: bytes of no encoding are written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def _item(
    actor: Account, stored: Stored, kind: Kind, *, name: str, facts: EvidenceFacts, received_at: datetime
) -> Item:
    linked = _linked(actor, facts.links)
    hidden = [*linked, *([facts.source] if facts.source else [])]
    restricted = facts.confidentiality == "restricted" or any(
        r.confidentiality == "restricted" for r in hidden
    )
    return Item(
        sha256=stored.sha256, blake3=stored.blake3, size=stored.size, kind=str(kind.family),
        media_type=kind.media_type, also_types=list(kind.also), original_name=printable_name(name),
        source=facts.source, collected_at=facts.collected_at or received_at,
        collection=facts.collection.as_plain(), made=facts.made, graphic_level=facts.graphic_level,
        may_publish=facts.may_publish, confidentiality="restricted" if restricted else "open", note=facts.note,
        capture=facts.capture, capture_role=facts.capture_role, desk=actor.desk,
    )  # fmt: skip


def _check_facts(facts: EvidenceFacts) -> None:
    for moment in (facts.collected_at, facts.collection.started_at, facts.collection.ended_at):
        if moment is not None and moment.tzinfo is None:
            raise InvalidValue("The time of collection names no zone. Add its offset, such as +03:00 or Z.")
    if facts.collected_at is not None and facts.collected_at > datetime.now(UTC):
        raise InvalidValue("The time of collection lies in the future. Correct it.")
    if facts.made:
        PartialDate.parse(facts.made)


def _held_already(actor: Account, sha256: str) -> Item | None:
    """Find the actor's own item over these bytes; an item of another desk is not theirs and is not spoken of."""
    return (
        visible_to(actor, Item)
        .filter(sha256=sha256, destroyed_at__isnull=True)
        .order_by("created_at")
        .first()
    )


def _linked(actor: Account, links: Iterable[LinkFacts]) -> list[Record]:
    found = []
    for link in links:
        if link.record_kind not in LINKABLE:
            raise InvalidValue(
                f"Evidence cannot bear on a record of this kind. Choose one of: {', '.join(LINKABLE)}."
            )
        found.append(get_visible(actor, kinds()[link.record_kind], link.record))
    return found


def add_links(write: Writing, actor: Account, item: Item, links: Iterable[LinkFacts]) -> int:
    """Add the links that are not there yet; return how many. A link is as secret as the item and the record."""
    added = 0
    for link, record in zip(links, _linked(actor, links), strict=True):
        if item.links.filter(record_id=record.pk, locator=link.locator).exists():
            continue
        restricted = "restricted" in (item.confidentiality, record.confidentiality)
        write.add(
            Link(item=item, record_kind=link.record_kind, record_id=record.pk, locator=link.locator,
                 desk=item.desk, confidentiality="restricted" if restricted else "open")
        )  # fmt: skip
        added += 1
    return added


def source_named(actor: Account, identifier: str) -> Source:
    """Return a source that the actor may see, by id, human code or alias."""
    named = visible_to(actor, Source).filter(alias=identifier)
    return named[0] if len(named) == 1 else get_visible(actor, Source, identifier)


def _receipt(stored: Stored) -> str:
    return f"sha256 {stored.sha256}, {stored.size} bytes"


@dataclass(slots=True)
class _Ends:
    """Keeps the first and last bytes of what passes, from which the type is told."""

    head: bytearray = field(default_factory=bytearray)
    tail: bytes = b""

    def watched(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """Pass pieces on, remembering the ends."""
        for piece in content:
            if len(self.head) < HEAD_BYTES:
                self.head += piece[: HEAD_BYTES - len(self.head)]
            self.tail = (self.tail + piece)[-TAIL_BYTES:] if len(piece) < TAIL_BYTES else piece[-TAIL_BYTES:]
            yield piece

    def kind(self) -> Kind:
        """Tell the type of what has passed."""
        return kind_of(bytes(self.head), self.tail)


def sha256_of(path: Path) -> str:
    """Compute the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
