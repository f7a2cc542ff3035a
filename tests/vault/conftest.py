"""One vault per back end: a folder, and a bucket on a real S3 server that these tests start and stop."""

from __future__ import annotations

import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from obstore.store import S3Store as Bucket

from tawthiq.vault.blobs import Vault
from tawthiq.vault.keys import Keys, Work, create_keyring, open_keyring
from tawthiq.vault.s3 import S3Store
from tawthiq.vault.stores import FolderStore, Store

PASSPHRASE = "an olive tree by the well"
LIGHT = Work(operations=1, memory_bytes=8192)


@pytest.fixture(scope="session")
def keyring() -> bytes:
    return create_keyring(PASSPHRASE, vault_id="vault-test", work=LIGHT)


@pytest.fixture(scope="session")
def keys(keyring: bytes) -> Keys:
    return open_keyring(keyring, PASSPHRASE)


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("seaweed")
    ports = [_free_port() for _ in range(4)]
    master, volume, filer, s3 = ports
    command = [
        str(Path(sysconfig.get_path("scripts")) / "weed"),
        *("server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=100"),
        *(f"-master.port={master}", f"-volume.port={volume}", "-filer", f"-filer.port={filer}"),
        *("-s3", f"-s3.port={s3}", "-master.volumeSizeLimitMB=64"),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"),
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        endpoint = f"http://127.0.0.1:{s3}"
        _wait_for(endpoint, server, folder / "log")
        yield endpoint
    finally:
        server.kill()  # its folder is thrown away; an orderly stop takes half a minute
        server.wait(timeout=30)


def bucket_of(endpoint: str, prefix: str) -> Bucket:
    """Open the tests' one bucket under a prefix of its own (SeaweedFS keeps volumes apart for every
    bucket).
    """
    return Bucket(
        "tawthiq-tests",
        prefix=prefix,
        endpoint=endpoint,
        access_key_id="any",
        secret_access_key="any",
        region="us-east-1",
        client_options={"allow_http": True},
        retry_config={"max_retries": 3},
    )


@pytest.fixture
def s3_store(s3_endpoint: str, tmp_path: Path) -> S3Store:
    prefix = uuid.uuid4().hex
    return S3Store(
        bucket_of(s3_endpoint, prefix),
        f"s3://tawthiq-tests/{prefix}",
        tmp_path / "spool",
        part_bytes=256 << 10,
    )


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.server)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "vault")
    made: S3Store = request.getfixturevalue("s3_store")
    return made


@pytest.fixture
def vault(store: Store, keys: Keys) -> Vault:
    return Vault(store, keys)


@pytest.fixture
def folder_vault(tmp_path: Path, keys: Keys) -> Vault:
    return Vault(FolderStore(tmp_path / "vault"), keys)


@pytest.fixture
def blob_file() -> Callable[[Vault, str], Path]:
    """Find the one file of a folder vault that keeps a name."""

    def find(vault: Vault, name: str) -> Path:
        assert isinstance(vault.store, FolderStore)
        kind, _, rest = name.partition("/")
        return vault.store.root / kind / rest[:2] / rest

    return find


def _free_port() -> int:
    """A port free for the server and, as SeaweedFS takes it for gRPC, free 10000 above as well."""
    while True:
        with socket.socket() as low, socket.socket() as high:
            low.bind(("127.0.0.1", 0))
            port = int(low.getsockname()[1])
            if port + 10000 > 65535:
                continue
            try:
                high.bind(("127.0.0.1", port + 10000))
            except OSError:
                continue
            return port


def _wait_for(endpoint: str, server: subprocess.Popen[bytes], log: Path) -> None:
    probe = urllib.request.Request(f"{endpoint}/tawthiq-tests", method="PUT")
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(probe, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the S3 server did not start:\n{log.read_text(errors='replace')[-2000:]}")
