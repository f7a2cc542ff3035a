"""Files encrypted to a recipient's own key (age), so that a package can travel by any way; in flat memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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


def _recipient(text: str) -> object:
    kind = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise InvalidValue("Not a recipient's key: expected age1… or an SSH public key.") from error
