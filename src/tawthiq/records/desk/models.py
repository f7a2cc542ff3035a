"""Saved filters: what somebody looks for again and again; theirs alone, and no part of the ledger."""

from django.db import models

from tawthiq.records.accounts.models import Account


class SavedFilter(models.Model):
    """A filter by name: of which list, and the query of its address."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="saved_filters")
    subject = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "subject", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name
