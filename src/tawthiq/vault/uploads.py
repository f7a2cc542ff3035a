"""Resumable uploads: parts arrive in any order over days, lie encrypted, and become one blob only when all
are there.

Each part is sealed and durable when `take_part` returns; a crash or a lost line costs at most the part
under way.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.vault.blobs import Stored, Vault, add
from tawthiq.vault.keys import Keys
from tawthiq.vault.sealing import seal, sealed_size, unseal
from tawthiq.vault.stores import FolderStore, keep

SMALLEST_PART, LARGEST_PART = 64 << 10, 64 << 20
MOST_PARTS = 1_000_000
LABEL_BYTES = 32
_UPLOAD_ID = re.compile(r"[0-9a-z-]{4,64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """An announced upload: where its parts lie, its size, and the size of each part but the last."""

    folder: Path
    size: int
    part_size: int

    def __post_init__(self) -> None:
        if self.size < 0 or not SMALLEST_PART <= self.part_size <= LARGEST_PART:
            raise InvalidValue(
                f"An upload of {self.size} bytes in parts of {self.part_size} cannot be; expected 0 "
                f"bytes or more, "
                f"parts of {SMALLEST_PART} to {LARGEST_PART} bytes."
            )
        if self.parts > MOST_PARTS:
            raise InvalidValue(
                f"{self.parts} parts are too many; take larger parts (at most {MOST_PARTS} parts)."
            )

    @property
    def parts(self) -> int:
        """Count the parts."""
        return -(-self.size // self.part_size)

    def length_of(self, number: int) -> int:
        """Say how many bytes a part (from 0) must have."""
        if not 0 <= number < self.parts:
            raise InvalidValue(f"There is no part {number}; the upload has parts 0 to {self.parts - 1}.")
        return min(self.part_size, self.size - number * self.part_size)


def begin(uploads: Path, upload_id: str, *, size: int, part_size: int) -> Upload:
    """Announce an upload under an id; announcing the same again gives the one under way."""
    upload = Upload(_folder(uploads, upload_id), size, part_size)
    plan = json.dumps({"size": size, "part_size": part_size}).encode()
    if not keep(FolderStore(upload.folder), "plan/plan", plan) and _plan(upload.folder) != plan:
        raise InvalidValue("This upload was announced with another size; take another id or the same sizes.")
    return upload


def find(uploads: Path, upload_id: str) -> Upload:
    """Find an announced upload."""
    folder = _folder(uploads, upload_id)
    plan = json.loads(_plan(folder))
    return Upload(folder, plan["size"], plan["part_size"])


def take_part(upload: Upload, keys: Keys, number: int, content: bytes) -> None:
    """Keep a part, sealed and durable; a part taken already stays as it is."""
    if len(content) != upload.length_of(number):
        raise InvalidValue(
            f"Part {number} has {len(content)} bytes, expected {upload.length_of(number)}. Send it "
            f"again, whole."
        )
    keep(FolderStore(upload.folder), _part(number), b"".join(seal(keys, [_label(upload, number), content])))


def missing(upload: Upload) -> list[int]:
    """List the parts (from 0) that have not arrived."""
    store = FolderStore(upload.folder)
    return [
        n
        for n in range(upload.parts)
        if store.size(_part(n)) != sealed_size(LABEL_BYTES + upload.length_of(n))
    ]


def finish(upload: Upload, vault: Vault, *, sha256: str | None = None) -> Stored:
    """Make one blob of all parts and clear them; refuse while parts are missing or when the digest differs.

    `sha256` is the digest the sender announced: when it differs, the blob is kept all the same (its bytes did
    arrive), the parts stay, and InvalidFile names both digests.
    """
    wanted = missing(upload)
    if wanted:
        raise InvalidValue(
            f"{len(wanted)} of {upload.parts} parts are missing, the first is part {wanted[0]}."
        )
    stored = add(vault, _content(upload, vault.keys))
    if sha256 is not None and stored.sha256 != sha256:
        raise InvalidFile(
            f"The upload arrived as {stored.sha256}, announced as {sha256}. Send the file again."
        )
    abandon(upload)
    return stored


def abandon(upload: Upload) -> None:
    """Remove an upload's parts."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def _content(upload: Upload, keys: Keys) -> Iterator[bytes]:
    store = FolderStore(upload.folder)
    for number in range(upload.parts):
        content = b"".join(unseal(keys, store.read(_part(number))))
        if not content.startswith(_label(upload, number)):
            raise InvalidFile(f"Changed: part {number} is not the one that was taken under this number.")
        yield content[LABEL_BYTES:]


def _label(upload: Upload, number: int) -> bytes:
    """Bind a part to its upload and number, so that parts cannot change places on the disk."""
    return hashlib.sha256(f"{upload.folder.name}/{number}".encode()).digest()


def _folder(uploads: Path, upload_id: str) -> Path:
    if not _UPLOAD_ID.fullmatch(upload_id):
        raise InvalidValue("Not an upload's id: expected 4 to 64 of 0–9, a–z, '-'.")
    return uploads / upload_id


def _plan(folder: Path) -> bytes:
    try:
        return b"".join(FolderStore(folder).read("plan/plan"))
    except NotFound as error:
        raise NotFound("There is no such upload; announce it first.") from error


def _part(number: int) -> str:
    return f"parts/{number:06d}"
