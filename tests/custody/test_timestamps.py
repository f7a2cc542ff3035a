"""Tokens of trusted time hold for their message, authority and moment only, for ever after, offline."""

from __future__ import annotations

import contextlib
import datetime
import hashlib

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.custody.timestamps import Token, accept, ask, fingerprint_of, verify
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tests.custody.authority import START, make_authority, stamp

HEAD = b"ledger head 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AUTHORITY = make_authority()
QUERY = ask(HEAD)
REPLY = stamp(AUTHORITY, QUERY.der)
ROOTS = [AUTHORITY.root]


def kept(reply: bytes) -> Token:
    return Token(reply, hashlib.sha256(reply).hexdigest())


def test_a_token_says_when_by_whom_and_how_exactly() -> None:
    token, sealed = accept(REPLY, QUERY, roots=ROOTS)
    assert sealed.sealed_at == START + datetime.timedelta(days=300)
    assert (sealed.authority, sealed.serial, sealed.policy) == ("CN=Test Time Authority", "1267", "1.2.3.4.1")
    assert sealed.accuracy == datetime.timedelta(seconds=1)
    assert verify(token, HEAD, roots=ROOTS) == sealed


def test_it_refuses_another_message() -> None:
    with pytest.raises(InvalidFile, match="over another message"):
        verify(kept(REPLY), HEAD + b"0", roots=ROOTS)


def test_it_refuses_an_authority_that_is_not_trusted() -> None:
    stranger = make_authority("Test Time Authority")
    with pytest.raises(InvalidFile, match="does not hold"):
        verify(kept(REPLY), HEAD, roots=[stranger.root])
    with pytest.raises(InvalidValue, match="no authority is trusted"):
        verify(kept(REPLY), HEAD, roots=[])


def test_it_refuses_an_answer_to_an_older_query() -> None:
    with pytest.raises(InvalidFile, match="Nonce"):
        accept(REPLY, ask(HEAD), roots=ROOTS)


def test_it_refuses_a_certificate_that_may_not_stamp_time() -> None:
    shop = make_authority("A Web Shop", usage=ExtendedKeyUsageOID.SERVER_AUTH)
    with pytest.raises(InvalidFile, match="does not hold"):
        verify(kept(stamp(shop, QUERY.der)), HEAD, roots=[shop.root])


def test_a_token_stays_good_after_its_certificate_has_expired_and_none_is_made_then() -> None:
    short = make_authority(years=1)
    within = stamp(short, QUERY.der, at=START + datetime.timedelta(days=364))
    assert verify(kept(within), HEAD, roots=[short.root]).sealed_at.year == 2026
    after = stamp(short, QUERY.der, at=START + datetime.timedelta(days=366))
    with pytest.raises(InvalidFile, match="does not hold"):
        verify(kept(after), HEAD, roots=[short.root])


def test_certificates_out_of_order_are_accepted() -> None:
    reply = stamp(AUTHORITY, QUERY.der, with_root=True, disordered=True)
    assert reply != stamp(AUTHORITY, QUERY.der, with_root=True)
    assert verify(kept(reply), HEAD, roots=ROOTS).serial == "1267"


@given(st.integers(0, len(REPLY) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_any_flipped_bit_is_found(place: int) -> None:
    flipped = bytearray(REPLY)
    flipped[place // 8] ^= 1 << place % 8
    with pytest.raises(InvalidFile, match="changed since it was kept"):
        verify(Token(bytes(flipped), kept(REPLY).sha256), HEAD, roots=ROOTS)
    with contextlib.suppress(InvalidFile):  # with its digest forged as well, only meaningless bits pass
        assert verify(kept(bytes(flipped)), HEAD, roots=ROOTS) == verify(kept(REPLY), HEAD, roots=ROOTS)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_token_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidFile, match="cannot be read"):
        verify(kept(content), HEAD, roots=ROOTS)


def test_nothing_cannot_be_stamped_and_roots_are_compared_by_their_digest() -> None:
    with pytest.raises(InvalidValue, match="empty"):
        ask(b"")
    assert fingerprint_of(AUTHORITY.root) == fingerprint_of(AUTHORITY.root_der)
