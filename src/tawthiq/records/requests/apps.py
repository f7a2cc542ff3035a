"""The app of remembered answers."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Answers already given to programs."""

    name = "tawthiq.records.requests"
    label = "requests"
