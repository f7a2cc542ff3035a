"""From rows to drafts: typed values with their text as reported; what is not certain is a reject with its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as MappingOf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.counts import CountRange
from tawthiq.intake.drafts import Draft, IncidentDraft, PlaceDraft, Reject, SourceDraft, VictimDraft
from tawthiq.intake.fields import FIELDS, KINDS, Kind
from tawthiq.intake.mapping import Mapping, parse_mapping
from tawthiq.intake.rejects import OWN_COLUMNS, rejects_csv
from tawthiq.intake.rows import parse_row
from tawthiq.intake.table import Row
from tests import hostile


def parsed(kind: Kind, cells: MappingOf[str, str], **options: Any) -> Draft | Reject:
    mapping = Mapping(kind, columns={name: name for name in cells}, **options)
    return parse_row(Row(7, tuple(cells.values())), mapping=mapping, columns=tuple(cells))


def victim(**cells: str) -> VictimDraft:
    draft = parsed("victims", {"name": "Sami Example", **cells})
    assert isinstance(draft, VictimDraft), draft
    return draft


def incident(**cells: str) -> IncidentDraft:
    draft = parsed("incidents", {"date": "2019-07-22", **cells})
    assert isinstance(draft, IncidentDraft), draft
    return draft


def reason(kind: Kind, **cells: str) -> str:
    reject = parsed(kind, cells)
    assert isinstance(reject, Reject), reject
    assert reject.row == 7 and reject.cells == tuple(cells.values())
    return reject.reason


def test_a_row_in_arabic_becomes_a_draft_with_its_text_as_reported() -> None:
    draft = victim(
        name="سامي مثال",
        sex="أنثى",
        age="٧ سنوات",
        date="٢٢ تموز ٢٠١٩",
        party="القوات الروسية",
        status="مدني",
    )
    assert (draft.row, draft.name, draft.sex, draft.age) == (7, "سامي مثال", "female", 7)
    assert draft.date is not None and draft.date.edtf == "2019-07-22"
    assert (draft.party, draft.attribution_level, draft.status) == ("russian", "claimed", "civilian")
    assert (draft.kind, draft.count) == ("killed", CountRange.exactly(1))
    assert draft.reported["date"] == "٢٢ تموز ٢٠١٩" and draft.reported["party"] == "القوات الروسية"


def test_blank_is_unknown_never_a_value() -> None:
    draft = victim(sex="", age="", status="NA", munition="-", party="", date="")
    assert (draft.sex, draft.age, draft.age_group, draft.status) == ("unknown", None, "unknown", "unknown")
    assert (draft.munition, draft.party, draft.attribution_level, draft.date) == ("unknown", None, None, None)


@pytest.mark.parametrize("name", ["مجهول الهوية", "Unidentified", "UNB8", "طفل رضيع"])
def test_a_placeholder_is_no_name_and_stays_as_reported(name: str) -> None:
    draft = victim(name=name)
    assert draft.name is None and draft.reported["name"] == name and draft.count == CountRange.exactly(1)


@pytest.mark.parametrize(
    ("sex", "expected"),
    [
        ("boy", ("male", "child")),
        ("امرأة", ("female", "adult")),
        ("girl", ("female", "child")),
        ("M", ("male", "unknown")),
    ],
)
def test_words_for_persons_say_sex_and_age(sex: str, expected: tuple[str, str]) -> None:
    draft = victim(sex=sex)
    assert (draft.sex, draft.age_group) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("7", (7, "unknown")),
        ("7.0", (7, "unknown")),
        ("35 years old", (35, "unknown")),
        ("8 months", (0, "infant")),
        ("8 أشهر", (0, "infant")),
        ("18 months", (1, "unknown")),
        ("3 days", (0, "infant")),
        ("30-35", (None, "adult")),
        ("5-9", (None, "child")),
        ("15-20", (None, "unknown")),
        ("طفل", (None, "child")),
        ("unknown", (None, "unknown")),
        ("غير معروف", (None, "unknown")),
    ],
)
def test_ages_are_read_as_written(age: str, expected: tuple[int | None, str]) -> None:
    draft = victim(age=age)
    assert (draft.age, draft.age_group) == expected


def test_an_age_of_zero_is_not_guessed() -> None:
    assert "zero_age in the mapping" in reason("victims", name="Sami Example", age="0")
    stated = parsed("victims", {"name": "Sami Example", "age": "0"}, zero_age="unknown")
    assert isinstance(stated, VictimDraft) and stated.age is None
    stated = parsed("victims", {"name": "Sami Example", "age": "0"}, zero_age="infant")
    assert isinstance(stated, VictimDraft) and (stated.age, stated.age_group) == (0, "infant")


def test_a_date_that_can_be_two_days_is_a_reject_that_says_how_to_state_the_order() -> None:
    said = reason("victims", name="Sami Example", date="3/4/2019")
    assert "can be two days" in said and "date_order in the mapping" in said
    draft = parsed("victims", {"name": "Sami Example", "date": "3/4/2019"}, date_order="day-first")
    assert isinstance(draft, VictimDraft) and draft.date is not None and draft.date.edtf == "2019-04-03"


@pytest.mark.parametrize("text", ["2019-02-30", "0000-00-00", "31/11/2019", "2019-13-01", "43668", "soon"])
def test_a_date_that_is_none_is_a_reject(text: str) -> None:
    assert reason("victims", name="Sami Example", date=text)


def test_what_a_file_writes_for_unknown_can_be_stated() -> None:
    draft = parsed(
        "victims", {"name": "Sami Example", "date": "0000-00-00"}, missing=frozenset({"0000-00-00"})
    )
    assert isinstance(draft, VictimDraft) and draft.date is None and draft.reported["date"] == "0000-00-00"


@pytest.mark.parametrize("age, read", [("9", 9), ("٩", 9), ("-9", None), ("- 9", None)])
def test_a_sign_that_a_file_writes_for_unknown_does_not_take_the_number_with_it(
    age: str, read: int | None
) -> None:
    mapping = parse_mapping(
        'kind = "victims"\nmissing = ["-9", "- 9"]\n[columns]\nname = "name"\nage = "age"'
    )
    draft = parse_row(Row(2, ("Sami Example", age)), mapping=mapping, columns=("name", "age"))
    assert isinstance(draft, VictimDraft) and draft.age == read


def test_a_weekday_that_contradicts_the_date_is_a_warning() -> None:
    draft = victim(date="Friday, July 13, 2019")
    assert draft.date is not None and draft.date.edtf == "2019-07-13"
    assert "weekday" in draft.warnings[0]


def test_a_value_outside_the_vocabulary_is_a_reject_with_what_is_near() -> None:
    assert "Did you mean male" in reason("victims", name="Sami Example", sex="mael")
    assert "Choose one of" in reason("victims", name="Sami Example", party="Qwertians")


def test_values_can_be_mapped() -> None:
    mapped = parsed("victims", {"name": "Sami Example", "sex": "Ж"}, values={"sex": {"ж": "female"}})
    assert isinstance(mapped, VictimDraft) and mapped.sex == "female" and mapped.reported["sex"] == "Ж"


def test_an_unlisted_trade_is_kept_as_reported_with_a_warning() -> None:
    draft = victim(occupation="beekeeper")
    assert draft.occupation == "unknown" and draft.reported["occupation"] == "beekeeper" and draft.warnings


def test_a_cause_may_be_a_munition() -> None:
    assert victim(cause="barrel bomb").cause == "heavy-weapons"


def test_every_fault_of_a_row_is_told() -> None:
    said = reason("victims", name="Sami Example", sex="mael", age="200", date="2019-02-30")
    assert all(f"[{column}]" in said for column in ("sex", "age", "date"))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"age": "40", "age_group": "child"}, "40"),
        ({"age": "8 months", "age_group": "adult"}, "adult"),
        ({"date": "2019-07-22", "date_of_death": "2019-07-20"}, "before"),
        ({"date": "2019-07-22", "birth": "2020-01-01"}, "lies after the harm"),
        ({"minimum": "3"}, "A row with a name is one person"),
    ],
)
def test_values_that_contradict_each_other_are_a_reject(cells: dict[str, str], said: str) -> None:
    assert said in reason("victims", name="Sami Example", **cells)


def test_a_group_has_a_minimum_and_perhaps_a_maximum() -> None:
    group = parsed("victims", {"minimum": "3", "maximum": "5"})
    assert isinstance(group, VictimDraft) and group.count == CountRange(3, 5)
    open_group = parsed("victims", {"minimum": "3"})
    assert isinstance(open_group, VictimDraft) and open_group.count == CountRange.at_least(3)
    assert "minimum 5 is above the maximum 3" in reason("victims", minimum="5", maximum="3")
    assert "of nobody" in reason("victims", minimum="0", maximum="0")


def test_a_death_may_come_later() -> None:
    assert victim(date="2019-07-05", date_of_death="2019-07-08").date_of_death is not None


def test_a_name_that_reads_otherwise_than_it_is_stored_is_a_reject() -> None:
    assert "change the direction of the text" in reason("victims", name=hostile.BIDI_NAME)


def test_hidden_characters_are_left_out_with_a_warning() -> None:
    draft = victim(place="Sara\u200bqib")
    assert draft.place == "Saraqib" and draft.reported["place"] == "Sara\u200bqib" and draft.warnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13", CountRange.exactly(13)),
        ("١٣", CountRange.exactly(13)),
        ("13.0", CountRange.exactly(13)),
        ("1,300", CountRange.exactly(1300)),
        ("13-15", CountRange(13, 15)),
        ("13 – 15", CountRange(13, 15)),
        ("at least 13", CountRange.at_least(13)),
        ("13+", CountRange.at_least(13)),
        ("ما لا يقل عن 13", CountRange.at_least(13)),
        ("0", CountRange.exactly(0)),
        ("unknown", None),
        ("", None),
    ],
)
def test_counts_are_read_as_written(text: str, expected: CountRange | None) -> None:
    assert incident(killed=text).killed == expected


@pytest.mark.parametrize("text", ["dozens", "-3", "13 or so", "1.5", "15-13", "99999999999999999999"])
def test_a_count_that_is_no_number_is_a_reject(text: str) -> None:
    assert reason("incidents", date="2019-07-22", killed=text)


def test_columns_of_minimum_and_maximum_make_a_range() -> None:
    assert incident(killed_minimum="3", killed_maximum="5").killed == CountRange(3, 5)
    assert incident(killed="4", killed_maximum="5").killed == CountRange(4, 5)


def test_more_children_than_killed_is_a_reject() -> None:
    assert "children" in reason("incidents", date="2019-07-22", killed="3", children="4")


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("35.8144", "36.32"),
        ("35,8144", "36,32"),
        ("35.8144 N", "36.32 E"),
        ("35°48'51.84\" N", "36° 19' 12\" E"),
        ("٣٥.٨١٤٤", "٣٦.٣٢"),
    ],
)
def test_points_are_read_as_written(lat: str, lon: str) -> None:
    draft = incident(lat=lat, lon=lon)
    assert draft.lat == pytest.approx(35.8144) and draft.lon == pytest.approx(36.32)


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        ("35.8", "", "only one is given"),
        ("0", "0", "lies in the ocean"),
        ("95", "36", "between -90 and 90"),
        ("36 E", "35 N", "swapped"),
        ("x", "36", "no latitude"),
    ],
)
def test_a_point_that_cannot_be_is_a_reject(lat: str, lon: str, said: str) -> None:
    assert said in reason("incidents", date="2019-07-22", lat=lat, lon=lon)


def test_a_date_and_time_of_one_excel_cell_are_taken_apart() -> None:
    draft = incident(date="2019-07-22T08:35:00")
    assert draft.date is not None and draft.date.edtf == "2019-07-22" and str(draft.time) == "08:35"
    assert str(incident(date="2019-07-22 08:35", time="08:40").time) == "08:40"


def test_a_source_is_an_alias() -> None:
    draft = parsed(
        "sources", {"external_id": "s1", "alias": "Cedar", "kind": "eyewitness", "reliability": "شاهد"}
    )
    assert isinstance(draft, Reject)
    draft = parsed("sources", {"external_id": "s1", "alias": "Cedar", "kind": "شاهد عيان"})
    assert isinstance(draft, SourceDraft) and (draft.alias, draft.kind) == ("Cedar", "eyewitness")
    assert "has no alias" in reason("sources", external_id="s1", alias="")


def test_a_place_has_a_name_and_spellings() -> None:
    cells = {
        "external_id": "C1",
        "kind": "قرية",
        "name_ar": "تستا",
        "other_names": "Testa; Tasta|Testah",
        "lat": "35",
        "lon": "36",
    }
    draft = parsed("places", cells)
    assert isinstance(draft, PlaceDraft)
    assert (draft.kind, draft.other_names) == ("community", ("Testa", "Tasta", "Testah"))
    listed = parsed("places", {"name_en": "Testa", "other_names": '["A; B", "C"]'})
    assert isinstance(listed, PlaceDraft) and listed.other_names == ("A; B", "C")
    assert "no name in either language" in reason("places", external_id="C1", name_en="")


@given(st.sampled_from(KINDS), st.data())
def test_any_cells_become_a_draft_or_a_reject_with_a_reason(kind: Kind, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(FIELDS[kind])), min_size=1, unique=True))
    texts = st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "7",
                "2019-07-22",
                "3/4/2019",
                "male",
                "killed",
                "13-15",
                "35.1",
                "n/a",
                "٧",
                "\u202e",
                "-1",
                "x" * 400,
            ]
        ),
    )
    cells = {name: data.draw(texts) for name in names}
    found = parsed(kind, cells)
    if isinstance(found, Reject):
        assert found.reason and found.cells == tuple(cells.values())
    else:
        assert {name: text for name, text in cells.items() if text} == dict(found.reported)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=8),
            min_size=1,
            max_size=4,
        ),
        max_size=4,
    )
)
def test_the_reject_file_keeps_every_cell(rows: list[list[str]]) -> None:
    rejects = [Reject(number, tuple(cells), ()) for number, cells in enumerate(rows)]
    read = list(csv.reader(io.StringIO(rejects_csv(["a", "b"], rejects).decode("utf-8-sig"), newline="")))
    assert read[0] == [*OWN_COLUMNS, "a", "b"]
    assert [row[3:] for row in read[1:]] == rows


def test_the_reject_file_is_marked_for_excel_and_our_column_is_no_formula() -> None:
    cells = {"name": "Sami Example", "=cmd|' /C calc'!A0": "mael"}
    mapping = Mapping("victims", columns={"name": "name", "sex": "=cmd|' /C calc'!A0"})
    reject = parse_row(Row(2, tuple(cells.values())), mapping=mapping, columns=tuple(cells))
    assert isinstance(reject, Reject)
    data = rejects_csv(tuple(cells), [reject])
    assert data.startswith(b"\xef\xbb\xbf") and b",'=cmd" in data


def test_a_reject_with_half_a_character_can_be_written() -> None:
    data = rejects_csv(["a"], [Reject(2, ("\ud800\x00",), ())])
    assert b"\\ud800\\x00" in data
