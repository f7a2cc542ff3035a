"""Facilities and what was done to them."""

from django.db import models

from tawthiq.records.cases.models.incidents import Incident, Strike
from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.record import Part, Record, code_field, degrees_field, edtf_field, one_of, reported_field


class Facility(Record):
    """A hospital, school, market, mosque, reservoir …; on the de-confliction list from and to."""

    PREFIX = "FAC"
    kind = code_field()
    name_en = models.CharField(max_length=200, default="", blank=True)
    name_ar = models.CharField(max_length=200, default="", blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="facilities")
    latitude = degrees_field()
    longitude = degrees_field()
    deconflicted = models.BooleanField(null=True)
    deconflicted_from = models.DateField(null=True)
    deconflicted_to = models.DateField(null=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Damage(Part):
    """What an incident did to a facility; `not-damaged` is a grade of its own."""

    PREFIX = "DMG"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="damages")
    strike = models.ForeignKey(Strike, models.PROTECT, null=True, related_name="damages")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="damages")
    grade = code_field("unknown")
    out_of_service = models.BooleanField(null=True)
    occurred = edtf_field()
    times_hit_before = models.PositiveSmallIntegerField(null=True)
    as_reported = reported_field()

    class Meta(Part.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
