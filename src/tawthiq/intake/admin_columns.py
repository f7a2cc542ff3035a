"""The columns of OCHA's administrative boundaries (COD-AB), in the several ways in which editions name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.intake.fields import FIELDS, fold_header
from tawthiq.intake.mapping import Mapping

KIND_OF_LEVEL = ("country", "governorate", "district", "subdistrict", "community", "neighbourhood")

# ADM2_PCODE, admin2Pcode, adm2_pcode; ADM2_EN, admin2Name_en, adm2_name; ADM2_AR, admin2Name_ar, adm2_name1.
_PCODE = re.compile(r"adm(?:in)?(\d)_?p_?code", re.IGNORECASE)
_NAME_EN = re.compile(r"adm(?:in)?(\d)_?(?:name(?:_?en)?|en)", re.IGNORECASE)
_NAME_AR = re.compile(r"adm(?:in)?(\d)_?(?:name_?ar|name1|ar)", re.IGNORECASE)
_OTHER = re.compile(r"adm(?:in)?(\d)_?(?:ref(?:_?\w+)?|alt(?:name)?\d?_?\w*|name2)", re.IGNORECASE)
_OWN = {
    "pcode": ("PCODE", "P_CODE"),
    "name_en": ("NAME_EN",),
    "name_ar": ("NAME_AR",),
    "other": ("NAM_EN_REF", "NAM_AR_REF", "NAME_EN_REF", "NAME_AR_REF"),
}
# A file that says of each place what it is, or in what it lies, is a list of places, whatever else its columns are.
_STATED = frozenset(
    fold_header(header) for field in ("kind", "parent_pcode") for header in FIELDS["places"][field].headers
)


@dataclass(frozen=True, slots=True)
class AdminColumns:
    """Which columns of a file of boundaries hold what; `level` is 0 for the country, 1 for governorates …"""

    level: int
    pcode: str
    name_en: str | None
    name_ar: str | None
    others: tuple[str, ...]
    ancestors: tuple[str, ...]
    """The columns of the P-codes of what a place lies in, the nearest first."""
    pairs: tuple[tuple[str, str], ...]
    """Columns of an English and an Arabic name each, of the place and of all it lies in."""

    @property
    def kind(self) -> str:
        """Return the kind of the places of this level."""
        return KIND_OF_LEVEL[min(self.level, len(KIND_OF_LEVEL) - 1)]

    @property
    def mapping(self) -> Mapping:
        """Return the mapping that reads such a file as places."""
        named = {"external_id": self.pcode, "name_en": self.name_en, "name_ar": self.name_ar}
        columns = {field: column for field, column in named.items() if column is not None}
        return Mapping("places", columns=columns, constants={"kind": self.kind})


def _own(columns: Sequence[str], what: str) -> str | None:
    known = {column.upper(): column for column in columns}
    return next((known[name] for name in _OWN[what] if name in known), None)


def _by_level(columns: Sequence[str], pattern: re.Pattern[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column in columns:
        matched = pattern.fullmatch(column)
        if matched is not None:
            found.setdefault(int(matched[1]), column)
    return found


def find_admin_columns(columns: Sequence[str]) -> AdminColumns | None:
    """Return the columns if they are those of administrative boundaries with P-codes, else None."""
    pcodes = _by_level(columns, _PCODE)
    english, arabic = _by_level(columns, _NAME_EN), _by_level(columns, _NAME_AR)
    own = _own(columns, "pcode")
    level = max(pcodes, default=-1)
    if level < 0 and not _STATED.isdisjoint(fold_header(column) for column in columns):
        return None
    pairs = tuple((english[at], arabic[at]) for at in sorted(english.keys() & arabic.keys()))
    if own is not None:
        name_en, name_ar = _own(columns, "name_en"), _own(columns, "name_ar")
        others = tuple(column for column in columns if column.upper() in _OWN["other"])
        above = tuple(pcodes[at] for at in sorted(pcodes, reverse=True))
        both = ((name_en, name_ar),) if name_en and name_ar else ()
        found = AdminColumns(level + 1, own, name_en, name_ar, others, above, (*both, *pairs))
    elif level >= 0:
        others = tuple(
            column for column in columns if (at := _OTHER.fullmatch(column)) and int(at[1]) == level
        )
        above = tuple(pcodes[at] for at in sorted(pcodes, reverse=True) if at < level)
        found = AdminColumns(
            level, pcodes[level], english.get(level), arabic.get(level), others, above, pairs
        )
    else:
        return None
    return found if found.name_en or found.name_ar else None
