"""Evidence: items, what was made from them, how links were captured, what they bear on, and trusted time."""

from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.cases.models import Incident
from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, code_field, edtf_field, one_of, reported_field
from tawthiq.records.sources.models import Source


class Capture(Record):
    """One attempt to capture a link: what was asked and reached, when, with which tools, and what failed."""

    PREFIX = "CAP"
    url = models.TextField()
    reached = models.TextField(default="", blank=True)
    status = models.PositiveIntegerField(null=True)
    title = models.TextField(default="", blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    tools = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    is_kept = models.BooleanField()

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Item(Record):
    """An untouched original in the vault: its hash, real type, size, and how it was collected.

    Two desks may each hold an item over the same bytes; the vault keeps the bytes once. A destroyed item keeps its
    hash, and says when, why and by whose authority.
    """

    PREFIX = "EVD"
    sha256 = models.CharField(max_length=64, db_index=True)
    blake3 = models.CharField(max_length=64, default="", blank=True)
    size = models.PositiveBigIntegerField()
    kind = code_field("unknown")
    media_type = models.CharField(max_length=120, default="application/octet-stream")
    also_types = models.JSONField(default=list)
    original_name = reported_field()
    capture = models.ForeignKey(Capture, models.PROTECT, null=True, related_name="items")
    capture_role = models.CharField(max_length=40, default="", blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="items")
    collected_at = models.DateTimeField(null=True)
    collection = models.JSONField(default=dict)
    made = edtf_field()
    graphic_level = code_field("unknown")
    may_publish = models.BooleanField(default=False)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_because = models.TextField(default="", blank=True)
    destroyed_on_authority_of = models.CharField(max_length=200, default="", blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(
                condition=Q(destroyed_at__isnull=True)
                | (~Q(destroyed_because="") & ~Q(destroyed_on_authority_of="")),
                name="item_destroyed_with_reason_and_authority",
            ),
            CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="item_sha256_is_hexadecimal"),
        ]


class Derivative(Record):
    """Something made from an item (thumbnail, transcript, blurred copy); it never replaces the original."""

    PREFIX = "DRV"
    item = models.ForeignKey(Item, models.PROTECT, related_name="derivatives")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = code_field()
    media_type = models.CharField(max_length=120, default="application/octet-stream")
    at_ms = models.PositiveBigIntegerField(null=True)
    made_with = models.CharField(max_length=200, default="", blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Link(Record):
    """An item bears on a record."""

    PREFIX = "LNK"
    item = models.ForeignKey(Item, models.PROTECT, related_name="links")
    record_kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=26, db_index=True)
    locator = models.CharField(max_length=200, default="", blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            models.UniqueConstraint(fields=["item", "record_id", "locator"], name="link_once"),
        ]


class Likeness(models.Model):
    """A fingerprint of an item's picture or frame: an index, made anew from the vault at any time; no ledger."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="likenesses")
    pdq = models.CharField(max_length=64)
    quality = models.PositiveSmallIntegerField()
    at_ms = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.item_id} {self.at_ms}"


class Anchor(Record):
    """Trusted time over the ledger's head as it then was: an RFC 3161 token, as the authority sent it.

    `root` is over the digests of all entries, so that one entry can be shown to a court to be under the seal without
    any other; seals of early versions have none.
    """

    PREFIX = "ANC"
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    root = models.CharField(max_length=64, default="", blank=True)
    authority = models.CharField(max_length=80)
    token = models.BinaryField()
    token_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    serial = models.CharField(max_length=80)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Handover(Record):
    """A package for a court or another body: of what, for whom, why; its digests stand here once it is whole."""

    PREFIX = "HND"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="handovers")
    given_for = models.CharField(max_length=40)
    recipient = models.CharField(max_length=200)
    recipient_key = models.TextField()
    reason = models.TextField()
    contents = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    manifest_sha256 = models.CharField(max_length=64, default="", blank=True)
    package_sha256 = models.CharField(max_length=64, default="", blank=True)
    package_size = models.PositiveBigIntegerField(null=True)
    packed_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(
                condition=~Q(recipient="") & ~Q(reason="") & ~Q(recipient_key=""),
                name="handover_says_to_whom_and_why",
            ),
        ]


class Receipt(Record):
    """A recipient's word that a package arrived: who, when, and the digest of the manifest that they read."""

    PREFIX = "RCT"
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="receipts")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    received_on = models.DateField()
    received_by = models.CharField(max_length=200)
    reference = models.CharField(max_length=200, default="", blank=True)
    manifest_sha256 = models.CharField(max_length=64)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
