"""Make of lists of people the one table that is compared: words, sounds, rarities, dates; the order of rows has no effect."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pyarrow as pa

from tawthiq.linkage.fields import Day, read_age, read_day, read_number, read_sex, read_text
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.names import parse_name
from tawthiq.linkage.sounds import common_names, consonants, read_words

ARABIC_SHARE = 0.25  # of given names: from this share of common Arabic ones on, lists are read by the victim-list model
JOINED_AT_MOST, JOINED_TIMES = 3, 4  # a joined word is rare, and its parts at least so many times as frequent
ZERO_AGE_LIMIT = 0.04  # a list with more ages of 0 than this uses 0 for unknown


@dataclass(frozen=True, slots=True)
class Prepared:
    """The table of people ready for comparison, and what was left aside."""

    people: pa.Table
    unnamed: int
    lists: tuple[str, ...]
    others: tuple[str, ...]
    kind: str  # which model reads them: "victims" or "learnt"


def prepare(lists: Sequence[PeopleList], model: str = "auto") -> Prepared:
    """Read every list's rows into comparable columns. Row numbers are given in the order of list and id."""
    tables = [_named(number, each.rows.combine_chunks().sort_by([("id", "ascending")])) for number, each in enumerate(lists)]
    table = pa.concat_tables(tables, promote_options="default")
    texts = _full_names(table)
    names = [parse_name(text) for text in texts]
    words, counts = split_joined([n.words for n in names])
    share = _arabic_share(words)
    kind = model if model != "auto" else "victims" if share >= ARABIC_SHARE else "learnt"
    columns = _name_columns(words, counts) | _born_columns(table, lists) | _plain_columns(table)
    if kind == "learnt":
        columns |= _text_columns(table, texts)
    columns["uid"] = list(range(table.num_rows))
    others = tuple(dict.fromkeys(o for each in lists for o in each.others))
    for n in range(len(others)):
        columns[f"other_{n}"] = [read_text(v) for v in _values(table, f"other_{n}")]
    people = pa.table(columns).append_column("list", table["list"]).append_column("id", table["id"])
    people = people.append_column("raw_name", pa.array(texts, pa.string()))
    unnamed = sum(not n for n in words)
    return Prepared(people, unnamed, tuple(each.name for each in lists), others, kind)


def _arabic_share(names: Sequence[tuple[str, ...]]) -> float:
    given = Counter(words[0] for words in names if words)
    readings = read_words(given)
    arabic = sum(c for w, c in given.items() if not w.isascii() or readings[w].word_class in common_names())
    return arabic / max(1, sum(given.values()))


def _named(number: int, rows: pa.Table) -> pa.Table:
    return rows.append_column("list", pa.array([number] * rows.num_rows, pa.int16()))


def _values(table: pa.Table, role: str) -> list[str | None]:
    return table[role].to_pylist() if role in table.column_names else [None] * table.num_rows


def _full_names(table: pa.Table) -> list[str | None]:
    whole = _values(table, "name")
    parts = [_values(table, role) for role in ("given", "father", "grandfather", "family") if role in table.column_names]
    if not parts:
        return whole
    joined = [" ".join(p.strip() for p in row if p and p.strip()) or None for row in zip(*parts, strict=True)]
    return [w or j for w, j in zip(whole, joined, strict=True)]


def _name_columns(names: list[tuple[str, ...]], counts: Counter[str]) -> dict[str, list[object]]:
    readings = read_words(counts)
    classes = {w: r.word_class for w, r in readings.items()}
    sounds = {w: consonants(w) for w in counts}
    return {
        "skeleton": [" ".join([classes[w] for w in words]) or None for words in names],
        "sound": [" ".join([sounds[w] for w in words]) or None for words in names],
        "given_readings": [list(readings[words[0]].readings) if words else None for words in names],
        "given_known": [readings[words[0]].is_known if words else None for words in names],
        "arabic": [not words[0].isascii() if words else None for words in names],
    }


def split_joined(names: list[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], Counter[str]]:
    """Part words written as one ("محمدحسن") where both parts are far better known than the whole; count the words."""
    counts = Counter(chain.from_iterable(names))
    parted = {w: p for w, c in counts.items() if c <= JOINED_AT_MOST and len(p := _parted(w, counts)) == 2}
    if not parted:
        return names, counts
    split = [
        words if parted.keys().isdisjoint(words) else tuple(p for w in words for p in parted.get(w, (w,))) for words in names
    ]
    return split, Counter(chain.from_iterable(split))


def _parted(word: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    if len(word) < 6 or word.isascii() or word.startswith(("عبد", "ابو")):
        return (word,)
    best = (JOINED_TIMES * counts[word], word, "")
    for at in range(3, len(word) - 2):
        one, two = word[:at], word[at:]
        two = two[2:] if two.startswith("ال") and len(two) > 4 else two
        best = max(best, (min(counts.get(one, 0), counts.get(two, 0)), one, two))
    return (best[1], best[2]) if best[2] else (word,)


def _born_columns(table: pa.Table, lists: Sequence[PeopleList]) -> dict[str, list[object]]:
    births = [read_day(v) for v in _values(table, "birth")]
    dates = [read_day(v) for v in _values(table, "date")]
    ages = _ages(table, births, len(lists))
    derived = [_age(a, b, d) for a, b, d in zip(ages, births, dates, strict=True)]
    return {
        "birth": [b and b.text for b in births],
        "birth_year": [b and b.year for b in births],
        "birth_day": [b and b.month_day for b in births],
        "birth_swapped": [b and _swapped(b) for b in births],
        "age": derived,
        "band": [b.year if b else None if a is None else -a for a, b in zip(derived, births, strict=True)],
        "date": [d and d.text for d in dates],
        "date_swapped": [d and _swapped(d) for d in dates],
        "date_number": [date.fromisoformat(d.text).toordinal() if d and d.text else None for d in dates],
    }


def _ages(table: pa.Table, births: list[Day | None], lists: int) -> list[int | None]:
    ages = [read_age(v) for v in _values(table, "age")]
    numbers = table["list"].to_pylist()
    for number in range(lists):
        own = [n for n, each in enumerate(numbers) if each == number and births[n] is None and ages[n] is not None]
        zeros = [n for n in own if ages[n] == 0]
        if len(zeros) > ZERO_AGE_LIMIT * len(own) and len(own) >= 50:
            for n in zeros:
                ages[n] = None
    return ages


def _age(age: int | None, birth: Day | None, died: Day | None) -> int | None:
    if age is not None or birth is None or died is None or died.year < birth.year:
        return age
    early = bool(birth.month_day and died.month_day and died.month_day < birth.month_day)
    return died.year - birth.year - early


def _swapped(day: Day) -> str | None:
    if not day.month_day or day.month_day[3:] > "12":
        return None
    return f"{day.month_day[3:]}-{day.month_day[:2]}"


def _plain_columns(table: pa.Table) -> dict[str, list[object]]:
    places = [read_text(v) for v in _values(table, "place")]
    return {
        "sex": [read_sex(v) for v in _values(table, "sex")],
        "place": places,
        "place_words": [p.split() if p else None for p in places],
        "number": [read_number(v) for v in _values(table, "number")],
    }


def _text_columns(table: pa.Table, texts: list[str | None]) -> dict[str, list[object]]:
    """Keep fields as folded text, for lists whose weights are learnt from themselves."""
    folded = [(read_text(t) or "").split() for t in texts]
    apart = "given" in table.column_names or "family" in table.column_names
    given = _values(table, "given") if apart else [" ".join(f[:1]) for f in folded]
    family = _values(table, "family") if apart else [" ".join(f[1:]) for f in folded]
    births = [read_day(v) for v in _values(table, "birth")]
    dates = [read_day(v) for v in _values(table, "date")]
    ages = [read_age(v) for v in _values(table, "age")]
    return {
        "given_text": [read_text(v) for v in given],
        "family_text": [read_text(v) for v in family],
        "birth_text": [d and (d.text or str(d.year)) for d in births],
        "date_text": [d and (d.text or str(d.year)) for d in dates],
        "age_text": [None if a is None else str(a) for a in ages],
    }
