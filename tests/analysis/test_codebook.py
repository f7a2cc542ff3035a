"""Every column of every table is explained, in both languages."""

from __future__ import annotations

from tawthiq.analysis import TABLES, codebook
from tawthiq.analysis.codebook import COLUMN_TEXTS, TABLE_TEXTS
from tawthiq.domain.scripts import is_arabic


def test_every_column_has_a_meaning_in_both_languages() -> None:
    for line in codebook():
        assert not is_arabic(line.en), line
        assert is_arabic(line.ar), line
        assert line.en.endswith((".", "…")) and line.ar.endswith("."), line


def test_every_table_has_a_meaning_in_both_languages() -> None:
    assert set(TABLE_TEXTS) == set(TABLES)
    assert all(is_arabic(arabic) and not is_arabic(english) for english, arabic in TABLE_TEXTS.values())


def test_no_meaning_is_of_a_column_that_is_not_there() -> None:
    there = {line.column for line in codebook()} | {f"{line.table}.{line.column}" for line in codebook()}
    assert set(COLUMN_TEXTS) <= there


def test_place_columns_are_worded_by_their_level() -> None:
    texts = {line.column: (line.en, line.ar) for line in codebook()}
    assert texts["district_pcode"] == ("P-code of the district.", "رمز أوتشا للمنطقة.")
    assert (
        texts["death_governorate_ar"][0]
        == "Arabic name of the governorate where the person died, if elsewhere."
    )
