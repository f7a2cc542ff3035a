"""Blobs on a folder and on a real S3 server: kept once, whole, encrypted, found again, and unknown to the
operator.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from blake3 import blake3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.vault.blobs import Vault, add, add_file, copy_to, destroy, digest_at, has, name_of, read
from tawthiq.vault.keys import Keys
from tawthiq.vault.spool import spooled
from tawthiq.vault.stores import FolderStore, Store, StoreFailed, keep

Find = Callable[[Vault, str], Path]


def made(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("size", [0, 1, 255 << 10, 256 << 10, 1 << 20, (2 << 20) + 77])
def test_it_gives_back_what_it_keeps(vault: Vault, size: int) -> None:
    content = made(size)
    stored = add(vault, [content])
    assert (stored.sha256, stored.blake3) == (
        hashlib.sha256(content).hexdigest(),
        blake3(content).hexdigest(),
    )
    assert stored.size == size and stored.is_new
    assert b"".join(read(vault, stored.sha256)) == content
    assert vault.store.size(stored.name) == stored.sealed_size
    assert digest_at(vault, stored.name) == (stored.sha256, size)


def test_the_same_bytes_are_kept_once(vault: Vault) -> None:
    first, second = add(vault, [made(600_000)]), add(vault, [made(600_000)])
    assert first.is_new and not second.is_new and first.name == second.name
    assert list(vault.store.names("blobs")) == [first.name]
    assert not list(vault.store.spool.iterdir())


def test_what_was_never_kept_is_not_found(vault: Vault) -> None:
    with pytest.raises(NotFound, match="does not hold"):
        list(read(vault, "0" * 64))
    with pytest.raises(NotFound):
        destroy(vault, "0" * 64)
    assert not has(vault, "0" * 64)


def test_a_destroyed_blob_is_gone_with_all_its_parts(vault: Vault) -> None:
    stored = add(vault, [made(900_000)])
    destroy(vault, stored.sha256)
    assert not has(vault, stored.sha256) and list(vault.store.names("blobs")) == []
    assert add(vault, [made(900_000)]).is_new


def test_a_reader_that_fails_leaves_nothing(vault: Vault) -> None:
    def torn() -> Iterator[bytes]:
        yield made(700_000)
        raise ConnectionError("the line broke")

    with pytest.raises(ConnectionError):
        add(vault, torn())
    assert list(vault.store.names("blobs")) == [] and not list(vault.store.spool.iterdir())


def test_names_do_not_tell_the_digest_and_differ_between_vaults(keys: Keys) -> None:
    digest = hashlib.sha256(b"a known video").hexdigest()
    other = Keys("other", b"x" * 32, keys.signing_seed, keys.generations)
    assert digest not in name_of(keys, digest) and name_of(keys, digest) != name_of(other, digest)


def test_it_refuses_a_digest_that_is_none(vault: Vault) -> None:
    for wrong in ("", "../../etc/passwd", "A" * 64, "0" * 63):
        with pytest.raises(InvalidValue, match="Not a SHA-256"):
            has(vault, wrong)


@pytest.mark.parametrize(
    "name", ["blobs/../x", "blobs//abcd", "/abcd", "blobs/ab", "blobs/ABCD", "blobs/a.b.c.d"]
)
def test_a_store_refuses_names_that_could_leave_it(store: Store, name: str) -> None:
    with pytest.raises(InvalidValue, match="Not a name of the vault"):
        store.size(name)


def test_a_store_never_overwrites(store: Store) -> None:
    assert keep(store, "notes/first", b"one") and not keep(store, "notes/first", b"two")
    assert b"".join(store.read("notes/first")) == b"one"


def test_no_run_of_32_plain_bytes_lies_on_disk(folder_vault: Vault, tmp_path: Path) -> None:
    content = ("شهادة " * 40_000).encode() + made(100_000)
    add(folder_vault, [content])
    runs = {content[i : i + 32] for i in range(len(content) - 32)}
    for path in (tmp_path / "vault").rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            assert not any(kept[i : i + 32] in runs for i in range(len(kept) - 32))


def test_kept_files_are_read_only_and_private(folder_vault: Vault, blob_file: Find) -> None:
    path = blob_file(folder_vault, add(folder_vault, [b"a photograph"]).name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_a_changed_blob_is_refused(folder_vault: Vault, blob_file: Find) -> None:
    stored = add(folder_vault, [made(3 << 20)])
    path = blob_file(folder_vault, stored.name)
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[2_500_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(InvalidFile, match="chunk 3"):
        copy_to(folder_vault, stored.sha256, io.BytesIO())


def test_a_blob_put_in_the_place_of_another_is_refused(folder_vault: Vault, blob_file: Find) -> None:
    one, two = add(folder_vault, [b"the first"]), add(folder_vault, [b"the second"])
    os.replace(blob_file(folder_vault, one.name), blob_file(folder_vault, two.name))
    with pytest.raises(InvalidFile, match="another digest"):
        list(read(folder_vault, two.sha256))
    with pytest.raises(InvalidFile, match="not the one that its name stands for"):
        digest_at(folder_vault, two.name)


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path, keys: Keys) -> None:
    (tmp_path / "vault").write_text("a file where the folder should be")
    with pytest.raises((StoreFailed, OSError)):
        add(Vault(FolderStore(tmp_path / "vault"), keys), [b"x"])


def test_leftovers_of_dead_writers_are_swept_and_living_writers_left_alone(folder_vault: Vault) -> None:
    spool = folder_vault.store.spool
    spool.mkdir(parents=True)
    (spool / "dead.part").write_bytes(b"half a blob")
    with spooled(spool, [b"still writing"]) as living:
        assert folder_vault.store.recover() == 1
        assert living.path.exists() and folder_vault.store.adopt("notes/living", living)
    assert b"".join(folder_vault.store.read("notes/living")) == b"still writing"


def test_a_file_of_this_machine_is_kept(folder_vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(made(5 << 20))
    stored = add_file(folder_vault, tmp_path / "film")
    assert stored.size == 5 << 20 and stored.sha256 == hashlib.sha256(made(5 << 20)).hexdigest()


@given(contents=st.lists(st.binary(max_size=3000), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_set_of_contents_comes_back(folder_vault: Vault, contents: list[bytes]) -> None:
    digests = [add(folder_vault, [content]).sha256 for content in contents]
    assert [b"".join(read(folder_vault, sha256)) for sha256 in digests] == contents
