"""Fictional people for tests of linkage, and the measured ways in which lists misspell them."""

import random
from collections.abc import Sequence

import pyarrow as pa

from tawthiq.linkage.lists import PeopleList, as_people

GIVEN = [
    "محمد",
    "احمد",
    "محمود",
    "يوسف",
    "خالد",
    "ابراهيم",
    "عمر",
    "علي",
    "حسن",
    "مصطفى",
    "سعيد",
    "كمال",
    "رامي",
    "وسيم",
    "باسل",
    "نضال",
    "عماد",
    "فادي",
    "طارق",
    "زياد",
]
FATHER = [
    "سليم",
    "نعيم",
    "جميل",
    "كريم",
    "حامد",
    "رشيد",
    "غسان",
    "منير",
    "وليد",
    "هاشم",
    "مروان",
    "عادل",
    "صبحي",
    "شفيق",
    "توفيق",
    "راغب",
]
FAMILY = [
    "القمري",
    "الزيتوني",
    "النهري",
    "البستاني",
    "الحجري",
    "الغيمي",
    "الرملي",
    "الصخري",
    "الساحلي",
    "الجبلي",
    "الوردي",
    "الفضي",
]


def people_list(name: str, rows: Sequence[dict[str, str]]) -> PeopleList:
    """Make a list of rows given as role → text."""
    roles = list(dict.fromkeys(role for row in rows for role in row))
    table = pa.table({role: pa.array([row.get(role) for row in rows], pa.string()) for role in roles})
    return as_people(name, table, {role: role for role in roles})


def crowd(count: int, *, prefix: str = "c", start: int = 0) -> list[dict[str, str]]:
    """Make so many different people: each with a name of four words, a birth date and a sex."""
    rows = []
    for n in range(start, start + count):
        name = [
            GIVEN[n % 20],
            FATHER[n // 3 % 16],
            FATHER[n // 7 % 16],
            FAMILY[n // 11 % 12] + ("ة" if n % 5 == 0 else ""),
        ]
        birth = f"{1940 + n * 7 % 80}-{n * 5 % 12 + 1:02d}-{n * 11 % 28 + 1:02d}"
        rows.append({"id": f"{prefix}{n}", "name": " ".join(name), "birth": birth, "sex": "m"})
    return rows


def misspelt_crowd(count: int, *, seed: int, prefix: str = "t") -> list[dict[str, str]]:
    """Make the first people of the crowd again as another list has them: words dropped, dates changed, letters lost."""
    rng = random.Random(seed)
    rows = []
    for row in crowd(count, prefix=prefix):
        words = row["name"].split()
        if rng.random() < 0.3:
            words.pop(rng.choice((1, 2)))
        name = " ".join(words)
        if rng.random() < 0.15:
            at = rng.randrange(1, len(name) - 1)
            name = name[:at] + name[at + 1 :]
        birth = row["birth"]
        kind = rng.random()
        birth = birth[:5] + "01-01" if kind < 0.1 else "" if kind < 0.2 else birth
        rows.append(row | {"name": name, "birth": birth, "sex": rng.choice(("m", "m", "m", ""))})
    return rows


SOUNDS = (
    "bar",
    "cor",
    "del",
    "fen",
    "gil",
    "hol",
    "kem",
    "lin",
    "mor",
    "nor",
    "pel",
    "rud",
    "sim",
    "tor",
    "val",
    "wen",
)
ENGLISH = ("id", "given", "family", "birth", "place", "number")


def english_list(name: str, people: int, *, seed: int, doubled: float) -> PeopleList:
    """Make invented people with invented English-looking names, a share of them twice with one or two faults."""
    rng = random.Random(seed)
    givens = [a + b for a in SOUNDS for b in ("a", "en", "ius", "ot")]
    families = [a + b + c for a in SOUNDS for b in SOUNDS for c in ("son", "ley")]
    rows = []
    for n in range(people):
        row = {
            "id": f"{name}{n}",
            "given": givens[min(int(rng.expovariate(0.08)), len(givens) - 1)],
            "family": families[min(int(rng.expovariate(0.01)), len(families) - 1)],
            "birth": f"{rng.randrange(1930, 2010)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
            "place": f"{rng.choice(SOUNDS)}{rng.choice(SOUNDS)}ton",
            "number": str(rng.randrange(10**7, 10**8)),
        }
        rows.append(row)
        if rng.random() < doubled:
            rows.append(_with_faults(rng, row) | {"id": f"{name}{n}-again"})
    table = pa.table({role: pa.array([row[role] or None for row in rows], pa.string()) for role in ENGLISH})
    return as_people(name, table, {role: role for role in ENGLISH if role != "place"}, ("place",))


def _with_faults(rng: random.Random, row: dict[str, str]) -> dict[str, str]:
    changed = dict(row)
    for role in rng.sample(("given", "family", "birth", "place", "number"), rng.choice((1, 1, 2))):
        text = changed[role]
        at = rng.randrange(1, len(text) - 1)
        letter = str(rng.randrange(10)) if text[at].isdigit() else rng.choice("aeioust")
        changed[role] = "" if rng.random() < 0.2 else text[:at] + letter + text[at + 1 :]
    return changed
