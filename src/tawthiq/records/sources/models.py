"""Who tells us: sources under a pseudonym, their sealed identities, and what they consent to."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, code_field, one_of, reported_field


class Source(Record):
    """A source under an alias that says nothing of who it is."""

    PREFIX = "SRC"
    alias = models.CharField(max_length=120)
    kind = code_field("unknown")
    reliability = code_field("unknown")

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(condition=~Q(alias=""), name="source_has_an_alias"),
        ]


class CustodianKey(Record):
    """The public half of a custodian's key: identities are sealed to it; its private half is not in this system."""

    PREFIX = "CKY"
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key_id = models.CharField(max_length=64, unique=True)
    public = models.BinaryField()
    retired_on = models.DateField(null=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Identity(Record):
    """Who a source is, readable with the custodian's key only; the database holds cipher text."""

    PREFIX = "IDN"
    source = models.OneToOneField(Source, models.PROTECT, related_name="identity")
    sealed = models.BinaryField()
    key_id = models.CharField(max_length=400)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Consent(Record):
    """What a source said yes and no to, use by use; `uses` maps a consent use's code to true or false."""

    PREFIX = "CNS"
    source = models.ForeignKey(Source, models.PROTECT, related_name="consents")
    given_on = models.DateField()
    form = code_field("unknown")
    language = models.CharField(max_length=12, default="und")
    uses = models.JSONField(default=dict)
    guardian = models.BooleanField(null=True)
    assent = models.BooleanField(null=True)
    expires_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_uses = models.JSONField(default=list)
    withdrawn_because = models.TextField(default="", blank=True)
    not_recalled = models.TextField(default="", blank=True)
    place = models.CharField(max_length=200, default="", blank=True)
    channel = code_field("unknown")
    interviewer = models.CharField(max_length=120, default="", blank=True)
    interpreter = models.CharField(max_length=120, default="", blank=True)
    explained = models.JSONField(default=list)
    as_reported = reported_field()

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
