"""A second copy of backups holds only what is whole, and says what is not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tawthiq.domain.errors import InvalidValue
from tawthiq.vault.backup import create, files_under
from tawthiq.vault.blobs import Vault, add
from tawthiq.vault.copying import copy_backups
from tawthiq.vault.keys import Keys
from tawthiq.vault.restore import restore, verify
from tawthiq.vault.retention import Retention, retention_from
from tawthiq.vault.stores import FolderStore

MADE_AT = datetime.datetime(2026, 11, 23, 20, 0, tzinfo=datetime.UTC)


@pytest.fixture
def backed_up(tmp_path: Path, keys: Keys, keyring: bytes) -> FolderStore:
    """Two backups of a small home, the second with one file and one blob more."""
    home, there = tmp_path / "home", FolderStore(tmp_path / "first")
    home.mkdir()
    vault = Vault(FolderStore(home / "vault"), keys)
    for number in (1, 2):
        (home / f"{number}.txt").write_text(f"words {number}" * 1000)
        add(vault, [b"a film" * number])
        create(there, vault, files_under(home, leave_out=["vault"]), keyring=keyring,
               made_at=MADE_AT + datetime.timedelta(days=number), notes={})  # fmt: skip
    return there


def test_every_backup_is_whole_at_the_second_and_nothing_is_sent_twice(
    backed_up: FolderStore, tmp_path: Path, keys: Keys
) -> None:
    second = FolderStore(tmp_path / "second")
    done = copy_backups(backed_up, second, keys)
    assert (len(done.backups), done.faults) == (2, ())
    assert [verify(second, keys, name) for name in done.backups] == [[], []]
    assert copy_backups(backed_up, second, keys).sent == 0
    back = tmp_path / "back"
    restore(second, keys, done.backups[-1], home=back, blobs=FolderStore(back / "vault"))
    assert (back / "2.txt").read_text() == "words 2" * 1000


@pytest.mark.parametrize("kind", ["pieces", "blobs", "snapshots", "keyrings"])
def test_what_is_damaged_is_named_and_no_backup_that_needs_it_is_there(
    backed_up: FolderStore, tmp_path: Path, keys: Keys, kind: str
) -> None:
    (path, *_) = sorted((backed_up.root / kind).rglob("*-*" if kind == "snapshots" else "*/*"))
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    second = FolderStore(tmp_path / "second")
    done = copy_backups(backed_up, second, keys)
    assert any(path.name in what for what, _ in done.faults)
    assert len(done.backups) < 2
    assert [verify(second, keys, name) for name in done.backups] == [[]] * len(done.backups)


def test_until_its_last_step_has_ended_a_restore_is_half_and_goes_on(
    backed_up: FolderStore, tmp_path: Path, keys: Keys
) -> None:
    back, name = tmp_path / "back", list(backed_up.names("snapshots"))[-1]

    def killed(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(backed_up, keys, name, home=back, blobs=FolderStore(back / "vault"), finish=killed)
    assert (back / ".restoring").exists()
    finished = list[object]()
    restore(backed_up, keys, name, home=back, blobs=FolderStore(back / "vault"), finish=finished.append)
    assert len(finished) == 1 and not (back / ".restoring").exists()


def test_a_retention_is_read_as_the_settings_write_it() -> None:
    assert retention_from("newest 3, days 14, weeks 8, months 24") == Retention()
    assert retention_from("newest 1") == Retention(1, 0, 0, 0)
    for text in ("", "newest", "newest three", "years 4", "days 3"):
        with pytest.raises(InvalidValue):
            retention_from(text)
