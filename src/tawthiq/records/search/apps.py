"""The words by which records are found, as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Words of records, derived from them and nothing else."""

    name = "tawthiq.records.search"
    label = "search"
