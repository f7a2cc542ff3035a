"""The Django app of records/cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """records/cases as a Django app."""

    name = "tawthiq.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
