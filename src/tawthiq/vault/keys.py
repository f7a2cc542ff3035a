"""The vault's keys: random, never stored in clear, opened with a passphrase, rotated without touching blobs.

A keyring file has three layers. Secrets (the naming key, the signing seed, one secret per generation) are
sealed under a random root key; the root key is sealed under the passphrase (Argon2id). Rotation makes a new
root key and a new generation for new blobs; older generations stay, so every blob stays readable (ADR 0081).
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from tawthiq.domain.errors import InvalidFile, InvalidValue, Refused

FORMAT = "tawthiq-keyring-1"
RECOVERY_FORMAT = "tawthiq-recovery-1"
KEY_BYTES = 32
SHORTEST_PASSPHRASE = 12
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_GROUPS, CODE_GROUP_LETTERS = 7, 5  # 35 letters of 30: 171 bits

LOSING_KEYS = (
    "Without the passphrase or a recovery file, nobody can read this vault again: not its administrator, "
    "not its makers. Keep the recovery file and its code apart from each other and from this machine."
)


@dataclass(frozen=True, slots=True)
class Work:
    """How much an attacker must spend on each guess of a passphrase (Argon2id)."""

    operations: int
    memory_bytes: int

    def __post_init__(self) -> None:
        if not 1 <= self.operations <= 64 or not 8192 <= self.memory_bytes <= 2**31:
            raise InvalidFile(
                f"The key file asks for {self.operations} passes over {self.memory_bytes} bytes; expected 1 "
                "to 64 passes over 8 KiB to 2 GiB. It was not made by Tawthiq, or was changed."
            )


USUAL_WORK = Work(operations=4, memory_bytes=64 * 2**20)


@dataclass(frozen=True, slots=True)
class Keys:
    """The open keys of one vault. Held in memory only; their text shows nothing of them."""

    vault_id: str
    naming: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)
    generations: Mapping[int, bytes] = field(repr=False)

    @property
    def newest(self) -> int:
        """Name the generation under which new blobs are sealed."""
        return max(self.generations)

    def derive(self, purpose: bytes, *, generation: int, salt: bytes) -> bytes:
        """Make the key for one purpose (≤ 16 bytes) and salt (16 bytes) from a generation's secret."""
        secret = self.generations.get(generation)
        if secret is None:
            raise Refused(
                "no-such-key-generation",
                f"This was sealed under key generation {generation}; the keyring holds "
                f"{', '.join(map(str, sorted(self.generations)))}. Use the newer keyring or recovery file.",
            )
        return keyed_digest(salt, key=secret, person=purpose)


def keyed_digest(content: bytes, *, key: bytes, person: bytes) -> bytes:
    """Compute the 32-byte keyed BLAKE2b of short content, kept apart by purpose (libsodium generichash)."""
    return blake2b(
        content, digest_size=KEY_BYTES, key=key, person=person.ljust(16, b"\0"), encoder=RawEncoder
    )


def create_keyring(passphrase: str, *, vault_id: str, work: Work = USUAL_WORK) -> bytes:
    """Make a keyring file with fresh keys, locked with the passphrase."""
    keys = Keys(
        vault_id,
        naming=secrets.token_bytes(KEY_BYTES),
        signing_seed=secrets.token_bytes(KEY_BYTES),
        generations={1: secrets.token_bytes(KEY_BYTES)},
    )
    return _lock(keys, passphrase, work)


def open_keyring(keyring: bytes, passphrase: str) -> Keys:
    """Unlock a keyring file; refuse a wrong passphrase, name a damaged file."""
    document = _parse(keyring, FORMAT)
    root = unlock(document["root"], passphrase, what="keyring")
    return _keys_from(document, root)


def change_passphrase(keyring: bytes, *, old: str, new: str, work: Work = USUAL_WORK) -> bytes:
    """Lock the same keys with another passphrase."""
    return _lock(open_keyring(keyring, old), new, work)


def rotate(keyring: bytes, passphrase: str, *, work: Work = USUAL_WORK) -> bytes:
    """Add a key generation for new blobs under a fresh root key; blobs already kept stay as they are.

    Export a new recovery file afterwards: the old one does not open blobs of the new generation.
    """
    keys = open_keyring(keyring, passphrase)
    generations = {**keys.generations, keys.newest + 1: secrets.token_bytes(KEY_BYTES)}
    return _lock(Keys(keys.vault_id, keys.naming, keys.signing_seed, generations), passphrase, work)


def export_recovery(keys: Keys, *, work: Work = USUAL_WORK) -> tuple[bytes, str]:
    """Make a recovery file holding every key, and the code that opens it: show the code once."""
    code = "-".join(
        "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_GROUP_LETTERS)) for _ in range(CODE_GROUPS)
    )
    return _lock(keys, code, work, kind=RECOVERY_FORMAT), code


def open_recovery(recovery: bytes, code: str) -> Keys:
    """Read the keys back from a recovery file and its code (case and spaces do not matter)."""
    document = _parse(recovery, RECOVERY_FORMAT)
    root = unlock(document["root"], "".join(code.upper().split()), what="recovery file")
    return _keys_from(document, root)


def lock_again(keys: Keys, passphrase: str, *, work: Work = USUAL_WORK) -> bytes:
    """Make a keyring file from open keys: the last step of a recovery."""
    return _lock(keys, passphrase, work)


def generations_in(key_file: bytes) -> tuple[int, ...]:
    """List the generations a key file holds, without opening it: to see that a recovery file is old."""
    document = _parse(key_file, FORMAT, RECOVERY_FORMAT)
    return tuple(int(number) for number in document["generations"])


def lock(secret: bytes, passphrase: str, *, work: Work = USUAL_WORK) -> dict[str, Any]:
    """Seal a secret under a passphrase: a dictionary of plain values with its Argon2id salt and work."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise InvalidValue(
            f"The passphrase has {len(passphrase)} characters; use at least {SHORTEST_PASSPHRASE}, "
            "for instance five words chosen at random."
        )
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    box = SecretBox(_stretch(passphrase, salt, work))
    return {
        "operations": work.operations,
        "memory_bytes": work.memory_bytes,
        "salt": _text(salt),
        "sealed": _text(bytes(box.encrypt(secret))),
    }


def unlock(locked: Mapping[str, Any], passphrase: str, *, what: str) -> bytes:
    """Open what `lock` sealed; `what` names the thing in the refusal."""
    try:
        work = Work(int(locked["operations"]), int(locked["memory_bytes"]))
        salt, sealed = b64decode(locked["salt"], validate=True), b64decode(locked["sealed"], validate=True)
        if len(salt) != argon2id.SALTBYTES:
            raise ValueError("salt length")
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFile(
            f"The {what} is damaged: its lock cannot be read. Use a copy or the backup."
        ) from error
    try:
        return bytes(SecretBox(_stretch(passphrase, salt, work)).decrypt(sealed))
    except (CryptoError, ValueError) as error:
        raise Refused(
            "wrong-passphrase",
            f"The passphrase does not open the {what}, or the {what} was changed. "
            "Try again, or use a recovery file.",
        ) from error


def _lock(keys: Keys, passphrase: str, work: Work, *, kind: str = FORMAT) -> bytes:
    root = secrets.token_bytes(KEY_BYTES)
    secret = {
        "vault_id": keys.vault_id,
        "naming": _text(keys.naming),
        "signing_seed": _text(keys.signing_seed),
        "generations": {str(number): _text(key) for number, key in keys.generations.items()},
    }
    document = {
        "format": kind,
        "vault_id": keys.vault_id,
        "generations": sorted(keys.generations),
        "root": lock(root, passphrase, work=work),
        "secrets": _text(bytes(SecretBox(root).encrypt(json.dumps(secret).encode()))),
        "note": LOSING_KEYS,
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def _keys_from(document: Mapping[str, Any], root: bytes) -> Keys:
    try:
        secret = json.loads(SecretBox(root).decrypt(b64decode(document["secrets"], validate=True)))
        keys = Keys(
            secret["vault_id"],
            b64decode(secret["naming"]),
            b64decode(secret["signing_seed"]),
            {int(number): b64decode(key) for number, key in secret["generations"].items()},
        )
    except (CryptoError, KeyError, TypeError, ValueError) as error:
        raise InvalidFile("The key file is damaged: its secrets do not open. Use a copy.") from error
    if (document["vault_id"], sorted(document["generations"])) != (keys.vault_id, sorted(keys.generations)):
        raise InvalidFile("The key file was changed: its open part differs from its sealed part. Use a copy.")
    return keys


def _parse(content: bytes, *kinds: str) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise InvalidFile(
            f"Not a key file: expected JSON of kind {' or '.join(kinds)}. Use a copy or the backup."
        ) from error
    found = document.get("format") if isinstance(document, dict) else None
    if found not in kinds or not {"vault_id", "generations", "root", "secrets"} <= document.keys():
        raise InvalidFile(f"Not the key file asked for: found kind {found!r}, expected {' or '.join(kinds)}.")
    return dict(document)


def _stretch(passphrase: str, salt: bytes, work: Work) -> bytes:
    return argon2id.kdf(
        KEY_BYTES, passphrase.encode(), salt, opslimit=work.operations, memlimit=work.memory_bytes
    )


def _text(content: bytes) -> str:
    return b64encode(content).decode()
