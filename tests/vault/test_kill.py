"""A writer killed at any moment: nothing acknowledged is lost, nothing half-written can be read."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tawthiq.vault.blobs import Vault, digest_at, read
from tawthiq.vault.fixity import check, unrecorded
from tawthiq.vault.stores import FolderStore
from tests.vault.writer import KEYS, content


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_no_half_blob_is_readable(tmp_path: Path) -> None:
    root, choice, acknowledged = tmp_path / "vault", random.Random(11), dict[int, str]()
    for _ in range(12):
        acknowledged |= run_and_kill(root, first=len(acknowledged), after=choice.uniform(0.0, 0.15))
        vault = Vault(FolderStore(root), KEYS)
        vault.store.recover()
        assert not list(vault.store.spool.glob("*")) if vault.store.spool.exists() else True
        names = list(vault.store.names("blobs"))
        assert all(digest_at(vault, name) for name in names)  # whole, every one
        assert check(vault, list(acknowledged.values())).faults == ()
        assert len(list(unrecorded(vault, acknowledged.values()))) <= 1 + len(names) - len(acknowledged)
    assert len(acknowledged) >= 12  # each run was left alone until its first
    for number, sha256 in acknowledged.items():
        assert hashlib.sha256(content(number)).hexdigest() == sha256
    last = max(acknowledged)
    assert b"".join(read(vault, acknowledged[last])) == content(last)


def run_and_kill(root: Path, *, first: int, after: float) -> dict[int, str]:
    """Let a writer run until `after` seconds past its first acknowledgement, kill it, return what it had
    said.
    """
    command = [sys.executable, "-m", "tests.vault.writer", str(root), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        timer = threading.Timer(after, writer.kill)
        timer.start()
        lines += list(writer.stdout)
        timer.join()
    said = [line.split() for line in lines if line.endswith("\n")]
    return {int(number): sha256 for number, sha256 in said}
