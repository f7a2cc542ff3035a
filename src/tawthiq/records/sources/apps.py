"""The Django app of records/sources."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """records/sources as a Django app."""

    name = "tawthiq.records.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
