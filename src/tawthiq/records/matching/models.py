"""Pairs that may be one person, and what people judged of them; judgements are added, never changed."""

from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, code_field, one_of

VERDICTS = ("same", "not-same", "unsure", "withdrawn")
"""What a judgement says; a withdrawn one takes the standing judgement back, and what stood before it stands again."""


class CandidatePair(Record):
    """Two persons that a linkage run holds likely to be one; `left_id` < `right_id`.

    `explanation` holds what became of the pair without a person (`decision`) and its `outcomes`: comparison, outcome
    and weight in thousandths of a bit. Probability 0 means that the last run did not propose it again.
    """

    PREFIX = "PAR"
    left_id = models.CharField(max_length=26, db_index=True)
    right_id = models.CharField(max_length=26, db_index=True)
    probability_millionths = models.PositiveIntegerField()
    explanation = models.JSONField(default=dict)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(
                condition=Q(left_id__lt=models.F("right_id")), name="candidatepair_left_before_right"
            ),
            models.UniqueConstraint(fields=["left_id", "right_id"], name="candidatepair_once"),
        ]


class Judgement(Record):
    """One person's verdict on a pair; it supersedes the one that stood, and none is changed or deleted."""

    PREFIX = "JDG"
    left_id = models.CharField(max_length=26, db_index=True)
    right_id = models.CharField(max_length=26, db_index=True)
    verdict = code_field()
    reason = models.TextField(default="", blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            one_of("verdict", VERDICTS),
            CheckConstraint(
                condition=Q(left_id__lt=models.F("right_id")), name="judgement_left_before_right"
            ),
        ]
