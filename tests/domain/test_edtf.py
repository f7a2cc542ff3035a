"""The grammar of dates: what is read, what is written, what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue

DOUBTS = st.sampled_from(["", "?", "~", "%"])


def _unsure(text: str, unsure: int) -> str:
    return text[: len(text) - unsure] + "X" * unsure


@st.composite
def points(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
    depth = draw(st.integers(1, 3))
    parts = [f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}"][:depth]
    if depth == 2 and draw(st.booleans()):
        parts[1] = draw(st.sampled_from(["21", "22", "23", "24", "33", "34", "35", "36", "40", "41"]))
    elif draw(st.booleans()):
        parts[-1] = _unsure(parts[-1], draw(st.integers(1, 2)))
    return "-".join(draw(DOUBTS) + part + draw(DOUBTS) for part in parts)


@st.composite
def texts(draw: st.DrawFn) -> str:
    first, second = draw(points()), draw(points())
    return draw(
        st.sampled_from(
            [
                first, f"{first}/..", f"../{first}", f"{first}/", f"/{first}", f"[{first},{second}]",
                f"{{{first},{second}}}", f"[..{first}]", f"{{{first}..}}", f"{first}/open", f"unknown/{first}",
            ]
        )
    )  # fmt: skip


@given(texts())
def test_parse_of_the_canonical_text_gives_an_equal_date(text: str) -> None:
    when = PartialDate.parse(text)
    assert PartialDate.parse(when.edtf) == when
    assert PartialDate.parse(when.edtf).edtf == when.edtf


@given(st.dates(), st.dates())
def test_an_interval_is_read_as_it_was_made(one: date, other: date) -> None:
    first, last = sorted([one, other])
    when = PartialDate.between(first, last)
    assert PartialDate.parse(when.edtf) == when
    assert (when.lower, when.upper) == (first, last)


@given(st.text(alphabet="0123456789X?~%-/.[]{},uTopenx ", max_size=24))
def test_any_text_is_a_date_or_refused_with_a_sentence(text: str) -> None:
    try:
        when = PartialDate.parse(text)
    except InvalidValue as error:
        assert str(error).endswith(".")
    else:
        assert PartialDate.parse(when.edtf) == when


@given(st.text(max_size=60))
def test_no_text_of_letters_is_repeated_in_an_error(text: str) -> None:
    try:
        PartialDate.parse(text + "Samer al-Mithal")
    except InvalidValue as error:
        assert "Samer" not in str(error)
    else:
        raise AssertionError("a name was read as a date")


@pytest.mark.parametrize(
    ("text", "edtf", "lower", "upper", "precision"),
    [
        ("2019-07-22", "2019-07-22", "2019-07-22", "2019-07-22", "day"),
        ("2019-07", "2019-07", "2019-07-01", "2019-07-31", "month"),
        ("2019-07-XX", "2019-07-XX", "2019-07-01", "2019-07-31", "month"),
        ("2019-07-uu", "2019-07-XX", "2019-07-01", "2019-07-31", "month"),
        ("2019-XX", "2019-XX", "2019-01-01", "2019-12-31", "year"),
        ("2019-XX-05", "2019-XX-05", "2019-01-05", "2019-12-05", "year"),
        ("2019-02-2X", "2019-02-2X", "2019-02-20", "2019-02-28", "month"),
        ("201X", "201X", "2010-01-01", "2019-12-31", "decade"),
        ("201u", "201X", "2010-01-01", "2019-12-31", "decade"),
        ("20XX", "20XX", "2000-01-01", "2099-12-31", "century"),
        ("201X-02-29", "201X-02-29", "2012-02-29", "2016-02-29", "decade"),
        ("2019-21", "2019-21", "2019-03-01", "2019-05-31", "season"),
        ("2019-24", "2019-24", "2019-12-01", "2020-02-29", "season"),
        ("2019-36", "2019-36", "2019-10-01", "2019-12-31", "season"),
        ("2019-04-26/2019-07-27", "2019-04-26/2019-07-27", "2019-04-26", "2019-07-27", "interval"),
        ("2019-07/2019-07-05", "2019-07/2019-07-05", "2019-07-01", "2019-07-05", "interval"),
        ("[2019-07-04, 2019-07-05]", "[2019-07-04,2019-07-05]", "2019-07-04", "2019-07-05", "one-of"),
        ("{2019-07-04,2019-07-06..2019-07-08}", None, "2019-07-04", "2019-07-08", "all-of"),
        ("2019-07-05/", "2019-07-05/", "2019-07-05", None, "interval"),
        ("2019-07-05/unknown", "2019-07-05/", "2019-07-05", None, "interval"),
        ("2019-07-05/open", "2019-07-05/..", "2019-07-05", None, "interval"),
        ("../2019-07-05", "../2019-07-05", None, "2019-07-05", "interval"),
        ("[..2019-07-05]", "[..2019-07-05]", None, "2019-07-05", "one-of"),
        ("XXXX", "XXXX", None, None, "unknown"),
        ("XXXX-12-25", "XXXX-12-25", None, None, "unknown"),
        ("2019-07-05?~", "2019-07-05%", "2019-07-05", "2019-07-05", "day"),
        ("2016-02~", "2016-02~", "2016-02-01", "2016-02-29", "month"),
    ],
)
def test_it_reads_dates_of_every_precision(
    text: str, edtf: str | None, lower: str | None, upper: str | None, precision: str
) -> None:
    when = PartialDate.parse(text)
    assert when.edtf == (edtf or text)
    assert when.lower == (None if lower is None else date.fromisoformat(lower))
    assert when.upper == (None if upper is None else date.fromisoformat(upper))
    assert when.precision == precision


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("?2019-?07-?05", "2019-07-05?"),
        ("?2019-?07-05", "2019-07?-05"),
        ("?2019-07-05", "2019?-07-05"),
        ("2019~-07?-05", "2019%-?07-05"),
    ],
)
def test_a_sign_on_the_right_speaks_of_all_coarser_parts(one: str, same: str) -> None:
    assert PartialDate.parse(one) == PartialDate.parse(same)


def test_a_sign_on_the_left_speaks_of_its_part_alone() -> None:
    assert PartialDate.parse("2019-?07-05") != PartialDate.parse("2019-07?-05")
    assert PartialDate.parse("2019-?07-05").edtf == "2019-?07-05"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2019-02-30", "that month has no such day"),
        ("2019-02-29", "that month has no such day"),
        ("0000-00-00", "write XXXX"),
        ("2019-13-01", "months run from 01 to 12"),
        ("2019-07-00", "write 2019-07"),
        ("2019-00-00", "write 2019"),
        ("2019-02-3X", "that month has no such day"),
        ("19X1-02-29", "that month has no such day"),
        ("2019-24-05", "no date"),
        ("2019/2018", "Put the earlier date first"),
        ("/", "two unknown ends"),
        ("", "a text of 0 characters"),
        ("2019-7-5", "Write 2019-07-22"),
        ("-2019", "Write 2019-07-22"),
        ("Y20190", "Write 2019-07-22"),
        ("2019-07-05/2019-07-06/2019-07-07", "no date"),
        ("[]", "no date"),
        ("[" + "2019," * 400 + "2019]", "at most 1000 characters"),
    ],
)
def test_it_refuses_what_is_no_date_and_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        PartialDate.parse(text)
