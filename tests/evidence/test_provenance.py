"""Valid, tampered and absent manifests are told apart, and valid is not trusted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tawthiq.evidence.provenance import read_provenance
from tawthiq.evidence.values import Provenance, ProvenanceState
from tests.evidence import files
from tests.evidence.signing import make_signing_authority, signed

AUTHORITY = make_signing_authority()


@pytest.fixture(scope="module")
def original() -> bytes:
    out = io.BytesIO()
    files.scene(3).save(out, "JPEG", quality=90)
    return out.getvalue()


def judged(
    content: bytes, folder: Path, anchors: str | None = None, media_type: str = "image/jpeg"
) -> Provenance:
    (folder / "file").write_bytes(content)
    return read_provenance(folder / "file", media_type, trust_anchors=anchors)


def test_a_signed_photograph_is_valid_and_trusted_only_by_its_authority(
    original: bytes, tmp_path: Path
) -> None:
    content = signed(original, AUTHORITY)
    found = judged(content, tmp_path)
    assert (found.state, found.is_trusted, found.failures) == (ProvenanceState.VALID, False, ())
    assert found.signer == "Test" and found.actions == ("c2pa.created",)
    assert found.generator is not None and "Testcamera" in found.generator
    assert judged(content, tmp_path, AUTHORITY.root).is_trusted
    assert not judged(content, tmp_path, make_signing_authority().root).is_trusted


def test_a_changed_pixel_is_tampering(original: bytes, tmp_path: Path) -> None:
    content = bytearray(signed(original, AUTHORITY))
    content[-2000] ^= 1
    found = judged(bytes(content), tmp_path)
    assert (found.state, found.failures) == (ProvenanceState.TAMPERED, ("assertion.dataHash.mismatch",))


def test_a_changed_manifest_is_tampering_not_absence(original: bytes, tmp_path: Path) -> None:
    content = signed(original, AUTHORITY)
    changed = content.replace(b"Testcamera", b"Bestcamera")
    assert changed != content
    assert judged(changed, tmp_path).state is ProvenanceState.TAMPERED


def test_no_manifest_is_absent_and_a_text_cannot_have_one(original: bytes, tmp_path: Path) -> None:
    assert judged(original, tmp_path).state is ProvenanceState.ABSENT
    assert judged(b"words", tmp_path, media_type="text/plain").state is ProvenanceState.UNSUPPORTED
