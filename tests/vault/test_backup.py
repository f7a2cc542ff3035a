"""A backup gives back every byte or says which it cannot; killed at any moment it leaves nothing half."""

from __future__ import annotations

import datetime
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue, NotFound, Refused
from tawthiq.vault.backup import (
    PIECE_BYTES,
    Made,
    backups_at,
    clear_unfinished,
    create,
    files_under,
    keyrings_at,
    read_manifest,
    unfinished_at,
)
from tawthiq.vault.blobs import Vault, add, read
from tawthiq.vault.keys import Keys, open_keyring, rotate
from tawthiq.vault.restore import is_half_restored, restore, verify
from tawthiq.vault.retention import Retention, clear, moment_of, retained
from tawthiq.vault.stores import FolderStore, Store, keep
from tests.vault.conftest import LIGHT, PASSPHRASE
from tests.vault.writer import KEYS

DAY = datetime.datetime(2026, 11, 23, 20, 0, tzinfo=datetime.UTC)


@pytest.fixture
def home(tmp_path: Path, keys: Keys) -> Path:
    home = tmp_path / "home"
    (home / "deep" / "er").mkdir(parents=True)
    (home / "db.sqlite3").write_bytes(random.Random(1).randbytes(2 * PIECE_BYTES + 99))
    (home / "tawthiq.toml").write_text("[home]\n")
    (home / "deep" / "er" / "اسم.txt").write_bytes(b"")
    for number in range(5):
        add(Vault(FolderStore(home / "vault"), keys), [random.Random(number).randbytes(300_000)])
    return home


def back_up(home: Path, there: Store, keys: Keys, keyring: bytes, at: datetime.datetime = DAY) -> Made:
    vault, files = Vault(FolderStore(home / "vault"), keys), files_under(home, leave_out=["vault"])
    return create(there, vault, files, keyring=keyring, made_at=at, notes={"head": "abc"})


def contents(home: Path) -> dict[str, bytes]:
    return {path: where.read_bytes() for path, where in files_under(home, leave_out=["vault"]).items()}


def test_what_is_restored_is_what_was_backed_up(
    store: Store, home: Path, keys: Keys, keyring: bytes, tmp_path: Path
) -> None:
    made = back_up(home, store, keys, keyring)
    name = made.manifest.name
    assert verify(store, keys, name) == [] and backups_at(store) == [name]
    new = tmp_path / "new"
    manifest = restore(store, keys, name, home=new, blobs=FolderStore(new / "vault"))
    assert contents(new) == contents(home) and manifest.notes == {"head": "abc"}
    assert not is_half_restored(new)
    restored = Vault(FolderStore(new / "vault"), keys)
    assert list(restored.store.names("blobs")) == list(manifest.blobs)
    assert unfinished_at(store) == []


def test_only_what_changed_is_sent_again(home: Path, tmp_path: Path, keys: Keys, keyring: bytes) -> None:
    there = FolderStore(tmp_path / "there")
    first = back_up(home, there, keys, keyring)
    assert (first.sent_pieces, first.sent_blobs) == (4, 5)
    again = back_up(home, there, keys, keyring, DAY + datetime.timedelta(days=1))
    assert (again.sent_pieces, again.sent_blobs, again.sent_bytes) == (0, 0, 0)
    with (home / "db.sqlite3").open("r+b") as file:
        file.seek(PIECE_BYTES + 5)
        file.write(b"changed")
    third = back_up(home, there, keys, keyring, DAY + datetime.timedelta(days=2))
    assert (third.sent_pieces, third.sent_blobs) == (1, 0)


def test_a_lost_machine_is_restored_from_the_passphrase_alone(
    home: Path, tmp_path: Path, keyring: bytes, keys: Keys
) -> None:
    there = FolderStore(tmp_path / "there")
    back_up(home, there, keys, keyring)
    newer = rotate(keyring, PASSPHRASE, work=LIGHT)
    made = back_up(home, there, open_keyring(newer, PASSPHRASE), newer, DAY + datetime.timedelta(days=1))
    found = open_keyring(keyrings_at(there)[0], PASSPHRASE)
    assert found.newest == 2 and verify(there, found, made.manifest.name) == []


def test_nothing_of_a_home_is_readable_at_the_destination(
    home: Path, tmp_path: Path, keys: Keys, keyring: bytes
) -> None:
    canary = b"Zumurrud al-Canary, witness, by the well of the old mill"
    (home / "tawthiq.toml").write_bytes(canary)
    (home / "witness-canary.txt").write_bytes(b"")
    back_up(home, FolderStore(tmp_path / "there"), keys, keyring)
    for path in (tmp_path / "there").rglob("*"):
        kept = path.read_bytes() if path.is_file() else b""
        assert not any(canary[i : i + 12] in kept for i in range(len(canary) - 12))
        assert b"canary" not in kept and "canary" not in path.name


def test_every_damage_of_a_backup_is_named(home: Path, tmp_path: Path, keys: Keys, keyring: bytes) -> None:
    there = FolderStore(tmp_path / "there")
    name = back_up(home, there, keys, keyring).manifest.name
    manifest = read_manifest(there, keys, name)
    file = next(f for f in manifest.files if f.path == "db.sqlite3")
    flip(there, file.pieces[1])
    there.delete(manifest.blobs[2])
    flip(there, manifest.blobs[3])
    assert {(f.what, f.finding.split(":")[0]) for f in verify(there, keys, name)} == {
        ("db.sqlite3", "Changed"),
        (manifest.blobs[2], "Missing"),
        (manifest.blobs[3], "Changed"),
    }
    new = tmp_path / "new"
    with pytest.raises(FaultsFound, match="3 of 8 parts of the backup do not hold"):
        restore(there, keys, name, home=new, blobs=FolderStore(new / "vault"))
    assert is_half_restored(new) and not (new / "db.sqlite3").exists()
    flip(there, name)
    with pytest.raises(InvalidFile, match="Changed"):
        verify(there, keys, name)
    with pytest.raises(NotFound):
        verify(there, keys, "snapshots/20200101t000000z-00000000")


def flip(store: FolderStore, name: str) -> None:
    kind, _, rest = name.partition("/")
    path = store.root / kind / rest[:2] / rest
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)


def test_a_vault_with_a_bad_blob_is_not_backed_up_in_silence(
    home: Path, tmp_path: Path, keys: Keys, keyring: bytes
) -> None:
    source, there = FolderStore(home / "vault"), FolderStore(tmp_path / "there")
    bad = sorted(source.names("blobs"))[1]
    flip(source, bad)
    with pytest.raises(
        FaultsFound, match=f"1 of 5 blobs do not hold; no backup was written. The first is {bad}"
    ):
        back_up(home, there, keys, keyring)
    assert backups_at(there) == [] and unfinished_at(there) == []


def test_it_refuses_to_restore_over_something(home: Path, tmp_path: Path, keys: Keys, keyring: bytes) -> None:
    there = FolderStore(tmp_path / "there")
    name = back_up(home, there, keys, keyring).manifest.name
    with pytest.raises(Refused, match="not empty"):
        restore(there, keys, name, home=home, blobs=FolderStore(home / "vault"))


def test_a_restore_killed_while_it_wrote_its_mark_goes_on(
    home: Path, tmp_path: Path, keys: Keys, keyring: bytes
) -> None:
    there, new = FolderStore(tmp_path / "there"), tmp_path / "new"
    name = back_up(home, there, keys, keyring).manifest.name
    new.mkdir()
    (new / ".restoring.under-way").write_bytes(b"snap")
    assert is_half_restored(new)
    restore(there, keys, name, home=new, blobs=FolderStore(new / "vault"))
    assert contents(new) == contents(home) and not is_half_restored(new)


def test_a_manifest_cannot_lead_out_of_the_home(
    home: Path, tmp_path: Path, keys: Keys, keyring: bytes
) -> None:
    vault = Vault(FolderStore(home / "vault"), keys)
    for path in ("../x", "/etc/x", "a/../../x", "a\\b", ""):
        with pytest.raises(InvalidValue, match="path within a home"):
            create(
                FolderStore(tmp_path / "t"),
                vault,
                {path: home / "tawthiq.toml"},
                keyring=keyring,
                made_at=DAY,
                notes={},
            )


@pytest.mark.slow
@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_kill_at_any_moment_leaves_nothing_half(tmp_path: Path, what: str) -> None:
    home, choice = tmp_path / "home", random.Random(5)
    vault = Vault(FolderStore(home / "vault"), KEYS)
    digests = [add(vault, [random.Random(n).randbytes(400_000)]).sha256 for n in range(40)]
    (home / "db.sqlite3").write_bytes(random.Random(99).randbytes(3 * PIECE_BYTES))
    there, new = FolderStore(tmp_path / "backup"), tmp_path / "restored"
    if what == "restore":
        assert run_and_kill("backup", tmp_path, after=60)
    is_done, kills = False, 0
    while not is_done:
        is_done = run_and_kill(what, tmp_path, after=choice.uniform(0.0, 0.02) * (1 + kills / 2))
        if is_done:
            break
        kills += 1
        if what == "backup":
            assert all(verify(there, KEYS, name) == [] for name in backups_at(there))
            there.recover()
        elif new.exists() and any(new.iterdir()) and not is_half_restored(new):
            break  # killed after the last step and before it said so: it has to be whole, as is asked below
    assert kills > 4
    if what == "backup":
        assert len(unfinished_at(there)) == clear_unfinished(there)
        (name,) = backups_at(there)
        assert verify(there, KEYS, name) == []
    else:
        assert not is_half_restored(new) and contents(new) == contents(home)
        restored = Vault(FolderStore(new / "vault"), KEYS)
        assert all(b"".join(read(restored, sha256)) for sha256 in digests)


def run_and_kill(what: str, root: Path, *, after: float) -> bool:
    """Run, kill `after` seconds past the beginning; say whether it had said that it was done."""
    command = [sys.executable, "-m", "tests.vault.backer", what, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as backer:
        assert backer.stdout is not None and backer.stdout.readline() == "begun\n"
        timer = threading.Timer(after, backer.kill)
        timer.start()
        said = backer.stdout.read()
        timer.cancel()
        timer.join()
    return said == "done\n"


def test_clearing_keeps_every_kept_backup_whole(
    home: Path, tmp_path: Path, keys: Keys, keyring: bytes
) -> None:
    there = FolderStore(tmp_path / "there")
    names = []
    for day in range(4):
        (home / "db.sqlite3").write_bytes(random.Random(day).randbytes(PIECE_BYTES + day))
        names.append(back_up(home, there, keys, keyring, DAY + datetime.timedelta(days=day)).manifest.name)
    cleared = clear(there, keys, Retention(newest=2, days=0, weeks=0, months=0))
    assert cleared.backups == tuple(names[:2]) and (cleared.pieces, cleared.blobs) == (3, 0)
    assert backups_at(there) == names[2:]
    assert all(verify(there, keys, name) == [] for name in names[2:])


def test_clearing_waits_for_a_backup_under_way(
    home: Path, tmp_path: Path, keys: Keys, keyring: bytes
) -> None:
    there = FolderStore(tmp_path / "there")
    back_up(home, there, keys, keyring)
    keep(there, "marks/0123456789abcdef", b"")
    with pytest.raises(Refused, match="began and have not ended"):
        clear(there, keys, Retention())
    assert clear_unfinished(there) == 1 and clear(there, keys, Retention()).backups == ()


@given(
    st.lists(st.integers(0, 7 * 365 * 24), unique=True, max_size=60),
    st.builds(Retention, st.integers(1, 5), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_retention_keeps_the_newest_and_never_more_than_it_says(
    hours: list[int], retention: Retention
) -> None:
    moments = [DAY - datetime.timedelta(hours=number) for number in hours]
    names = [f"snapshots/{moment.strftime('%Y%m%dt%H%M%Sz')}-00000000" for moment in moments]
    kept = retained(names, retention)
    assert set(sorted(names)[-1:]) <= kept <= set(names)
    assert len(kept) <= retention.newest + retention.days + retention.weeks + retention.months
    assert retained(sorted(kept), retention) == kept  # clearing twice clears no more


def test_the_name_of_a_backup_says_when() -> None:
    assert moment_of("snapshots/20261123t200000z-0a0b0c0d") == DAY
    with pytest.raises(InvalidValue, match="Not the name of a backup"):
        moment_of("snapshots/yesterday")
