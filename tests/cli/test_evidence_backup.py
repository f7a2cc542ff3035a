"""A home comes back from its backup whole: the same ledger head, the same figures, every blob read again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.cli.homes import COMMAND, environment, victims_csv
from tests.services.vaults import PASSPHRASE, a_file

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "postgresql" in str(settings.DATABASES["default"]["ENGINE"]), reason="homes of their own, on SQLite"
    ),
]
SECRET = {"TAWTHIQ_PASSPHRASE": PASSPHRASE}


def tawthiq(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, "--home", str(home), *arguments], capture_output=True, text=True, check=False,
        env=environment() | SECRET, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    path = folder / "home"
    tawthiq(path, "init", "--zone", "Asia/Damascus")
    tawthiq(path, "import", "victims", str(victims_csv(folder / "list.csv", 20)))
    for n in range(3):
        a_file(folder, os.urandom(300_000), f"{n}.bin")
    tawthiq(path, "evidence", "add", *(str(folder / f"{n}.bin") for n in range(3)), "--no-analysis")
    return path


def tables_of(home: Path) -> object:
    """Take a snapshot and return its tables' digests: the same digests give the same figures, whatever is asked."""
    taken = json.loads(tawthiq(home, "snapshot", "--format", "json"))
    assert taken["rows"]["harms"] == 20
    return json.loads((Path(taken["folder"]) / "snapshot.json").read_text())["files"]


def test_a_restore_drill_gives_the_same_head_and_figures(home: Path, tmp_path: Path) -> None:
    made = json.loads(tawthiq(home, "backup", "create", str(tmp_path / "backup"), "--format", "json"))
    checked = json.loads(tawthiq(home, "backup", "verify", str(tmp_path / "backup"), "--format", "json"))
    assert (checked["blobs"], checked["faults"]) == (3, [])
    back = tmp_path / "back"
    assert made["ledger_digest"] in tawthiq(back, "restore", str(tmp_path / "backup"))
    audited = json.loads(tawthiq(back, "audit", "--format", "json"))
    assert (audited["entries"], audited["head"]) == (made["ledger_sequence"], made["ledger_digest"])
    read = json.loads(tawthiq(back, "audit", "--fixity", "--format", "json"))["fixity"]
    assert (read["checked"], read["recorded"], read["unrecorded"]) == (3, 3, 0)
    assert tables_of(back) == tables_of(home)
    again = json.loads(tawthiq(home, "backup", "create", str(tmp_path / "backup"), "--format", "json"))
    assert again["sent_bytes"] < made["sent_bytes"]


def test_a_backup_holds_no_key_and_no_name_in_clear(home: Path, tmp_path: Path) -> None:
    tawthiq(home, "backup", "create", str(tmp_path / "backup"))
    secret = (home / "keys" / "django-secret").read_bytes()
    for path in (tmp_path / "backup").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret not in content
            assert b"Example Person" not in content


@pytest.mark.parametrize("after", [2.0, 3.5, 5.0])
def test_adding_killed_at_any_moment_leaves_a_home_that_passes_the_audit(
    home: Path, tmp_path: Path, after: float
) -> None:
    hit = tmp_path / "hit"
    shutil.copytree(home, hit)
    files = [str(a_file(tmp_path, os.urandom(2 << 20), f"{n}.bin")) for n in range(30)]
    process = subprocess.Popen(
        [*COMMAND, "--home", str(hit), "evidence", "add", *files, "--no-analysis"],
        env=environment() | SECRET, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    read = json.loads(tawthiq(hit, "audit", "--fixity", "--format", "json"))
    assert read["faults"] == []
    assert read["fixity"]["checked"] == read["fixity"]["recorded"]
    assert read["fixity"]["unrecorded"] <= 1  # the one file whose record was not yet written
