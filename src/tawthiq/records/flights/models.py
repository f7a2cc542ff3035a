"""Aircraft seen and warnings issued."""

from django.db import models

from tawthiq.records.cases.models import Incident
from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.record import Record, code_field, one_of, reported_field
from tawthiq.records.sources.models import Source


class Sighting(Record):
    """An aircraft seen: what, where from, when, heading where; the spotter stays a source under an alias."""

    PREFIX = "SGT"
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="sightings")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="sightings")
    kind = code_field()
    seen_on = models.DateField()
    time_of_day = models.CharField(max_length=20, default="", blank=True)
    time_margin_minutes = models.PositiveIntegerField(null=True)
    zone = models.CharField(max_length=60, default="UTC")
    aircraft = code_field("unknown")
    base = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    heading = models.CharField(max_length=40, default="", blank=True)
    as_reported = reported_field()

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Warning(Record):
    """A warning issued to civilians, as the CAP message that went out."""

    PREFIX = "WRN"
    sighting = models.ForeignKey(Sighting, models.PROTECT, null=True, related_name="warnings")
    identifier = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField()
    message = models.TextField()

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
