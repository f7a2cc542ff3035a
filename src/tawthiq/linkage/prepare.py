"""Make of lists of people the one table that is compared: words, sounds, dates; the order of rows has no effect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.linkage.fields import Day, read_age, read_day, read_number, read_sex, read_text
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.places import Gazetteer, place_columns
from tawthiq.linkage.sounds import common_names, consonants, read_words
from tawthiq.linkage.vocabulary import COMMON_SHARE, COMMONEST_SHARES, NameWords, read_names

ARABIC_SHARE = (
    0.25  # of given names: from this share of common Arabic ones on, lists are read by the victim-list model
)
NO_PLACES: Gazetteer = {}
ZERO_AGE_LIMIT = 0.04  # a list with more ages of 0 than this uses 0 for unknown


@dataclass(frozen=True, slots=True)
class Prepared:
    """The table of people ready for comparison, and what was left aside."""

    people: pa.Table
    unnamed: int
    lists: tuple[str, ...]
    others: tuple[str, ...]
    kind: str  # which model reads them: "victims" or "learnt"


def prepare(lists: Sequence[PeopleList], model: str = "auto", places: Gazetteer = NO_PLACES) -> Prepared:
    """Read every list's rows into comparable columns. Row numbers are given in the order of list and content."""
    tables = [_in_order(number, each) for number, each in enumerate(lists)]
    table = pa.concat_tables(tables, promote_options="default").combine_chunks()
    texts = _full_names(table)
    names = read_names(texts)
    kind = model if model != "auto" else "victims" if _arabic_share(names) >= ARABIC_SHARE else "learnt"
    columns = {
        "uid": pa.array(np.arange(table.num_rows, dtype=np.int32)),
        "list": table["list"],
        "id": table["id"],
        "raw_name": texts,
    }
    columns |= _name_columns(names) | _born_columns(table, len(lists)) | _plain_columns(table)
    columns |= place_columns(columns["place"], places)
    others = tuple(dict.fromkeys(o for each in lists for o in each.others))
    if kind == "learnt":
        columns |= _text_columns(table, texts)
        columns |= {
            f"other_{n}": _mapped(table, f"other_{n}", read_text, pa.string()) for n in range(len(others))
        }
    return Prepared(
        pa.table(columns), int(np.sum(names.lengths() == 0)), tuple(each.name for each in lists), others, kind
    )


def _in_order(number: int, people: PeopleList) -> pa.Table:
    rows = people.rows.append_column("list", pa.array([number] * people.rows.num_rows, pa.int16()))
    keys = ["id", *sorted(set(rows.column_names) - {"id", "list"})]
    return rows.sort_by([(k, "ascending") for k in keys])


def _column(table: pa.Table, role: str) -> pa.Array:
    if role not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    column = table[role].combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _mapped(table: pa.Table, role: str, read: Callable[[str | None], Any], kind: pa.DataType) -> pa.Array:
    """Read each distinct cell of a column once."""
    coded = _column(table, role).dictionary_encode()
    return pa.array([read(v) for v in coded.dictionary.to_pylist()], kind).take(coded.indices)


def _full_names(table: pa.Table) -> pa.Array:
    roles = [role for role in ("given", "father", "grandfather", "family") if role in table.column_names]
    whole = pc.utf8_trim_whitespace(_column(table, "name"))
    if not roles:
        return whole
    parts = [pc.fill_null(pc.utf8_trim_whitespace(_column(table, role)), "") for role in roles]
    joined = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, " "))
    return pc.if_else(pc.equal(pc.fill_null(whole, ""), ""), joined, whole)


@cache
def common_shares() -> dict[str, float]:
    """Return how large a share of people bears each common name, as far as is known before a list is read."""
    shares = dict.fromkeys(common_names(), COMMON_SHARE)
    return shares | dict(zip(common_names(), COMMONEST_SHARES, strict=False))


@cache
def common_sound_shares() -> dict[str, float]:
    """Return the same for names as they sound."""
    found: dict[str, float] = {}
    for name, share in common_shares().items():
        found[consonants(name)] = found.get(consonants(name), 0.0) + share
    return found


def _arabic_share(names: NameWords) -> float:
    first = names.first()
    counts = np.bincount(first[first >= 0], minlength=len(names.vocabulary))
    given = {w: int(n) for w, n in zip(names.vocabulary, counts, strict=True) if n}
    readings = read_words(given)
    arabic = sum(n for w, n in given.items() if not w.isascii() or readings[w].word_class in common_names())
    return arabic / max(1, sum(given.values()))


def _name_columns(names: NameWords) -> dict[str, pa.Array]:
    readings = read_words(names.counts())
    first = names.first()
    given = pa.array(np.where(first < 0, len(names.vocabulary), first))
    known = [readings.get(w) for w in names.vocabulary]
    classes = {w: r.word_class for w, r in readings.items()}
    sounds = {w: consonants(w) for w in readings}
    return {
        "skeleton": names.joined(classes),
        "sound": names.joined(sounds),
        "skeleton_chance": pa.array(names.chance(classes, common_shares())),
        "sound_chance": pa.array(names.chance(sounds, common_sound_shares())),
        "ends_chance": pa.array(names.ends().chance(sounds, common_sound_shares())),
        "given_readings": pa.array(
            [[*r.readings] if r else [] for r in known] + [None], pa.list_(pa.string())
        ).take(given),
        "given_known": pa.array([r.is_known if r else False for r in known] + [None], pa.bool_()).take(given),
        "arabic": pa.array([not w.isascii() for w in names.vocabulary] + [None], pa.bool_()).take(given),
    }


def _born_columns(table: pa.Table, lists: int) -> dict[str, pa.Array]:
    births = _day_columns(table, "birth")
    dates = _day_columns(table, "date")
    age = _ages(table, births["birth_year"], lists)
    age = pc.coalesce(age, _age_from(births, dates))
    return births | {
        "age": age,
        "band": pc.coalesce(births["birth_year"], pc.negate(age)),
        "date": dates["date"],
        "date_swapped": dates["date_swapped"],
        "date_number": dates["date_number"],
    }


def _day_columns(table: pa.Table, role: str) -> dict[str, pa.Array]:
    def of(read: Callable[[Day], Any], kind: pa.DataType) -> pa.Array:
        return _mapped(table, role, lambda v: (d := read_day(v)) and read(d), kind)

    return {
        role: of(lambda d: d.text, pa.string()),
        f"{role}_year": of(lambda d: d.year, pa.int32()),
        f"{role}_day": of(lambda d: d.month_day, pa.string()),
        f"{role}_swapped": of(_swapped, pa.string()),
        f"{role}_number": of(
            lambda d: date.fromisoformat(d.text).toordinal() if d.text else None, pa.int32()
        ),
    }


def _ages(table: pa.Table, birth_year: pa.Array, lists: int) -> pa.Array:
    ages = _mapped(table, "age", read_age, pa.int32())
    numbers = _column(table, "list").to_numpy(zero_copy_only=False)
    unborn = pc.fill_null(pc.equal(ages, 0), False).to_numpy(zero_copy_only=False)
    stated = (pc.and_(pc.is_valid(ages), pc.is_null(birth_year))).to_numpy(zero_copy_only=False)
    unknown = np.zeros(len(numbers), dtype=bool)
    for number in range(lists):
        own = stated & (numbers == number)
        if own.sum() >= 50 and (own & unborn).sum() > ZERO_AGE_LIMIT * own.sum():
            unknown |= own & unborn
    return pc.if_else(pa.array(unknown), pa.scalar(None, pa.int32()), ages)


def _age_from(births: dict[str, pa.Array], dates: dict[str, pa.Array]) -> pa.Array:
    """Return the age at the date of the event where birth and event are known."""
    years = pc.subtract(dates["date_year"], births["birth_year"])
    early = pc.fill_null(pc.less(dates["date_day"], births["birth_day"]), False)
    age = pc.subtract(years, pc.cast(early, pa.int32()))
    return pc.if_else(
        pc.and_(pc.greater_equal(age, 0), pc.less_equal(age, 120)), age, pa.scalar(None, pa.int32())
    )


def _swapped(day: Day) -> str | None:
    if not day.month_day or day.month_day[3:] > "12":
        return None
    return f"{day.month_day[3:]}-{day.month_day[:2]}"


def _plain_columns(table: pa.Table) -> dict[str, pa.Array]:
    return {
        "sex": _mapped(table, "sex", read_sex, pa.string()),
        "place": _mapped(table, "place", read_text, pa.string()),
        "place_words": _mapped(
            table, "place", lambda v: (t := read_text(v)) and t.split(), pa.list_(pa.string())
        ),
        "place_sound": _mapped(table, "place", _place_sound, pa.string()),
        "place_arabic": _mapped(
            table, "place", lambda v: (t := read_text(v)) and not t.isascii(), pa.bool_()
        ),
        "number": _mapped(table, "number", read_number, pa.string()),
    }


def _place_sound(text: str | None) -> str | None:
    """Return a place by its consonants, without articles: alike in both scripts where the name is the same in both."""
    words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in (read_text(text) or "").split()]
    return " ".join(consonants(w) for w in words if w not in ("al", "el")) or None


def _text_columns(table: pa.Table, texts: pa.Array) -> dict[str, pa.Array]:
    """Keep fields as folded text, for lists whose weights are learnt from themselves."""
    apart = "given" in table.column_names or "family" in table.column_names
    if not apart:
        folded = [(read_text(t) or "").split(maxsplit=1) for t in texts.to_pylist()]
        given = pa.array([f[0] if f else None for f in folded], pa.string())
        family = pa.array([f[1] if len(f) > 1 else None for f in folded], pa.string())
    else:
        given, family = (
            _mapped(table, "given", read_text, pa.string()),
            _mapped(table, "family", read_text, pa.string()),
        )
    return {
        "given_text": given,
        "family_text": family,
        "birth_text": _mapped(
            table, "birth", lambda v: (d := read_day(v)) and (d.text or str(d.year)), pa.string()
        ),
        "date_text": _mapped(
            table, "date", lambda v: (d := read_day(v)) and (d.text or str(d.year)), pa.string()
        ),
        "age_text": _mapped(
            table, "age", lambda v: None if (a := read_age(v)) is None else str(a), pa.string()
        ),
    }
