"""The Django app of records/accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """records/accounts as a Django app."""

    name = "tawthiq.records.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
