"""Files encrypted to a recipient's own key (age), so that a package can travel by any way; in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage

from tawthiq.domain.errors import InvalidValue, Refused


def encrypt_for(recipients: Sequence[str], source: Path, target: Path) -> None:
    """Encrypt a file to age recipients (`age1…` or an SSH public key); the standard `age` program opens it."""
    if not recipients:
        raise InvalidValue("A package needs at least one recipient's key (age1…).")
    keys = [_recipient(one) for one in recipients]
    try:
        pyrage.encrypt_file(str(source), str(target), keys)
    except (pyrage.EncryptError, OSError) as error:
        target.unlink(missing_ok=True)
        raise Refused(
            "not-encrypted", f"The package could not be encrypted ({type(error).__name__})."
        ) from error


def decrypt_with(identity: str, source: Path, target: Path) -> None:
    """Decrypt a file with an age identity (`AGE-SECRET-KEY-1…`); nothing is left when it does not open whole."""
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError as error:
        raise InvalidValue("Not an age identity: expected AGE-SECRET-KEY-1….") from error
    try:
        pyrage.decrypt_file(str(source), str(target), [key])
    except (pyrage.DecryptError, OSError) as error:
        target.unlink(missing_ok=True)
        raise Refused(
            "not-decrypted", "The package does not open with this key, or was changed on its way."
        ) from error


def new_identity() -> tuple[str, str]:
    """Make an age key pair: the identity to keep secret, and the recipient to give away."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def check_recipient(text: str) -> None:
    """Refuse a text that is no recipient's key."""
    _recipient(text)


def encrypt_stream(recipients: Sequence[str], content: Iterable[bytes], sink: Sink) -> None:
    """Encrypt pieces as they come to age recipients, in flat memory; nothing of them is written in clear.

    What the pieces raise (a blob that does not hold) is raised here as it is.
    """
    if not recipients:
        raise InvalidValue("A package needs at least one recipient's key (age1…).")
    source = _Pieces(iter(content))
    try:
        pyrage.encrypt_io(source, sink, [_recipient(one) for one in recipients])
    except (pyrage.EncryptError, OSError) as error:
        if source.failed is not None:
            raise source.failed from error
        raise Refused(
            "not-encrypted", f"The package could not be encrypted ({type(error).__name__})."
        ) from error


def decrypt_stream(identity: bytes, source: BinaryIO, sink: BinaryIO) -> None:
    """Decrypt an open file with an age identity or an SSH private key. Raises InvalidValue, Refused."""
    try:
        pyrage.decrypt_io(source, sink, [_identity(identity)])
    except (pyrage.DecryptError, OSError) as error:
        raise Refused(
            "not-decrypted", "The package does not open with this key, or was changed on its way."
        ) from error


class Sink(Protocol):
    """Where bytes are written."""

    def write(self, piece: bytes, /) -> int:
        """Write a piece."""

    def flush(self) -> None:
        """Write what is held back."""


class _Pieces:
    """Pieces as a file to read from; what they raise is kept, for it is lost on its way through the library."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.held = pieces, memoryview(b"")
        self.failed: Exception | None = None

    def read(self, size: int) -> bytes:
        """Read up to so many bytes."""
        try:
            while not self.held:
                self.held = memoryview(next(self.pieces))
        except StopIteration:
            return b""
        except Exception as error:  # raised again, as it is, by who reads through this
            self.failed = error
            raise
        given, self.held = self.held[:size], self.held[size:]
        return bytes(given)


def _identity(content: bytes) -> object:
    """Read the first identity of a file: an age identity among comments, or an SSH private key."""
    if b"PRIVATE KEY-----" in content:
        try:
            return pyrage.ssh.Identity.from_buffer(content)
        except (pyrage.IdentityError, ValueError) as error:
            raise InvalidValue("Not an SSH private key that can be used (or it has a passphrase).") from error
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    stated = [line for line in lines if line and not line.startswith("#")]
    if not stated:
        raise InvalidValue("The identity file is empty: expected AGE-SECRET-KEY-1… or an SSH private key.")
    try:
        return pyrage.x25519.Identity.from_str(stated[0])
    except pyrage.IdentityError as error:
        raise InvalidValue("Not an age identity: expected AGE-SECRET-KEY-1….") from error


def _recipient(text: str) -> object:
    text = text.strip()
    kind = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(text)
    except pyrage.RecipientError as error:
        raise InvalidValue("Not a recipient's key: expected age1… or an SSH public key.") from error
