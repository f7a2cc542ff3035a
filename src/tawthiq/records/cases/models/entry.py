"""Half-entered cases: what somebody has typed and not saved yet, sealed; no record, and nothing the ledger knows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tawthiq.records.cases.models.incidents import Incident
from tawthiq.records.record import new_id


class EntryDraft(models.Model):
    """One form as last typed: whose, of which incident (none: a new one) and version; its content is sealed."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="+")
    incident_version = models.PositiveIntegerField(null=True)
    saved_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "incident"],
                condition=Q(incident__isnull=False),
                name="entry_draft_once_for_an_incident",
            )
        ]
        indexes = [models.Index(fields=["account", "saved_at"], name="entry_draft_of_account")]

    def __str__(self) -> str:
        return self.id
