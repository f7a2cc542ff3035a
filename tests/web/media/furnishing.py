"""What is put into a home before a browser looks at it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tawthiq.config.vaults import create_keys, open_vault
from tawthiq.records.accounts.models import Account
from tawthiq.services.evidence.adding import add_evidence
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.facts import EvidenceFacts
from tests.evidence.files import photograph
from tests.services import vaults


def furnish(folder: Path) -> None:
    """Make keys, set the documenter's password, and take in one photograph."""
    assert settings.HOME is not None
    create_keys(settings.HOME, vaults.PASSPHRASE, work=vaults.LIGHT)
    vault = open_vault(settings.HOME, vaults.PASSPHRASE)
    documenter = Account.objects.get(username="documenter")
    documenter.set_password("a long password for tests")
    documenter.save()
    path = photograph(folder / "photo.jpg")
    item = add_evidence(documenter, vault, path, facts=EvidenceFacts()).item
    workshop = folder / "workshop"
    workshop.mkdir()
    analyse_evidence(documenter, vault, item.pk, workshop=workshop, original=path)
