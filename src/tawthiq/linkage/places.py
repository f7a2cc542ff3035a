"""Where a place lies, from a gazetteer given as a table of spellings: two spellings of one community are one place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from tawthiq.linkage.fields import read_text

LEVELS = ("governorate", "subdistrict", "community")


@dataclass(frozen=True, slots=True)
class Site:
    """One spelling and the units it lies in, by name or id; None where a coarse place has no finer unit."""

    spelling: str
    governorate: str | None = None
    subdistrict: str | None = None
    community: str | None = None


Gazetteer = Mapping[str, Site]


def gazetteer(sites: Iterable[Site]) -> Gazetteer:
    """Index sites by their folded spelling; a spelling of several places keeps only the units that they share."""
    found: dict[str, Site] = {}
    for site in sites:
        key = read_text(site.spelling)
        if key is not None:
            found[key] = site if key not in found else _shared(found[key], site)
    return found


def _shared(one: Site, two: Site) -> Site:
    kept = {level: getattr(one, level) for level in LEVELS if getattr(one, level) == getattr(two, level)}
    return Site(one.spelling, **kept)


def place_columns(places: pa.Array, known: Gazetteer) -> dict[str, pa.Array]:
    """Return for each folded place text the units it lies in; null where the gazetteer does not know it."""
    coded = places.dictionary_encode()
    sites = [known.get(text) or _last_known(text, known) for text in coded.dictionary.to_pylist()]
    return {
        level: pa.array([None if site is None else getattr(site, level) for site in sites], pa.string()).take(
            coded.indices
        )
        for level in LEVELS
    }


def _last_known(text: str | None, known: Gazetteer) -> Site | None:
    """Read "Alder, Northmark" by its first part that is known: lists write the finer place first."""
    words = (text or "").split()
    for size in range(len(words) - 1, 0, -1):
        if site := known.get(" ".join(words[:size])):
            return site
    return None
