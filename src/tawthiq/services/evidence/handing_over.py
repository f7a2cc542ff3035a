"""Hand evidence over to a court or another body: consent first, then the entry, then one signed, encrypted package.

The step is recorded before a byte leaves; the package's digests are recorded once it is whole and durable.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue, NotFound
from tawthiq.domain.refusals import refusal
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Handover, Item, Receipt
from tawthiq.services.asking import ensure, require_allowed
from tawthiq.services.evidence.contents import Contents, contents_of, refuse_without_consent
from tawthiq.services.evidence.custody import SHARES
from tawthiq.services.evidence.packing import Original, original_of, pack
from tawthiq.services.writing import writing
from tawthiq.vault.authorities import TimeAuthority
from tawthiq.vault.blobs import Vault
from tawthiq.vault.recipients import check_recipient, encrypt_stream
from tawthiq.vault.spool import flush_folder

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFacts:
    """What is to be handed over, to whom and why. `to` is one of SHARES, `recipient_key` an age or SSH public key."""

    incident: str
    to: str
    recipient: str
    recipient_key: str
    reason: str
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A finished hand-over: its record, how many originals and statements it holds."""

    record: Handover
    originals: int
    statements: int


def hand_over(
    actor: Account,
    vault: Vault,
    target: Path,
    facts: HandoverFacts,
    *,
    organisation: str,
    authorities: Sequence[TimeAuthority] = (),
    at: datetime | None = None,
    progress: Progress = lambda done, of: None,
) -> HandedOver:
    """Write the package of an incident to a new file, encrypted to its recipient.

    Raises Refused naming each piece whose source does not consent, FaultsFound naming originals that do not hold;
    nothing is recorded and nothing written then. Clear text never touches the disk.
    """
    require_allowed(actor, "export-evidence")
    _check(facts, target)
    on = (at or datetime.now(UTC)).date()
    # 1. Consent is asked for each piece, and each original is read whole, before anything is recorded.
    contents = _agreed(actor, facts, on=on)
    originals = _read_originals(vault, contents.items, progress)
    # 2. The step is recorded: of the hand-over, and in the life of every piece.
    with writing(actor, action="evidence exported", reason=_written(facts), at=at) as write:
        if _agreed(actor, facts, on=on).codes != contents.codes:
            raise InvalidValue(
                "What bears on the incident changed meanwhile. Nothing was handed over; repeat."
            )
        record = write.add(_record(actor, facts, contents))
        write.concern(contents.incident, *contents.items, *contents.statements)
        until = write.sequence
    # 3. The package is written, encrypted, flushed, and only then has its name.
    packing, manifest, signatures = pack(
        actor, vault, record, contents, originals, until=until, organisation=organisation, authorities=authorities
    )  # fmt: skip
    with _placed(target) as sink:
        watched = _Watched(sink)
        encrypt_stream([facts.recipient_key], packing.stream(manifest, signatures), watched)
    # 4. Its digests are recorded: by these a receipt is known to be for this package and no other.
    with writing(actor, action="package made", reason=record.code, at=at) as write:
        write.change(
            record, expected_version=record.version, manifest_sha256=hashlib.sha256(manifest).hexdigest(),
            package_sha256=watched.sha256.hexdigest(), package_size=watched.size, packed_at=write.at,
        )  # fmt: skip
    return HandedOver(record, len(originals), len(contents.statements))


def record_receipt(
    actor: Account,
    handover_id: str,
    *,
    received_on: date,
    received_by: str,
    manifest_sha256: str,
    reference: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Receipt:
    """Record that a package arrived. The digest that the recipient read must be the manifest's: else it is another."""
    require_allowed(actor, "export-evidence")
    if not received_by.strip():
        raise InvalidValue("Say who received it: a body, an office.")
    moment = at or datetime.now(UTC)
    with writing(actor, action="package received by recipient", reason=received_by, at=at) as write:
        handover = get_visible(actor, Handover, handover_id)
        if not handover.manifest_sha256:
            raise InvalidValue(f"{handover.code} was never finished; no package of it can have arrived.")
        if manifest_sha256.strip().lower() != handover.manifest_sha256:
            raise InvalidValue(
                f"The digest is not the one of the manifest of {handover.code}. What arrived is another package, or "
                "was changed; ask the recipient to run: tawthiq verify"
            )
        if not handover.created_at.date() <= received_on <= moment.date():
            raise InvalidValue("The day of receipt lies before the hand-over or in the future. Correct it.")
        receipt = write.add(
            Receipt(handover=handover, incident=handover.incident, received_on=received_on, received_by=received_by,
                    reference=reference, manifest_sha256=handover.manifest_sha256, note=note, desk=handover.desk,
                    confidentiality=handover.confidentiality)
        )  # fmt: skip
        write.concern(handover)
    return receipt


def _check(facts: HandoverFacts, target: Path) -> None:
    if facts.to not in SHARES:
        raise InvalidValue(f"Say to whom it is given: one of {', '.join(SHARES)}.")
    if not facts.recipient.strip():
        raise InvalidValue("Say to whom exactly it is given: a body, an office, a case number.")
    ensure(None if facts.reason.strip() else refusal("reason-missing"))
    check_recipient(facts.recipient_key)
    if target.exists():
        raise InvalidValue(f"{target.name} is there already; nothing was written. Name another file.")
    if not target.parent.is_dir():
        raise InvalidValue(f"There is no folder {target.parent} to write into. Make it, or name another.")


def _agreed(actor: Account, facts: HandoverFacts, *, on: date) -> Contents:
    contents = contents_of(actor, facts.incident, leave_out=facts.leave_out)
    refuse_without_consent(contents, SHARES[facts.to], on=on)
    return contents


def _read_originals(vault: Vault, items: Sequence[Item], progress: Progress) -> dict[str, Original]:
    found, faults = dict[str, Original](), list[str]()
    for number, item in enumerate(items, start=1):
        try:
            original = original_of(vault, item)
        except (InvalidFile, NotFound) as error:
            faults.append(f"{item.code}: {error}")
        else:
            if original is not None:
                found[item.pk] = original
        progress(number, len(items))
    if faults:
        raise FaultsFound(
            f"{len(faults)} of {len(items)} originals do not hold; nothing was handed over. {faults[0]}"
        )
    return found


def _written(facts: HandoverFacts) -> str:
    return f"to {facts.recipient} ({facts.to}), all of {facts.incident}: {facts.reason}"


def _record(actor: Account, facts: HandoverFacts, contents: Contents) -> Handover:
    incident = contents.incident
    return Handover(
        incident=incident, given_for=facts.to, recipient=facts.recipient, recipient_key=facts.recipient_key.strip(),
        reason=facts.reason, contents=contents.codes, left_out=list(contents.left_out), desk=actor.desk,
        confidentiality=incident.confidentiality,
    )  # fmt: skip


class _Watched:
    """Counts and digests what is written."""

    def __init__(self, sink: BinaryIO) -> None:
        self.sink, self.sha256, self.size = sink, hashlib.sha256(), 0

    def write(self, piece: bytes) -> int:
        """Write a piece."""
        self.sha256.update(piece)
        self.size += len(piece)
        return self.sink.write(piece)

    def flush(self) -> None:
        """Pass a flush on."""
        self.sink.flush()


@contextmanager
def _placed(target: Path) -> Iterator[BinaryIO]:
    """Give a file that has its name once it is whole and durable; gone when the block fails."""
    waiting = target.with_name(f".{target.name}.part")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.rename(waiting, target)
        flush_folder(target.parent)
    finally:
        with suppress(FileNotFoundError):
            waiting.unlink()
