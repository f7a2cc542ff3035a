"""A home on PostgreSQL is backed up and comes back: the same head, the same tables to count, as of one moment."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tawthiq.domain.errors import InvalidFile
from tawthiq.services.evidence.dumps import CONTENTS, dump_database, read_dump
from tests.cli.homes import COMMAND, environment, victims_csv
from tests.conftest import Cast
from tests.services.cases import record_draft
from tests.services.vaults import PASSPHRASE, a_file

pytestmark = pytest.mark.skipif(
    "postgresql" not in str(settings.DATABASES["default"]["ENGINE"]), reason="needs the server of make test"
)
SECRET = {"TAWTHIQ_PASSPHRASE": PASSPHRASE}


def tawthiq(home: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [*COMMAND, "--home", str(home), *arguments], capture_output=True, text=True, check=False,
        env=environment() | SECRET, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr if code else done.stdout


@pytest.fixture
def databases(django_db_blocker: pytest.FixtureRequest, worker: str) -> Iterator[tuple[str, str]]:
    """Two empty databases on the server of the tests, gone afterwards."""
    names = [f"drill_{which}_{worker}" for which in ("from", "into")]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own fixture
        for name in names:
            on_server(f'DROP DATABASE IF EXISTS "{name}"')
            on_server(f'CREATE DATABASE "{name}"')
    yield url_of(names[0]), url_of(names[1])
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own fixture
        for name in names:
            on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def worker(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


def on_server(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def url_of(name: str) -> str:
    stated = settings.DATABASES["default"]
    return f"postgresql://{stated['USER']}@/{name}?host={quote(str(stated['HOST']), safe='')}"


def tables_of(home: Path) -> object:
    taken = json.loads(tawthiq(home, "snapshot", "--format", "json"))
    return json.loads((Path(taken["folder"]) / "snapshot.json").read_text())["files"]


def test_a_restore_drill_gives_the_same_head_and_figures(databases: tuple[str, str], tmp_path: Path) -> None:
    home, back, store = tmp_path / "home", tmp_path / "back", str(tmp_path / "backup")
    tawthiq(home, "init", "--zone", "Asia/Damascus", "--database", databases[0])
    tawthiq(home, "import", "victims", str(victims_csv(tmp_path / "list.csv", 20)))
    tawthiq(home, "evidence", "add", str(a_file(tmp_path, b"of an invented film\0\\.\n\t")), "--no-analysis")
    made = json.loads(tawthiq(home, "backup", "create", store, "--format", "json"))
    first = made["sent_bytes"]
    made = json.loads(tawthiq(home, "backup", "create", store, "--format", "json"))
    assert made["sent_bytes"] < first
    assert json.loads(tawthiq(home, "backup", "verify", store, "--format", "json"))["faults"] == []
    # The database that the settings name is not empty: it is left alone, and the home stays half restored.
    assert "holds records already" in tawthiq(back, "restore", store, code=3)
    assert "half restored" in tawthiq(back, "audit", code=2)
    said = tawthiq(back, "restore", store, "--database", databases[1])
    assert made["ledger_digest"] in said
    assert not (back / "database").exists()
    audited = json.loads(tawthiq(back, "audit", "--fixity", "--format", "json"))
    assert (audited["faults"], audited["fixity"]["checked"]) == ([], 1)
    assert tables_of(back) == tables_of(home)
    # What comes next is recorded as ever: the numbers of rows go on where they were.
    tawthiq(back, "import", "victims", str(victims_csv(tmp_path / "more.csv", 30)))
    tawthiq(back, "account", "add", "another", "--role", "documenter", "--as", "administrator")
    assert json.loads(tawthiq(back, "audit", "--format", "json"))["faults"] == []


def test_a_copy_is_of_one_moment_and_says_so(committed_cast: Cast, tmp_path: Path) -> None:
    record_draft(committed_cast.documenter)
    dump = dump_database(tmp_path)
    record_draft(committed_cast.documenter)
    assert read_dump(tmp_path) == dump
    assert (tmp_path / "ledger_entry.copy").read_bytes().count(b"\n") == dump.sequence
    (tmp_path / CONTENTS).write_text("{}")
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_dump(tmp_path)
