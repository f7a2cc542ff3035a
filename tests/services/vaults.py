"""Vaults, files and people for the tests of evidence and testimony; all plainly fictional."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tawthiq.records.accounts.models import Account
from tawthiq.services.accounts import create_account
from tawthiq.services.evidence.adding import add_evidence
from tawthiq.services.evidence.facts import EvidenceFacts, LinkFacts
from tawthiq.services.testimony.identities import register_custodian_key
from tawthiq.vault.blobs import Vault, name_of
from tawthiq.vault.identities import create_custodian
from tawthiq.vault.keys import Keys, Work, create_keyring, open_keyring
from tawthiq.vault.stores import FolderStore

PASSPHRASE = "an olive tree by the well"
CUSTODIANS_PASSPHRASE = "a lamp behind two doors"
LIGHT = Work(operations=1, memory_bytes=8192)


@cache
def keys() -> Keys:
    """Open keys, made once: stretching a passphrase takes its time on purpose."""
    return open_keyring(create_keyring(PASSPHRASE, vault_id="vault-test", work=LIGHT), PASSPHRASE)


def make_vault(folder: Path) -> Vault:
    """Make an empty vault in a folder."""
    return Vault(FolderStore(folder / "vault"), keys())


def blob_path(vault: Vault, sha256: str) -> Path:
    """Find the file that keeps a content."""
    assert isinstance(vault.store, FolderStore)
    kind, _, rest = name_of(vault.keys, sha256).partition("/")
    return vault.store.root / kind / rest[:2] / rest


def a_file(
    folder: Path, content: bytes = b"plain words of a fictional file\n", name: str = "note.txt"
) -> Path:
    """Write a small file."""
    path = folder / name
    path.write_bytes(content)
    return path


def bearing_on(incident: str) -> EvidenceFacts:
    """State that a file bears on an incident."""
    return EvidenceFacts(links=(LinkFacts(record_kind="incident", record=incident),))


def make_custodian(administrator: Account, name: str = "custodian") -> tuple[Account, bytes]:
    """Make a custodian with a registered key; return both the account and the key file."""
    account = create_account(administrator, name, roles=["custodian"])
    key_file = create_custodian(CUSTODIANS_PASSPHRASE, work=LIGHT)
    register_custodian_key(account, key_file)
    return account, key_file


def add_note(actor: Account, vault: Vault, folder: Path, content: bytes = b"a note", **facts: object) -> str:
    """Take in a small file and return its item's id."""
    path = a_file(folder, content)
    return add_evidence(actor, vault, path, facts=EvidenceFacts(**facts)).item.pk  # type: ignore[arg-type]  # passed on
