"""The Django app of records/flights."""

from django.apps import AppConfig


class FlightsConfig(AppConfig):
    """records/flights as a Django app."""

    name = "tawthiq.records.flights"
    label = "flights"
    default_auto_field = "django.db.models.BigAutoField"
