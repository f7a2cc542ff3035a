"""A place as said, as a value; and the gazetteer that the caller knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tawthiq.reading.prose import Span

Known = Mapping[str, tuple[str, str]]

"""Folded spelling → (the name in English, its governorate), as the caller's gazetteer knows them."""


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place as said: `kind` city, town, village, camp, neighborhood or empty; `sure` where a kind stood with it."""

    name: str
    kind: str
    span: Span
    governorate: str | None = None
    side: str | None = None
    sure: bool = True
