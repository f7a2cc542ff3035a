"""The codes that database constraints repeat are those of the vocabularies."""

import pytest

from tawthiq.domain.vocabularies import vocabulary
from tawthiq.records import codes


@pytest.mark.parametrize(
    "name",
    ["SEX", "AGE_GROUP", "STATUS", "HARM_KIND", "CERTAINTY", "ATTRIBUTION_LEVEL", "REVIEW_STATE", "INCIDENT_KIND",
     "CONFIDENTIALITY", "DENIAL_ASSESSMENT", "BASIS", "LEAD_STATE"],
)  # fmt: skip
def test_a_constraint_and_its_vocabulary_agree(name: str) -> None:
    assert set(getattr(codes, name)) == set(vocabulary(name.lower()))
