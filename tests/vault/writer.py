"""A process to be killed: keeps numbered contents in a folder vault and says each digest once it is
acknowledged.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from tawthiq.vault.blobs import Vault, add
from tawthiq.vault.keys import Keys
from tawthiq.vault.stores import FolderStore

KEYS = Keys("killed", b"n" * 32, b"s" * 32, {1: b"1" * 32})


def content(number: int) -> bytes:
    """Make the content of a number: some small, some of several chunks."""
    return random.Random(number).randbytes(3_000_000 if number % 3 == 0 else 40_000)


def main(root: str, first: str) -> None:
    """Write until killed."""
    vault, number = Vault(FolderStore(Path(root)), KEYS), int(first)
    while True:
        piece = content(number)
        stored = add(vault, [piece[i : i + 70_000] for i in range(0, len(piece), 70_000)])
        print(number, stored.sha256, flush=True)
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
