"""Who says so: statements of sources, denials of parties, and the single claims they make."""

from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.cases.models.incidents import Incident
from tawthiq.records.codes import CONFIDENTIALITY, DENIAL_ASSESSMENT
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Part, code_field, edtf_field, one_of, reported_field
from tawthiq.records.sources.models import Consent, Source


class Statement(Part):
    """What a source told us, when, through which channel, and the consent it stands under."""

    PREFIX = "STM"
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="statements")
    source = models.ForeignKey(Source, models.PROTECT, related_name="statements")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="statements")
    given_on = models.DateField(null=True)
    channel = code_field("unknown")
    interviewer = models.CharField(max_length=120, default="", blank=True)
    language = models.CharField(max_length=12, default="und")
    text = models.TextField(default="", blank=True)
    translation_en = models.TextField(default="", blank=True)
    translation_ar = models.TextField(default="", blank=True)
    supports = models.JSONField(default=list)

    class Meta(Part.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Denial(Part):
    """A party's statement against an incident, our assessment and its reasons."""

    PREFIX = "DEN"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="denials")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    said_on = models.DateField(null=True)
    summary_en = models.TextField(default="", blank=True)
    summary_ar = models.TextField(default="", blank=True)
    assessment = code_field("open")
    reasons_en = models.TextField(default="", blank=True)
    reasons_ar = models.TextField(default="", blank=True)

    class Meta(Part.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            one_of("assessment", DENIAL_ASSESSMENT),
            CheckConstraint(
                condition=Q(assessment="open") | ~Q(reasons_en="") | ~Q(reasons_ar=""),
                name="denial_assessed_with_reasons",
            ),
        ]


class Claim(Part):
    """A value or range for one field of one record, said by a statement or evidence item at a locator."""

    PREFIX = "CLM"
    record_kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=26, db_index=True)
    field = models.CharField(max_length=60)
    value = models.JSONField()
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="claims")
    evidence_id = models.CharField(max_length=26, default="", blank=True)
    locator = models.CharField(max_length=200, default="", blank=True)
    confidence = code_field("unknown")
    accepted = models.BooleanField(null=True)
    said_on = edtf_field()
    as_reported = reported_field()

    class Meta(Part.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(
                condition=Q(statement__isnull=False) | ~Q(evidence_id="") | ~Q(as_reported=""),
                name="claim_says_who_said_so",
            ),
        ]
