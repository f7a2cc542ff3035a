"""The Django app of records/evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """records/evidence as a Django app."""

    name = "tawthiq.records.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
