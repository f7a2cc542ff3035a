import pytest

from tawthiq.demo.facts import DemoHarm, DemoZone
from tawthiq.demo.from_toml import make, read_toml
from tawthiq.domain.counts import CountRange
from tawthiq.domain.errors import InvalidFile, InvalidValue


def test_a_count_is_exact_or_at_least() -> None:
    assert make(DemoHarm, {"kind": "killed", "count": 3}, name="x").count == CountRange.exactly(3)
    assert make(
        DemoHarm, {"kind": "killed", "count": {"at_least": 3}}, name="x"
    ).count == CountRange.at_least(3)


def test_it_refuses_a_count_of_another_shape() -> None:
    with pytest.raises(InvalidFile, match="A count is a number or"):
        make(DemoHarm, {"kind": "killed", "count": {"about": 3}}, name="x")


def test_it_names_an_unknown_key() -> None:
    with pytest.raises(InvalidFile, match=r"h\.toml has unknown keys: kidn\. Known: kind"):
        make(DemoHarm, {"kidn": "killed", "count": 3}, name="h.toml")


def test_it_names_a_missing_key() -> None:
    with pytest.raises(InvalidFile, match=r"z\.toml lacks name_ar, places\. Add them\."):
        make(DemoZone, {"key": "z", "name_en": "Z"}, name="z.toml")


def test_it_refuses_a_date_that_does_not_exist() -> None:
    with pytest.raises(InvalidValue):
        make(DemoHarm, {"kind": "killed", "count": 3, "died": "2019-02-30"}, name="x")


def test_it_names_a_file_that_is_no_toml() -> None:
    with pytest.raises(InvalidFile, match=r"a\.toml is not TOML"):
        read_toml("= 3", name="a.toml")
