"""A list of people as a table of texts with known roles, whatever its columns were called."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.domain.scripts import fold

ROLES = (
    "id",
    "name",
    "given",
    "father",
    "grandfather",
    "family",
    "birth",
    "age",
    "sex",
    "date",
    "place",
    "number",
)
NAMES = frozenset({"name", "given", "family"})  # one of these a list must have
# Headers met, folded; the first found wins. "name_ar" before "name_en": the original before the romanised.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "rec id", "record id", "unique id", "row id", "uid", "code", "serial", "serial no", "serial number", "no", "index",
           "record no", "record number", "case id", "case no", "victim id", "person id", "ref", "reference", "رقم السجل", "رقم القيد",
           "الرقم التسلسلي", "رقم تسلسلي", "رقم الحاله", "ت", "المعرف", "م", "الرقم",
           "رقم", "الرمز", "مسلسل"),
    "name": ("name ar raw", "name ar", "arabic name", "name arabic", "full name ar", "الاسم", "الاسم"
    " الكامل", "اسم الضحيه",
             "الاسم بالعربيه", "اسم الشهيد", "الاسم رباعي", "الاسم الرباعي", "الاسم الثلاثي", "الاسم ثلاثي", "الاسم واللقب", "اسم المتوفي", "اسم القتيل",
             "name", "full name", "fullname", "victim name",
             "name en", "name english", "english name", "person name", "victim", "اسم"),
    "given": ("given name", "first name", "firstname", "given", "forename", "الاسم الاول"),
    "father": ("father name", "father", "fathers name", "middle name", "اسم الاب"),
    "grandfather": ("grandfather name", "grandfather", "اسم الجد"),
    "family": ("surname", "last name", "lastname", "family name", "family", "الكنيه", "اسم العائله", "العائله", "النسبه"),
    "birth": ("birth", "dob", "date of birth", "birth date", "birthdate", "born", "تاريخ الميلاد", "تاريخ الولاده", "الميلاد"),
    "age": ("age", "age years", "age at death", "العمر", "السن"),
    "sex": ("sex", "gender", "الجنس", "النوع"),
    "date": ("date", "date of death", "death date", "dod", "incident date", "killed on", "date killed", "تاريخ الوفاه",
             "تاريخ الاستشهاد", "تاريخ القتل", "تاريخ الحادثه", "التاريخ", "تاريخ"),
    "place": ("place", "place of death", "governorate", "location", "province", "area", "المكان", "المحافظه", "مكان الوفاه",
              "مكان الاستشهاد", "المنطقه"),
    "number": ("soc sec id", "national id", "national number", "ssn", "id number", "identity number", "passport", "nid",
               "رقم الهويه", "الرقم الوطني", "رقم البطاقه"),
}  # fmt: skip
# What a longer header may hold ("Victim's full name (Arabic)", "العمر عند الوفاة"), tried where no whole header is known.
HELD: Mapping[str, tuple[str, ...]] = {
    "name": ("full name", "victim name", "name of victim", "name of the victim", "الاسم الكامل", "الاسم الثلاثي", "الاسم الرباعي",
             "اسم الضحيه", "اسم الشهيد", "اسم المتوفي"),
    "birth": ("date of birth", "birth date", "dob", "تاريخ الميلاد", "تاريخ الولاده"),
    "age": ("age years", "age in years", "age at", "العمر", "السن"),
    "sex": ("sex", "gender", "الجنس"),
    "date": ("date of death", "death date", "date of killing", "تاريخ الوفاه", "تاريخ الاستشهاد", "تاريخ القتل"),
    "place": ("place of death", "location of death", "governorate", "province", "المحافظه", "مكان الوفاه", "مكان الاستشهاد"),
    "number": ("national id", "national number", "identity number", "الرقم الوطني", "رقم الهويه"),
}  # fmt: skip
OF_OTHERS = frozenset(
    [
        "mother",
        "father",
        "reporter",
        "source",
        "wife",
        "husband",
        "الام",
        "الاب",
        "الوالد",
        "الوالده",
        "المبلغ",
        "المصدر",
        "birthplace",
    ]
)


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One list: its name, its rows as texts with role columns, and further columns to compare as they are."""

    name: str
    rows: pa.Table
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if "id" not in self.rows.column_names:
            raise InvalidValue(
                f"{self.name}: a list needs a column of row ids. Say which with --columns id=…"
            )
        if not NAMES & set(self.rows.column_names):
            raise InvalidValue(f"{self.name}: no column of names was found. Say which with --columns name=…")


def guess_roles(headers: Sequence[str]) -> dict[str, str]:
    """Say which header plays which role: whole headers met in real lists, then what longer ones hold; others are left out."""
    folded = {_plain_header(h): h for h in reversed(headers)}
    roles = {role: folded[n] for role, names in HEADERS.items() for n in reversed(names) if n in folded}
    if (
        "name" in roles
        and roles["name"] in roles.values()
        and "name" not in folded
        and roles.get("given") == roles["name"]
    ):
        del roles["name"]
    return roles | _held_roles(headers, roles)


def _plain_header(header: str) -> str:
    return " ".join(
        re.sub(r"[\W_]+", " ", fold(header.replace("_", " ").replace("'s", "").replace("’s", ""))).split()
    )


def _held_roles(headers: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Find the first header not known yet that holds a role's phrase and speaks of nobody else."""
    found: dict[str, str] = {}
    for role, phrases in HELD.items():
        if role in known or (role == "name" and {"given", "family"} & set(known)):
            continue
        taken = {*known.values(), *found.values()}
        for header in (h for h in headers if h not in taken):
            plain = _plain_header(header)
            if not OF_OTHERS & set(plain.split()) and any(f" {p} " in f" {plain} " for p in phrases):
                found[role] = header
                break
    return found


def as_people(name: str, table: pa.Table, roles: Mapping[str, str], others: Sequence[str] = ()) -> PeopleList:
    """Name the columns of a read table by their roles; every cell becomes text, rows without an id get
    their row number."""
    missing = sorted(set(roles.values()) - set(table.column_names))
    if missing:
        raise InvalidFile(
            f"{name}: no column called {', '.join(missing)}. The columns are: {', '.join(table.column_names)}"
        )
    if not NAMES & set(roles):
        raise InvalidValue(
            f"{name}: no column of names was found. Say which with --columns name=…"
            f" The columns are: {', '.join(table.column_names)}"
        )
    columns = {role: table[header].cast(pa.string()) for role, header in sorted(roles.items())}
    if "id" not in columns:
        columns["id"] = pa.array([str(n + 1) for n in range(table.num_rows)])
    columns["id"] = _own_ids(columns["id"])
    columns |= {f"other_{n}": table[header].cast(pa.string()) for n, header in enumerate(others)}
    return PeopleList(name, pa.table(columns), tuple(others))


def _own_ids(ids: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Keep ids that are each row's own; a blank one becomes the row's number, a repeated one gets it added."""
    if (
        ids.null_count == 0
        and pc.count_distinct(ids).as_py() == len(ids)
        and not pc.any(pc.equal(ids, "")).as_py()
    ):
        return ids
    seen = Counter(i for i in ids.to_pylist() if i)
    return pa.array(
        [i if i and seen[i] == 1 else f"{i or ''}(row {n})".strip() for n, i in enumerate(ids.to_pylist(), 1)]
    )
