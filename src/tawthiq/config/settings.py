"""Django's settings, read from the home that TAWTHIQ_HOME names."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from tawthiq.config.home import Home, load_home, secret_key
from tawthiq.config.logs import LOGGING as LOGGING
from tawthiq.config.web import *  # noqa: F403  what the web application sets
from tawthiq.config.web import address_settings
from tawthiq.domain.errors import InvalidFile, NotFound


def database_settings(home: Home) -> dict[str, object]:
    """Return Django's database settings for a home; SQLite writes take their lock at the start (no lost updates).

    A connection stays open as long as its thread: opening one for every answer costs more than many answers do.
    """
    if home.database == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home.database_file),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
            },
        }
    url = urlsplit(home.database)
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        raise InvalidFile(
            'database in tawthiq.toml must be "sqlite" or postgresql://user@host:port/name '
            "(a socket's folder as ?host=/folder)"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or "") or parse_qs(url.query).get("host", [""])[0],
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {},
    }


def _home_or_none() -> Home | None:
    path = os.environ.get("TAWTHIQ_HOME")
    if not path:
        return None
    try:
        return load_home(Path(path))
    except NotFound:
        return None


HOME = _home_or_none()
SECRET_KEY = secret_key(HOME) if HOME else "no-home"
DATABASES = {"default": database_settings(HOME)} if HOME else {}
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = HOME.language if HOME else "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
AUTH_USER_MODEL = "accounts.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
RECORDS = [
    "tawthiq.records.accounts",
    "tawthiq.records.ledger",
    "tawthiq.records.gazetteer",
    "tawthiq.records.parties",
    "tawthiq.records.sources",
    "tawthiq.records.cases",
    "tawthiq.records.evidence",
    "tawthiq.records.matching",
    "tawthiq.records.releases",
    "tawthiq.records.flights",
    "tawthiq.records.search",
    "tawthiq.records.desk",
    "tawthiq.records.requests",
    "tawthiq.records.jobs",
]
INSTALLED_APPS = [
    "tawthiq.web.shell",
    "tawthiq.web.people",
    "tawthiq.web.incidents",
    "tawthiq.web.work",
    "tawthiq.web.media",
    "tawthiq.web.look",
    "tawthiq.web.figures",
    "tawthiq.web.reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *RECORDS,
]

globals().update(address_settings(HOME))
