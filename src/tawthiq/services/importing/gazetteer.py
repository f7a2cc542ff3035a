"""Find the recorded place that a row's words name; unsure means the governorate, or none, and a warning."""

from __future__ import annotations

from dataclasses import dataclass, field

from tawthiq.domain.placenames import PlaceIndex, PlaceMatch
from tawthiq.queries.places import entries_visible_to
from tawthiq.records.accounts.models import Account

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
