"""A package that was changed in any way is known, and the step that fails says what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.custody.manifests import (
    MANIFEST,
    SIGNATURES,
    PackedFile,
    Step,
    check_package,
    key_id,
    public_key_of,
    read_manifest,
    sign,
    write_manifest,
)
from tawthiq.domain.errors import InvalidFile, InvalidValue

SEED, OTHER = b"s" * 32, b"o" * 32
CONTENTS = {"originals/film.mp4": b"a film", "about/film.json": "{'ملف'}".encode(), "custody.json": b""}


def package(seed: bytes = SEED) -> dict[str, bytes]:
    files = [PackedFile(p, hashlib.sha256(c).hexdigest(), len(c), "original") for p, c in CONTENTS.items()]
    manifest = write_manifest(files, about={"made_at": "2026-11-23T20:00:00Z", "recipient": "a court"})
    return {**CONTENTS, MANIFEST: manifest, SIGNATURES: sign(manifest, seed)}


def check(held: dict[str, bytes], *trusted: bytes) -> list[Step]:
    def open_file(name: str) -> Iterator[bytes]:
        yield held[name]

    return check_package(held, open_file, trusted=trusted)


def faults(steps: list[Step]) -> dict[str, str]:
    return {step.name: step.finding for step in steps if not step.holds}


def test_a_whole_package_holds_at_every_step() -> None:
    steps = check(package(), public_key_of(SEED))
    assert faults(steps) == {}
    assert [step.name for step in steps] == ["manifest", "signature", *sorted(CONTENTS), "nothing else"]
    assert key_id(public_key_of(SEED)) in steps[1].finding


def test_the_manifest_says_what_was_written() -> None:
    about, files = read_manifest(package()[MANIFEST])
    assert about["recipient"] == "a court" and {f.path: f.size for f in files}["originals/film.mp4"] == 6


def test_without_a_key_the_signer_is_not_established_and_with_another_it_is_refused() -> None:
    assert "whose key this is was not checked" in check(package())[1].finding
    assert "none of the keys given" in faults(check(package(), public_key_of(OTHER)))["signature"]
    assert "none of the keys given" in faults(check(package(OTHER), public_key_of(SEED)))["signature"]


def test_every_fault_is_named_at_once() -> None:
    held = package()
    held["originals/film.mp4"], held["planted"] = b"a f1lm", b"x"
    del held["custody.json"]
    found = faults(check(held, public_key_of(SEED)))
    assert set(found) == {"originals/film.mp4", "custody.json", "nothing else"}
    assert "missing" in found["custody.json"] and "1 files are there" in found["nothing else"]


@given(st.data())
@settings(max_examples=300)
def test_any_flipped_bit_is_found(data: st.DataObject) -> None:
    held = package()
    name = data.draw(st.sampled_from(sorted(name for name, content in held.items() if content)))
    content = bytearray(held[name])
    place = data.draw(st.integers(0, len(content) * 8 - 1))
    content[place // 8] ^= 1 << place % 8
    held[name] = bytes(content)
    steps = check(held, public_key_of(SEED))
    assert faults(steps) or (name == SIGNATURES and steps == check(package(), public_key_of(SEED)))


def test_the_manifest_rewritten_by_another_is_found_even_if_it_fits_the_files() -> None:
    held = package()
    held["originals/film.mp4"] = b"forged"
    forged = [PackedFile(p, hashlib.sha256(held[p]).hexdigest(), len(held[p]), "original") for p in CONTENTS]
    held[MANIFEST] = write_manifest(forged, about={})
    assert set(faults(check(held, public_key_of(SEED)))) == {"signature"}


@pytest.mark.parametrize("path", ["../x", "/x", "a/../b", "C:/x", "a\\b", "", "manifest.json", "./a"])
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    with pytest.raises(InvalidValue, match="path"):
        PackedFile(path, "0" * 64, 1, "original")


@given(st.binary(max_size=300))
def test_bytes_that_are_no_manifest_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidFile):
        read_manifest(content)
    assert faults(check({MANIFEST: content}))


def test_two_files_of_one_path_are_refused() -> None:
    twice = [PackedFile("a", "0" * 64, 1, "original")] * 2
    with pytest.raises(InvalidValue, match="same path"):
        write_manifest(twice, about={})
