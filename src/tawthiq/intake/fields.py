"""The fields of each kind of list: how each is read, and by which headers and HXL hashtags it is known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.scripts import ascii_digits, fold, strip_invisible

Kind = Literal["victims", "incidents", "sources", "places"]
Reading = Literal[
    "text", "label", "name", "code", "date", "time", "age", "count", "degrees", "metres", "list"
]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field: how its text is read, the vocabulary of a code, and its headers, the surest first."""

    name: str
    reading: Reading
    headers: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    vocabulary: str = ""


def _field(name: str, read: Mapping[str, Any]) -> Field:
    headers = (name.replace("_", " "), *read.get("headers", ()))
    return Field(name, read["reading"], headers, tuple(read.get("hashtags", ())), read.get("vocabulary", ""))


def _fields(read: Mapping[str, Any]) -> Mapping[str, Field]:
    return MappingProxyType({name: _field(name, lines) for name, lines in read.items()})


_READ = tomllib.loads(resources.files("tawthiq.intake").joinpath("fields.toml").read_text(encoding="utf-8"))
FIELDS: Mapping[Kind, Mapping[str, Field]] = MappingProxyType(
    {
        "victims": _fields(_READ["victims"]),
        "incidents": _fields(_READ["incidents"]),
        "sources": _fields(_READ["sources"]),
        "places": _fields(_READ["places"]),
    }
)
KINDS: tuple[Kind, ...] = tuple(FIELDS)

# What stands in a field that neither a column nor the mapping gives; shown with every mapping.
DEFAULTS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        "victims": MappingProxyType({"kind": "killed", "attribution_level": "claimed"}),
        "incidents": MappingProxyType({"attribution_level": "claimed"}),
        "sources": MappingProxyType({}),
        "places": MappingProxyType({"kind": "community"}),
    }
)

# A list of sources is refused when it has such a column: who a source is, is entered by the custodian alone.
IDENTITY_HEADERS = frozenset(
    fold(header)
    for header in (
        "name", "full name", "real name", "first name", "last name", "family name", "surname", "source name",
        "phone", "phone number", "telephone", "mobile", "mobile number", "whatsapp", "whatsapp number", "telegram",
        "email", "e mail", "mail", "address", "home address", "national id", "national number", "passport",
        "passport number", "facebook", "date of birth", "contact", "identity", "mother name", "father name",
        "الاسم", "الاسم الحقيقي", "الاسم الكامل", "الاسم الثلاثي", "اسم المصدر", "الكنية", "الهاتف", "رقم الهاتف",
        "الجوال", "رقم الجوال", "الموبايل", "واتساب", "رقم الواتساب", "البريد", "البريد الإلكتروني", "العنوان",
        "الرقم الوطني", "جواز السفر", "رقم جواز السفر", "تاريخ الميلاد", "الهوية", "اسم الأم", "اسم الأب",
    )
)  # fmt: skip


def kind_of(text: str) -> Kind:
    """Return the kind of list of this name; InvalidValue names those there are."""
    for kind in KINDS:
        if kind == text:
            return kind
    raise InvalidValue(f"There is no kind of list “{text[:40]}”. Choose one of: {', '.join(KINDS)}.")


def fold_header(header: str) -> str:
    """Fold a header for comparison: case, punctuation, underscores and CamelCase make no difference."""
    return fold(_CAMEL.sub(" ", header).replace("_", " "))


def fold_cell(text: str) -> str:
    """Fold a cell for comparison with a mapping's texts: words as everywhere, a text without letters as it stands.

    In numbers and signs punctuation is the meaning: -9 is what a file writes for "unknown", 9 is an age.
    """
    stands = ascii_digits(strip_invisible(text)).strip()
    return fold(text) if any(character.isalpha() for character in stands) else stands
