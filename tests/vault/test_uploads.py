"""An upload resumes after any interruption and becomes one blob only when every part has arrived."""

from __future__ import annotations

import hashlib
import random
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.vault import uploads as u
from tawthiq.vault.blobs import Vault, read

PART = u.SMALLEST_PART
FILM = random.Random(9).randbytes(3 * PART + 100)


def part(number: int) -> bytes:
    return FILM[number * PART : (number + 1) * PART]


def test_parts_arrive_in_any_order_and_after_a_restart(folder_vault: Vault, tmp_path: Path) -> None:
    upload = u.begin(tmp_path / "uploads", "film-1", size=len(FILM), part_size=PART)
    for number in (2, 0):
        u.take_part(upload, folder_vault.keys, number, part(number))
    again = u.find(tmp_path / "uploads", "film-1")
    assert again == upload and u.missing(again) == [1, 3]
    with pytest.raises(InvalidValue, match="2 of 4 parts are missing, the first is part 1"):
        u.finish(again, folder_vault)
    for number in (3, 1, 1):
        u.take_part(again, folder_vault.keys, number, part(number))
    stored = u.finish(again, folder_vault, sha256=hashlib.sha256(FILM).hexdigest())
    assert b"".join(read(folder_vault, stored.sha256)) == FILM
    with pytest.raises(NotFound, match="announce it first"):
        u.find(tmp_path / "uploads", "film-1")


def test_parts_that_changed_places_on_the_disk_are_found(folder_vault: Vault, tmp_path: Path) -> None:
    upload = u.begin(tmp_path / "uploads", "film-1", size=len(FILM), part_size=PART)
    for number in range(4):
        u.take_part(upload, folder_vault.keys, number, part(number))
    first, second = (upload.folder / "parts/00" / f"00000{n}" for n in (0, 1))
    first.rename(tmp_path / "aside")
    second.rename(first)
    (tmp_path / "aside").rename(second)
    with pytest.raises(InvalidFile, match="part 0 is not the one that was taken"):
        u.finish(upload, folder_vault)


def test_no_part_lies_in_clear(folder_vault: Vault, tmp_path: Path) -> None:
    upload = u.begin(tmp_path / "uploads", "film-1", size=len(FILM), part_size=PART)
    u.take_part(upload, folder_vault.keys, 0, part(0))
    kept = b"".join(p.read_bytes() for p in (tmp_path / "uploads").rglob("*") if p.is_file())
    assert not any(FILM[i : i + 32] in kept for i in range(0, PART, 16))


def test_a_part_of_the_wrong_length_or_number_is_refused(folder_vault: Vault, tmp_path: Path) -> None:
    upload = u.begin(tmp_path / "uploads", "film-1", size=len(FILM), part_size=PART)
    with pytest.raises(InvalidValue, match="Part 3 has 99 bytes, expected 100"):
        u.take_part(upload, folder_vault.keys, 3, bytes(99))
    with pytest.raises(InvalidValue, match="no part 4; the upload has parts 0 to 3"):
        u.take_part(upload, folder_vault.keys, 4, b"")


def test_another_digest_than_announced_is_named(folder_vault: Vault, tmp_path: Path) -> None:
    upload = u.begin(tmp_path / "uploads", "film-1", size=5, part_size=PART)
    u.take_part(upload, folder_vault.keys, 0, b"hello")
    with pytest.raises(InvalidFile, match=f"announced as {'0' * 64}"):
        u.finish(upload, folder_vault, sha256="0" * 64)
    assert u.missing(upload) == []


def test_announcing_again_goes_on_and_with_other_sizes_is_refused(tmp_path: Path) -> None:
    first = u.begin(tmp_path, "film-1", size=9, part_size=PART)
    assert u.begin(tmp_path, "film-1", size=9, part_size=PART) == first
    with pytest.raises(InvalidValue, match="announced with another size"):
        u.begin(tmp_path, "film-1", size=10, part_size=PART)


@pytest.mark.parametrize("upload_id", ["../x", "", "a/b", "ABCD", "x" * 65, "abc\n"])
def test_an_id_that_could_leave_the_folder_is_refused(tmp_path: Path, upload_id: str) -> None:
    with pytest.raises(InvalidValue, match="Not an upload's id"):
        u.begin(tmp_path, upload_id, size=1, part_size=PART)


def test_an_empty_file_can_be_uploaded(folder_vault: Vault, tmp_path: Path) -> None:
    upload = u.begin(tmp_path / "uploads", "none", size=0, part_size=PART)
    assert u.finish(upload, folder_vault).size == 0


@given(sizes=st.integers(1, len(FILM)), order=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_makes_the_same_blob(
    folder_vault: Vault, tmp_path: Path, sizes: int, order: random.Random
) -> None:
    content = FILM[:sizes]
    upload = u.begin(tmp_path / "uploads", f"try-{uuid.uuid4()}", size=sizes, part_size=PART)
    numbers = list(range(upload.parts))
    order.shuffle(numbers)
    for number in numbers:
        u.take_part(upload, folder_vault.keys, number, content[number * PART : (number + 1) * PART])
    assert u.finish(upload, folder_vault).sha256 == hashlib.sha256(content).hexdigest()
