"""The Django app of records/matching."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """records/matching as a Django app."""

    name = "tawthiq.records.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
