"""Half-entered forms at rest: sealed with a key that the home's secret gives, bound to whose they are."""

from __future__ import annotations

import hashlib
import json
import secrets
import zlib
from typing import Any

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from tawthiq.domain.errors import InvalidFile, InvalidValue

LONGEST = 8 << 20
"""Bytes of one form at most, before it is compressed."""

_NONCE = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


def _key(secret: str) -> bytes:
    return hashlib.blake2b(b"", key=hashlib.sha512(secret.encode()).digest(), person=b"tawthiq-entry-1",
                           digest_size=32).digest()  # fmt: skip


def seal_entry(secret: str, content: Any, *, bound_to: str) -> bytes:
    """Seal plain values; what is sealed opens only with the same `bound_to`: the draft and its account."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > LONGEST:
        raise InvalidValue(f"This form holds {len(text)} bytes; at most {LONGEST} are kept as a draft.")
    nonce = secrets.token_bytes(_NONCE)
    packed = zlib.compress(text)
    sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(packed, bound_to.encode(), nonce, _key(secret))
    return nonce + sealed


def open_entry(secret: str, sealed: bytes, *, bound_to: str) -> Any:
    """Return the plain values; InvalidFile where they were changed, or the home's secret is another."""
    nonce, body = sealed[:_NONCE], sealed[_NONCE:]
    try:
        packed = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            body, bound_to.encode(), nonce, _key(secret)
        )
        return json.loads(zlib.decompress(packed))
    except (CryptoError, ValueError, zlib.error) as error:
        raise InvalidFile(
            "This draft cannot be opened: it was changed, or the home has another secret."
        ) from error
