"""Mappings: headers in two languages and HXL hashtags are known, files are checked, and faults name what is near."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidFile, InvalidValue, TawthiqError
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.intake.fields import DEFAULTS, FIELDS, KINDS, fold_header, kind_of
from tawthiq.intake.mapping import Mapping, check_mapping, guess_mapping, parse_mapping
from tawthiq.intake.tables import Table, read_table

FULL = """
kind = "victims"
sheet = "List"
encoding = "windows-1256"
date_order = "day-first"
year = 2019
zero_age = "unknown"
missing = ["-9", "0000-00-00"]
header_row = 2
[columns]
name = "الاسم"
sex = "الجنس"
[constants]
party = "russian"
[values.sex]
"ذ" = "male"
"""


def table(folder: Path, *lines: str) -> Table:
    path = folder / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_table(path)


def test_a_mapping_file_is_read_whole() -> None:
    mapping = parse_mapping(FULL)
    assert mapping.kind == "victims" and mapping.sheet == "List" and mapping.header_row == 2
    assert mapping.columns == {"name": "الاسم", "sex": "الجنس"} and mapping.constants == {"party": "russian"}
    assert (mapping.date_order, mapping.year, mapping.zero_age) == ("day-first", 2019, "unknown")
    assert mapping.values["sex"] == {"ذ": "male"}
    assert mapping.defaults == {"kind": "killed", "attribution_level": "claimed"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind = victims", "The mapping is no TOML"),
        ("", 'does not say what the file lists. Add a line such as kind = "victims"'),
        ('kind = "victim"', "There is no kind of list “victim”. Choose one of: victims, incidents"),
        ('kind = "victims"\ndate_ordr = "day-first"', "no setting “date_ordr”. Did you mean “date_order”"),
        (
            'kind = "victims"\ndate_order = "dmy"',
            "date_order is “dmy”. Choose one of: day-first, month-first",
        ),
        ('kind = "victims"\n[columns]\nnam = "x"', "victims have no field “nam”. Did you mean “name”"),
        ('kind = "victims"\n[columns]\nname = 3', "must hold lines of the form"),
        ('kind = "victims"\nyear = "2019"', "year must be a whole number"),
        ('kind = "victims"\nyear = true', "year must be a whole number"),
        ('kind = "victims"\nsheet = 1', "sheet must be a text"),
        ('kind = "victims"\nmissing = "x"', "missing must be a list"),
        ('kind = "victims"\nvalues = 1', "[values.sex] in the mapping must hold"),
        (
            'kind = "victims"\n[values.gender]\nm = "male"',
            "[values] in the mapping: victims have no field “gender”",
        ),
        ('kind = "victims"\n[columns]\nsex = "a"\n[constants]\nsex = "male"', "both a column and a constant"),
    ],
)
def test_a_faulty_mapping_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises((InvalidFile, InvalidValue)) as refusal:
        parse_mapping(text)
    assert said in str(refusal.value)


def test_a_mapping_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidFile, match="The mapping is for victims, the import for places"):
        parse_mapping(FULL, kind="places")


@given(st.text(max_size=200))
def test_any_text_is_a_mapping_or_is_refused(text: str) -> None:
    try:
        assert parse_mapping(text, kind="victims").kind == "victims"
    except TawthiqError as refusal:
        assert str(refusal)


def test_a_column_that_is_not_there_is_named_with_those_near(tmp_path: Path) -> None:
    mapping = Mapping("victims", columns={"name": "Victim nam"})
    with pytest.raises(InvalidValue, match=r"no column “Victim nam” for name\. Did you mean “Victim name”"):
        check_mapping(mapping, table(tmp_path, "Victim name,Age", "x,1"))


def test_english_headers_are_known(tmp_path: Path) -> None:
    found = guess_mapping(
        "victims",
        table(
            tmp_path,
            "ID,Full_Name,Gender,AgeAtDeath,DOB,Date of incident,Governorate,Shoe size",
            "1,x,m,7,,,,",
        ),
    )
    assert found.columns == {
        "external_id": "ID",
        "name": "Full_Name",
        "sex": "Gender",
        "age": "AgeAtDeath",
        "birth": "DOB",
        "date": "Date of incident",
        "governorate": "Governorate",
    }
    assert found.unused(("ID", "Shoe size")) == ("Shoe size",)


def test_arabic_headers_are_known(tmp_path: Path) -> None:
    found = guess_mapping(
        "victims",
        table(
            tmp_path,
            "الرقم,الاسم الثلاثي,الجنس,العمر,تاريخ الوفاة,المحافظه,المكان,الجهة المسؤولة",
            "1,x,m,7,,,,",
        ),
    )
    assert set(found.columns) == {
        "external_id", "name", "sex", "age", "date_of_death", "governorate", "place", "party",
    }  # fmt: skip


def test_hashtags_go_before_headers_and_their_attributes_in_any_order(tmp_path: Path) -> None:
    found = guess_mapping(
        "incidents",
        table(
            tmp_path,
            "A,B,C,D,E,F,G,H",
            "#event+id,#date+occurred,#adm1+ar+name,#loc+name,#geo+lat,#geo+lon,#affected+killed,#affected+children+killed",
            "1,2019-07-22,إدلب,x,35.1,36.2,5,2",
        ),
    )
    assert found.columns == {
        "external_id": "A", "date": "B", "governorate": "C", "place": "D", "lat": "E", "lon": "F", "killed": "G",
        "children": "H",
    }  # fmt: skip


def test_a_hashtag_with_more_attributes_is_another_thing(tmp_path: Path) -> None:
    found = guess_mapping(
        "incidents", table(tmp_path, "A,B,C", "#event+id,#affected+killed+m,#date+occurred", "1,2,2019-07-22")
    )
    assert "killed" not in found.columns


def test_two_columns_for_one_field_are_not_chosen_between(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="“Victim_Name” and “VictimName” both look like name"):
        guess_mapping("victims", table(tmp_path, "Victim_Name,VictimName", "a,b"))


def test_a_list_of_nothing_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"is known as a field of victims.*Write a mapping file"):
        guess_mapping("victims", table(tmp_path, "foo,bar", "1,2"))


def test_a_list_of_victims_without_anything_to_tell_them_by_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="gives name or name_ar"):
        guess_mapping("victims", table(tmp_path, "sex,age", "m,2"))


@pytest.mark.parametrize(
    "column", ["Name", "phone", "Mobile number", "الاسم", "رقم الهاتف", "E-mail", "full_name"]
)
def test_a_list_that_names_its_sources_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        guess_mapping("sources", table(tmp_path, f"id,alias,{column}", "1,a,b"))
    assert "tells who a source is" in str(refusal.value) and "custodian" in str(refusal.value)


def test_every_code_field_has_its_vocabulary_and_every_default_its_field() -> None:
    for kind in KINDS:
        assert kind_of(kind) == kind
        for field in FIELDS[kind].values():
            assert bool(field.vocabulary) == (field.reading == "code")
            if field.vocabulary:
                assert len(vocabulary(field.vocabulary)) > 1
        assert DEFAULTS[kind].keys() <= FIELDS[kind].keys()


def test_no_header_stands_for_two_fields_of_a_kind_first() -> None:
    for kind in KINDS:
        first = [fold_header(header) for field in FIELDS[kind].values() for header in field.headers[:2]]
        assert len(first) == len(set(first))
