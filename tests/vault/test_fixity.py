"""Fixity reads every blob and names what is missing, changed or unreadable, each apart."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.vault.blobs import Vault, add
from tawthiq.vault.fixity import Fault, FaultKind, check, share_of_day, unrecorded
from tawthiq.vault.keys import Keys, open_keyring, rotate
from tests.vault.conftest import LIGHT, PASSPHRASE

Find = Callable[[Vault, str], Path]


def test_every_kind_of_fault_is_named(
    vault: Vault, keyring: bytes, folder_vault: Vault, blob_file: Find
) -> None:
    good, gone, bad, cut = (add(folder_vault, [text]) for text in (b"good", b"gone", b"bad", b"cut short"))
    newer = Vault(folder_vault.store, open_keyring(rotate(keyring, PASSPHRASE, work=LIGHT), PASSPHRASE))
    late = add(newer, [b"sealed after the rotation"])
    blob_file(folder_vault, gone.name).unlink()
    for stored, tail in ((bad, b"\0\0\0\0"), (cut, b"")):
        path = blob_file(folder_vault, stored.name)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-4] + tail)
    report = check(folder_vault, [s.sha256 for s in (good, gone, bad, cut, late)])
    assert report.checked == 5 and report.read_bytes == 4
    assert {(f.sha256, f.kind) for f in report.faults} == {
        (gone.sha256, FaultKind.MISSING),
        (bad.sha256, FaultKind.CHANGED),
        (cut.sha256, FaultKind.CHANGED),
        (late.sha256, FaultKind.UNREADABLE),
    }


def test_a_disk_that_forbids_reading_is_unreadable_not_changed(folder_vault: Vault, blob_file: Find) -> None:
    stored = add(folder_vault, [b"a report"])
    path = blob_file(folder_vault, stored.name)
    path.unlink()
    path.mkdir()  # reading it fails in the operating system, for root as well
    (fault,) = check(folder_vault, [stored.sha256]).faults
    assert fault.kind is FaultKind.UNREADABLE and "failed" in fault.finding


def test_every_single_flipped_bit_of_a_blob_is_found(folder_vault: Vault, blob_file: Find) -> None:
    stored = add(folder_vault, [b"1 July"])
    path = blob_file(folder_vault, stored.name)
    path.chmod(0o600)
    whole = path.read_bytes()
    for place in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        assert len(check(folder_vault, [stored.sha256]).faults) == 1, place
    path.write_bytes(whole)
    assert check(folder_vault, [stored.sha256]).faults == ()


def test_progress_is_told_after_each_blob(vault: Vault) -> None:
    digests = [add(vault, [bytes(size)]).sha256 for size in (10, 20, 30)]
    heard: list[tuple[int, int]] = []
    check(vault, digests, progress=lambda done, read_bytes: heard.append((done, read_bytes)))
    assert heard == [(1, 10), (2, 30), (3, 60)]


@given(st.sets(st.integers(0, 10**9), max_size=60), st.integers(1, 40), st.integers(700_000, 740_000))
def test_each_blob_has_its_turn_once_in_a_round(numbers: set[int], days: int, first: int) -> None:
    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in sorted(numbers)]
    turns = [
        sha256
        for day in range(first, first + days)
        for sha256 in share_of_day(digests, datetime.date.fromordinal(day), days=days)
    ]
    assert sorted(turns) == sorted(digests)


def test_what_no_record_knows_is_listed(vault: Vault) -> None:
    known, planted = add(vault, [b"known"]), add(vault, [b"planted"])
    assert list(unrecorded(vault, [known.sha256])) == [planted.name]


def test_the_wrong_keys_find_no_blob(folder_vault: Vault) -> None:
    stored = add(folder_vault, [b"a report"])
    stranger = Vault(folder_vault.store, Keys("x", b"x" * 32, b"x" * 32, {1: b"x" * 32}))
    (fault,) = check(stranger, [stored.sha256]).faults
    assert isinstance(fault, Fault) and fault.kind is FaultKind.MISSING
