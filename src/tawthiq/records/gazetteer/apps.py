"""The Django app of records/gazetteer."""

from django.apps import AppConfig


class GazetteerConfig(AppConfig):
    """records/gazetteer as a Django app."""

    name = "tawthiq.records.gazetteer"
    label = "gazetteer"
    default_auto_field = "django.db.models.BigAutoField"
