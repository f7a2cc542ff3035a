"""Where sealed bytes lie, behind one interface: a name is written once, whole and durable, or not at all."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tawthiq.domain.errors import InvalidValue, NotFound, TawthiqError
from tawthiq.vault.spool import Spooled, flush_folder, make_folder, spooled, sweep

READ_BYTES = 1 << 20
_NAME = re.compile(r"[a-z]+/[0-9a-z-]{4,128}")
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class StoreFailed(TawthiqError):
    """The place where blobs lie did not answer, is full or forbids the step; nothing was acknowledged."""


class Store(Protocol):
    """Where sealed bytes lie under names like `blobs/<hex>`."""

    @property
    def spool(self) -> Path:
        """The local folder where a blob is completed before the store takes it."""

    @property
    def location(self) -> str:
        """Where this store is, for people."""

    def adopt(self, name: str, sealed: Spooled) -> bool:
        """Keep a complete spooled file under its name, durably; False when the name is kept already."""

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes kept under a name; NotFound when there are none."""

    def size(self, name: str) -> int | None:
        """Say how many bytes are kept under a name, None when none are."""

    def names(self, kind: str) -> Iterator[str]:
        """List the names of one kind (the part before the slash), sorted."""

    def delete(self, name: str) -> None:
        """Remove a name and its bytes; NotFound when it is not there."""

    def recover(self) -> int:
        """Finish or clear what interrupted writers left; count the leftovers met."""


def keep(store: Store, name: str, content: bytes) -> bool:
    """Keep a short content under a name; False when the name is kept already."""
    with spooled(store.spool, [content]) as sealed:
        return store.adopt(name, sealed)


def checked(name: str) -> str:
    """Return a name fit for every store, refuse any other."""
    if not _NAME.fullmatch(name):
        raise InvalidValue("Not a name of the vault: expected a kind, a slash and 4 to 128 of 0–9, a–z, '-'.")
    return name


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder: `kind/ab/abcd…`, each file read-only; links make a name appear whole or not at all."""

    root: Path

    @property
    def spool(self) -> Path:
        return self.root / "incoming"

    @property
    def location(self) -> str:
        return str(self.root)

    def adopt(self, name: str, sealed: Spooled) -> bool:
        target = self._path(name)
        with _translated(self.location):
            if target.exists():
                return False
            make_folder(target.parent)
            try:
                os.link(sealed.path, target)
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                os.rename(sealed.path, target)  # a disk without hard links: the rename is whole as well
            flush_folder(target.parent)
            return True

    def read(self, name: str) -> Iterator[bytes]:
        with _translated(self.location), self._opened(name) as descriptor:
            while piece := os.read(descriptor, READ_BYTES):
                yield piece

    def size(self, name: str) -> int | None:
        with suppress(FileNotFoundError):
            return self._path(name).stat().st_size
        return None

    def names(self, kind: str) -> Iterator[str]:
        for folder in sorted(_listed(self.root / kind)):
            for path in sorted(_listed(folder)):
                yield f"{kind}/{path.name}"

    def delete(self, name: str) -> None:
        path = self._path(name)
        with _translated(self.location):
            try:
                path.unlink()
            except FileNotFoundError as error:
                raise NotFound(f"Nothing is kept under {name}.") from error
            flush_folder(path.parent)

    def recover(self) -> int:
        return sweep(self.spool) if self.spool.is_dir() else 0

    def _path(self, name: str) -> Path:
        kind, _, rest = checked(name).partition("/")
        return self.root / kind / rest[:2] / rest

    @contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        try:
            descriptor = os.open(self._path(name), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise NotFound(f"Nothing is kept under {name}.") from error
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


@contextmanager
def _translated(location: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFailed(
            f"The store at {location} failed: {error.strerror or type(error).__name__}. "
            "Nothing was acknowledged; see that the disk is there, writable and not full, then repeat."
        ) from error
