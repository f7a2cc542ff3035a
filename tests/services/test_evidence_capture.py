"""A captured link becomes items with a collection record; a failed capture still records the link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.evidence.capture import CaptureLimits
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.evidence import item_shown
from tawthiq.records.evidence.models import Capture, Item
from tawthiq.records.ledger.models import Entry
from tawthiq.services.evidence.capturing import CaptureKept, capture_link, reach_of
from tawthiq.services.evidence.facts import EvidenceFacts
from tawthiq.vault.blobs import Vault, read
from tests.conftest import Cast
from tests.evidence import site as sites
from tests.services.cases import record_draft
from tests.services.vaults import bearing_on, make_vault


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with sites.site() as (home, _):
        yield home


def taken(
    cast: Cast, vault: Vault, folder: Path, url: str, facts: EvidenceFacts, *networks: str
) -> CaptureKept:
    folder.mkdir()
    return capture_link(
        cast.documenter, vault, url, facts=facts, workshop=folder, browser=None, reach=reach_of(networks),
        limits=CaptureLimits(30, 4 << 20),
    )  # fmt: skip


def test_a_page_becomes_items_with_their_collection_record(cast: Cast, site: str, tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    incident = record_draft(cast.documenter)
    kept = taken(cast, vault, tmp_path / "work", f"{site}/page", bearing_on(incident.code), "127.0.0.1/32")
    roles = {added.item.capture_role for added in kept.items}
    assert {"web-archive", "media"} <= roles
    archive = next(a.item for a in kept.items if a.item.capture_role == "web-archive")
    assert archive.kind == "web-archive"
    assert hashlib.sha256(b"".join(read(vault, archive.sha256))).hexdigest() == archive.sha256
    view = item_shown(cast.reviewer, archive.code)
    assert view.collection["url"] == f"{site}/page"
    assert view.collection["started_at"] <= view.collection["ended_at"]
    assert "plain HTTP" in view.collection["tools"][0]
    assert [link.code for link in view.links] == [incident.code]
    assert Capture.objects.get().is_kept
    assert audit_ledger().faults == ()


@pytest.mark.parametrize(
    ("path", "words"),
    [("/page", "inside this machine"), ("/\x01", "Not a web address"), ("", "inside this machine")],
)
def test_a_link_inside_is_recorded_and_never_asked(
    cast: Cast, site: str, tmp_path: Path, path: str, words: str
) -> None:
    kept = taken(cast, make_vault(tmp_path), tmp_path / "work", f"{site}{path}", EvidenceFacts())
    assert kept.items == ()
    record = Capture.objects.get()
    assert not record.is_kept
    assert record.url == f"{site}{path}"
    assert any(words in problem for problem in record.problems)
    assert Entry.objects.filter(action="link capture failed").count() == 1
    assert not Item.objects.exists()


def test_a_link_that_is_none_is_refused(cast: Cast, tmp_path: Path) -> None:
    for number, url in enumerate(("", "x" * 9000)):
        with pytest.raises(InvalidValue, match="characters"):
            taken(cast, make_vault(tmp_path), tmp_path / str(number), url, EvidenceFacts())


def test_a_network_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="capture_networks"):
        reach_of(["the office"])
