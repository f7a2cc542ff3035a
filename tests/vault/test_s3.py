"""On a real S3 server: an interrupted upload goes on where it stopped, and nothing half-sent can be read."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any

import obstore
import pytest

from tawthiq.domain.errors import InvalidFile, NotFound
from tawthiq.vault import s3
from tawthiq.vault.blobs import Vault, add, has, read
from tawthiq.vault.keys import Keys
from tawthiq.vault.s3 import S3Store
from tawthiq.vault.stores import StoreFailed
from tests.vault.conftest import bucket_of

pytestmark = pytest.mark.server
FILM = random.Random(3).randbytes(1_500_000)  # six parts of 256 KiB


class BrokenLine:
    """The object store's client on a line that breaks after some puts; counts the puts that went through."""

    def __init__(self, *, breaks_after: int) -> None:
        self.left, self.sent = breaks_after, list[str]()

    def put(self, bucket: Any, path: str, content: bytes, **options: Any) -> Any:
        if self.left == 0:
            raise OSError("the line broke")
        self.left -= 1
        self.sent.append(path)
        return obstore.put(bucket, path, content, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(obstore, name)


def break_line(monkeypatch: pytest.MonkeyPatch, *, after: int) -> BrokenLine:
    line = BrokenLine(breaks_after=after)
    monkeypatch.setattr(s3, "obstore", line)
    return line


@pytest.mark.parametrize("after", [0, 1, 3, 6])
def test_an_interrupted_upload_goes_on(
    s3_store: S3Store, keys: Keys, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    vault = Vault(s3_store, keys)
    break_line(monkeypatch, after=after)
    with pytest.raises(StoreFailed, match="Nothing was acknowledged"):
        add(vault, [FILM])
    assert list(s3_store.names("blobs")) == [] and len(list(s3_store.spool.iterdir())) == 1
    line = break_line(monkeypatch, after=100)
    stored = add(vault, [FILM])
    assert len(line.sent) == 7 - after  # six parts and the record, less what had gone through
    assert b"".join(read(vault, stored.sha256)) == FILM and list(s3_store.spool.iterdir()) == []


def test_recovery_finishes_what_was_left_waiting(
    s3_store: S3Store, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(s3_store, keys)
    break_line(monkeypatch, after=2)
    with pytest.raises(StoreFailed):
        add(vault, [FILM])
    monkeypatch.undo()
    assert s3_store.recover() == 1 and list(s3_store.spool.iterdir()) == []
    (name,) = s3_store.names("blobs")
    assert not add(vault, [FILM]).is_new and list(s3_store.names("blobs")) == [name]


def test_two_senders_of_one_file_end_with_one_blob(s3_store: S3Store, keys: Keys, tmp_path: Path) -> None:
    here = Vault(s3_store, keys)
    there = Vault(dataclasses.replace(s3_store, spool=tmp_path / "other-machine"), keys)
    stored = add(here, [FILM])
    again = add(there, [FILM])
    assert (stored.is_new, again.is_new) == (True, False)
    assert b"".join(read(there, stored.sha256)) == FILM


def test_a_part_missing_or_changed_at_the_store_is_named(s3_store: S3Store, keys: Keys) -> None:
    vault = Vault(s3_store, keys)
    stored = add(vault, [FILM])
    listed = [f["path"] for page in obstore.list(s3_store.bucket) for f in page]
    found = [path for path in listed if path.endswith(".000003")]
    part = bytearray(bytes(obstore.get(s3_store.bucket, found[0]).bytes()))
    part[5] ^= 4
    obstore.put(s3_store.bucket, found[0], bytes(part))
    with pytest.raises(InvalidFile, match="Changed: chunk"):
        list(read(vault, stored.sha256))
    obstore.delete(s3_store.bucket, found[0])
    with pytest.raises(InvalidFile, match="part 4 of 6 is missing"):
        list(read(vault, stored.sha256))


def test_destroying_leaves_no_part_behind(s3_store: S3Store, keys: Keys) -> None:
    stored = add(Vault(s3_store, keys), [FILM])
    s3_store.delete(stored.name)
    assert [f for page in obstore.list(s3_store.bucket) for f in page] == []


def test_a_store_that_does_not_answer_is_told_apart_from_an_absent_blob(
    s3_endpoint: str, keys: Keys, tmp_path: Path
) -> None:
    live = S3Store(bucket_of(s3_endpoint, "live"), "s3://live", tmp_path / "spool")
    assert not has(Vault(live, keys), "0" * 64)
    with pytest.raises(NotFound):
        list(read(Vault(live, keys), "0" * 64))
    dead = S3Store(bucket_of("http://127.0.0.1:9", "nowhere"), "s3://dead", tmp_path / "spool")
    with pytest.raises(StoreFailed, match="s3://dead failed"):
        has(Vault(dead, keys), "0" * 64)
