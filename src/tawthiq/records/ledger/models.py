"""The ledger's rows: entries, their changes, and the head; triggers forbid updating or deleting the first two."""

from django.db import models


class Entry(models.Model):
    """One write: who, when, what, why; its digest covers the entry before it and all its changes."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    actor = models.CharField(max_length=26)
    recorded_at = models.CharField(max_length=32)
    action = models.CharField(max_length=60)
    reason = models.TextField()
    changes_count = models.PositiveIntegerField()
    changes_root = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Change(models.Model):
    """One record as it stood after an entry; `state` is canonical JSON text."""

    pk = models.CompositePrimaryKey("entry_id", "position")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="changes", db_index=False)
    position = models.PositiveIntegerField()
    record_kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=26)
    version = models.PositiveIntegerField()
    state = models.TextField()

    class Meta:
        ordering = ["entry_id", "position"]
        indexes = [models.Index(fields=["record_id", "version"], name="change_of_record")]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.position}"


class Head(models.Model):
    """The last entry's number and digest, one row; locking it puts writers in a line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.sequence)


class ExternalId(models.Model):
    """What another list calls a record of ours, so that importing that list again finds it; `row` digests the row."""

    origin = models.CharField(max_length=80)
    record_kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    record_id = models.CharField(max_length=26, db_index=True)
    row = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "record_kind", "external_id"], name="external_id_once")
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.record_kind}"


class CodeCounter(models.Model):
    """The last number given to human codes of one series, such as INC-2019."""

    series = models.CharField(primary_key=True, max_length=20)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}-{self.last:06d}"
