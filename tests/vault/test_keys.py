"""Keys open only with what locked them, survive rotation, and never show themselves."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused
from tawthiq.vault import keys as k
from tests.vault.conftest import LIGHT, PASSPHRASE


def test_a_keyring_opens_with_its_passphrase_only(keyring: bytes) -> None:
    assert k.open_keyring(keyring, PASSPHRASE).newest == 1
    with pytest.raises(Refused, match="passphrase does not open the keyring"):
        k.open_keyring(keyring, PASSPHRASE + " ")


def test_it_refuses_a_short_passphrase() -> None:
    with pytest.raises(InvalidValue, match="7 characters; use at least 12"):
        k.create_keyring("seven77", vault_id="v", work=LIGHT)


def test_the_file_and_the_text_of_open_keys_hold_no_secret(keyring: bytes) -> None:
    opened = k.open_keyring(keyring, PASSPHRASE)
    for secret in (opened.naming, opened.signing_seed, *opened.generations.values()):
        assert secret not in keyring and secret.hex().encode() not in keyring
        assert k._text(secret).encode() not in keyring
        assert repr(secret) not in repr(opened)


def test_a_changed_passphrase_keeps_the_keys_and_shuts_the_old_one_out(keyring: bytes) -> None:
    changed = k.change_passphrase(keyring, old=PASSPHRASE, new="five other words by chance", work=LIGHT)
    assert k.open_keyring(changed, "five other words by chance") == k.open_keyring(keyring, PASSPHRASE)
    with pytest.raises(Refused):
        k.open_keyring(changed, PASSPHRASE)


def test_rotation_adds_a_generation_and_keeps_the_older_ones(keyring: bytes) -> None:
    before, after = k.open_keyring(keyring, PASSPHRASE), k.rotate(keyring, PASSPHRASE, work=LIGHT)
    opened = k.open_keyring(after, PASSPHRASE)
    assert opened.newest == 2 and opened.generations[1] == before.generations[1]
    assert opened.generations[2] != opened.generations[1]
    assert (opened.naming, opened.vault_id) == (before.naming, before.vault_id)


def test_a_recovery_file_gives_every_key_back_with_its_code(keyring: bytes) -> None:
    opened = k.open_keyring(keyring, PASSPHRASE)
    recovery, code = k.export_recovery(opened, work=LIGHT)
    assert k.open_recovery(recovery, f" {code.lower()} ") == opened
    again = k.lock_again(opened, "a passphrase made after the loss", work=LIGHT)
    assert k.open_keyring(again, "a passphrase made after the loss") == opened
    with pytest.raises(Refused, match="recovery file"):
        k.open_recovery(recovery, code[:-1] + ("A" if code[-1] != "A" else "B"))
    with pytest.raises(InvalidFile, match="tawthiq-keyring-1"):
        k.open_keyring(recovery, code)


def test_an_old_recovery_file_shows_that_it_lacks_the_newest_generation(keyring: bytes) -> None:
    recovery, _ = k.export_recovery(k.open_keyring(keyring, PASSPHRASE), work=LIGHT)
    rotated = k.rotate(keyring, PASSPHRASE, work=LIGHT)
    assert set(k.generations_in(rotated)) - set(k.generations_in(recovery)) == {2}


def test_a_key_of_an_unknown_generation_is_refused_with_what_is_held(keyring: bytes) -> None:
    with pytest.raises(Refused, match="under key generation 7; the keyring holds 1"):
        k.open_keyring(keyring, PASSPHRASE).derive(b"p", generation=7, salt=b"s" * 16)


def test_a_file_asking_for_the_whole_memory_is_refused(keyring: bytes) -> None:
    document = json.loads(keyring)
    document["root"]["memory_bytes"] = 2**45
    with pytest.raises(InvalidFile, match="not made by Tawthiq, or was changed"):
        k.open_keyring(json.dumps(document).encode(), PASSPHRASE)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_flipped_bit_is_noticed_or_changes_nothing(data: st.DataObject) -> None:
    keyring = k.create_keyring(PASSPHRASE, vault_id="v", work=LIGHT)
    place = data.draw(st.integers(0, len(keyring) * 8 - 1))
    flipped = bytearray(keyring)
    flipped[place // 8] ^= 1 << place % 8
    note = keyring.index(b'"note"') <= place // 8  # the words for people are not bound
    try:
        opened = k.open_keyring(bytes(flipped), PASSPHRASE)
    except (InvalidFile, Refused):
        return
    assert note or opened == k.open_keyring(keyring, PASSPHRASE)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_key_file_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidFile):
        k.open_keyring(content, PASSPHRASE)
