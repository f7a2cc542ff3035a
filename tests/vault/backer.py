"""A process to be killed: backs up or restores the home of the kill tests, and says when it is done."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from tawthiq.vault.backup import backups_at, create, files_under
from tawthiq.vault.blobs import Vault
from tawthiq.vault.restore import restore
from tawthiq.vault.stores import FolderStore
from tests.vault.writer import KEYS

MADE_AT = datetime.datetime(2026, 11, 23, 20, 0, tzinfo=datetime.UTC)


def main(what: str, root: str) -> None:
    """Do one of the two, over the folders `home`, `backup` and `restored` under the root."""
    home, there, new = (Path(root) / name for name in ("home", "backup", "restored"))
    print("begun", flush=True)
    if what == "backup":
        files = files_under(home, leave_out=["vault"])
        vault = Vault(FolderStore(home / "vault"), KEYS)
        create(FolderStore(there), vault, files, keyring=b'{"generations": [1]}', made_at=MADE_AT, notes={})
    else:
        name = backups_at(FolderStore(there))[-1]
        restore(FolderStore(there), KEYS, name, home=new, blobs=FolderStore(new / "vault"))
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
