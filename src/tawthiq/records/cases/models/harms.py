"""Persons and harms: one act against one person, or against a group whose members are not named."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from tawthiq.records.cases.models.incidents import Incident, Strike
from tawthiq.records.codes import AGE_GROUP, BASIS, CONFIDENTIALITY, HARM_KIND, SEX, STATUS, UNBORN_AS
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.record import (
    Part,
    Record,
    code_field,
    edtf_field,
    one_of,
    range_constraint,
    reported_field,
)


class Person(Record):
    """A victim as named; `names` lists spellings as {text, script, language, kind}."""

    PREFIX = "PER"
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, default="", blank=True)
    name_ar = models.CharField(max_length=300, default="", blank=True)
    names = models.JSONField(default=list)
    sex = code_field("unknown")
    born = edtf_field()
    mother = models.CharField(max_length=300, default="", blank=True)
    family = models.CharField(max_length=200, default="", blank=True)
    origin = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    origin_as_reported = reported_field()
    occupation = code_field("unknown")
    may_name = models.BooleanField(default=False)
    may_show = models.BooleanField(default=False)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            one_of("sex", SEX),
            CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
        ]


class Harm(Part):
    """One act against a person (1–1) or a group (minimum to maximum; null maximum = no upper bound stated)."""

    PREFIX = "HRM"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="harms")
    strike = models.ForeignKey(Strike, models.PROTECT, null=True, related_name="harms")
    kind = code_field()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="harms")
    group_label = models.CharField(max_length=300, default="", blank=True)
    within = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    minimum = models.PositiveIntegerField()
    maximum = models.PositiveIntegerField(null=True)
    status = code_field("unknown")
    sex = code_field("unknown")
    age_group = code_field("unknown")
    age_years = models.PositiveSmallIntegerField(null=True)
    occupation = code_field("unknown")
    unborn_as = models.CharField(max_length=10, default="", blank=True)
    torture = models.BooleanField(null=True)
    cause = code_field("unknown")
    certainty = code_field("unknown")
    died = edtf_field()
    died_first = models.DateField(null=True)
    died_last = models.DateField(null=True)
    death_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    displaced_from = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    family = models.CharField(max_length=200, default="", blank=True)
    basis = code_field("recorded")
    as_reported = reported_field()
    note_ar = models.TextField(default="", blank=True)

    class Meta(Part.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            one_of("kind", HARM_KIND),
            one_of("status", STATUS),
            one_of("sex", SEX),
            one_of("age_group", AGE_GROUP),
            one_of("basis", BASIS),
            one_of("unborn_as", UNBORN_AS),
            range_constraint(),
            CheckConstraint(condition=~Q(within=F("id")), name="harm_not_within_itself"),
            CheckConstraint(
                condition=Q(person__isnull=True) | Q(minimum=1, maximum=1), name="harm_of_a_person_counts_one"
            ),
            CheckConstraint(
                condition=Q(unborn_as="") | Q(age_group="unborn"), name="harm_unborn_as_only_for_unborn"
            ),
        ]
        indexes = [models.Index(fields=["incident", "kind"], name="harm_incident_kind")]
