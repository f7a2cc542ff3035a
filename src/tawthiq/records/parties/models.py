"""Parties to a conflict: a tree of an alliance and its members, with their names over time."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, code_field, one_of


class Party(Record):
    """A party; `code` is its vocabulary code, `names` lists {text, language, from, to}."""

    PREFIX = "PTY"
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="members")
    kind = code_field("other")
    name_en = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200)
    names = models.JSONField(default=list)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(condition=~Q(parent=F("id")), name="party_not_in_itself"),
        ]
