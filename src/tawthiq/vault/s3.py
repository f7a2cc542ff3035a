"""Any S3-compatible store: parts that can be resumed, one record that makes them appear whole or not at all.

A blob up to one part is one object. A longer one is parts `<name>.<upload>.<number>` and, written last and
only if the name is free, an object `<name>` that lists them. What an interrupted upload had sent is not
sent again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import obstore
from obstore import exceptions as failures
from obstore.store import S3Store as Bucket

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.vault.spool import Spooled, flush_folder, make_folder, sweep
from tawthiq.vault.stores import READ_BYTES, StoreFailed, checked

PART_BYTES = 16 << 20
READY = ".ready"
RECORD_START = b'{"format": "tawthiq-parts-1"'
_ABSENT = (failures.NotFoundError, FileNotFoundError)  # obstore raises either, by version


@dataclass(frozen=True, slots=True)
class S3Store:
    """A bucket, and the local spool from which interrupted uploads go on."""

    bucket: Bucket = field(repr=False)
    location: str
    spool: Path
    part_bytes: int = PART_BYTES

    def adopt(self, name: str, sealed: Spooled) -> bool:
        checked(name)
        with _translated(self.location):
            if self.size(name) is not None:
                return False
            with self._ready(name, sealed) as ready:
                return self._upload(name, ready)

    def read(self, name: str) -> Iterator[bytes]:
        with _translated(self.location, name):
            stream = obstore.get(self.bucket, checked(name)).stream(min_chunk_size=READ_BYTES)
            for number, chunk in enumerate(stream):
                piece = bytes(chunk)
                if number == 0 and piece.startswith(RECORD_START):
                    yield from self._parts(name, _record(piece + b"".join(bytes(rest) for rest in stream)))
                    return
                yield piece

    def size(self, name: str) -> int | None:
        with _translated(self.location):
            try:
                found = obstore.head(self.bucket, checked(name))
            except _ABSENT:
                return None
            if found["size"] > len(RECORD_START) * 8:
                return found["size"]
            content = bytes(obstore.get(self.bucket, name).bytes())
        return int(_record(content)["size"]) if content.startswith(RECORD_START) else len(content)

    def names(self, kind: str) -> Iterator[str]:
        with _translated(self.location):
            listed = [
                found["path"]
                for page in obstore.list(self.bucket, prefix=f"{kind}/")
                for found in page
                if "." not in found["path"]
            ]
        yield from sorted(listed)

    def delete(self, name: str) -> None:
        with _translated(self.location, name):
            content = bytes(
                obstore.get_range(self.bucket, checked(name), start=0, length=len(RECORD_START) * 8)
            )
            obstore.delete(self.bucket, name)
            if content.startswith(RECORD_START):
                record = _record(content)
                obstore.delete(self.bucket, _part_names(name, record["upload"], record["parts"]))

    def recover(self) -> int:
        if not self.spool.is_dir():
            return 0
        waiting = sorted(self.spool.glob(f"*{READY}"))
        with _translated(self.location):
            for path in waiting:
                with _locked(path) as held:
                    if held is not None:
                        self._upload(path.name.removesuffix(READY).replace(".", "/"), held)
        return len(waiting) + sweep(self.spool)

    @contextmanager
    def _ready(self, name: str, sealed: Spooled) -> Iterator[Spooled]:
        """Give the complete file waiting for this name: an interrupted upload's before the new one."""
        make_folder(self.spool)
        waiting = self.spool / (name.replace("/", ".") + READY)
        try:
            os.link(sealed.path, waiting)
        except FileExistsError:
            with _locked(waiting) as held:
                if held is not None:
                    yield held
                    return
                os.link(sealed.path, waiting)
        flush_folder(self.spool)
        yield Spooled(waiting, sealed.descriptor, sealed.size)

    def _upload(self, name: str, ready: Spooled) -> bool:
        count = -(-ready.size // self.part_bytes)
        head = os.pread(ready.descriptor, 4096, 0)
        if count <= 1:
            is_new = self._create(name, os.pread(ready.descriptor, ready.size, 0))
        else:
            upload = hashlib.sha256(head).hexdigest()[:16]
            self._send_parts(name, upload, ready)
            record = {"format": "tawthiq-parts-1", "upload": upload, "parts": count, "size": ready.size}
            is_new = self._create(name, json.dumps(record).encode())
            if not is_new and self._upload_of(name) != upload:
                obstore.delete(self.bucket, _part_names(name, upload, count))
        ready.path.unlink()
        return is_new

    def _send_parts(self, name: str, upload: str, ready: Spooled) -> None:
        pages = obstore.list(self.bucket, prefix=f"{name.partition('/')[0]}/")
        prefix = f"{name}.{upload}."
        sent = {f["path"]: f["size"] for page in pages for f in page if f["path"].startswith(prefix)}
        for number in range(-(-ready.size // self.part_bytes)):
            part = f"{prefix}{number:06d}"
            start = number * self.part_bytes
            length = min(self.part_bytes, ready.size - start)
            if sent.get(part) != length:
                obstore.put(self.bucket, part, os.pread(ready.descriptor, length, start), use_multipart=False)

    def _create(self, name: str, content: bytes) -> bool:
        try:
            obstore.put(self.bucket, name, content, mode="create")
        except (failures.AlreadyExistsError, failures.PreconditionError):
            return False
        return True

    def _upload_of(self, name: str) -> str | None:
        content = bytes(obstore.get(self.bucket, name).bytes())
        return str(_record(content)["upload"]) if content.startswith(RECORD_START) else None

    def _parts(self, name: str, record: Mapping[str, Any]) -> Iterator[bytes]:
        for number, part in enumerate(_part_names(name, record["upload"], record["parts"])):
            try:
                yield bytes(obstore.get(self.bucket, part).bytes())
            except _ABSENT as error:
                raise InvalidFile(
                    f"Changed: part {number + 1} of {record['parts']} is missing at the store."
                ) from error


def _part_names(name: str, upload: str, parts: int) -> list[str]:
    return [f"{name}.{upload}.{number:06d}" for number in range(parts)]


def _record(content: bytes) -> Mapping[str, Any]:
    try:
        record = json.loads(content)
        return {"upload": str(record["upload"]), "parts": int(record["parts"]), "size": int(record["size"])}
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFile("Changed: the list of a blob's parts cannot be read at the store.") from error


@contextmanager
def _locked(path: Path) -> Iterator[Spooled | None]:
    """Open a waiting file once no other upload holds it; None when it is gone by then."""
    try:
        held = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with held:
        fcntl.flock(held, fcntl.LOCK_EX)
        status = os.fstat(held.fileno())
        yield Spooled(path, held.fileno(), status.st_size) if status.st_nlink else None


@contextmanager
def _translated(location: str, name: str | None = None) -> Iterator[None]:
    try:
        yield
    except _ABSENT as error:
        if name is not None:
            raise NotFound(f"Nothing is kept under {name}.") from error
        raise StoreFailed(
            f"The store at {location} has no such bucket. Make it, or mend the address."
        ) from error
    except (failures.BaseError, OSError) as error:
        raise StoreFailed(
            f"The store at {location} failed ({type(error).__name__}). Nothing was acknowledged; "
            "see that it can be reached and that the access key may write, then repeat."
        ) from error
