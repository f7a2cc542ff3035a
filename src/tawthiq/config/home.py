"""A home: the one folder that holds an organisation's settings, database, snapshots, vault and keys."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound

SETTINGS_FILE = "tawthiq.toml"

_TEMPLATE = """\
# Settings of this Tawthiq home.
organisation = {organisation}
language = "en"
zone = {zone}
counting_rule = {rule}

# "sqlite" keeps the database in this folder; or postgresql://user@host:port/name (password in PGPASSWORD or ~/.pgpass)
database = {database}
"""


@dataclass(frozen=True, slots=True)
class Home:
    """Where things lie and what the organisation has set."""

    path: Path
    organisation: str
    language: str
    zone: str
    counting_rule: str
    database: str

    @property
    def database_file(self) -> Path:
        """The SQLite file, where the database is embedded."""
        return self.path / "tawthiq.sqlite3"

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots, one sub-folder each."""
        return self.path / "snapshots"

    @property
    def keys(self) -> Path:
        """The folder of keys, readable by its owner only."""
        return self.path / "keys"


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
    defaults = {
        "organisation": "", "language": "en", "zone": "UTC", "counting_rule": "snhr-2019", "database": "sqlite"
    }  # fmt: skip
    unknown = sorted(set(settings) - set(defaults))
    if unknown:
        raise InvalidFile(
            f"{path / SETTINGS_FILE} has a setting named {unknown[0]!r}. Known: {', '.join(defaults)}."
        )
    for key, value in settings.items():
        if not isinstance(value, str):
            raise InvalidFile(f"{path / SETTINGS_FILE}: {key} is {value!r}. Write it as text in quotes.")
    return Home(path=path, **{**defaults, **settings})


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
