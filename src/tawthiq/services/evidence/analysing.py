"""Analyse an item at arm's length and keep what comes of it: working copies, fingerprints, what the file says.

What a file says of itself (a camera's owner, a position) may name a person: it lies sealed in the vault as a
derivative, and the database holds only that it is there (ADR 0091).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tawthiq.domain.errors import InvalidFile, Refused
from tawthiq.evidence.sandbox import USUAL_LIMITS, Limits, analyse
from tawthiq.evidence.values import Analysis, Fingerprint
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Derivative, Item, Likeness
from tawthiq.services.asking import require_allowed
from tawthiq.services.writing import writing
from tawthiq.vault.blobs import Stored, Vault, add_file, copy_to
from tawthiq.vault.blobs import add as keep_blob

ANALYSIS_TYPE = "application/vnd.tawthiq.analysis+json"
MADE_WITH = "tawthiq evidence sandbox"


def analyse_evidence(
    actor: Account,
    vault: Vault,
    item_id: str,
    *,
    workshop: Path,
    original: Path | None = None,
    limits: Limits = USUAL_LIMITS,
    trust_anchors: str | None = None,
) -> Analysis:
    """Analyse an item and keep its working copies; never raises for what the file holds.

    `workshop` is a private folder for work under way. `original` is the file the item was taken from, where it is
    at hand: without it the item is read from the vault, in clear, into the workshop.
    """
    require_allowed(actor, "add-evidence")
    item = get_visible(actor, Item, item_id)
    refuse_destroyed(item)
    copies = workshop / f"copies-{item.pk}"
    copies.mkdir(mode=0o700)
    path = original or _working_copy(vault, item, workshop)
    before = _mark(path)
    analysis = analyse(path, copies, limits=limits, trust_anchors=trust_anchors)
    if _mark(path) != before or before[0] != item.size:
        raise InvalidFile("The file was changed while it was taken in; it was kept as it was first read.")
    _keep(actor, vault, item.pk, analysis, copies)
    if original is None:
        path.unlink()
    return analysis


def refuse_destroyed(item: Item) -> None:
    """Raise Refused for an item whose bytes were destroyed: its hash and its story remain."""
    if item.destroyed_at is not None:
        raise Refused(
            "destroyed",
            f"{item.code} was destroyed on {item.destroyed_at:%Y-%m-%d}; its hash and history remain.",
        )


def _working_copy(vault: Vault, item: Item, workshop: Path) -> Path:
    path = workshop / f"working-{item.pk}"
    with path.open("wb") as file:
        copy_to(vault, item.sha256, file)
    return path


def _mark(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _keep(actor: Account, vault: Vault, item_id: str, analysis: Analysis, folder: Path) -> None:
    made = [(derived, add_file(vault, folder / derived.file)) for derived in analysis.derived]
    said = keep_blob(vault, [analysis_bytes(analysis)])
    with writing(actor, action="evidence derived", reason=_outcome(analysis)) as write:
        item = get_visible(actor, Item, item_id)
        rows = [
            _derivative(item, stored, kind=derived.kind, media_type=derived.media_type, at=derived.at)
            for derived, stored in made
        ]
        held = {(d.sha256, d.kind, d.at_ms) for d in item.derivatives.all()}
        rows.append(_derivative(item, said, kind="analysis", media_type=ANALYSIS_TYPE))
        write.add_many([row for row in rows if (row.sha256, row.kind, row.at_ms) not in held])
        write.concern(item)
        keep_likenesses(item, analysis.fingerprints)


def keep_likenesses(item: Item, fingerprints: Iterable[Fingerprint]) -> None:
    """Put an item's fingerprints into the index in place of those it had."""
    item.likenesses.all().delete()
    Likeness.objects.bulk_create(
        Likeness(item=item, pdq=one.pdq, quality=one.quality, at_ms=milliseconds(one.at))
        for one in fingerprints
    )


def _derivative(
    item: Item, stored: Stored, *, kind: str, media_type: str, at: float | None = None
) -> Derivative:
    return Derivative(
        item=item, sha256=stored.sha256, size=stored.size, kind=kind, media_type=media_type,
        at_ms=milliseconds(at), made_with=MADE_WITH, desk=item.desk, confidentiality=item.confidentiality,
    )  # fmt: skip


def milliseconds(seconds: float | None) -> int | None:
    """Turn seconds into whole milliseconds."""
    return None if seconds is None else max(0, round(seconds * 1000))


def analysis_bytes(analysis: Analysis) -> bytes:
    """Write an analysis as JSON, without the names of temporary files."""
    document = asdict(analysis)
    document["derived"] = [{k: v for k, v in one.items() if k != "file"} for one in document["derived"]]
    return json.dumps(document, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")


def _outcome(analysis: Analysis) -> str:
    failed = ", ".join(one.tool for one in analysis.not_analysed)
    return f"{len(analysis.derived)} copies" + (f"; not analysed: {failed}" if failed else "")
