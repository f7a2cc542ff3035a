"""Open a home's vault: its store as the settings name it, its keys under the passphrase; no key is ever in clear."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qs, urlsplit

from obstore.store import S3Store as Bucket

from tawthiq.config.home import SETTINGS_FILE, Home
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound, TawthiqError
from tawthiq.vault.blobs import Vault
from tawthiq.vault.keys import USUAL_WORK, Keys, Work, create_keyring, open_keyring
from tawthiq.vault.s3 import S3Store
from tawthiq.vault.spool import flush_folder, write_all
from tawthiq.vault.stores import FolderStore, Store

PASSPHRASE = "TAWTHIQ_PASSPHRASE"
"""The variable of the environment from which commands and the server take the vault's passphrase."""


UPLOAD, UPLOAD_FORGOTTEN_S = ".upload", 3600
"""How files on their way in are named, and after how many quiet seconds one is held to be forgotten."""


def store_of(home: Home) -> Store:
    """Return the store that a home's settings name."""
    return open_store(home.vault, home=home)


def open_store(location: str, *, home: Home) -> Store:
    """Return a store: `folder` (the home's own), the path of a folder, or s3://bucket/prefix?endpoint=URL&region=…"""
    if location == "folder":
        return FolderStore(home.path / "vault")
    if not location.startswith("s3://"):
        return FolderStore(Path(location))
    url = urlsplit(location)
    options = {name: values[0] for name, values in parse_qs(url.query).items()}
    unknown = sorted(set(options) - {"endpoint", "region"})
    if not url.netloc or unknown:
        raise InvalidFile(
            f"{SETTINGS_FILE}: a bucket is written s3://bucket/prefix?endpoint=https://host&region=name."
        )
    endpoint = options.get("endpoint")
    bucket = Bucket(
        url.netloc,
        prefix=url.path.strip("/") or None,
        endpoint=endpoint,
        region=options.get("region", "us-east-1"),
        client_options={"allow_http": bool(endpoint and endpoint.startswith("http://"))},
    )
    # What is on its way to a bucket waits here, encrypted; another bucket of this home waits apart.
    waiting = "".join(c if c.isalnum() else "-" for c in f"{url.netloc}{url.path}".lower()).strip("-")
    return S3Store(bucket, f"s3://{url.netloc}{url.path}", home.path / "vault" / "waiting" / waiting)


def has_keys(home: Home) -> bool:
    """Say whether the home's vault has keys."""
    return home.keyring.exists()


def create_keys(home: Home, passphrase: str, *, work: Work = USUAL_WORK) -> None:
    """Make the vault's keys, locked with the passphrase; a home that has keys is refused."""
    if has_keys(home):
        raise InvalidValue("This home's vault has keys already. Nothing was changed.")
    write_key_file(
        home.keyring, create_keyring(passphrase, vault_id=f"vault-{secrets.token_hex(8)}", work=work)
    )


def keyring_of(home: Home) -> bytes:
    """Read the home's keyring as it lies, locked."""
    try:
        return home.keyring.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(
            f"The vault of this home has no keys yet. Make them with: tawthiq --home {home.path} keys create"
        ) from error


def open_keys(home: Home, passphrase: str) -> Keys:
    """Unlock the home's keys."""
    return open_keyring(keyring_of(home), passphrase)


def open_vault(home: Home, passphrase: str) -> Vault:
    """Open the home's vault; what interrupted writers left is cleared first."""
    keys = open_keys(home, passphrase)
    store = store_of(home)
    store.recover()
    return Vault(store, keys)


_serving: dict[Path, Vault] = {}
_opening = Lock()


def serving_vault(home: Home | None) -> Vault | None:
    """Return the vault that this server process opened, or None while it is locked or has no keys.

    `tawthiq serve` hands the passphrase to its own processes in PASSPHRASE; each opens the vault once, when it is
    first asked for. A passphrase that does not open it leaves the vault locked.
    """
    passphrase = os.environ.get(PASSPHRASE, "")
    if home is None or not has_keys(home) or not passphrase:
        return None
    with _opening:
        if home.path not in _serving:
            try:
                _serving[home.path] = open_vault(home, passphrase)
            except TawthiqError:
                return None
        return _serving[home.path]


def forget_serving_vault() -> None:
    """Close what `serving_vault` opened: the next one who asks opens it anew."""
    with _opening:
        _serving.clear()


def write_key_file(path: Path, content: bytes) -> None:
    """Write a key file for its owner's eyes only, whole and durable or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    waiting.replace(path)
    flush_folder(path.parent)


@contextmanager
def workshop(home: Home) -> Iterator[Path]:
    """Give an empty folder that only its owner reads; gone at the end, or at the next start after a crash."""
    home.work.mkdir(mode=0o700, exist_ok=True)
    _sweep(home.work)
    folder = Path(tempfile.mkdtemp(dir=home.work))
    held = os.open(folder.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".lock").unlink(missing_ok=True)
        os.close(held)


def upload_folder(home: Home) -> Path:
    """Return the folder where what is being uploaded waits, readable by its owner only."""
    home.work.mkdir(mode=0o700, exist_ok=True)
    return home.work


def clear_uploads(home: Home) -> None:
    """Remove what a killed server left of uploads: files that nobody has written to for an hour."""
    for left in home.work.glob(f"*{UPLOAD}"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > UPLOAD_FORGOTTEN_S:
                left.unlink()


def _sweep(work: Path) -> None:
    """Remove the folders of workers that no longer live: their lock is free."""
    for lock in work.glob("*.lock"):
        with suppress(FileNotFoundError), lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
