"""A package put together: originals from the vault, what is told of each, its custody with proofs, seals, a page."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tawthiq.custody.container import Member, packed
from tawthiq.custody.handover import SEALS, SEALS_FORMAT, Custody, custody_document
from tawthiq.custody.inclusion import LedgerHead, ProvenChange, entry_proof, root_over, tree_of
from tawthiq.custody.manifests import MANIFEST, SIGNATURES, PackedFile, sign, write_manifest
from tawthiq.domain.errors import NotFound
from tawthiq.evidence.handover_page import PageItem, PageStatement, PageView, index_page
from tawthiq.queries.anchors import digests_until, sealed_head
from tawthiq.queries.evidence import CustodyStep, LinkRow, analysis_of, item_shown
from tawthiq.queries.proofs import proven_steps
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Statement
from tawthiq.records.evidence.models import Anchor, Handover, Item
from tawthiq.records.states import instant_text, kind_of
from tawthiq.services.evidence.contents import Contents
from tawthiq.vault.authorities import TimeAuthority
from tawthiq.vault.blobs import Vault, read

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Original:
    """An original that was read whole and found true: its place in the package and its measures."""

    path: str
    sha256: str
    size: int
    crc: int


@dataclass(slots=True)
class Packing:
    """A package on its way: short files held here, originals read from the vault when they are written."""

    vault: Vault
    head: LedgerHead
    levels: list[list[bytes]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    originals: list[Original] = field(default_factory=list)
    proven: list[ProvenChange] = field(default_factory=list)

    def put(self, path: str, role: str, document: Mapping[str, Any] | bytes) -> None:
        """Put a short file into the package."""
        content = document if isinstance(document, bytes) else _json(document)
        self.files[path] = (role, content)

    def listed(self) -> Iterator[PackedFile]:
        """List every file for the manifest."""
        for path, (role, content) in self.files.items():
            yield PackedFile(path, hashlib.sha256(content).hexdigest(), len(content), role)
        for one in self.originals:
            yield PackedFile(one.path, one.sha256, one.size, "original")

    def stream(self, manifest: bytes, signatures: bytes) -> Iterator[bytes]:
        """Yield the whole package."""
        short = {path: content for path, (_, content) in self.files.items()}
        short |= {MANIFEST: manifest, SIGNATURES: signatures}
        members: list[tuple[Member, Iterable[bytes]]] = [
            (Member(path, len(content), zlib.crc32(content)), [content]) for path, content in short.items()
        ]
        members += [
            (Member(one.path, one.size, one.crc), read(self.vault, one.sha256)) for one in self.originals
        ]
        return packed(members)


def original_of(vault: Vault, item: Item) -> Original | None:
    """Read an original whole against its hash; None for one that was destroyed. Raises NotFound, InvalidFile."""
    if item.destroyed_at is not None:
        return None
    crc = 0
    for piece in read(vault, item.sha256):
        crc = zlib.crc32(piece, crc)
    extension = mimetypes.guess_extension(item.media_type) or ".bin"
    return Original(f"originals/{item.code}{extension}", item.sha256, item.size, crc)


def pack(
    actor: Account,
    vault: Vault,
    handover: Handover,
    contents: Contents,
    originals: Mapping[str, Original],
    *,
    until: int,
    organisation: str,
    authorities: Sequence[TimeAuthority],
) -> tuple[Packing, bytes, bytes]:
    """Put a package together as of an entry of the ledger; return it with its manifest and signatures."""
    digests = list(digests_until(until))
    levels = tree_of(digests)
    packing = Packing(vault, LedgerHead(until, digests[-1], root_over(levels)), levels)
    items = [_put_item(packing, actor, item, originals.get(item.pk)) for item in contents.items]
    statements = [_put_statement(packing, one) for one in contents.statements]
    packing.put(f"incidents/{contents.incident.code}.json", "metadata", _incident(contents))
    _put_seals(packing, authorities)
    about = _about(handover, contents, packing.head, organisation)
    page = PageView(
        organisation=organisation, handover=handover.code, recipient=handover.recipient,
        made_at=instant_text(handover.created_at), incident=contents.incident.code,
        title_en=contents.incident.title_en, title_ar=contents.incident.title_ar,
        occurred=contents.incident.occurred, ledger_sequence=packing.head.sequence,
        ledger_digest=packing.head.digest, left_out=len(contents.left_out),
        items=tuple(items), statements=tuple(statements),
    )  # fmt: skip
    packing.put(INDEX, "page", index_page(page).encode())
    manifest = write_manifest(packing.listed(), about=about)
    return packing, manifest, sign(manifest, vault.keys.signing_seed)


def _put_item(packing: Packing, actor: Account, item: Item, original: Original | None) -> PageItem:
    view = item_shown(actor, item.pk)
    path = None if original is None else original.path
    steps = _put_custody(packing, item, f"items/{item.code}.json", original=path)
    if original is not None:
        packing.originals.append(original)
    document = {
        "code": item.code, "media_type": item.media_type, "sha256": item.sha256, "size": item.size,
        "original": path, "source": None if item.source is None else item.source.code,
        "links": [{"kind": one.kind, "code": one.code, "locator": one.locator} for one in view.links],
        "analysis": _analysis(packing.vault, actor, item), "record": json.loads(steps[-1].change.state),
    }  # fmt: skip
    packing.put(f"items/{item.code}.json", "metadata", document)
    return _page_item(item, path, view.collection, view.links, _told(view.custody, steps))


def _page_item(
    item: Item,
    path: str | None,
    collection: Mapping[str, Any],
    links: Iterable[LinkRow],
    custody: Sequence[CustodyStep],
) -> PageItem:
    return PageItem(
        code=item.code, path=path, kind=item.kind, media_type=item.media_type, size=item.size,
        sha256=item.sha256, name=item.original_name, graphic_level=item.graphic_level,
        collection={name: str(value) for name, value in collection.items()},
        links=tuple(f"{one.kind} {one.code} {one.locator}".strip() for one in links),
        custody=tuple((one.recorded_at, one.actor, one.action, one.reason) for one in custody),
    )  # fmt: skip


def _told(custody: Sequence[CustodyStep], steps: Sequence[ProvenChange]) -> list[CustodyStep]:
    """Leave out of what the page tells whatever came after the head that is handed over."""
    return [one for one in custody if one.sequence <= steps[-1].entry.sequence]


def _put_statement(packing: Packing, statement: Statement) -> PageStatement:
    told_in = f"statements/{statement.code}.json"
    steps = _put_custody(packing, statement, told_in, original=None, from_version=statement.version)
    document = {
        "code": statement.code, "source": statement.source.code,
        "consent": None if statement.consent is None else statement.consent.code,
        "record": json.loads(steps[-1].change.state),
    }  # fmt: skip
    packing.put(told_in, "statement", document)
    return PageStatement(
        code=statement.code, path=told_in, given_on=str(statement.given_on or ""), channel=statement.channel,
        language=statement.language, text=statement.text, translation_en=statement.translation_en,
        translation_ar=statement.translation_ar,
    )  # fmt: skip


def _put_custody(
    packing: Packing, record: Item | Statement, told_in: str, *, original: str | None, from_version: int = 1
) -> tuple[ProvenChange, ...]:
    steps = proven_steps(
        record, levels=packing.levels, until=packing.head.sequence, from_version=from_version
    )
    custody = Custody(record.code, kind_of(type(record)), record.pk, told_in, original, steps)
    packing.put(f"custody/{record.code}.json", "custody", custody_document(custody))
    packing.proven += steps
    return steps


def _put_seals(packing: Packing, authorities: Sequence[TimeAuthority]) -> None:
    """Put in each seal over the ledger's tree, with the proof that the steps of custody before it lie under it."""
    roots = {authority.name: authority.roots for authority in authorities}
    numbers = sorted({one.entry.sequence for one in packing.proven})
    seals = []
    for anchor in (
        Anchor.objects.exclude(root="").filter(sequence__lte=packing.head.sequence).order_by("code")
    ):
        covered = [number for number in numbers if number <= anchor.sequence]
        if not covered or anchor.authority not in roots:
            continue
        levels = tree_of(digests_until(anchor.sequence))
        token, certificate = f"ledger/seals/{anchor.code}.tsr", f"ledger/seals/{anchor.code}.pem"
        packing.put(token, "seal", bytes(anchor.token))
        packing.put(certificate, "seal", b"\n".join(roots[anchor.authority]))
        head = sealed_head(anchor)
        seals.append({
            "code": anchor.code, "token": token, "token_sha256": anchor.token_sha256, "certificate": certificate,
            "head": {"sequence": head.sequence, "digest": head.digest, "root": head.root},
            "entries": {str(number): list(entry_proof(levels, number)) for number in covered},
        })  # fmt: skip
    if seals:
        packing.put(SEALS, "seal", {"format": SEALS_FORMAT, "seals": seals})


def _about(handover: Handover, contents: Contents, head: LedgerHead, organisation: str) -> dict[str, Any]:
    return {
        "handover": handover.code, "made_at": instant_text(handover.created_at), "organisation": organisation,
        "incident": contents.incident.code, "recipient": handover.recipient, "given_for": handover.given_for,
        "left_out": len(contents.left_out),
        "ledger": {"sequence": head.sequence, "digest": head.digest, "root": head.root},
    }  # fmt: skip


def _incident(contents: Contents) -> dict[str, Any]:
    one = contents.incident
    return {
        "code": one.code, "title_en": one.title_en, "title_ar": one.title_ar, "occurred": one.occurred,
        "time_of_day": one.time_of_day, "zone": one.zone, "state": one.state, "certainty": one.certainty,
        "place_en": None if one.place is None else one.place.name_en,
        "place_ar": None if one.place is None else one.place.name_ar,
    }  # fmt: skip


def _analysis(vault: Vault, actor: Account, item: Item) -> Any:
    try:
        return analysis_of(actor, vault, item.pk)
    except NotFound:
        return None


def _json(document: Mapping[str, Any]) -> bytes:
    return (
        json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace") + b"\n"
    )
