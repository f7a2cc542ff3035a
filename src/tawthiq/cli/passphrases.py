"""Passphrases at the door: asked for at a terminal, else taken from the environment; never an argument."""

from __future__ import annotations

import os
import sys

import click

from tawthiq.config.home import Home
from tawthiq.config.vaults import keyring_of, open_vault
from tawthiq.domain.errors import InvalidValue
from tawthiq.vault.blobs import Vault

VAULT, NEW_VAULT = "TAWTHIQ_PASSPHRASE", "TAWTHIQ_NEW_PASSPHRASE"
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
