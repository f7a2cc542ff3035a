"""The Django app of records/releases."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """records/releases as a Django app."""

    name = "tawthiq.records.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"
