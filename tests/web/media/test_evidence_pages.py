"""Evidence: covered copies, the original on request and recorded, hostile files kept as they are and never run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from tawthiq.config.vaults import UPLOAD
from tawthiq.queries.evidence import item_shown
from tawthiq.records.evidence.models import Derivative, Item
from tawthiq.services.evidence.adding import add_evidence
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.custody import change_evidence, destroy_evidence
from tawthiq.vault.blobs import Vault, has
from tests.conftest import Cast
from tests.evidence.files import photograph, polyglot, zip_bomb
from tests.services.cases import make_places, record_draft, simple_case
from tests.services.vaults import bearing_on
from tests.web.conftest import SignIn

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def photo(cast: Cast, opened: Vault, tmp_path: Path) -> str:
    """A photograph that bears on a draft of Alder Village, analysed; return its code."""
    case = record_draft(cast.documenter, simple_case(make_places(cast.documenter)["alder"]))
    path = photograph(tmp_path / "photo.jpg")
    item = add_evidence(cast.documenter, opened, path, facts=bearing_on(case.code)).item
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    analyse_evidence(cast.documenter, opened, item.pk, workshop=workshop, original=path)
    return item.code


def body(answer: object) -> bytes:
    """Read an answer that comes in pieces."""
    assert isinstance(answer, StreamingHttpResponse)
    pieces = answer.streaming_content
    assert isinstance(pieces, Iterator)
    return b"".join(pieces)


def upload(client: Client, *files: tuple[str, bytes], **values: str) -> object:
    """Send files as the form does."""
    stated = {"graphic_level": "unknown", "confidentiality": "open", **values}
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("evidence_add"), {"files": sent, **stated})


def test_the_grid_shows_covered_copies_and_never_the_original(
    cast: Cast, signed_in: SignIn, photo: str
) -> None:
    page = signed_in(cast.documenter).get(reverse("evidence")).content.decode()
    thumbnail = Derivative.objects.get(kind="thumbnail").code
    assert reverse("evidence_copy", args=[photo, thumbnail]) in page
    assert 'class="picture covered"' in page and reverse("evidence_original", args=[photo]) not in page


def test_what_was_found_harmless_is_not_covered(cast: Cast, signed_in: SignIn, photo: str) -> None:
    change_evidence(cast.documenter, photo, expected_version=1, graphic_level="none")
    assert (
        'class="picture covered"' not in signed_in(cast.documenter).get(reverse("evidence")).content.decode()
    )


def test_looking_at_a_copy_leaves_no_entry(cast: Cast, signed_in: SignIn, photo: str) -> None:
    before = item_shown(cast.documenter, photo).custody
    copy = Derivative.objects.get(kind="blurred").code
    answer = signed_in(cast.documenter).get(reverse("evidence_copy", args=[photo, copy]))
    assert body(answer).startswith(b"\xff\xd8\xff") and answer.headers["Content-Type"] == "image/jpeg"
    assert item_shown(cast.documenter, photo).custody == before


def test_what_a_file_says_of_itself_is_no_copy_to_be_served(
    cast: Cast, signed_in: SignIn, photo: str
) -> None:
    said = Derivative.objects.get(kind="analysis").code
    assert signed_in(cast.documenter).get(reverse("evidence_copy", args=[photo, said])).status_code == 404


def test_the_original_is_given_after_its_viewing_and_purpose_are_recorded(
    cast: Cast, signed_in: SignIn, opened: Vault, photo: str
) -> None:
    address = reverse("evidence_original", args=[photo])
    client = signed_in(cast.reviewer)
    assert client.get(address).status_code == 405
    refused = client.post(address, {"purpose": " "})
    assert (
        refused.status_code == 422
        and item_shown(cast.reviewer, photo).custody[-1].action != "evidence viewed"
    )
    answer = client.post(address, {"purpose": "compare the square"})
    assert sha256(body(answer)).hexdigest() == Item.objects.get(code=photo).sha256
    last = item_shown(cast.reviewer, photo).custody[-1]
    assert (last.action, last.actor, last.reason) == ("evidence viewed", "reviewer", "compare the square")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{photo}.jpg"'


def test_the_item_page_holds_the_file_against_the_record(cast: Cast, signed_in: SignIn, photo: str) -> None:
    page = signed_in(cast.documenter).get(reverse("evidence_item", args=[photo])).content.decode()
    assert "Testmaker One" in page and "Snapseed" in page
    assert "<svg" in page and "style=" not in page
    item = Item.objects.get(code=photo)
    assert item.sha256 in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML),
        ("drawing.svg", SVG),
        ("empty.jpg", b""),
        ("bomb.docx", zip_bomb()),
        ("../../etc/passwd\u202egpj.exe", b"MZ" + b"\0" * 200),
    ],
    ids=["html", "svg", "empty", "zip-bomb", "misleading-name"],
)
def test_a_hostile_file_is_kept_as_it_is_and_never_shown_as_a_page(
    cast: Cast, signed_in: SignIn, opened: Vault, name: str, content: bytes
) -> None:
    client = signed_in(cast.documenter)
    upload(client, (name, content))
    item = Item.objects.get()
    assert item.sha256 == sha256(content).hexdigest() and has(opened, item.sha256)
    assert "/" not in item.original_name
    answer = client.post(reverse("evidence_original", args=[item.code]), {"purpose": "look"})
    assert body(answer) == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{item.code}.bin"'
    page = client.get(reverse("evidence_item", args=[item.code]))
    assert page.status_code == 200 and b"<script>alert" not in page.content


def test_a_picture_that_is_also_an_archive_is_shown_as_a_picture_in_a_closed_room(
    cast: Cast, signed_in: SignIn, opened: Vault, tmp_path: Path
) -> None:
    content = polyglot(photograph(tmp_path / "photo.jpg").read_bytes())
    client = signed_in(cast.documenter)
    upload(client, ("holiday.jpg", content))
    item = Item.objects.get()
    assert "application/zip" in item.also_types
    answer = client.post(reverse("evidence_original", args=[item.code]), {"purpose": "look"})
    assert body(answer) == content and answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")


def test_a_script_in_a_name_is_only_a_name(cast: Cast, signed_in: SignIn, opened: Vault) -> None:
    client = signed_in(cast.documenter)
    upload(client, ("<img src=x onerror=alert(1)>.txt", b"words"))
    for address in (reverse("evidence"), reverse("evidence_item", args=[Item.objects.get().code])):
        assert b"<img src=x" not in client.get(address).content


def test_files_come_with_the_record_of_their_collection(cast: Cast, signed_in: SignIn, opened: Vault) -> None:
    case = record_draft(cast.documenter)
    answer = upload(
        signed_in(cast.documenter), ("one.txt", b"first"), ("two.txt", b"second"), incident=case.code.lower(),
        given_by="a medic of the field hospital", method="handed over", collected_at="2019-07-23T10:15",
        machine="office laptop 2", tools="exiftool 12.57, camera app", warnings="a face", language="ar",
        graphic_level="mild",
    )  # fmt: skip
    assert answer.status_code == 303  # type: ignore[attr-defined]  # the test client's answer
    first = Item.objects.get(original_name="one.txt")
    assert first.collection == {
        "given_by": "a medic of the field hospital", "method": "handed over", "machine": "office laptop 2",
        "tools": ["exiftool 12.57", "camera app"], "warnings": ["a face"], "language": "ar",
    }  # fmt: skip
    assert first.collected_at is not None and first.collected_at.isoformat() == "2019-07-23T10:15:00+00:00"
    assert [link.record_id for link in first.links.all()] == [case.pk]
    assert Item.objects.count() == 2
    assert settings.HOME is not None
    assert list(settings.HOME.work.glob(f"*{UPLOAD}")) == []


def test_what_is_refused_loses_nothing_that_was_typed(cast: Cast, signed_in: SignIn, opened: Vault) -> None:
    client = signed_in(cast.documenter)
    answer = upload(client, ("one.txt", b"first"), incident="INC-1999-000001", context="said beside it")
    assert answer.status_code == 404  # type: ignore[attr-defined]  # the test client's answer
    assert b"said beside it" in answer.content  # type: ignore[attr-defined]  # as above
    assert Item.objects.count() == 0
    nothing = client.post(reverse("evidence_add"), {"context": "no file", "graphic_level": "none"})
    assert nothing.status_code == 422 and b"no file" in nothing.content


def test_without_the_passphrase_evidence_is_listed_and_said_to_be_locked(
    cast: Cast, signed_in: SignIn, photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tawthiq.web.media.views.serving_vault", lambda home: None)
    client = signed_in(cast.documenter)
    for address in (reverse("evidence"), reverse("evidence_item", args=[photo]), reverse("evidence_add")):
        answer = client.get(address)
        assert answer.status_code == 200 and b"The vault is locked" in answer.content
    copy = Derivative.objects.get(kind="thumbnail").code
    assert client.get(reverse("evidence_copy", args=[photo, copy])).status_code == 503
    before = item_shown(cast.documenter, photo).custody
    assert client.post(reverse("evidence_original", args=[photo]), {"purpose": "look"}).status_code == 503
    assert item_shown(cast.documenter, photo).custody == before
    assert upload(client, ("one.txt", b"first")).status_code == 503  # type: ignore[attr-defined]  # the client's answer


def test_what_was_destroyed_keeps_its_page_and_gives_no_bytes(
    cast: Cast, signed_in: SignIn, opened: Vault, photo: str
) -> None:
    custodian = cast.reviewer
    custodian.roles = ["custodian"]
    destroy_evidence(custodian, opened, photo, expected_version=1, reason="asked", authority="a court")
    client = signed_in(cast.documenter)
    page = client.get(reverse("evidence_item", args=[photo])).content.decode()
    assert "a court" in page and reverse("evidence_original", args=[photo]) not in page
    assert client.post(reverse("evidence_original", args=[photo]), {"purpose": "look"}).status_code == 403


def test_an_outsider_finds_no_evidence_by_any_address(
    cast: Cast, signed_in: SignIn, opened: Vault, photo: str
) -> None:
    client = signed_in(cast.outsider)
    copy = Derivative.objects.get(kind="thumbnail").code
    assert photo not in client.get(reverse("evidence")).content.decode()
    assert photo not in client.get(reverse("evidence"), {"incident": "INC-2019-000001"}).content.decode()
    for name, arguments in (("evidence_item", [photo]), ("evidence_copy", [photo, copy])):
        theirs = client.get(reverse(name, args=arguments))
        nothing = client.get(reverse(name, args=["EVD-1999-000001", *arguments[1:]]))
        assert theirs.status_code == nothing.status_code == 404 and theirs.content == nothing.content
    for name in ("evidence_original", "evidence_analyse", "evidence_change"):
        assert client.post(reverse(name, args=[photo]), {"purpose": "look", "version": 1}).status_code == 404


def test_the_administrator_sees_no_evidence_and_takes_none_in(
    cast: Cast, signed_in: SignIn, opened: Vault, photo: str
) -> None:
    client = signed_in(cast.administrator)
    for address in (reverse("evidence"), reverse("evidence_item", args=[photo]), reverse("evidence_add")):
        assert client.get(address).status_code == 403
    assert client.post(reverse("evidence_original", args=[photo]), {"purpose": "look"}).status_code == 403
    assert upload(client, ("one.txt", b"first")).status_code == 403  # type: ignore[attr-defined]  # the client's answer
    assert signed_in(cast.analyst).get(reverse("evidence_add")).status_code == 403


def test_nobody_writes_to_the_disk_before_signing_in(cast: Cast, opened: Vault) -> None:
    answer = upload(Client(), ("one.txt", b"first"))
    assert answer.status_code in (302, 403)  # type: ignore[attr-defined]  # the test client's answer
    assert Item.objects.count() == 0


def test_a_zip_of_many_names_is_no_page(cast: Cast, signed_in: SignIn, opened: Vault) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../index.html", HTML)
    client = signed_in(cast.documenter)
    upload(client, ("many.zip", packed.getvalue()))
    answer = client.post(reverse("evidence_original", args=[Item.objects.get().code]), {"purpose": "look"})
    assert answer.headers["Content-Disposition"].startswith("attachment;")
