"""Settings of the web application: its address, doors, sessions, accounts and the headers that keep it closed.

Everything is served from one origin, nothing is loaded from elsewhere, and no page holds a script of its own.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from urllib.parse import urlsplit

from tawthiq.config.home import Home
from tawthiq.domain.errors import InvalidFile

ROOT_URLCONF = "tawthiq.server.urls"
WSGI_APPLICATION = "tawthiq.server.wsgi.application"

MIDDLEWARE = [
    "tawthiq.web.running.requests.Answers",
    "tawthiq.web.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "tawthiq.web.assets.Assets",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tawthiq.web.people.guards.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tawthiq.web.people.guards.SecondFactor",
    "tawthiq.web.refusing.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tawthiq.web.shell.context.shell",
            ],
        },
    }
]

# Content: everything from this origin; MapLibre draws from worker scripts it makes itself (blob:).
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "font-src": "'self'",
    "object-src": "'none'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}

SESSION_COOKIE_NAME = "tawthiq_session"
SESSION_LONGEST = SESSION_COOKIE_AGE = 12 * 60 * 60
"""Seconds after which a session ends whatever is done in it."""
SESSION_IDLE = 60 * 60
"""Seconds without a request after which a session ends."""
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "tawthiq_csrf"
CSRF_FAILURE_VIEW = "tawthiq.web.refusing.csrf_failed"
LANGUAGE_COOKIE_NAME = "tawthiq_language"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000
"""A case with some hundred victims on one screen has more than ten thousand fields."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 << 20

FILE_UPLOAD_HANDLERS = ["tawthiq.web.media.uploads.WorkFileUploads"]
"""What is uploaded waits in the home's own work folder, never in the machine's common one."""

METRICS_TOKEN = os.environ.get("TAWTHIQ_METRICS_TOKEN", "")
"""With it other machines read /metrics; without it this machine alone does."""

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "tawthiq.web.assets.NamedByContent"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_ADAPTER = "tawthiq.web.people.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "tawthiq.web.people.adapter.MFAAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Tawthiq"
MFA_PASSKEY_LOGIN_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False

# What all processes must know of each other: failed sign-ins, codes used. It lies in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_shared"}
}


def _package_folder(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) if places else None


_maplibre = _package_folder("maplibre")
STATICFILES_DIRS = [("maplibre", str(_maplibre / "srcjs"))] if _maplibre else []


def address_settings(home: Home | None) -> dict[str, object]:
    """Return Django's settings that follow from the address under which people reach the application."""
    if home is None or not home.web_address:
        return {"ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"]}
    url = urlsplit(home.web_address)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/"):
        raise InvalidFile(
            'web_address in tawthiq.toml must be like "https://tawthiq.example.org", without a path.'
        )
    settings: dict[str, object] = {
        "ALLOWED_HOSTS": [url.hostname, "127.0.0.1", "localhost", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": [home.web_address.rstrip("/")],
    }
    if url.scheme == "https":
        settings |= {
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "SECURE_HSTS_SECONDS": 31_536_000,
            "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
            "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        }
    return settings
