"""The area `incidents` as a Django app: templates, scripts, translations."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """One attack on one screen: entering it, seeing it, changing it."""

    name = "tawthiq.web.incidents"
    label = "web_incidents"
