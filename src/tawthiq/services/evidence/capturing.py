"""Capture a link as evidence: the attempt is recorded whatever comes of it, what was collected becomes items."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.evidence.capture import Captured, CaptureLimits, capture
from tawthiq.evidence.extractors import Extractor
from tawthiq.evidence.guard import LONGEST_URL, Reach
from tawthiq.evidence.texts import clean
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Capture
from tawthiq.services.asking import require_allowed
from tawthiq.services.evidence.adding import Added, add_evidence, printable_name
from tawthiq.services.evidence.facts import Collection, EvidenceFacts
from tawthiq.services.writing import writing
from tawthiq.vault.blobs import Vault

USUAL_LIMITS = CaptureLimits()


@dataclass(frozen=True, slots=True)
class CaptureKept:
    """A recorded capture and the items that came of it; none where it failed, and `problems` say why."""

    record: Capture
    items: tuple[Added, ...]
    problems: tuple[str, ...]


def capture_link(
    actor: Account,
    vault: Vault,
    url: str,
    *,
    facts: EvidenceFacts,
    workshop: Path,
    browser: str | None,
    reach: Reach,
    limits: CaptureLimits = USUAL_LIMITS,
    extractors: Sequence[Extractor] = (),
) -> CaptureKept:
    """Capture a link into `workshop` (an empty private folder) and keep it; a failed capture records the link.

    Each file's digest as it was collected is held against what the vault kept. Raises Refused or InvalidValue for
    what the actor asks, never for what the site does.
    """
    require_allowed(actor, "add-evidence")
    if not url.strip() or len(url) > LONGEST_URL or "\0" in url:
        raise InvalidValue(f"A link has 1 to {LONGEST_URL} characters.")
    folder = workshop / "captured"
    folder.mkdir(mode=0o700)
    # 1. Nothing of the network happens inside a transaction.
    found = capture(url, folder, browser=browser, reach=reach, limits=limits, extractors=extractors)
    # 2. The attempt is recorded, with what failed.
    record = _record(actor, found, facts)
    # 3. Each file becomes an item with the collection record.
    items = [
        add_evidence(actor, vault, folder / one.file, facts=_facts(found, record, facts, role=one.role))
        for one in found.files
    ]
    for one, added in zip(found.files, items, strict=True):
        if added.item.sha256 != one.sha256:
            raise InvalidFile(
                f"{added.item.code} is not as it was collected: the file changed on its way here."
            )
    return CaptureKept(record, tuple(items), found.problems)


def reach_of(networks: Sequence[str]) -> Reach:
    """Return which networks may be reached beside the public internet; InvalidFile for what is no network."""
    try:
        return Reach(tuple(ipaddress.ip_network(one) for one in networks))
    except ValueError as error:
        raise InvalidFile(
            "capture_networks in tawthiq.toml holds what is no network. Write it as 10.1.0.0/16."
        ) from error


def _record(actor: Account, found: Captured, facts: EvidenceFacts) -> Capture:
    with writing(actor, action="link captured" if found.is_kept else "link capture failed") as write:
        return write.add(
            Capture(
                url=printable_name(found.url), reached=printable_name(found.reached or ""), status=found.status,
                title=clean(found.title or ""), started_at=found.started_at, ended_at=found.ended_at,
                tools=list(found.tools), problems=list(found.problems), is_kept=found.is_kept,
                desk=actor.desk, confidentiality=facts.confidentiality,
            )
        )  # fmt: skip


def _facts(found: Captured, record: Capture, facts: EvidenceFacts, *, role: str) -> EvidenceFacts:
    collection: Collection = replace(
        facts.collection,
        method="captured from the web",
        url=printable_name(found.url),
        context=facts.collection.context or clean(found.title or ""),
        tools=found.tools,
        started_at=found.started_at,
        ended_at=found.ended_at,
    )
    return replace(
        facts, collection=collection, collected_at=found.ended_at, capture=record, capture_role=role
    )
