"""The one filter of incidents and persons: the same words in every address, frozen, checked when made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import require

Sort = Literal["newest", "oldest", "changed"]
SORTS: tuple[Sort, ...] = ("newest", "oldest", "changed")
LONGEST_TEXT = 200
MOST_VALUES = 40

VOCABULARY: Mapping[str, str] = {
    "platform": "platform",
    "munition": "munition",
    "certainty": "certainty",
    "state": "review_state",
    "facility": "facility_kind",
    "harm": "harm_kind",
    "sex": "sex",
    "age": "age_group",
    "status": "status",
    "secrecy": "confidentiality",
}
"""Which vocabulary the values of a part come from."""

SEVERAL = ("place", "party", *VOCABULARY)
"""Parts that may hold several values: any of them fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is looked for; an empty part asks nothing.

    Places are codes or names and mean all that lies within; parties mean their members too.
    """

    text: str = ""
    place: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    platform: tuple[str, ...] = ()
    munition: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    facility: tuple[str, ...] = ()
    harm: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    secrecy: tuple[str, ...] = ()
    author: str = ""
    sort: Sort = "newest"

    def __post_init__(self) -> None:
        for part, vocabulary in VOCABULARY.items():
            for code in getattr(self, part):
                require(vocabulary, code)
        if self.first and self.last and self.first > self.last:
            raise InvalidValue(
                f"The period begins on {self.first} and ends before it, on {self.last}. Turn them round."
            )

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked, so that everything fits."""
        return replace(self, sort="newest") == Filters()

    @property
    def asks_harms(self) -> bool:
        """Say whether something about the people harmed is asked."""
        return bool(self.harm or self.sex or self.age or self.status)

    @property
    def asks_incidents(self) -> bool:
        """Say whether something about the incident is asked, beside its words."""
        apart = {"text", "sort", "harm", "sex", "age", "status"}
        return any(getattr(self, f.name) for f in fields(self) if f.name not in apart)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filter as the names and values of an address, in one order: the same filter, the same address."""
        made: list[tuple[str, str]] = []
        for one in fields(self):
            value: Any = getattr(self, one.name)
            values = value if isinstance(value, tuple) else (value,)
            made += [(one.name, str(v)) for v in values if v and (one.name, v) != ("sort", "newest")]
        return made

    @property
    def query(self) -> str:
        """Return the filter as the query of an address."""
        return urlencode(self.pairs())


def parse_filters(given: Mapping[str, Sequence[str]]) -> Filters:
    """Read a filter from the values of an address; what it does not know is passed over, what cannot be is refused."""
    values: dict[str, Any] = {}
    for name in SEVERAL:
        values[name] = tuple(dict.fromkeys(v.strip() for v in given.get(name, ()) if v.strip()))[:MOST_VALUES]
    values["text"] = " ".join(_last(given, "text").split())[:LONGEST_TEXT]
    values["author"] = _last(given, "author")[:80]
    values["first"], values["last"] = (_day(_last(given, name)) for name in ("first", "last"))
    sort = _last(given, "sort") or "newest"
    if sort not in SORTS:
        raise InvalidValue(f"The order {sort[:20]!r} is not known. Choose one of: {', '.join(SORTS)}.")
    return Filters(sort=sort, **values)


def _last(given: Mapping[str, Sequence[str]], name: str) -> str:
    values = given.get(name) or ("",)
    return values[-1].strip()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue("A day of the period cannot be read. Write it as 2019-07-31.") from error
