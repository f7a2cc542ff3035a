"""Counting rules as data: the packaged ones, and what is wrong with a user's own."""

import pytest

from tawthiq.domain.counting import CountingRule, counting_rule, counting_rule_from
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.vocab import rule_names, rule_text

METHODS = {f"M{number}" for number in range(1, 12)}
OWN = 'based_on = "snhr-2019"\nid = "ours"\nversion = "1"\n'


@pytest.mark.parametrize("name", rule_names())
def test_every_packaged_rule_is_whole_and_names_every_method(name: str) -> None:
    rule = counting_rule(name)
    assert rule.id == name and rule.label == f"{name}/{rule.version}"
    assert set(rule.notes) == METHODS
    assert rule.title_en and rule.title_ar
    assert CountingRule.__doc__ and all(f"{method} " in CountingRule.__doc__ for method in METHODS)


def test_the_six_agreed_rules_are_packaged() -> None:
    assert set(rule_names()) == {
        "snhr-2019", "snhr-2014", "unborn-as-child", "unborn-apart", "unborn-not-counted", "sdg-16-1-2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unborn_as", "as_child", "as_civilian", "category"),
    [
        ("snhr-2019", "child", True, True, "unborn"),
        ("snhr-2019", "beside", False, True, "unborn-beside"),
        ("snhr-2019", None, False, True, "unborn"),
        ("unborn-as-child", "beside", True, True, "unborn"),
        ("unborn-apart", "child", False, True, "unborn"),
        ("unborn-not-counted", "child", False, False, None),
    ],
)
def test_the_unborn_count_as_the_rule_says(
    name: str, unborn_as: str | None, as_child: bool, as_civilian: bool, category: str | None
) -> None:
    rule = counting_rule(name)
    assert rule.unborn_counts_as_child(unborn_as) is as_child
    assert rule.unborn_counts_as_civilian() is as_civilian
    assert rule.unborn_category(unborn_as) == category


def test_a_massacre_is_five_civilians_in_2019_and_more_than_five_in_2014() -> None:
    new, old = counting_rule("snhr-2019"), counting_rule("snhr-2014")
    assert new.is_massacre(kind="attack", civilians_killed_minimum=5)
    assert not new.is_massacre(kind="attack", civilians_killed_minimum=4)
    assert not old.is_massacre(kind="attack", civilians_killed_minimum=5)
    assert old.is_massacre(kind="attack", civilians_killed_minimum=6)
    assert not new.is_massacre(kind="aggregate", civilians_killed_minimum=300)


def test_a_user_changes_one_value_and_keeps_the_rest() -> None:
    rule = counting_rule_from(OWN + 'age_of_majority = 16\n[notes]\nM4 = "Under 16."\n')
    base = counting_rule("snhr-2019")
    assert rule.age_group_of_years(16) == "adult" and base.age_group_of_years(16) == "child"
    assert rule.notes["M4"] == "Under 16." and rule.notes["M1"] == base.notes["M1"]
    assert rule.massacre_threshold == base.massacre_threshold


def test_a_whole_rule_is_read_and_equal_rules_are_equal() -> None:
    rule = counting_rule_from(rule_text("snhr-2019"))
    assert rule == counting_rule("snhr-2019") and hash(rule) == hash(counting_rule("snhr-2019"))


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("=", InvalidFile, "is not TOML"),
        ("", InvalidFile, "lacks: id"),
        (OWN + "massacre = 5", InvalidFile, "unknown keys: massacre"),
        (OWN + 'massacre_threshold = "5"', InvalidFile, "must be a whole number"),
        (OWN + "massacre_threshold = true", InvalidFile, "must be a whole number"),
        (OWN + "torture_included = 1", InvalidFile, "must be true or false"),
        (OWN + "massacre_threshold = 0", InvalidValue, "Give 1 or more"),
        (OWN + "age_of_majority = 99", InvalidValue, "age of majority 99"),
        (OWN + 'unborn = "maybe"', InvalidValue, "child, apart, none, as-reported"),
        (OWN + 'states = ["acepted"]', InvalidValue, "Did you mean accepted"),
        (OWN + "states = []", InvalidValue, "nothing would count"),
        (OWN + "notes = 3", InvalidFile, "must be a table"),
        ('based_on = "snhr-2019"', InvalidFile, "an id and a version of its own"),
        ('based_on = "snhr-1999"\nid = "a"\nversion = "1"', InvalidValue, "There is no counting rule"),
        ("based_on = 3\nid = 'a'\nversion = '1'", InvalidValue, "There is no counting rule"),
    ],
)
def test_a_faulty_rule_is_refused_with_what_is_wrong(text: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        counting_rule_from(text)


def test_an_unknown_rule_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidValue, match="snhr-2019"):
        counting_rule("../secrets")
