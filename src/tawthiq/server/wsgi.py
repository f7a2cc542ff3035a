"""The WSGI application of the home that TAWTHIQ_HOME names, warm before the first person asks."""

import os
import sys
from importlib import import_module
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.template import engines
from django.urls import get_resolver

from tawthiq.config.logs import log_answers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.config.settings")
sys.setswitchinterval(0.0005)  # a thread that comes back from the database waits ten times less for its turn
application = get_wsgi_application()
log_answers()


def _warm() -> None:
    """Load what the first answer would otherwise wait for; the columns of lists and maps while others are answered."""
    assert get_resolver().url_patterns and engines.all()
    Thread(target=_load_columns, name="columns", daemon=True).start()


def _load_columns() -> None:
    try:
        with import_module("tawthiq.queries.mirror.following").followed():
            pass
    finally:
        connection.close()


_warm()
