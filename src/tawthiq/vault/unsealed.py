"""A blob's content as an open file for tools that need one: in memory, not on the disk, unless it is too large."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tawthiq.vault.blobs import Vault, read
from tawthiq.vault.spool import write_all

MOST_IN_MEMORY = 256 << 20


@contextmanager
def unsealed(
    vault: Vault, sha256: str, *, size: int, folder: Path, most_in_memory: int = MOST_IN_MEMORY
) -> Iterator[int]:
    """Give a descriptor of the whole, verified content; it is gone when the block ends.

    Up to `most_in_memory` bytes it lies in memory alone. A larger one lies unnamed in `folder` meanwhile: choose a
    folder on an encrypted disk. Raises NotFound, InvalidFile before the block begins.
    """
    if size <= most_in_memory:
        descriptor = os.memfd_create("tawthiq", os.MFD_CLOEXEC)
    else:
        descriptor, name = tempfile.mkstemp(prefix=".unsealed-", dir=folder)
        os.unlink(name)
    try:
        for piece in read(vault, sha256):
            write_all(descriptor, piece)
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)
