"""Sealed identities: anyone may seal one, only a custodian's own passphrase opens it.

The administrator holds the database and the vault's keys, and still cannot read who a source is: identities
are sealed to the custodians' public keys (X25519), whose private halves lie under passphrases of their own.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused
from tawthiq.vault.keys import USUAL_WORK, Work, lock, unlock

FORMAT = "tawthiq-custodian-1"
SEALED_FORMAT = "tawthiq-sealed-1"
PADDING = 1024  # every identity up to this length looks alike


@dataclass(frozen=True, slots=True)
class Custodian:
    """The public half of a custodian's key: seals, opens nothing, may lie in the database."""

    key_id: str
    public: bytes


@dataclass(frozen=True, slots=True)
class CustodianKey:
    """A custodian's open private key; held in memory only while an identity is read."""

    key_id: str
    private: bytes = field(repr=False)


def create_custodian(passphrase: str, *, work: Work = USUAL_WORK) -> bytes:
    """Make a custodian's key file: public key in clear, private key under the passphrase."""
    private = PrivateKey.generate()
    return _key_file(private, passphrase, work)


def custodian_in(key_file: bytes) -> Custodian:
    """Read the public half from a key file."""
    document = _parse(key_file, FORMAT, "custodian's key file")
    public = _bytes(document, "public", PublicKey.SIZE)
    return Custodian(_key_id(public), public)


def open_custodian(key_file: bytes, passphrase: str) -> CustodianKey:
    """Unlock a custodian's private key; refuse a wrong passphrase."""
    custodian = custodian_in(key_file)
    document = _parse(key_file, FORMAT, "custodian's key file")
    private = unlock(document["private"], passphrase, what="custodian's key file")
    if bytes(PrivateKey(private).public_key) != custodian.public:
        raise InvalidFile("The custodian's key file was changed: its two halves do not belong together.")
    return CustodianKey(custodian.key_id, private)


def change_custodian_passphrase(key_file: bytes, *, old: str, new: str, work: Work = USUAL_WORK) -> bytes:
    """Lock the same private key with another passphrase."""
    return _key_file(PrivateKey(open_custodian(key_file, old).private), new, work)


def seal_identity(content: bytes, custodians: Sequence[Custodian]) -> bytes:
    """Seal a content so that each of these custodians can open it, and nobody else."""
    if not custodians:
        raise InvalidValue(
            "An identity needs at least one custodian to be sealed to; make a custodian's key."
        )
    key = secrets.token_bytes(SecretBox.KEY_SIZE)
    return _envelope(key, bytes(SecretBox(key).encrypt(sodium_pad(content, PADDING))), custodians)


def open_identity(sealed: bytes, custodian: CustodianKey) -> bytes:
    """Open a sealed content with a custodian's open key."""
    document = _parse(sealed, SEALED_FORMAT, "sealed identity")
    box = SecretBox(_content_key(document, custodian))
    try:
        return bytes(sodium_unpad(box.decrypt(_bytes(document, "content")), PADDING))
    except (CryptoError, ValueError) as error:
        raise InvalidFile("Changed: the sealed identity is not as it was sealed. Restore it.") from error


def seal_to_others(sealed: bytes, custodian: CustodianKey, custodians: Sequence[Custodian]) -> bytes:
    """Seal an identity anew for another set of custodians, content unseen; a custodian left out cannot open
    it.
    """
    return seal_identity(open_identity(sealed, custodian), custodians)


def custodians_of(sealed: bytes) -> tuple[str, ...]:
    """List the key ids of the custodians who can open this, without opening it."""
    return tuple(sorted(_parse(sealed, SEALED_FORMAT, "sealed identity")["keys"]))


def _envelope(key: bytes, content: bytes, custodians: Sequence[Custodian]) -> bytes:
    keys = {c.key_id: _text(bytes(SealedBox(PublicKey(c.public)).encrypt(key))) for c in custodians}
    return json.dumps(
        {"format": SEALED_FORMAT, "keys": keys, "content": _text(content)}, sort_keys=True
    ).encode()


def _content_key(document: Mapping[str, Any], custodian: CustodianKey) -> bytes:
    keys = document["keys"]
    if custodian.key_id not in keys:
        raise Refused(
            "not-sealed-to-you",
            f"This identity is sealed to {', '.join(sorted(keys))}, not to your key {custodian.key_id}. "
            "Ask one of its custodians.",
        )
    try:
        box = SealedBox(PrivateKey(custodian.private))
        return bytes(box.decrypt(b64decode(keys[custodian.key_id], validate=True)))
    except (CryptoError, ValueError, TypeError) as error:
        raise InvalidFile("Changed: the sealed identity is not as it was sealed. Restore it.") from error


def _key_file(private: PrivateKey, passphrase: str, work: Work) -> bytes:
    public = bytes(private.public_key)
    locked = lock(bytes(private), passphrase, work=work)
    document = {"format": FORMAT, "key_id": _key_id(public), "public": _text(public), "private": locked}
    return json.dumps(document, indent=1).encode() + b"\n"


def _key_id(public: bytes) -> str:
    return f"custodian-{public[:6].hex()}"


def _parse(content: bytes, kind: str, what: str) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise InvalidFile(f"Not a {what}: expected JSON of kind {kind}.") from error
    if not isinstance(document, dict) or document.get("format") != kind:
        raise InvalidFile(f"Not a {what}: expected kind {kind}.")
    wanted = {FORMAT: ("private", dict), SEALED_FORMAT: ("keys", dict)}[kind]
    if not isinstance(document.get(wanted[0]), wanted[1]):
        raise InvalidFile(f"The {what} is damaged: {wanted[0]!r} is missing. Use a copy.")
    return document


def _bytes(document: Mapping[str, Any], name: str, length: int | None = None) -> bytes:
    try:
        content = b64decode(document[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFile(f"Damaged: {name!r} cannot be read. Use a copy.") from error
    if length is not None and len(content) != length:
        raise InvalidFile(f"Damaged: {name!r} has {len(content)} bytes, expected {length}. Use a copy.")
    return content


def _text(content: bytes) -> str:
    return b64encode(content).decode()
