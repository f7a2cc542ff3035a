"""The home whose records are open in this process."""

from django.conf import settings

from tawthiq.config.home import Home
from tawthiq.domain.errors import NotFound


def opened_home() -> Home:
    """Return the home that TAWTHIQ_HOME named when Django's settings were read."""
    home: Home | None = settings.HOME
    if home is None:
        raise NotFound("Say which home: tawthiq --home DIR …, or set TAWTHIQ_HOME.")
    return home
