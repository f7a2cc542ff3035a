"""The Django app of records/jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """records/jobs as a Django app."""

    name = "tawthiq.records.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
