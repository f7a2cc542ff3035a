"""Passphrases at the door: asked for at a terminal, else taken from the environment; never an argument."""

from __future__ import annotations

import os
import sys

import click

from tawthiq.config.home import Home
from tawthiq.config.vaults import PASSPHRASE, has_keys, keyring_of, open_keys, open_vault
from tawthiq.domain.errors import InvalidValue
from tawthiq.vault.blobs import Vault

VAULT, NEW_VAULT = PASSPHRASE, "TAWTHIQ_NEW_PASSPHRASE"
CUSTODIAN, RECOVERY = "TAWTHIQ_CUSTODIAN_PASSPHRASE", "TAWTHIQ_RECOVERY_CODE"


def is_at_terminal() -> bool:
    """Say whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def secret(variable: str, question: str, *, is_new: bool = False) -> str:
    """Take a secret from a variable of the environment, or else ask for it; a new one is asked for twice."""
    given = os.environ.get(variable)
    if given:
        return given
    if not is_at_terminal():
        raise InvalidValue(f"This needs a secret ({question}). Run it at a terminal, or set {variable}.")
    answer: str = click.prompt(question, hide_input=True, confirmation_prompt=is_new, err=True)
    return answer


def opened_vault(home: Home) -> Vault:
    """Open the home's vault with its passphrase."""
    keyring_of(home)
    return open_vault(home, secret(VAULT, "Passphrase of the vault"))


def unlock_for_serving(home: Home) -> bool:
    """Make the passphrase known to the server's own processes; say whether the vault opens with it.

    Without keys, or where nobody can be asked and none is set, the vault stays locked and everything else is served.
    A passphrase that is wrong is refused at once, not when somebody first looks at a picture.
    """
    if not has_keys(home):
        return False
    given = os.environ.get(VAULT, "")
    if not given and is_at_terminal():
        question = "Passphrase of the vault (empty: evidence stays locked)"
        given = click.prompt(question, default="", show_default=False, hide_input=True, err=True)
    if not given:
        return False
    open_keys(home, given)
    os.environ[VAULT] = given
    return True
