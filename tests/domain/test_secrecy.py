"""Secrecy: what can be withheld has a label, nothing counted is among it, and every role needs a second factor."""

from tawthiq.domain.roles import ROLES
from tawthiq.domain.secrecy import NEEDS_SECOND_FACTOR, WITHHOLDABLE, columns_withheld, needs_second_factor
from tawthiq.domain.tokens import NEVER_BY_TOKEN, SCOPES, allows
from tawthiq.domain.vocabularies import vocabulary

COUNTED = {"minimum", "maximum", "sex", "age_group", "age_years", "status", "kind", "first", "last", "place",
           "occupation", "state", "certainty", "unborn_as", "cause"}  # fmt: skip


def test_everything_that_can_be_withheld_has_its_label() -> None:
    names = {name for fields in WITHHOLDABLE.values() for name in fields}
    assert names == set(vocabulary("withheld_field"))


def test_nothing_that_is_counted_can_be_withheld() -> None:
    columns = {column for fields in WITHHOLDABLE.values() for held in fields.values() for column in held}
    assert columns & COUNTED == set()


def test_a_name_covers_its_columns_and_an_unknown_kind_none() -> None:
    assert columns_withheld("statement", ["source"]) == {"source", "consent"}
    assert columns_withheld("strike", ["source"]) == set()


def test_every_role_says_whether_it_needs_a_second_factor() -> None:
    assert set(NEEDS_SECOND_FACTOR) == set(ROLES)
    assert needs_second_factor(["custodian"]) and not needs_second_factor([])


def test_no_token_opens_identities_or_manages_people() -> None:
    assert {
        "export-evidence", "destroy-evidence", "reveal-identity", "publish-release", "manage-users", "back-up",
        "write-report",
    } == NEVER_BY_TOKEN  # fmt: skip
    assert allows(["write"], "record-case") and not allows(["read"], "record-case")
    assert set(vocabulary("scope")) == set(SCOPES)
