"""A home: the one folder that holds an organisation's settings, database, snapshots, vault and keys."""

import os
import re
import secrets
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound

SETTINGS_FILE = "tawthiq.toml"
DUMP = "database"
"""The folder of a restored home in which PostgreSQL's tables lie until they are loaded."""
_NAMES_DATABASE = re.compile(r"\s*database\s*=")

_TEMPLATE = """\
# Settings of this Tawthiq home.
organisation = {organisation}
language = "en"
zone = {zone}
counting_rule = {rule}

# "sqlite" keeps the database in this folder; or postgresql://user@host:port/name (password in PGPASSWORD or ~/.pgpass)
database = {database}

# Where evidence lies: "folder" (the folder vault/ of this home), or s3://bucket/prefix?endpoint=https://host
# (keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)
vault = "folder"

# How many backups `backup clear` leaves: the newest ones, then the last of each day, week and month, counted back
backup_keep = "newest 3, days 14, weeks 8, months 24"

# Networks that `capture` may reach beside the public internet, such as ["10.1.0.0/16"]
capture_networks = []

# The address under which people reach the web application behind a proxy with TLS, such as "https://tawthiq.example.org";
# empty: this machine only (http://127.0.0.1)
web_address = ""

# Authorities that seal the ledger's head in time (RFC 3161); `root` is a certificate file in this home
# [[time_authorities]]
# name = "example"
# url = "https://tsa.example.org/tsr"
# root = "authorities/example.pem"
"""

TEXT_SETTINGS = {
    "organisation": "", "language": "en", "zone": "UTC", "counting_rule": "snhr-2019", "database": "sqlite",
    "vault": "folder", "web_address": "", "backup_keep": "newest 3, days 14, weeks 8, months 24",
}  # fmt: skip
"""Settings that are a text, with what holds where they are not set."""

LIST_SETTINGS = ("capture_networks", "time_authorities")
"""Settings that are lists, empty where they are not set."""


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """An authority that seals moments: its name here, its address, its root certificate's file."""

    name: str
    url: str
    root: Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where things lie and what the organisation has set."""

    path: Path
    organisation: str
    language: str
    zone: str
    counting_rule: str
    database: str
    vault: str = "folder"
    web_address: str = ""
    backup_keep: str = TEXT_SETTINGS["backup_keep"]
    capture_networks: tuple[str, ...] = ()
    time_authorities: tuple[TimeAuthority, ...] = ()

    @property
    def database_file(self) -> Path:
        """The SQLite file, where the database is embedded."""
        return self.path / "tawthiq.sqlite3"

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots, one sub-folder each."""
        return self.path / "snapshots"

    @property
    def reports(self) -> Path:
        """The folder of reports, one sub-folder each."""
        return self.path / "reports"

    @property
    def keys(self) -> Path:
        """The folder of keys, readable by its owner only."""
        return self.path / "keys"

    @property
    def keyring(self) -> Path:
        """The vault's keys, under their passphrase."""
        return self.keys / "vault.keyring"

    @property
    def work(self) -> Path:
        """The folder of half-done work, readable by its owner only; nothing in it is kept."""
        return self.path / "work"


def load_home(path: Path) -> Home:
    """Read a home's settings; NotFound where there is none, InvalidFile where they cannot be read."""
    file = path / SETTINGS_FILE
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(
            f"There is no Tawthiq home at {path}. Make one with: tawthiq --home {path} init"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{file} is not readable as TOML: {error}. Mend the line it names.") from error
    return _home_from(path, settings)


def _home_from(path: Path, settings: dict[str, Any]) -> Home:
    file = path / SETTINGS_FILE
    known = (*TEXT_SETTINGS, *LIST_SETTINGS)
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise InvalidFile(f"{file} has a setting named {unknown[0]!r}. Known: {', '.join(known)}.")
    stated = {key: value for key, value in settings.items() if key in TEXT_SETTINGS}
    for key, value in stated.items():
        if not isinstance(value, str):
            raise InvalidFile(f"{file}: {key} is {value!r}. Write it as text in quotes.")
    networks = settings.get("capture_networks", [])
    if not isinstance(networks, list) or not all(isinstance(one, str) for one in networks):
        raise InvalidFile(f'{file}: write capture_networks as a list of texts, such as ["10.1.0.0/16"].')
    authorities = _authorities(path, settings.get("time_authorities", []))
    return Home(
        path=path, capture_networks=tuple(networks), time_authorities=authorities, **{**TEXT_SETTINGS, **stated}
    )  # fmt: skip


def _authorities(path: Path, stated: object) -> tuple[TimeAuthority, ...]:
    wanted = {"name", "url", "root"}
    if not isinstance(stated, list):
        raise InvalidFile(f"{path / SETTINGS_FILE}: write each authority under [[time_authorities]].")
    for one in stated:
        if (
            not isinstance(one, dict)
            or set(one) != wanted
            or not all(isinstance(v, str) for v in one.values())
        ):
            raise InvalidFile(
                f"{path / SETTINGS_FILE}: each of time_authorities has a name, a url and a root, as texts."
            )
    return tuple(TimeAuthority(one["name"], one["url"], path / one["root"]) for one in stated)


def create_home(
    path: Path, *, organisation: str, zone: str, counting_rule: str, database: str = "sqlite"
) -> Home:
    """Make the folders, the settings file and the secret of a new home; an existing home is refused."""
    if (path / SETTINGS_FILE).exists():
        raise InvalidValue(f"{path} already is a Tawthiq home. Nothing was changed.")
    for folder in (path, path / "snapshots", path / "keys"):
        folder.mkdir(parents=True, exist_ok=True)
    (path / "keys").chmod(0o700)
    secret = path / "keys" / "django-secret"
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    stated = {"organisation": organisation, "zone": zone, "rule": counting_rule, "database": database}
    quoted = {name: _toml_text(text) for name, text in stated.items()}
    (path / SETTINGS_FILE).write_text(_TEMPLATE.format(**quoted), encoding="utf-8")
    return load_home(path)


def change_settings(path: Path, **texts: str) -> None:
    """Change settings that are texts in a home's settings file; every other line stays as it is."""
    file = path / SETTINGS_FILE
    content = file.read_text(encoding="utf-8")
    for name, text in texts.items():
        line, stated = f"{name} = {_toml_text(text)}", re.compile(rf"^{name}[ \t]*=.*$", re.MULTILINE)
        found = stated.search(content)
        before, after = (content[: found.start()], content[found.end() :]) if found else ("", f"\n{content}")
        content = before + line + after
    waiting = file.with_name(f".{SETTINGS_FILE}.part")
    waiting.write_text(content, encoding="utf-8")
    waiting.replace(file)
    load_home(path)


def _toml_text(text: str) -> str:
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\' else c for c in text)
    return f'"{escaped}"'


def secret_key(home: Home) -> str:
    """Read the home's secret for sessions and tokens."""
    try:
        return (home.keys / "django-secret").read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise NotFound(
            f"{home.keys / 'django-secret'} is missing. Restore it from the backup of this home."
        ) from error


def name_database(home: Home, url: str) -> None:
    """Write another database into the settings, in one step of the file system; all else in the file stays."""
    file = home.path / SETTINGS_FILE
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    named = f"database = {_toml_text(url)}\n"
    at = [number for number, line in enumerate(lines) if _NAMES_DATABASE.match(line)]
    if len(at) > 1:
        raise InvalidFile(f"{file} names the database {len(at)} times. Leave one line.")
    written = [*lines[: at[0]], named, *lines[at[0] + 1 :]] if at else [named, *lines]
    draft = file.with_suffix(".toml.new")
    with open(draft, "w", encoding="utf-8") as out:
        out.write("".join(written))
        out.flush()
        os.fsync(out.fileno())
    shutil.copymode(file, draft)
    os.replace(draft, file)
