"""A third kind of invented lists, of words out of a folder of Arabic ↔ Latin name pairs that is given as an argument.

Apart from the other two in everything: words, spellings in Latin letters (the folder's own and ways to vary them), and
noise: titles and kunyas before names, fathers left out, ages off by up to two, day and month swapped, 1 January, blanks,
hamza and alef written apart, words joined and parted. Files read: *ar_en.csv of "Arabic,Latin", which says what the names
are, and *.txt of "Arabic<TAB>Latin" for further spellings of these.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from benchmarks.linkage_lists import FAMILIES, FATHERS, LEADS, Lists

TITLES = ("الشهيد ", "الطفل ", "الدكتور ", "الحاج ")
SPELT_APART = (("أ", "أ"), ("إ", "إ"), ("ؤ", "ؤ"), ("ئ", "ئ"))
VARIED = (
    ("ou", "u"), ("oo", "ou"), ("u", "ou"), ("ee", "i"), ("i", "ee"), ("q", "k"), ("k", "q"), ("dh", "d"), ("th", "t"),
    ("ah ", "a "), ("a ", "ah "), ("al-", "el-"), ("al-", "Al "), ("al-", "al"), ("ei", "ay"), ("e", "a"), ("a", "e"),
    ("ss", "s"), ("mm", "m"), ("gh", "g"), ("j", "g"), ("aa", "a"), ("y", "i"), ("w", "ou"), ("ai", "ay"),
)  # fmt: skip
Draw = Callable[[], str]


def read_pairs(folder: Path) -> dict[str, list[str]]:
    """Return the Latin spellings of each single Arabic word of the folder's tables, in the order of the files' names."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in (*sorted(folder.glob("*ar_en.csv")), *sorted(folder.glob("*.txt"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            arabic, _, latin = line.partition("\t" if path.suffix == ".txt" else ",")
            word = latin.strip().strip('"')
            told = len(arabic) > 2 and arabic.isalpha() and word.replace("-", "").isalpha()
            if told and (path.suffix == ".csv" or arabic in found) and word not in found[arabic]:
                found[arabic].append(word)
    return dict(found)


def third_kind(
    seed: int, folder: Path, *, left: int = 34_000, right: int = 6_000, shared: int = 4_000, length: int | None = None,
    ages: bool = False, latin: bool = False,
) -> Lists:  # fmt: skip
    """Make two lists of so many rows, of whom `shared` people stand on both."""
    rng = random.Random(seed)
    spelt = read_pairs(folder)
    words = sorted(spelt)
    given = _drawn(rng, [w for w in words if not w.startswith("ال")], 1900, LEADS, 1.05)
    father = _drawn(
        rng, [w for w in words if not w.startswith("ال") and w[-1] not in "ةى"], 1000, FATHERS, 1.05
    )
    family = _drawn(rng, words, 3000, FAMILIES, 0.7)
    people = []
    for _ in range(left + right - shared):
        middle = [father() for _ in range(rng.choices((1, 2, 3), (10, 65, 25))[0])]
        born = date(1935, 1, 1) + timedelta(days=int(rng.triangular(0, 28_400, 21_000)))
        people.append(([given(), *middle, family()], born, "f" if rng.random() < 0.14 else "m"))
    one = [_official(n, *person, ages=ages) for n, person in enumerate(people[:left])]
    two = []
    for n in (*range(shared), *range(left, left + right - shared)):
        name, born, sex = people[n]
        kept = _gathered(rng, name, length)
        text = _in_latin(rng, kept, spelt) if latin else _in_arabic(rng, kept)
        off = rng.choices((0, 1, -1, 2, -2), (60, 15, 15, 5, 5))[0]
        age = str(max(0, 2014 - born.year + off)) if ages else ""
        two.append((f"B{n}", text, "" if ages else _birth(rng, born), age, rng.choices((sex, ""), (9, 1))[0]))
    for rows in (one, two):
        rng.shuffle(rows)
    return Lists(_as_table(one), _as_table(two), shared)


def _drawn(rng: random.Random, words: list[str], size: int, top: tuple[float, ...], slope: float) -> Draw:
    chosen = rng.sample(words, min(size, len(words)))
    rest = [1 / (n + 15) ** slope for n in range(len(chosen) - len(top))]
    scale = (1 - sum(top)) / sum(rest)
    weights = [*top, *(r * scale for r in rest)]
    return lambda: rng.choices(chosen, weights)[0]


def _official(n: int, name: list[str], born: date, sex: str, *, ages: bool) -> tuple[str, ...]:
    return (
        f"A{n}",
        " ".join(name),
        "" if ages else born.isoformat(),
        str(2014 - born.year) if ages else "",
        sex,
    )


def _gathered(rng: random.Random, name: list[str], length: int | None) -> list[str]:
    """Leave forefathers out, as people do who tell of somebody; the family name sometimes."""
    if length is None and rng.random() < 0.6:
        return list(name)
    keep = length or rng.choice((2, 3, 3, 4))
    inner = name[1:-1]
    while len(inner) > max(0, keep - 2):
        inner.pop(rng.choices(range(len(inner)), [1, *(3 for _ in inner[1:])])[0])
    if rng.random() < 0.05:
        return [name[0], *name[1:keep]]
    return [name[0], *inner, name[-1]]


def _in_arabic(rng: random.Random, words: list[str]) -> str:
    chance = rng.random()
    if chance < 0.7:
        text = " ".join(words)
    elif chance < 0.8:
        text = " ".join(w[:-1] + {"ي": "ى", "ى": "ي", "ة": "ه", "ه": "ة"}.get(w[-1], w[-1]) for w in words)
    elif chance < 0.9:
        text = " ".join(words).translate(str.maketrans("أإآؤ", "ااا" + "و"))
    elif chance < 0.95:
        text = " ".join(words)
        for composed, apart in SPELT_APART:
            text = text.replace(composed, apart)
    elif chance < 0.97:
        text = rng.choice(TITLES) + " ".join(words)
    elif chance < 0.985:
        text = f"{' '.join(words)} (ابو {rng.choice(words)})"
    else:
        at = rng.randrange(1, len(words[-1]))
        text = " ".join([*words[:-1], words[-1][:at] + words[-1][at + 1 :]])
    return text.replace("عبد", "عبد ", 1) if text.startswith("عبدال") and rng.random() < 0.5 else text


def _in_latin(rng: random.Random, words: list[str], spelt: dict[str, list[str]]) -> str:
    text = " ".join(rng.choice(spelt[w]) for w in words) + " "
    for _ in range(rng.choice((0, 1, 1, 2))):
        old, new = rng.choice([v for v in VARIED if v[0] in text] or [("", "")])
        text = text.replace(old, new, 1) if old else text
    text = text.strip().title()
    return text.upper() if rng.random() < 0.05 else text


def _birth(rng: random.Random, born: date) -> str:
    chance = rng.random()
    if chance < 0.90:
        return born.strftime("%d/%m/%Y") if rng.random() < 0.5 else born.isoformat()
    if chance < 0.94:
        return f"{born.year}-01-01"
    if chance < 0.96:
        return ""
    if chance < 0.98 and born.day <= 12:
        return f"{born.year}-{born.day:02d}-{born.month:02d}"
    return str(born.year + rng.choice((-1, 0, 1)))


def _as_table(rows: list[tuple[str, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        {
            c: pa.array(v, pa.string())
            for c, v in zip(("id", "name", "birth", "age", "sex"), columns, strict=True)
        }
    )
