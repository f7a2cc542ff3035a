"""Incidents, their strikes, who is held to have done them, and our work on them."""

from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.codes import (
    ATTRIBUTION_LEVEL,
    BASIS,
    CERTAINTY,
    CONFIDENTIALITY,
    INCIDENT_KIND,
    LEAD_STATE,
    REVIEW_STATE,
)
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Part, Record, code_field, degrees_field, edtf_field, one_of, reported_field
from tawthiq.records.sources.models import Source


class Incident(Record):
    """One attack, or several known only in sum (`aggregate`); massacre, double tap and totals are never stored."""

    PREFIX = "INC"
    kind = code_field("attack")
    occurred = edtf_field()
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    time_of_day = models.CharField(max_length=20, default="", blank=True)
    time_margin_minutes = models.PositiveIntegerField(null=True)
    zone = models.CharField(max_length=60, default="UTC")
    occurred_as_reported = reported_field()
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="incidents")
    place_as_reported = reported_field()
    site = reported_field()
    latitude = degrees_field()
    longitude = degrees_field()
    radius_m = models.PositiveIntegerField(null=True)
    point_method = code_field("unknown")
    title_en = models.CharField(max_length=300, default="", blank=True)
    title_ar = models.CharField(max_length=300, default="", blank=True)
    narrative_en = models.TextField(default="", blank=True)
    narrative_ar = models.TextField(default="", blank=True)
    state = code_field("draft")
    certainty = code_field("unknown")
    basis = code_field("recorded")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    tags = models.JSONField(default=list)
    note_ar = models.TextField(default="", blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            one_of("kind", INCIDENT_KIND),
            one_of("state", REVIEW_STATE),
            one_of("certainty", CERTAINTY),
            one_of("basis", BASIS),
            CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(first__lte=models.F("last")),
                name="incident_first_not_after_last",
            ),
            CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="incident_point_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["state", "first"], name="incident_state_first")]


class Strike(Part):
    """One hit within an incident."""

    PREFIX = "STR"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="strikes")
    order = models.PositiveSmallIntegerField(default=1)
    time_of_day = models.CharField(max_length=20, default="", blank=True)
    time_margin_minutes = models.PositiveIntegerField(null=True)
    site = reported_field()
    latitude = degrees_field()
    longitude = degrees_field()
    platform = code_field("unknown")
    platform_count = models.PositiveSmallIntegerField(null=True)
    aircraft_type = models.CharField(max_length=60, default="", blank=True)
    munition = code_field("unknown")
    munition_count = models.PositiveIntegerField(null=True)
    target = code_field("unknown")
    facility = models.ForeignKey("cases.Facility", models.PROTECT, null=True, related_name="strikes")
    as_reported = reported_field()

    class Meta(Part.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            models.UniqueConstraint(
                fields=["incident", "order"],
                condition=Q(withdrawn_at__isnull=True),
                name="strike_order_once",
            ),
        ]


class Attribution(Part):
    """Which party is held to have done it, how firmly, on what basis."""

    PREFIX = "ATT"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="attributions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    level = code_field()
    basis = reported_field()
    sources = models.JSONField(default=list)

    class Meta(Part.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY), one_of("level", ATTRIBUTION_LEVEL)]


class Lead(Record):
    """A raw report, never edited: where from, when, text; attached to an incident or dismissed with a reason.

    A part of a lead that was split keeps the whole text and says which characters of it are meant (`span_first` up to
    `span_last`, not included). A lead merged into another is counted with it.
    """

    PREFIX = "LED"
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="leads")
    channel = code_field("unknown")
    reported_at = models.DateTimeField(null=True)
    text = models.TextField()
    attachments = models.JSONField(default=list)
    state = code_field("new")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="leads")
    dismissed_because = models.TextField(default="", blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    span_first = models.PositiveIntegerField(null=True)
    span_last = models.PositiveIntegerField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            one_of("state", LEAD_STATE),
            CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="lead_merged_says_into_which",
            ),
            CheckConstraint(
                condition=Q(split_from__isnull=True, span_first__isnull=True, span_last__isnull=True)
                | Q(split_from__isnull=False, span_first__lt=models.F("span_last")),
                name="lead_part_says_its_span",
            ),
            CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(dismissed_because=""),
                name="lead_dismissed_with_a_reason",
            ),
        ]


class Review(Record):
    """One step of review: what was done to an incident in which version, by whom, with which remark."""

    PREFIX = "REV"
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reviews")
    action = code_field()
    incident_version = models.PositiveIntegerField()
    remark = models.TextField(default="", blank=True)
    field = models.CharField(max_length=60, default="", blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [one_of("confidentiality", CONFIDENTIALITY)]
