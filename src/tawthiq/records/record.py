"""What every record has: an opaque id, a human code, a version, who and when, confidentiality, a note."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """Make an opaque id: 128 random bits in 26 lower-case characters without i, l, o and u; says nothing of time."""
    number = int.from_bytes(token_bytes(16), "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


class Record(models.Model):
    """The columns common to all records; services write them, nobody else."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    desk = models.CharField(max_length=40, default="main")
    confidentiality = models.CharField(max_length=12, default="open")
    note = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    PREFIX = "REC"
    """What a record's human code begins with."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Part(Record):
    """A record that hangs on another: taken back with a reason where it does not hold, never deleted."""

    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(default="", blank=True)

    class Meta(Record.Meta):
        abstract = True


def one_of(field: str, codes: Sequence[str]) -> CheckConstraint:
    """Let the database itself refuse a code outside the vocabulary."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(codes)}), name=f"%(class)s_{field}_known")


def range_constraint(minimum: str = "minimum", maximum: str = "maximum") -> CheckConstraint:
    """Let the database itself refuse a maximum below its minimum."""
    condition = Q(**{f"{maximum}__isnull": True}) | Q(**{f"{maximum}__gte": F(minimum)})
    return CheckConstraint(condition=condition, name=f"%(class)s_{minimum}_not_above_{maximum}")


def code_field(default: str | None = None, **options: Any) -> models.CharField[str, str]:
    """Make a column for a vocabulary code."""
    if default is None:
        return models.CharField(max_length=40, **options)
    return models.CharField(max_length=40, default=default, **options)


def reported_field() -> models.TextField[str, str]:
    """Make a column for the text as reported; empty where nothing was reported."""
    return models.TextField(default="", blank=True)


def edtf_field() -> models.CharField[str, str]:
    """Make a column for a date in EDTF; empty where no date is known."""
    return models.CharField(max_length=120, default="", blank=True)


def degrees_field() -> models.DecimalField[Any, Any]:
    """Make a column for degrees of latitude or longitude, to six places (about 10 cm); null where unknown."""
    return models.DecimalField(max_digits=9, decimal_places=6, null=True)
