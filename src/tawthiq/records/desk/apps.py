"""The Django app of records/desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """records/desk as a Django app."""

    name = "tawthiq.records.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
