"""Places as a tree with many spellings, zones, and who controlled a place when."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, code_field, degrees_field, edtf_field, one_of, reported_field


class Place(Record):
    """A country, governorate, …, site; `names` lists spellings as {text, script, language, kind}."""

    PREFIX = "PLC"
    kind = code_field()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    pcode = models.CharField(max_length=20, null=True, unique=True)
    name_en = models.CharField(max_length=200, default="", blank=True)
    name_ar = models.CharField(max_length=200, default="", blank=True)
    names = models.JSONField(default=list)
    latitude = degrees_field()
    longitude = degrees_field()
    radius_m = models.PositiveIntegerField(null=True)
    approximate = models.BooleanField(default=False)
    boundary = models.BinaryField(null=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(condition=~Q(name_en="") | ~Q(name_ar=""), name="place_has_a_name"),
            CheckConstraint(condition=~Q(parent=F("id")), name="place_not_in_itself"),
            CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_point_on_earth",
            ),
        ]


class Zone(Record):
    """A named set of places or a polygon with dates: a de-escalation zone."""

    PREFIX = "ZON"
    name_en = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, default="", blank=True)
    places = models.JSONField(default=list)
    boundary = models.BinaryField(null=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]


class Control(Record):
    """Which parties held a place over which time, and who says so."""

    PREFIX = "CTL"
    place = models.ForeignKey(Place, models.PROTECT, related_name="controls")
    parties = models.JSONField(default=list)
    held = edtf_field()
    held_first = models.DateField(null=True)
    held_last = models.DateField(null=True)
    as_reported = reported_field()

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
