"""Invented Arabic lists of people with the skew and the errors measured on real official lists; two ways of writing them.

`first_kind` follows the measured shares word by word. `second_kind` is written apart from it, with other invented names,
other placements of what is dropped, relatives who share fathers, homes and days, and its own romanisation: what does
well on one of them only was tuned to a generator, not to the kind.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from tawthiq.linkage.words import COMMON_NAMES

LEADS = (0.097, 0.038, 0.028, 0.026, 0.021, 0.013, 0.012, 0.009)
FATHERS = (0.121, 0.061, 0.034, 0.026, 0.025, 0.023, 0.018, 0.016)
FAMILIES = (0.011, 0.006, 0.006, 0.006, 0.005)
LETTERS = "بتجحخدرزسشصضطعغفقكلمنهوي"


@dataclass(frozen=True, slots=True)
class Lists:
    """Two lists, columns id, name, birth, age, sex; rows of one person have ids with the same number."""

    left: pa.Table
    right: pa.Table
    shared: int


def vocabulary(
    rng: random.Random, common: list[str], size: int, top: tuple[float, ...], family: bool
) -> tuple[list[str], list[float]]:
    """Make so many distinct words with the measured shares on top and a long tail below."""
    words = list(dict.fromkeys(common))[:size]
    while len(words) < size:
        made = "".join(rng.choice(LETTERS) for _ in range(rng.choice((3, 4, 4, 5))))
        if rng.random() < 0.5:
            made = made[:2] + rng.choice("اوي") + made[2:]
        made = ("ال" + made + "ي" if rng.random() < 0.5 else made) if family else made
        words.append(made)
    rest = [1 / (n + 12) ** (0.75 if family else 1.05) for n in range(size - len(top))]
    scale = (1 - sum(top)) / sum(rest)
    return words, [*top, *(r * scale for r in rest)]


@dataclass(slots=True)
class Names:
    """Words to draw names from."""

    rng: random.Random
    leads: tuple[list[str], list[float]]
    fathers: tuple[list[str], list[float]]
    families: tuple[list[str], list[float]]

    def draw(self, count: int) -> list[list[str]]:
        """Draw names of 4, 5 and 6 words in the measured shares."""
        lead = self.rng.choices(*self.leads, k=count)
        family = self.rng.choices(*self.families, k=count)
        lengths = self.rng.choices((2, 3, 4), (64, 31, 5), k=count)
        middle = iter(self.rng.choices(*self.fathers, k=sum(lengths)))
        return [
            [a, *(next(middle) for _ in range(n)), b] for a, n, b in zip(lead, lengths, family, strict=True)
        ]


def names_of(seed: int) -> Names:
    """Make the words of one invented country."""
    rng = random.Random(seed)
    men = [w for w in COMMON_NAMES if not w.endswith(("ه", "الدين"))]
    shown = [w.replace("عبدال", "عبد ال") if rng.random() < 0.5 else w for w in men]
    return Names(
        rng,
        vocabulary(rng, shown, 1931, LEADS, family=False),
        vocabulary(rng, ["محمد", "احمد", "محمود", "حسن", "علي", *shown], 1030, FATHERS, family=False),
        vocabulary(rng, COMMON_NAMES[-40:], 3093, FAMILIES, family=True),
    )


def misspelt(rng: random.Random, name: str) -> str:
    """Write a name as another list would: the measured shares of each kind of difference."""
    chance = rng.random()
    if chance < 0.757:
        return name
    kind = rng.choices(
        ("ya", "join", "alef", "waw", "ta", "space", "letter"), (11.5, 7.4, 3.1, 1.1, 0.7, 0.4, 0.2)
    )[0]
    words = name.split()
    if kind == "ya":
        return " ".join(w[:-1] + ("ى" if w[-1] == "ي" else "ي" if w[-1] == "ى" else w[-1]) for w in words)
    if kind == "join":
        joined = name.replace("عبد ال", "عبدال")
        return joined if joined != name else name.replace("عبدال", "عبد ال")
    if kind == "alef":
        return " ".join(("أ" + w[1:] if w[0] == "ا" and w[1:2] != "ل" else w) for w in words)
    if kind == "waw":
        return name.replace("ؤ", "و").replace("ئ", "ي").replace("ء", "")
    if kind == "ta":
        return " ".join(w[:-1] + "ة" if w[-1] == "ه" and len(w) > 3 else w for w in words)
    if kind == "space":
        at = rng.randrange(len(words) - 1)
        return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
    at = rng.randrange(len(name))
    return name[:at] + rng.choice(LETTERS) + name[at + 1 :]


def changed_birth(rng: random.Random, born: date) -> str:
    """Write a birth date as another list would: 5.9 % changed, more than half of them to 1 January."""
    if rng.random() > 0.059:
        return born.isoformat()
    kind = rng.choices(("january", "blank", "year", "swap"), (55, 20, 18, 7))[0]
    if kind == "january":
        return f"{born.year}-01-01"
    if kind == "blank":
        return ""
    if kind == "year":
        return f"{born.year + rng.choice((-1, 1))}{born.isoformat()[4:]}"
    return f"{born.year}-{born.day:02d}-{born.month:02d}" if born.day <= 12 else born.isoformat()


def shortened(rng: random.Random, words: list[str], length: int) -> list[str]:
    """Drop middle words, sometimes the family name instead, until so many are left, as lists gathered from news do."""
    while len(words) > length:
        at = (
            len(words) - 1
            if rng.random() < 0.08 and len(words) > 2
            else rng.randrange(1, max(2, len(words) - 1))
        )
        words = words[:at] + words[at + 1 :]
    return words


_LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "ou", "ي": "i", "ى": "a", "ئ": "e", "ؤ": "o", "ء": "",
}  # fmt: skip
SPELT = {
    "محمد": ("Mohammad", "Muhammad", "Mohamed", "Mohammed"), "احمد": ("Ahmad", "Ahmed"), "محمود": ("Mahmoud", "Mahmud"),
    "حسن": ("Hasan", "Hassan"), "حسين": ("Hussein", "Husain", "Hussain"), "علي": ("Ali",), "عمر": ("Omar", "Umar"),
    "يوسف": ("Yousef", "Yusuf", "Youssef"), "خالد": ("Khaled", "Khalid"), "مصطفي": ("Mustafa", "Mostafa"),
    "ابراهيم": ("Ibrahim",), "عثمان": ("Othman", "Uthman"), "سليمان": ("Suleiman", "Sulayman"), "صالح": ("Saleh", "Salih"),
}  # fmt: skip


def romanised(rng: random.Random, word: str, *, q: str = "q", vowels: tuple[str, ...] = ("a",)) -> str:
    """Write an Arabic word in Latin letters as people do: known names in their usual spellings, others by letter."""
    plain = word.replace("أ", "ا").replace("ى", "ي")
    if plain in SPELT:
        return rng.choice(SPELT[plain])
    if plain.startswith("عبدال"):
        return rng.choice(("Abdul ", "Abd al-", "Abdel ", "Abdul")) + romanised(
            rng, plain[5:], q=q, vowels=vowels
        )
    if plain.startswith("ال") and len(plain) > 4:
        return rng.choice(("al-", "Al ", "al-", "el-")) + romanised(rng, plain[2:], q=q, vowels=vowels)
    found = ""
    for at, letter in enumerate(plain):
        unit = q if letter == "ق" else _LATIN.get(letter, letter)
        if letter == "و" and (at == 0 or plain[at - 1] == "ا"):
            unit = "w"
        if letter == "ي" and at == 0:
            unit = "y"
        follows = plain[at + 1 : at + 2]
        vowel = rng.choice(vowels) if follows and follows not in "اويىة" and letter not in "اويع" else ""
        found += unit + vowel
    return found.capitalize()


def first_kind(
    seed: int, *, left: int = 34_000, right: int = 6_000, shared: int = 4_000, length: int | None = None,
    ages: bool = False, latin: bool = False,
) -> Lists:  # fmt: skip
    """Make two lists after the measured model; `length` shortens the names of the second to so many words."""
    names = names_of(seed)
    rng = names.rng
    drawn = names.draw(left + right - shared)
    born = [date(1935, 1, 1) + timedelta(days=int(rng.triangular(0, 28_000, 22_000))) for _ in drawn]
    sex = ["f" if rng.random() < 0.12 else "m" for _ in drawn]
    lengths = (2, 3, 4, 5)
    one = [_row(n, "A", " ".join(drawn[n]), born[n].isoformat(), born[n], sex[n], ages) for n in range(left)]
    two = []
    for n in (*range(shared), *range(left, left + right - shared)):
        words = drawn[n]
        if length is not None or latin:
            words = shortened(rng, words, length or rng.choices(lengths, (11, 35, 39, 13))[0])
        name = misspelt(rng, " ".join(words))
        if latin:
            name = " ".join(romanised(rng, w) for w in name.replace("عبد ال", "عبدال").split())
        two.append(
            _row(n, "B", name, changed_birth(rng, born[n]), born[n], sex[n], ages, off=rng.random() < 0.1)
        )
    rng.shuffle(two)
    return Lists(_table(one), _table(two), shared)


def _row(
    n: int, mark: str, name: str, birth: str, born: date, sex: str, ages: bool, *, off: bool = False
) -> tuple[str, ...]:
    age = str(2013 - born.year + (1 if off else 0))
    return (f"{mark}{n}", name, "" if ages else birth, age if ages else "", sex)


def _table(rows: list[tuple[str, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        {
            c: pa.array(v, pa.string())
            for c, v in zip(("id", "name", "birth", "age", "sex"), columns, strict=True)
        }
    )


def second_kind(
    seed: int, *, left: int = 34_000, right: int = 6_000, shared: int = 4_000, length: int | None = None,
    ages: bool = False, latin: bool = False,
) -> Lists:  # fmt: skip
    """Make two lists of families: brothers and sisters share father, grandfather and family name, often a birth year."""
    rng = random.Random(seed)
    leads, fathers, families = (
        v for v in (names_of(seed + 99).leads, names_of(seed + 98).fathers, names_of(seed + 97).families)
    )
    people: list[tuple[list[str], date, str]] = []
    while len(people) < left + right - shared:
        father, grand, clan = rng.choices(*fathers)[0], rng.choices(*fathers)[0], rng.choices(*families)[0]
        if rng.random() < 0.15:
            clan = rng.choice(("ابو ", "آل ")) + clan.removeprefix("ال")
        for _ in range(rng.choices((1, 2, 3, 5), (55, 25, 14, 6))[0]):
            middle = (
                [father]
                if rng.random() < 0.1
                else [father, grand]
                if rng.random() < 0.75
                else [father, grand, rng.choices(*fathers)[0]]
            )
            year = min(2012, max(1930, int(rng.gauss(1986, 17))))
            day = date(year, 1, 1) + timedelta(days=rng.randrange(365))
            people.append(([rng.choices(*leads)[0], *middle, clan], day, "f" if rng.random() < 0.15 else "m"))
    rng.shuffle(people)
    people = people[: left + right - shared]
    one = [_row(n, "A", " ".join(w), b.isoformat(), b, s, ages) for n, (w, b, s) in enumerate(people[:left])]
    two = []
    for n in (*range(shared), *range(left, left + right - shared)):
        words, born, sex = people[n]
        if length is not None or latin:
            kept = length or rng.choices((2, 3, 4), (15, 40, 45))[0]
            inner = words[1:-1][: max(0, kept - 2)]  # what is kept of the middle are the nearest forefathers
            words = [words[0], *inner, words[-1]] if rng.random() < 0.94 else [words[0], *words[1:kept]]
        name = misspelt(rng, " ".join(words))
        if latin:
            q = rng.choice("kq")
            solid = name.replace("عبد ال", "عبدال").replace("ابو ", "ابو").replace("آل ", "ال")
            name = " ".join(romanised(rng, w, q=q, vowels=("a", "a", "e", "")) for w in solid.split())
        two.append(_row(n, "B", name, changed_birth(rng, born), born, sex, ages, off=rng.random() < 0.25))
    rng.shuffle(two)
    return Lists(_table(one), _table(two), shared)


def doubled(seed: int, rows: int, *, share: float = 0.1) -> pa.Table:
    """Make one list of so many rows of which a share stands there twice, misspelt."""
    names = names_of(seed)
    rng = names.rng
    persons = int(rows / (1 + share))
    drawn = names.draw(persons)
    born = [date(1935, 1, 1) + timedelta(days=int(rng.triangular(0, 28_000, 22_000))) for _ in drawn]
    sex = ["f" if rng.random() < 0.12 else "m" for _ in drawn]
    made = [
        _row(n, "A", " ".join(drawn[n]), born[n].isoformat(), born[n], sex[n], False) for n in range(persons)
    ]
    for n in rng.sample(range(persons), rows - persons):
        made.append(
            _row(
                n, "B", misspelt(rng, " ".join(drawn[n])), changed_birth(rng, born[n]), born[n], sex[n], False
            )
        )
    return _table(made)
