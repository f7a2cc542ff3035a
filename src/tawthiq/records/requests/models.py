"""What was answered to a write that a program named with a key of its own; no content of a case is kept."""

from django.conf import settings
from django.db import models


class AnsweredWrite(models.Model):
    """One write: whose, under which key, a digest of what was asked, and the receipt that was given."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    receipt = models.JSONField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.key}"
