"""A vault that the server has opened: the test home gets keys, and its passphrase stands in the environment."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from tawthiq.config.vaults import PASSPHRASE, create_keys, forget_serving_vault, serving_vault
from tawthiq.vault.blobs import Vault
from tests.services import vaults


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """Give the test home a vault, opened as `tawthiq serve` does it."""
    home = settings.HOME
    assert home is not None
    create_keys(home, vaults.PASSPHRASE, work=vaults.LIGHT)
    monkeypatch.setenv(PASSPHRASE, vaults.PASSPHRASE)
    forget_serving_vault()
    vault = serving_vault(home)
    assert vault is not None
    yield vault
    forget_serving_vault()
    home.keyring.unlink()
    shutil.rmtree(home.path / "vault", ignore_errors=True)
    shutil.rmtree(home.work, ignore_errors=True)
