"""A package is checked anywhere: no home, no Django, no network; every step is said, and what fails is named."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tawthiq.vault.recipients import decrypt_with, new_identity
from tests.cli.homes import COMMAND, environment
from tests.services.vaults import PASSPHRASE, a_file

pytestmark = pytest.mark.slow
SECRET = {"TAWTHIQ_PASSPHRASE": PASSPHRASE}
# A court's machine: Django is not there, and no socket can be opened.
NO_DJANGO = """
import socket, sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "psycopg", "sqlite3"):
            raise ImportError(f"{name} was asked for")
sys.meta_path.insert(0, Refused())
def refused(*_, **__):
    raise OSError("a network was asked for")
socket.socket.connect = socket.getaddrinfo = refused
from tawthiq.cli import run
sys.exit(run(sys.argv[1:]))
"""


def tawthiq(home: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [*COMMAND, "--home", str(home), *arguments], capture_output=True, text=True, check=False,
        env=environment() | SECRET, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr if code else done.stdout


def verify(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", NO_DJANGO, "verify", *arguments], capture_output=True, text=True,
        check=False, env=environment(), stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package for a court, its key, the sender's key, and the package decrypted."""
    folder = tmp_path_factory.mktemp("handed")
    home, (identity, recipient) = folder / "home", new_identity()
    tawthiq(home, "init", "--zone", "Asia/Damascus")
    (folder / "incidents.csv").write_text(
        "id,date,place,title,killed\nA,2019-07-22,Alder,Market hit,3\n", encoding="utf-8"
    )
    tawthiq(home, "import", "incidents", str(folder / "incidents.csv"))
    film = a_file(folder, b"a film of plainly fictional people" * 2000, "film.bin")
    tawthiq(home, "evidence", "add", str(film), "--incident", "INC-2019-000001", "--no-analysis")
    (folder / "key.txt").write_text(f"# the court's key\n{identity}\n")
    (folder / "recipient.txt").write_text(f"{recipient}\n")
    said = tawthiq(
        home, "evidence", "export", "--incident", "INC-2019-000001", "--to", str(folder / "recipient.txt"),
        "--for", "court", "--recipient", "Court of Example", "--reason", "asked for", "--output",
        str(folder / "package.age"),
    )  # fmt: skip
    assert "1 originals" in said and "tawthiq keys public" in said
    (folder / "signer.txt").write_text(tawthiq(home, "keys", "public"))
    return folder


def test_it_holds_at_every_step_with_no_home_no_django_and_no_network(handed: Path) -> None:
    code, said = verify(
        str(handed / "package.age"), "--identity", str(handed / "key.txt"), "--signer", str(handed / "signer.txt")
    )  # fmt: skip
    assert code == 0, said
    lines = said.splitlines()
    assert lines[-1] == f"{len(lines) - 1} of {len(lines) - 1} steps hold."
    for number, words in enumerate(("encryption", "container", "manifest", "signature"), start=1):
        assert lines[number - 1].strip().startswith(f"{number}. holds  {words}: ")
    assert "Signed by the trusted key" in said and "custody of EVD-" in said


def test_it_is_checked_unpacked_by_any_program_as_well(handed: Path, tmp_path: Path) -> None:
    plain = decrypted(handed, tmp_path)
    assert verify(str(plain))[0] == 0
    with zipfile.ZipFile(plain) as archive:
        archive.extractall(tmp_path / "folder")
    code, said = verify(str(tmp_path / "folder"), "--format", "json")
    assert code == 0 and all(step["holds"] for step in json.loads(said))
    (original,) = (tmp_path / "folder" / "originals").iterdir()
    original.write_bytes(original.read_bytes() + b".")
    code, said = verify(str(tmp_path / "folder"))
    assert code == 1 and f"FAILS  originals/{original.name}" in said
    original.unlink()
    original.symlink_to(tmp_path / "folder" / "index.html")
    code, said = verify(str(tmp_path / "folder"))
    assert code == 1 and "is a link and not a file" in said


def decrypted(handed: Path, folder: Path) -> Path:
    identity = (handed / "key.txt").read_text().splitlines()[1]
    decrypt_with(identity, handed / "package.age", folder / "package.zip")
    return folder / "package.zip"


def test_wrong_keys_and_what_is_no_package_are_said_in_a_sentence(handed: Path, tmp_path: Path) -> None:
    other, _ = new_identity()
    (tmp_path / "other.txt").write_text(other)
    package = str(handed / "package.age")
    assert verify(package)[0] == 2
    code, said = verify(package, "--identity", str(tmp_path / "other.txt"))
    assert code == 1 and "does not open with this key" in said
    code, said = verify(package, "--identity", str(handed / "key.txt"), "--signer", "QUFB")
    assert code == 2 and "32 bytes" in said
    code, said = verify(
        package, "--identity", str(handed / "key.txt"), "--signer", "A" * 43 + "="
    )  # fmt: skip
    assert code == 1 and "which is none of the keys given" in said
    code, said = verify(str(a_file(tmp_path, b"no package at all", "x.zip")))
    assert code == 1 and "FAILS  container" in said
    assert verify(str(tmp_path / "nothing"))[0] == 4
    assert verify(str(tmp_path))[0] == 4


def test_a_receipt_of_the_manifest_that_verify_prints_is_recorded(handed: Path) -> None:
    code, said = verify(
        str(handed / "package.age"), "--identity", str(handed / "key.txt"), "--format", "json"
    )
    assert code == 0
    (manifest,) = [step["finding"] for step in json.loads(said) if step["name"] == "manifest"]
    digest = manifest.rpartition(" ")[2].rstrip(".")
    home = handed / "home"
    (row,) = json.loads(tawthiq(home, "evidence", "handovers", "--format", "json"))
    assert row["manifest_sha256"] == digest
    tawthiq(home, "evidence", "receipt", row["code"], "--manifest", "0" * 64, "--by", "Registry", code=2)
    tawthiq(home, "evidence", "receipt", row["code"], "--manifest", digest, "--by", "Registry")
    assert "arrived on" in tawthiq(home, "evidence", "handovers")
    tawthiq(home, "audit")
