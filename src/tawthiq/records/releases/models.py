"""Snapshots taken, reports under way, report editions published, and errata to them."""

from django.db import models

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, one_of


class SnapshotTaken(Record):
    """One snapshot: where it lies, what ledger head and counting rule it names, and its own digest."""

    PREFIX = "SNP"
    name = models.CharField(max_length=120, unique=True)
    snapshot_id = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    ledger_sequence = models.PositiveBigIntegerField()
    ledger_digest = models.CharField(max_length=64)
    rule = models.CharField(max_length=80)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Report(Record):
    """A report people write: the folder of its name under the home's reports, and the SHA-256 of each of its files."""

    PREFIX = "RPT"
    name = models.CharField(max_length=60, unique=True)
    files = models.JSONField(default=dict)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Edition(Record):
    """One published edition of a report and the digests of its files."""

    PREFIX = "EDN"
    snapshot = models.ForeignKey(SnapshotTaken, models.PROTECT, related_name="editions")
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=12)
    files = models.JSONField(default=dict)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Erratum(Record):
    """A dated correction to an edition: what was printed, what is right, why."""

    PREFIX = "ERR"
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="errata")
    published_on = models.DateField()
    printed = models.TextField()
    corrected = models.TextField()
    reason = models.TextField()

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
