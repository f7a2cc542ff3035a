"""A sealed stream gives back exactly what went in, or says that it was changed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile, Refused
from tawthiq.vault.keys import Keys
from tawthiq.vault.sealing import CHUNK, OVERHEAD, PREAMBLE, chunks_of, plain_size, seal, sealed_size, unseal

KEYS = Keys("v", b"n" * 32, b"s" * 32, {1: b"1" * 32, 2: b"2" * 32})
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5]


def sealed(content: bytes) -> bytes:
    return b"".join(seal(KEYS, [content]))


@pytest.mark.parametrize("size", EDGES)
def test_it_gives_back_what_went_in_at_every_edge(size: int) -> None:
    content = random.Random(size).randbytes(size)
    stream = sealed(content)
    assert b"".join(unseal(KEYS, [stream])) == content
    assert len(stream) == sealed_size(size) and plain_size(len(stream)) == size


@given(st.lists(st.binary(max_size=50), max_size=8), st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_pieces_of_any_size_make_the_same_content(pieces: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(seal(KEYS, pieces))
    cut = [stream[i : i + cuts[0]] for i in range(0, len(stream), cuts[0])]
    assert b"".join(unseal(KEYS, cut)) == b"".join(pieces)


@given(st.lists(st.binary(max_size=30)), st.integers(1, 17), st.integers(1, 9))
def test_chunks_lose_and_add_nothing(pieces: list[bytes], size: int, first: int) -> None:
    chunks = list(chunks_of(pieces, size, first=first))
    assert b"".join(chunks) == b"".join(pieces)
    assert all(len(chunk) == size for chunk in chunks[1:-1])


@given(st.binary(max_size=500), st.data())
@settings(max_examples=300)
def test_any_flipped_bit_is_found(content: bytes, data: st.DataObject) -> None:
    stream = bytearray(sealed(content))
    place = data.draw(st.integers(0, len(stream) * 8 - 1))
    stream[place // 8] ^= 1 << place % 8
    with pytest.raises((InvalidFile, Refused)):
        list(unseal(KEYS, [bytes(stream)]))


@given(st.binary(max_size=500), st.data())
def test_a_cut_or_lengthened_stream_is_found(content: bytes, data: st.DataObject) -> None:
    stream = sealed(content)
    length = data.draw(st.integers(0, len(stream) - 1))
    with pytest.raises(InvalidFile):
        list(unseal(KEYS, [stream[:length]]))
    with pytest.raises(InvalidFile):
        list(unseal(KEYS, [stream + data.draw(st.binary(min_size=1, max_size=40))]))


def test_chunks_cannot_be_swapped_dropped_or_repeated() -> None:
    stream = sealed(random.Random(5).randbytes(3 * CHUNK + 9))
    whole = CHUNK + OVERHEAD
    start, parts = stream[: PREAMBLE.size], [*chunks_of([stream[PREAMBLE.size :]], whole)]
    for order in ([1, 0, 2, 3], [0, 2, 3], [0, 0, 1, 2, 3], [0, 1, 2], [3]):
        with pytest.raises(InvalidFile, match="Changed"):
            list(unseal(KEYS, [start, *(parts[i] for i in order)]))


def test_a_stream_of_another_vault_does_not_open() -> None:
    other = Keys("w", b"n" * 32, b"s" * 32, {2: b"9" * 32})
    with pytest.raises(InvalidFile, match="not as it was sealed"):
        list(unseal(other, [sealed(b"one report")]))


def test_new_streams_use_the_newest_generation_and_old_ones_stay_readable() -> None:
    old = b"".join(seal(Keys("v", b"n" * 32, b"s" * 32, {1: b"1" * 32}), [b"before the rotation"]))
    assert b"".join(unseal(KEYS, [old])) == b"before the rotation"
    with pytest.raises(Refused, match="generation 2"):
        list(unseal(Keys("v", b"n" * 32, b"s" * 32, {1: b"1" * 32}), [sealed(b"after it")]))


def test_the_same_content_is_never_sealed_alike_twice() -> None:
    assert sealed(b"the same") != sealed(b"the same")
