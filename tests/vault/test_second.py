"""A damaged vault is mended from its second copy; content for tools lies in memory and is gone afterwards."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.vault.blobs import Vault, add, read
from tawthiq.vault.fixity import Fault, FaultKind, check
from tawthiq.vault.second import mend, mirror
from tawthiq.vault.stores import FolderStore, Store
from tawthiq.vault.unsealed import unsealed

Find = Callable[[Vault, str], Path]
CONTENTS = [random.Random(n).randbytes(200_000) for n in range(4)]


def damage(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")


def test_what_is_damaged_here_is_mended_from_there(
    folder_vault: Vault, store: Store, blob_file: Find, tmp_path: Path
) -> None:
    second = store if store.location != folder_vault.store.location else FolderStore(tmp_path / "second")
    kept = [add(folder_vault, [content]) for content in CONTENTS]
    assert mirror(folder_vault, second).sent == 4 and mirror(folder_vault, second).sent == 0
    damage(blob_file(folder_vault, kept[1].name))
    blob_file(folder_vault, kept[2].name).unlink()
    mended = [mend(folder_vault, second, one.sha256) for one in kept]
    assert [m.kind if isinstance(m, Fault) else None for m in mended] == [
        None,
        FaultKind.CHANGED,
        FaultKind.MISSING,
        None,
    ]
    assert check(folder_vault, [one.sha256 for one in kept]).faults == ()


def test_a_damaged_second_copy_takes_nothing_away(
    folder_vault: Vault, blob_file: Find, tmp_path: Path
) -> None:
    second = Vault(FolderStore(tmp_path / "second"), folder_vault.keys)
    one = add(folder_vault, [CONTENTS[0]])
    mirror(folder_vault, second.store)
    damage(blob_file(folder_vault, one.name))
    damage(blob_file(second, one.name))
    before = blob_file(folder_vault, one.name).read_bytes()
    with pytest.raises(InvalidFile, match="Changed"):
        mend(folder_vault, second.store, one.sha256)
    assert blob_file(folder_vault, one.name).read_bytes() == before
    second.store.delete(one.name)
    with pytest.raises(NotFound):
        mend(folder_vault, second.store, one.sha256)
    assert mirror(folder_vault, second.store).faults[0][0] == one.name


@pytest.mark.parametrize("most_in_memory", [1 << 20, 10])
def test_content_for_tools_is_whole_and_leaves_nothing(
    folder_vault: Vault, tmp_path: Path, most_in_memory: int
) -> None:
    one = add(folder_vault, [CONTENTS[0]])
    with unsealed(
        folder_vault, one.sha256, size=one.size, folder=tmp_path, most_in_memory=most_in_memory
    ) as descriptor:
        assert Path(f"/proc/self/fd/{descriptor}").read_bytes() == CONTENTS[0]
        assert not list(tmp_path.glob(".unsealed-*"))
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_content_that_does_not_hold_is_not_handed_to_tools(
    folder_vault: Vault, blob_file: Find, tmp_path: Path
) -> None:
    one = add(folder_vault, [CONTENTS[0]])
    damage(blob_file(folder_vault, one.name))
    with pytest.raises(InvalidFile), unsealed(folder_vault, one.sha256, size=one.size, folder=tmp_path):
        raise AssertionError("the block must not begin")
    assert b"".join(read(folder_vault, add(folder_vault, [b"other"]).sha256)) == b"other"
