"""Work that is done in the background: one table is queue, state, progress and outcome; it holds codes, no content."""

from django.conf import settings
from django.db import models

from tawthiq.records.codes import JOB_STATE
from tawthiq.records.record import new_id, one_of


class Job(models.Model):
    """One piece of work: what, for whom, how far it is; `lease_until` says how long its worker is believed alive.

    `arguments` and `result` name records by code and files by name. `error` is the sentence for whoever asked, in each
    language.
    """

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=60, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    step = models.CharField(max_length=40, default="", blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)

    class Meta:
        constraints = [one_of("state", JOB_STATE)]
        indexes = [models.Index(fields=["state", "asked_at"], name="job_in_line")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
