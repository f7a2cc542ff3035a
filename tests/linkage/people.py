"""Fictional people for tests of linkage, and the measured ways in which lists misspell them."""

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
