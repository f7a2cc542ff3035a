"""The Django app of records/ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """records/ledger as a Django app."""

    name = "tawthiq.records.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
