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
from tests.web.sessions import session_key_of


def furnish(folder: Path) -> str:
    """Make keys, take in one photograph, and return the key of a session of the documenter."""
    assert settings.HOME is not None
    create_keys(settings.HOME, vaults.PASSPHRASE, work=vaults.LIGHT)
    vault = open_vault(settings.HOME, vaults.PASSPHRASE)
    documenter = Account.objects.get(username="documenter")
    path = photograph(folder / "photo.jpg")
    item = add_evidence(documenter, vault, path, facts=EvidenceFacts()).item
    workshop = folder / "workshop"
    workshop.mkdir()
    analyse_evidence(documenter, vault, item.pk, workshop=workshop, original=path)
    return session_key_of(documenter)
