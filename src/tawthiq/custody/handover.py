"""Checking what was handed over, step by step, from the package alone: files, signature, custody, trusted time.

What a check can show: nothing here was changed since it was signed; each step of custody is in the ledger that the
signature names, and the ledger was so long and no other at the moment of each seal. What it cannot show: that no
step of custody is missing that changed nothing in the record (a viewing, say); the ledger itself shows that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawthiq.custody.inclusion import (
    LedgerHead,
    ProvenChange,
    fault_in,
    is_entry_under,
    read_head,
    read_proven,
    seal_message,
)
from tawthiq.custody.manifests import MANIFEST, Opener, PackedFile, Step, check_package, read_manifest
from tawthiq.custody.timestamps import Token, fingerprint_of, verify
from tawthiq.domain.errors import InvalidFile, InvalidValue

CUSTODY_FORMAT, SEALS_FORMAT = "tawthiq-custody-1", "tawthiq-seals-1"
SEALS = "ledger/seals.json"
RECEIVED = "evidence received"
LONGEST_DOCUMENT = 64 << 20


@dataclass(frozen=True, slots=True)
class Custody:
    """The life of one record as handed over: the file that tells it, its original if there is one, its steps."""

    code: str
    kind: str
    record: str
    told_in: str
    original: str | None
    steps: tuple[ProvenChange, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """The named files of a package, each read when asked for."""

    files: Mapping[str, PackedFile]
    open_file: Opener

    def document(self, path: str) -> Any:
        """Read a listed file as JSON. Raises InvalidFile."""
        if path not in self.files:
            raise InvalidFile(f"{path} is not in the package.")
        content = bytearray()
        for piece in self.open_file(path):
            content += piece
            if len(content) > LONGEST_DOCUMENT:
                raise InvalidFile(f"{path} is longer than {LONGEST_DOCUMENT} bytes.")
        try:
            return json.loads(bytes(content))
        except (ValueError, RecursionError) as error:
            raise InvalidFile(f"{path} cannot be read as JSON.") from error

    def content(self, path: str) -> bytes:
        """Read a short listed file whole. Raises InvalidFile."""
        if path not in self.files or self.files[path].size > LONGEST_DOCUMENT:
            raise InvalidFile(f"{path} is not in the package.")
        return b"".join(self.open_file(path))


def check_handover(
    names: Iterable[str], open_file: Opener, *, trusted: Iterable[bytes], roots: Sequence[bytes]
) -> list[Step]:
    """Check a package that was handed over; every step is done, so that one fault does not hide another.

    `trusted` are the sender's public keys, `roots` the certificates of time authorities, both known by another way;
    without them the package's own are used, and the steps say that whose they are is not established.
    """
    present = set(names)
    # 1. to 4. Manifest, signature, every file, nothing else.
    steps = check_package(present, open_file, trusted=trusted)
    if steps[0].name == "manifest" and not steps[0].holds:
        return steps
    about, files = read_manifest(b"".join(open_file(MANIFEST)))
    listed = {file.path: file for file in files if file.path in present}
    package = Package(listed, open_file)
    # 5. The head of the ledger that the signature covers.
    try:
        head = read_head(about.get("ledger"))
    except InvalidFile as error:
        return [*steps, Step("ledger", False, str(error))]
    steps.append(Step("ledger", True, f"The ledger ends at entry {head.sequence}, digest {head.digest}."))
    # 6. Every original and statement has its custody, and every step of it is in that ledger.
    told = list(_custody_steps(package, head))
    steps += [step for step, _ in told]
    steps += _without_custody(listed, [custody for _, custody in told if custody is not None])
    # 7. Every seal of time holds, and covers the steps before it.
    entries = {
        (proven.entry.sequence, proven.entry.digest)
        for _, custody in told
        if custody is not None
        for proven in custody.steps
    }
    return [*steps, *_seal_steps(package, entries, roots)]


def custody_document(custody: Custody) -> dict[str, Any]:
    """Return a custody as the plain values that stand in its file."""
    return {
        "format": CUSTODY_FORMAT, "code": custody.code, "kind": custody.kind, "record": custody.record,
        "told_in": custody.told_in, "original": custody.original,
        "steps": [proven.as_plain() for proven in custody.steps],
    }  # fmt: skip


def _custody_steps(package: Package, head: LedgerHead) -> Iterator[tuple[Step, Custody | None]]:
    for path in sorted(path for path, file in package.files.items() if file.role == "custody"):
        name = f"custody of {path.rpartition('/')[2].removesuffix('.json')}"
        try:
            custody = _read_custody(package.document(path))
            fault = _fault_of(custody, package, head)
        except (InvalidFile, InvalidValue, OSError) as error:
            yield Step(name, False, str(error)), None
            continue
        if fault is not None:
            yield Step(name, False, f"It does not hold: {fault}."), custody
            continue
        first, last = custody.steps[0].entry, custody.steps[-1].entry
        words = (
            f"{len(custody.steps)} steps, from {first.recorded_at} to {last.recorded_at}, are in the ledger."
        )
        yield Step(name, True, words), custody


def _fault_of(custody: Custody, package: Package, head: LedgerHead) -> str | None:
    # 1. Each step is proven, and is of this record.
    for proven in custody.steps:
        if (proven.change.record_kind, proven.change.record_id) != (custody.kind, custody.record):
            return f"entry {proven.entry.sequence} is of another record"
        if (fault := fault_in(proven, head)) is not None:
            return fault
    # 2. They follow one another, and no version between them is missing.
    if (fault := _gap_in(custody)) is not None:
        return fault
    # 3. What the readable file tells is what the ledger last recorded.
    states = [json.loads(proven.change.state) for proven in custody.steps]
    if package.document(custody.told_in).get("record") != states[-1]:
        return f"{custody.told_in} tells something else than the ledger recorded"
    # 4. The original is, byte for byte, the one whose hash was recorded when it was received.
    return None if custody.kind != "item" else _other_original(custody, states, package)


def _gap_in(custody: Custody) -> str | None:
    places = [(one.entry.sequence, one.change.position) for one in custody.steps]
    if places != sorted(set(places)):
        return "its steps are not in the order in which they were recorded"
    # An item's life is told from its first version; of a statement, from the version that is handed over.
    before = 0 if custody.kind == "item" else custody.steps[0].change.version - 1
    for one in custody.steps:
        if one.change.version not in (before, before + 1) or one.change.version == 0:
            return f"a step before entry {one.entry.sequence} is missing"
        before = one.change.version
    return None


def _other_original(custody: Custody, states: Sequence[Any], package: Package) -> str | None:
    hashes = {(state.get("sha256"), state.get("size")) for state in states}
    if len(hashes) != 1 or custody.steps[0].entry.action != RECEIVED:
        return "its hash was not the same from the day it was received"
    if custody.original is None:
        return None if states[-1].get("destroyed_at") else "its original is not named"
    file = package.files.get(custody.original)
    if file is None or file.role != "original":
        return f"its original {custody.original} is missing"
    if {(file.sha256, file.size)} != hashes:
        return f"{custody.original} is another file than the one that was received"
    return None


def _without_custody(files: Mapping[str, PackedFile], custodies: Sequence[Custody]) -> list[Step]:
    told = {path for custody in custodies for path in (custody.original, custody.told_in)}
    alone = [
        path for path, file in files.items() if file.role in ("original", "statement") and path not in told
    ]
    return [Step(path, False, "There is no custody for it.") for path in sorted(alone)]


def _seal_steps(package: Package, entries: set[tuple[int, str]], roots: Sequence[bytes]) -> list[Step]:
    if SEALS not in package.files:
        return [
            Step("trusted time", True, "No authority has sealed this ledger; the times are the sender's own.")
        ]
    try:
        document = package.document(SEALS)
        if document["format"] != SEALS_FORMAT:
            raise InvalidFile("The seals of time are of a format that is not known.")
        return [_seal_step(package, one, entries, roots) for one in document["seals"]]
    except InvalidFile as error:
        return [Step("trusted time", False, str(error))]
    except (KeyError, TypeError) as error:
        return [Step("trusted time", False, f"The seals of time cannot be read ({type(error).__name__}).")]


def _seal_step(package: Package, seal: Any, entries: set[tuple[int, str]], roots: Sequence[bytes]) -> Step:
    name = f"seal {seal['code']}"
    head = read_head(seal["head"])
    try:
        # 1. The token is over this head, by an authority that is trusted.
        own = package.content(seal["certificate"])
        sealed = verify(
            Token(package.content(seal["token"]), seal["token_sha256"]),
            seal_message(head),
            roots=roots or [own],
        )
        # 2. Every step of custody before it is in the ledger that it sealed.
        covered = sorted(entry for entry in entries if entry[0] <= head.sequence)
        for sequence, digest in covered:
            if not is_entry_under(digest, sequence, seal["entries"].get(str(sequence), []), head):
                return Step(name, False, f"Entry {sequence} is not in the ledger that was sealed.")
    except (InvalidFile, InvalidValue) as error:
        return Step(name, False, str(error))
    moment = f"{sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC"
    words = f"{len(covered)} steps of custody existed at {moment}, says {sealed.authority}."
    if not roots:
        words += f" That it is this authority was not checked: compare its certificate, SHA-256 {fingerprint_of(own)}."
    return Step(name, True, words)


def _read_custody(document: Any) -> Custody:
    try:
        if document["format"] != CUSTODY_FORMAT:
            raise InvalidFile("It is of a format that is not known.")
        original = document["original"]
        steps = tuple(read_proven(one) for one in document["steps"])
        if not steps:
            raise InvalidFile("It holds no step.")
        return Custody(
            str(document["code"]), str(document["kind"]), str(document["record"]), str(document["told_in"]),
            None if original is None else str(original), steps,
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise InvalidFile("It cannot be read.") from error
