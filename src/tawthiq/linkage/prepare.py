"""Make of lists of people the one table that is compared: words, sounds, rarities, dates; the order of rows has no effect."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tawthiq.linkage.fields import Day, read_age, read_day, read_number, read_sex, read_text
from tawthiq.linkage.lists import PeopleList
from tawthiq.linkage.names import Name, parse_name
from tawthiq.linkage.sounds import Reading, common_names, consonants, read_words

# How much oftener whole names of so many words coincide than independent words would: relatives share name chains.
FAMILY_FACTOR = {1: 1.0, 2: 1.0, 3: 4.0}
FAMILY_FACTOR_LONG = 16.0
JOINED_AT_MOST, JOINED_TIMES = 3, 4  # a joined word is rare, and its parts at least so many times as frequent
ZERO_AGE_LIMIT = 0.04  # a list with more ages of 0 than this uses 0 for unknown


@dataclass(frozen=True, slots=True)
class Prepared:
    """The table of people ready for comparison, the rarities of its names, and what was left aside."""

    people: pa.Table
    rarities: dict[str, pa.Table]
    unnamed: int
    lists: tuple[str, ...]
    others: tuple[str, ...]
    arabic_share: float  # of given names that are common Arabic names, in either script


def prepare(lists: Sequence[PeopleList]) -> Prepared:
    """Read every list's rows into comparable columns. Row numbers are given in the order of list and id."""
    tables = [_named(number, each.rows.combine_chunks().sort_by([("id", "ascending")])) for number, each in enumerate(lists)]
    table = pa.concat_tables(tables, promote_options="default")
    texts = _full_names(table)
    names = [parse_name(text) for text in texts]
    columns = _name_columns([n.words for n in names])
    columns |= _born_columns(table, lists) | _plain_columns(table) | _text_columns(table, texts)
    columns["uid"] = list(range(table.num_rows))
    others = tuple(dict.fromkeys(o for each in lists for o in each.others))
    for n in range(len(others)):
        columns[f"other_{n}"] = [read_text(v) for v in _values(table, f"other_{n}")]
    people = pa.table(columns).append_column("list", table["list"]).append_column("id", table["id"])
    people = people.append_column("raw_name", pa.array(texts, pa.string()))
    rarities = {c: _rarity_table(people, c) for c in ("skeleton", "sound", "ends")}
    unnamed = sum(not n.is_named for n in names)
    return Prepared(people, rarities, unnamed, tuple(each.name for each in lists), others, _arabic_share(names))


def _arabic_share(names: Sequence[Name]) -> float:
    given = Counter(n.words[0] for n in names if n.is_named)
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


def _name_columns(names: list[tuple[str, ...]]) -> dict[str, list[object]]:
    counts = Counter(w for words in names for w in words)
    names = [split_joined(words, counts) for words in names]
    counts = Counter(w for words in names for w in words)
    readings = read_words(counts)
    sounds = {w: consonants(w) for w in counts}
    columns: dict[str, list[object]] = {c: [] for c in _NAME_COLUMNS}
    for words in names:
        row = _name_row(words, [readings[w] for w in words], [sounds[w] for w in words]) if words else _NO_NAME
        for column, value in zip(_NAME_COLUMNS, row, strict=True):
            columns[column].append(value)
    return columns


_NAME_COLUMNS = (
    "skeleton", "sound", "solid", "words_sorted", "chain", "chain_pattern", "tune", "tune_pattern", "given", "given_sound",
    "given_readings", "given_known", "arabic", "second_sound", "last", "last_sound", "ends", "tail", "words", "tail_words",
)  # fmt: skip
_NO_NAME: tuple[object, ...] = (*(None,) * 18, 0, 0)


def split_joined(words: tuple[str, ...], counts: Mapping[str, int]) -> tuple[str, ...]:
    """Part words written as one ("محمدحسن") where both parts are far better known than the whole."""
    if not any(counts[w] <= JOINED_AT_MOST and len(w) >= 6 for w in words):
        return words
    return tuple(part for word in words for part in _parted(word, counts))


def _parted(word: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    whole = counts[word]
    if whole > JOINED_AT_MOST or len(word) < 6 or word.isascii() or word.startswith(("عبد", "ابو")):
        return (word,)
    best = (JOINED_TIMES * whole, word, "")
    for at in range(3, len(word) - 2):
        one, two = word[:at], word[at:]
        two = two[2:] if two.startswith("ال") and len(two) > 4 else two
        best = max(best, (min(counts.get(one, 0), counts.get(two, 0)), one, two))
    return (best[1], best[2]) if best[2] else (word,)


def _name_row(words: tuple[str, ...], readings: list[Reading], sounds: list[str]) -> tuple[object, ...]:
    count = len(words)
    classes = [r.word_class for r in readings]
    return (
        " ".join(classes),
        " ".join(sounds),
        "".join(classes).replace("ال", ""),
        " ".join(sorted(classes)),
        "|" + "||".join(classes) + "|",
        "|" + "|%|".join(classes) + "|",
        "|" + "||".join(sounds) + "|",
        "|" + "|%|".join(sounds) + "|",
        classes[0],
        sounds[0],
        list(readings[0].readings),
        readings[0].is_known,
        not words[0].isascii(),
        sounds[1] if count > 2 else None,
        classes[-1] if count > 1 else None,
        sounds[-1] if count > 1 else None,
        f"{sounds[0]} {sounds[-1]}" if count > 1 else None,
        " ".join(sounds[1:]) if count > 1 else None,
        count,
        count - 1,
    )


def _rarity_table(people: pa.Table, column: str) -> pa.Table:
    """Estimate how often a name coincides by chance: its words' frequencies multiplied, more for chains of relatives."""
    names: list[str] = [n for n in people[column].to_pylist() if n]
    first: Counter[str] = Counter()
    later: Counter[str] = Counter()
    whole = Counter(names)
    for name, count in whole.items():
        head, *rest = name.split(" ")
        first[head] += count
        for word in rest:
            later[word] += count
    log_first = {w: math.log(c / len(names)) for w, c in first.items()}
    spread = max(1, sum(later.values()))
    log_later = {w: math.log(c / spread) for w, c in later.items()}
    keys = sorted(whole)
    chance = [_chance(k, whole[k] / len(names) ** 1.5, log_first, log_later) for k in keys]
    return pa.table({column: keys, f"tf_{column}": pa.array(chance, pa.float64())})


def _chance(name: str, seen: float, log_first: dict[str, float], log_later: dict[str, float]) -> float:
    head, *rest = name.split(" ")
    product = math.exp(log_first[head] + sum(log_later[w] for w in rest))
    return min(1.0, max(product * FAMILY_FACTOR.get(len(rest) + 1, FAMILY_FACTOR_LONG), seen, 1e-12))


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
