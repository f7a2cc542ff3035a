"""The index finds every near-duplicate that a full scan finds, and nothing else."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tawthiq.domain.errors import InvalidValue
from tawthiq.evidence.fingerprints import distance, fingerprint, fingerprints_of_frames
from tawthiq.evidence.similar import archive_of, build_index, nearest, resemblances
from tawthiq.evidence.values import Fingerprint

RANDOM = np.random.default_rng(7)


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Draw a picture with enough structure to be told from others."""
    choice = random.Random(seed)
    picture = Image.new("RGB", size, (choice.randrange(256), choice.randrange(256), choice.randrange(256)))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        corners = (
            sorted(choice.randrange(size[0]) for _ in range(2)),
            sorted(choice.randrange(size[1]) for _ in "ab"),
        )
        box = (corners[0][0], corners[1][0], corners[0][1] + 1, corners[1][1] + 1)
        draw.rectangle(box, fill=(choice.randrange(256), choice.randrange(256), choice.randrange(256)))
    return picture.filter(ImageFilter.GaussianBlur(1))


def flipped(row: np.ndarray[tuple[int], np.dtype[np.uint8]], bits: list[int]) -> bytes:
    out = bytearray(row.tobytes())
    for bit in bits:
        out[bit // 8] ^= 1 << bit % 8
    return bytes(out)


@given(st.sets(st.integers(0, 255), max_size=40), st.integers(0, 499), st.integers(0, 31))
@settings(max_examples=200, deadline=None)
def test_it_finds_exactly_what_a_full_scan_finds(bits: set[int], item: int, within: int) -> None:
    hashes = HASHES
    query = flipped(hashes[item], sorted(bits))
    scan = np.bitwise_count(hashes ^ np.frombuffer(query, np.uint8)).sum(axis=1)
    expected = sorted((int(scan[n]), n) for n in np.flatnonzero(scan <= within))
    assert nearest(INDEX, query, within=within) == [(d, int(n)) for d, n in expected]
    assert ((len(bits), item) in nearest(INDEX, query, within=within)) == (len(bits) <= within)


HASHES = RANDOM.integers(0, 256, (500, 32), dtype=np.uint8)
HASHES[250:] = HASHES[:250] ^ (RANDOM.random((250, 32)) < 0.05).astype(np.uint8)  # near ones, among them
INDEX = build_index(HASHES)


def test_no_archive_gives_no_match_and_wrong_questions_are_refused() -> None:
    assert nearest(build_index(np.empty((0, 32), np.uint8)), bytes(32)) == []
    with pytest.raises(InvalidValue, match="distance of 32 cannot be searched"):
        nearest(INDEX, bytes(32), within=32)
    with pytest.raises(InvalidValue, match="31 bytes, expected 32"):
        nearest(INDEX, bytes(31))
    with pytest.raises(InvalidValue, match="found shape"):
        build_index(np.zeros((3, 31), np.uint8))


ALTERED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda p: p.resize((200, 150)),
    "blurred": lambda p: p.filter(ImageFilter.GaussianBlur(4)),
    "grey": lambda p: ImageOps.grayscale(p),
    "brighter": lambda p: p.point(lambda v: min(255, int(v * 1.2))),
    "mirrored": ImageOps.mirror,
    "turned": lambda p: p.rotate(90, expand=True),
}


@pytest.mark.parametrize("alteration", ALTERED)
def test_an_altered_copy_is_found_among_strangers(alteration: str) -> None:
    archive = archive_of((f"item-{seed}", [fingerprint(scene(seed))]) for seed in range(40))
    (found,) = resemblances(archive, [fingerprint(ALTERED[alteration](scene(11)))])
    assert found.owner == "item-11" and found.distance <= 31
    assert found.is_turned == (alteration in ("mirrored", "turned"))


def test_a_film_posted_twice_is_known_by_its_frames() -> None:
    film = fingerprints_of_frames((float(s), scene(s)) for s in range(6))
    copy = fingerprints_of_frames((s + 0.5, scene(s).resize((320, 240))) for s in range(2, 5))
    archive = archive_of([("film", film), ("other", [fingerprint(scene(99), at=0.0)])])
    (found,) = resemblances(archive, copy)
    assert (found.owner, found.matched, found.of) == ("film", 3, 3)
    assert found.at is not None and found.at_other is not None and found.at - found.at_other == 0.5


def test_repeated_frames_are_kept_once() -> None:
    assert len(fingerprints_of_frames((float(s), scene(s // 3)) for s in range(9))) == 3


def test_a_plain_picture_is_matched_with_nothing() -> None:
    black = fingerprint(Image.new("RGB", (640, 480)))
    assert black.quality < 50
    assert resemblances(archive_of([("black", [black])]), [black]) == []


def test_the_hash_of_a_picture_does_not_depend_on_where_it_was_computed() -> None:
    first, second = fingerprint(scene(1)), fingerprint(scene(1))
    assert first == second and len(bytes.fromhex(first.pdq)) == 32
    assert distance(first.pdq, fingerprint(scene(2)).pdq) > 31
    assert isinstance(dataclasses.replace(first, at=1.0), Fingerprint)
