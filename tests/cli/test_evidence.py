"""The commands of evidence, keys, sources and audit, in this process on the tests' own database."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tawthiq.cli import run
from tawthiq.config.home import Home, create_home
from tawthiq.config.vaults import create_keys
from tawthiq.records.evidence.models import Item
from tawthiq.services.accounts import create_account
from tests.conftest import Cast
from tests.evidence.files import photograph
from tests.services.cases import record_draft
from tests.services.vaults import LIGHT, PASSPHRASE, a_file

GIVEN = "Quillon Marrowbank-Vexley, +000 555 0199"


@dataclass(frozen=True, slots=True)
class Door:
    """A home and the command on it."""

    home: Home
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Run the command: its exit code, what it printed, what it complained of."""
        self.capture.readouterr()
        code = run(["--home", str(self.home.path), *arguments])
        said = self.capture.readouterr()
        return code, said.out, said.err

    def json(self, *arguments: str) -> Any:
        """Run the command and return the JSON it printed."""
        code, said, complained = self(*arguments, "--format", "json")
        assert code == 0, complained
        return json.loads(said)


@pytest.fixture
def door(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Door]:
    home = create_home(tmp_path / "home", organisation="", zone="UTC", counting_rule="snhr-2019")
    monkeypatch.setenv("TAWTHIQ_HOME", str(home.path))
    monkeypatch.setenv("TAWTHIQ_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("TAWTHIQ_CUSTODIAN_PASSPHRASE", "a lamp behind two doors")
    create_keys(home, PASSPHRASE, work=LIGHT)
    yield Door(home, capsys)


def test_files_are_taken_in_shown_and_given_out(cast: Cast, door: Door, tmp_path: Path) -> None:
    incident = record_draft(cast.documenter)
    path = photograph(tmp_path / "a.jpg")
    (added,) = door.json("evidence", "add", str(path), "--incident", incident.code, "--method", "messenger",
                         "--graphic", "mild", "--as", "documenter")  # fmt: skip
    assert added["is_new"]
    assert added["media_type"] == "image/jpeg"
    assert "edited-with" in {note["code"] for note in added["notes"]}
    shown = door.json("evidence", "show", added["item"], "--as", "reviewer")
    assert shown["collection"] == {"method": "messenger"}
    assert [link["code"] for link in shown["links"]] == [incident.code]
    assert {copy["kind"] for copy in shown["copies"]} == {"thumbnail", "grey", "blurred", "analysis"}
    code, said, _ = door("evidence", "notes", added["item"], "--language", "ar", "--as", "reviewer")
    assert code == 0
    assert "Snapseed" in said
    assert "يذكر الملف" in said
    out = tmp_path / "given.jpg"
    given = (
        "evidence",
        "export",
        added["item"],
        "--output",
        str(out),
        "--for",
        "court",
        "--recipient",
        "Case 12",
    )
    assert door(*given, "--reason", "asked for", "--as", "reviewer")[0] == 0
    assert out.read_bytes() == path.read_bytes()
    assert door(*given, "--reason", "again", "--as", "reviewer")[0] == 2  # nothing is written over
    assert door(*given[:4], str(out) + "2", *given[5:], "--reason", "x", "--as", "documenter")[0] == 3
    assert door("evidence", "show", added["item"], "--as", "outsider")[0] == 4


def test_a_file_that_cannot_be_read_does_not_stop_the_others(cast: Cast, door: Door, tmp_path: Path) -> None:
    good = a_file(tmp_path)
    code, said, complained = door(
        "evidence",
        "add",
        str(tmp_path),
        str(tmp_path / "missing"),
        str(good),
        "--no-analysis",
        "--as",
        "documenter",
    )
    assert code == 1
    assert "2 of 3 files were not taken in" in complained
    assert "This is a folder" in said
    assert Item.objects.count() == 1


def test_without_keys_evidence_is_refused_with_the_way_to_make_them(door: Door, tmp_path: Path) -> None:
    door.home.keyring.unlink()
    code, _, complained = door("evidence", "add", str(a_file(tmp_path)), "--as", "documenter")
    assert code == 4
    assert "keys create" in complained


def test_a_wrong_or_missing_passphrase_is_refused(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAWTHIQ_PASSPHRASE", "not the passphrase")
    code, _, complained = door("evidence", "add", str(a_file(tmp_path)), "--as", "documenter")
    assert (code, "does not open the keyring" in complained) == (3, True)
    monkeypatch.delenv("TAWTHIQ_PASSPHRASE")
    code, _, complained = door("evidence", "add", str(a_file(tmp_path)), "--as", "documenter")
    assert (code, "set TAWTHIQ_PASSPHRASE" in complained) == (2, True)


def test_the_audit_reads_the_vault_and_names_what_is_missing(cast: Cast, door: Door, tmp_path: Path) -> None:
    door.json("evidence", "add", str(a_file(tmp_path)), "--no-analysis", "--as", "documenter")
    code, said, complained = door("audit", "--fixity", "--as", "administrator")
    assert code == 0, complained
    assert "1 of 1 contents read again" in said
    (blob,) = (path for path in (door.home.path / "vault" / "blobs").rglob("*") if path.is_file())
    blob.unlink()
    code, said, _ = door("audit", "--fixity", "--as", "administrator")
    assert code == 1
    assert f"FAULT: missing: {Item.objects.get().code}" in said
    assert door("audit")[0] == 0


def test_an_audit_without_authorities_does_not_anchor(door: Door) -> None:
    code, _, complained = door("audit", "--anchor", "--as", "administrator")
    assert code == 2
    assert "time_authorities" in complained


def test_a_source_s_consent_and_identity_from_the_command(
    cast: Cast, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_account(cast.administrator, "custodian", roles=["custodian"])
    key = tmp_path / "custodian.key"
    assert door("identity", "create-key", str(key), "--as", "custodian")[0] == 0
    assert key.stat().st_mode & 0o077 == 0
    assert door("source", "add", "Abu Khayal", "--kind", "eyewitness", "--as", "documenter")[0] == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(GIVEN))
    code, said, complained = door("identity", "seal", "Abu Khayal", "--as", "documenter")
    assert code == 0
    assert "Quillon" not in said + complained
    reveal = ("identity", "reveal", "Abu Khayal", "--key", str(key), "--reason", "a court asks", "--as")
    assert door(*reveal, "documenter")[0] == 3
    assert door(*reveal, "custodian")[1].strip() == GIVEN
    assert door("source", "consent", "Abu Khayal", "--yes", "publish-quote", "--no", "share-media", "--given-on",
                "2019-08-01", "--as", "documenter")[0] == 0  # fmt: skip
    shown = door.json("source", "show", "Abu Khayal", "--as", "documenter")
    assert shown["standings"]["publish-quote"] == "given"
    assert door("source", "withdraw", "Abu Khayal", "--reason", "afraid", "--as", "documenter")[0] == 0
    shown = door.json("source", "show", "Abu Khayal", "--as", "documenter")
    assert shown["standings"]["publish-quote"] == "withdrawn"


def test_keys_are_rotated_and_recovered(
    cast: Cast, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.json("evidence", "add", str(a_file(tmp_path)), "--no-analysis", "--as", "documenter")
    assert door("keys", "rotate", "--as", "administrator")[0] == 0
    code, said, _ = door("keys", "recovery", str(tmp_path / "recovery"), "--as", "administrator")
    assert code == 0
    monkeypatch.setenv("TAWTHIQ_RECOVERY_CODE", said.rsplit(": ", 1)[1].strip())
    monkeypatch.setenv("TAWTHIQ_NEW_PASSPHRASE", "another tree by another well")
    assert door("keys", "recover", str(tmp_path / "recovery"), "--as", "administrator")[0] == 0
    assert door("audit", "--fixity", "--as", "administrator")[0] == 3
    monkeypatch.setenv("TAWTHIQ_PASSPHRASE", "another tree by another well")
    assert door("audit", "--fixity", "--as", "administrator")[0] == 0


def test_a_documenter_makes_no_keys_and_no_backup(door: Door, tmp_path: Path) -> None:
    assert door("keys", "rotate", "--as", "documenter")[0] == 3
    assert door("backup", "create", str(tmp_path / "backup"), "--as", "documenter")[0] == 3
    assert door("backup", "create", str(door.home.path / "backup"), "--as", "administrator")[0] == 2


def test_a_link_that_fails_is_recorded_and_said(door: Door) -> None:
    code, said, complained = door("capture", "http://127.0.0.1/x", "--plain", "--as", "documenter")
    assert code == 1
    assert "inside this machine" in said
    assert "recorded as CAP-" in complained
