"""Evidence items, what was made from them, and which records they bear on."""

from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, code_field, edtf_field, one_of, reported_field
from tawthiq.records.sources.models import Source


class Item(Record):
    """An untouched original in the vault: its hash, real type, size, and how it was collected."""

    PREFIX = "EVD"
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = code_field("unknown")
    media_type = models.CharField(max_length=120, default="application/octet-stream")
    original_name = reported_field()
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="items")
    collected_at = models.DateTimeField(null=True)
    collection = models.JSONField(default=dict)
    made = edtf_field()
    graphic_level = code_field("unknown")
    may_publish = models.BooleanField(default=False)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="item_sha256_is_hexadecimal"),
        ]


class Derivative(Record):
    """Something made from an item (thumbnail, transcript, blurred copy); it never replaces the original."""

    PREFIX = "DRV"
    item = models.ForeignKey(Item, models.PROTECT, related_name="derivatives")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = code_field()
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
