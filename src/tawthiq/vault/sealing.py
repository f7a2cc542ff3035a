"""A sealed stream: any length in flat memory, every chunk authenticated, cut or reordered streams refused.

Layout: magic, key generation, salt, libsodium secretstream header; then chunks of 1 MiB, each 17 bytes longer
than its plaintext; the last carries the tag FINAL (XChaCha20-Poly1305 secretstream). The first chunk
authenticates the preamble.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterable, Iterator

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from tawthiq.domain.errors import InvalidFile
from tawthiq.vault.keys import Keys

MAGIC = b"TWTHQ\x00\x00\x01"
PURPOSE = b"tawthiq-blob-1"
SALT_BYTES = 16
PREAMBLE = struct.Struct(f">8sI{SALT_BYTES}s{sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES}s")
CHUNK = 1 << 20
OVERHEAD = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def seal(keys: Keys, content: Iterable[bytes]) -> Iterator[bytes]:
    """Encrypt pieces of any size under the newest generation, yielding the sealed stream."""
    salt = secrets.token_bytes(SALT_BYTES)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    key = keys.derive(PURPOSE, generation=keys.newest, salt=salt)
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    preamble = PREAMBLE.pack(MAGIC, keys.newest, salt, header)
    yield preamble
    push, bound, waiting = sodium.crypto_secretstream_xchacha20poly1305_push, preamble, None
    for chunk in chunks_of(content, CHUNK):
        if waiting is not None:
            yield push(state, waiting, bound, _MESSAGE)
            bound = b""
        waiting = chunk
    yield push(state, waiting or b"", bound, _FINAL)


def unseal(keys: Keys, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Decrypt a sealed stream; raise InvalidFile at the first chunk that is changed or missing."""
    pieces = chunks_of(sealed, CHUNK + OVERHEAD, first=PREAMBLE.size)
    preamble = next(pieces, b"")
    generation, salt, header = parse_preamble(preamble)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    key = keys.derive(PURPOSE, generation=generation, salt=salt)
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    bound, tag = preamble, _MESSAGE
    for number, piece in enumerate(pieces):
        if tag == _FINAL:
            raise InvalidFile("Changed: more bytes follow the end of the sealed stream.")
        plain, tag = _pull(state, piece, bound, number)
        bound = b""
        yield plain
    if tag != _FINAL:
        raise InvalidFile("Changed: the sealed stream is cut short; its end is missing.")


def parse_preamble(preamble: bytes) -> tuple[int, bytes, bytes]:
    """Read the key generation, salt and header of a sealed stream."""
    if len(preamble) < PREAMBLE.size:
        raise InvalidFile(
            f"Changed: {len(preamble)} bytes, too short for a sealed stream ({PREAMBLE.size} or more)."
        )
    magic, generation, salt, header = PREAMBLE.unpack(preamble[: PREAMBLE.size])
    if magic != MAGIC:
        raise InvalidFile("Changed: it does not begin as a sealed stream of this vault.")
    return generation, salt, header


def sealed_size(size: int) -> int:
    """Compute how many bytes the sealed stream of `size` plaintext bytes has."""
    return PREAMBLE.size + size + OVERHEAD * max(1, -(-size // CHUNK))


def plain_size(sealed: int) -> int:
    """Compute how many plaintext bytes a whole sealed stream of `sealed` bytes holds."""
    body = sealed - PREAMBLE.size
    return body - OVERHEAD * -(-body // (CHUNK + OVERHEAD))


def chunks_of(content: Iterable[bytes], size: int, *, first: int | None = None) -> Iterator[bytes]:
    """Cut pieces of any size into chunks of exactly `size` (the first: `first`); the last may be shorter."""
    wanted, held = size if first is None else first, bytearray()
    for piece in content:
        if not held and len(piece) == wanted:
            yield bytes(piece)
            wanted = size
            continue
        held += piece
        while len(held) >= wanted:
            yield bytes(held[:wanted])
            del held[:wanted]
            wanted = size
    if held:
        yield bytes(held)


def _pull(
    state: sodium.crypto_secretstream_xchacha20poly1305_state, piece: bytes, bound: bytes, number: int
) -> tuple[bytes, int]:
    try:
        return sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece, bound)
    except (CryptoError, ValueError, TypeError) as error:
        raise InvalidFile(
            f"Changed: chunk {number + 1} of the sealed stream is not as it was sealed."
        ) from error
