"""Find the recorded place that a row's words name; unsure means the governorate, or none, and a warning."""

from __future__ import annotations

from dataclasses import dataclass, field

from tawthiq.domain.placenames import PlaceEntry, PlaceIndex, PlaceMatch
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place

Words = tuple[str | None, str | None, str | None]
"""A row's place, district and governorate."""


@dataclass(frozen=True, slots=True)
class Found:
    """The place that words name, and what a reviewer should know of it."""

    place_id: str | None
    warning: str = ""


@dataclass(slots=True)
class Gazetteer:
    """The home's places, indexed by all their spellings; remembers what it found."""

    index: PlaceIndex
    found: dict[Words, Found] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Account) -> Gazetteer:
        """Index the places that the actor may see."""
        return cls(PlaceIndex(entries_visible_to(actor)))

    def find(self, place: str | None, district: str | None, governorate: str | None) -> Found:
        """Return the place; the coarser one, with a warning, where the finer one is not surely known."""
        words = (place, district, governorate)
        if words not in self.found:
            self.found[words] = self._find(words)
        return self.found[words]

    def _find(self, words: Words) -> Found:
        around: str | None = None
        warning = ""
        for text, kinds in zip(
            reversed(words), (("governorate",), ("district", "subdistrict"), None), strict=True
        ):
            if text is None:
                continue
            match = self.index.match(text, within=around, kinds=kinds)
            if match.best is not None:
                around = match.best.place_id
            else:
                warning = _unsure(match)
        return Found(around, warning)


def _unsure(match: PlaceMatch) -> str:
    return f"The place is not surely one of the gazetteer; it stays as reported. {match.sentence}"


def entries_visible_to(actor: Account) -> list[PlaceEntry]:
    """Return every place the actor may see as an entry of an index."""
    rows = list(
        visible_to(actor, Place).values("id", "kind", "parent_id", "pcode", "name_en", "name_ar", "names")
    )
    parents: dict[str, str | None] = {row["id"]: row["parent_id"] for row in rows}
    return [
        PlaceEntry(
            place_id=row["id"],
            kind=row["kind"],
            names=tuple(
                dict.fromkeys(
                    text
                    for text in (row["name_en"], row["name_ar"], *(n["text"] for n in row["names"]))
                    if text
                )
            ),
            path=_path(row["id"], parents),
            pcode=row["pcode"],
        )
        for row in rows
    ]


def _path(place_id: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    path = [place_id]
    while (parent := parents.get(path[-1])) is not None and parent not in path:
        path.append(parent)
    return tuple(reversed(path))
