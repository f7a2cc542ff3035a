"""A sealed identity opens for its custodians only, and shows nothing else, not even its length."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused
from tawthiq.vault import identities as i
from tests.vault.conftest import LIGHT

CANARY = b"Zumurrud al-Canary, +963 000 000 000"
FIRST = i.create_custodian("first custodian's words", work=LIGHT)
SECOND = i.create_custodian("second custodian's words", work=LIGHT)
SEALED = i.seal_identity(CANARY, [i.custodian_in(FIRST)])


def opened(key_file: bytes, which: str) -> i.CustodianKey:
    return i.open_custodian(key_file, f"{which} custodian's words")


def test_its_custodian_opens_it() -> None:
    assert i.open_identity(SEALED, opened(FIRST, "first")) == CANARY


def test_another_custodian_is_refused_by_name_of_key() -> None:
    with pytest.raises(Refused, match=r"sealed to custodian-[0-9a-f]{12}, not to your key custodian-"):
        i.open_identity(SEALED, opened(SECOND, "second"))


def test_several_custodians_each_open_it_alone() -> None:
    sealed = i.seal_identity(CANARY, [i.custodian_in(FIRST), i.custodian_in(SECOND)])
    assert i.open_identity(sealed, opened(FIRST, "first")) == CANARY
    assert i.open_identity(sealed, opened(SECOND, "second")) == CANARY
    assert len(i.custodians_of(sealed)) == 2


def test_a_custodian_who_leaves_is_sealed_out() -> None:
    sealed = i.seal_to_others(SEALED, opened(FIRST, "first"), [i.custodian_in(SECOND)])
    assert i.open_identity(sealed, opened(SECOND, "second")) == CANARY
    with pytest.raises(Refused):
        i.open_identity(sealed, opened(FIRST, "first"))


def test_a_wrong_passphrase_is_refused_and_a_changed_one_works() -> None:
    with pytest.raises(Refused, match="does not open the custodian's key file"):
        i.open_custodian(FIRST, "not the custodian's words")
    old, new = "first custodian's words", "words chosen afterwards"
    changed = i.change_custodian_passphrase(FIRST, old=old, new=new, work=LIGHT)
    assert i.open_identity(SEALED, i.open_custodian(changed, new)) == CANARY


def test_nothing_of_it_is_readable_and_lengths_look_alike() -> None:
    for run in range(len(CANARY) - 4):
        assert CANARY[run : run + 4] not in SEALED
    short = i.seal_identity(b"A", [i.custodian_in(FIRST)])
    assert len(short) == len(SEALED) == len(i.seal_identity(b"x" * 1000, [i.custodian_in(FIRST)]))
    assert "private" not in repr(opened(FIRST, "first"))


def test_it_refuses_to_seal_to_nobody() -> None:
    with pytest.raises(InvalidValue, match="at least one custodian"):
        i.seal_identity(CANARY, [])


@given(st.data())
@settings(max_examples=200)
def test_any_flipped_bit_of_it_is_found(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SEALED) * 8 - 1))
    flipped = bytearray(SEALED)
    flipped[place // 8] ^= 1 << place % 8
    with pytest.raises((InvalidFile, Refused)):
        i.open_identity(bytes(flipped), opened(FIRST, "first"))


def test_a_key_file_with_anothers_public_half_is_refused() -> None:
    mixed = {**json.loads(FIRST), "public": json.loads(SECOND)["public"]}
    with pytest.raises(InvalidFile, match="do not belong together"):
        i.open_custodian(json.dumps(mixed).encode(), "first custodian's words")


@given(st.binary(max_size=200))
def test_bytes_that_are_no_sealed_identity_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidFile):
        i.open_identity(content, opened(FIRST, "first"))


@given(st.binary(max_size=3000))
def test_any_content_comes_back(content: bytes) -> None:
    sealed = i.seal_identity(content, [i.custodian_in(SECOND)])
    assert i.open_identity(sealed, opened(SECOND, "second")) == content
