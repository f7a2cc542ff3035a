"""The Django app of records/parties."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """records/parties as a Django app."""

    name = "tawthiq.records.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
